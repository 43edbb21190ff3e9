"""The rooms people enter: thin pages, one folder per audience. Nothing is decided here."""
