"""Reading the files people send: never trusted, never written to disk, never obeyed."""
