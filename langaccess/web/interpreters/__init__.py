"""Interpreters on duty: presence, offers, the conversation, one's day and qualifications."""
