"""The memory: tables, then the questions asked of them. Never commits, never knows the web."""
