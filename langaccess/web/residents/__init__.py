"""What residents see: the waiting screen, the language card, and words in their own language."""
