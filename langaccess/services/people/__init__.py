"""Looking after people: who they are, what they are qualified for, when they can be asked."""
