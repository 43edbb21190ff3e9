"""Written translation: what is asked for, in which order it is done, and how it is checked."""
