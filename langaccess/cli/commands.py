"""The commands of `langaccess`, and how each one fails: a line on stderr, never a traceback."""

import click


@click.group()
def cli() -> None:
    """Help people in their own language."""
