"""Coordinators: who waits and what was unmet, people, vendors, languages, rules in force."""
