"""Pages about documents: for who asks, who translates and revises, and who sees to it all."""
