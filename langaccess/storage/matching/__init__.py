"""Who fits a need: the one query that finds them, and the facts that explain each of them."""
