"""The same deeds as JSON for other city systems: tokens instead of cookies, never a page."""
