"""langaccess: the service by which a city gives people help in their own language."""
