"""The doors: signing in and out, one's own account, and whether the house is alive."""
