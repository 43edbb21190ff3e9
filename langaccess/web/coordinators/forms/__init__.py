"""What coordinators type. Shape only: what may be is the deeds' to say."""
