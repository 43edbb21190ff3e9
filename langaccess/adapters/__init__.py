"""The doors out: each a Protocol in our words and a real one behind it. Never reads storage."""
