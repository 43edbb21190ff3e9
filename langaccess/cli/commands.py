"""The commands of `langaccess`, and how each one fails: a line on stderr, never a traceback."""

import click

from langaccess.cli.accounts import token, tokens, user
from langaccess.cli.database import migrate
from langaccess.cli.demo import demo
from langaccess.cli.doctor import doctor
from langaccess.cli.due import due
from langaccess.cli.failing import Operators
from langaccess.cli.imports import imports
from langaccess.cli.rules import rules
from langaccess.cli.seed import seed
from langaccess.cli.serve import serve
from langaccess.cli.worker import worker


@click.group(cls=Operators)
@click.version_option(package_name="langaccess")
def cli() -> None:
    """Help people in their own language."""


for command in (
    demo,
    doctor,
    due,
    imports,
    migrate,
    rules,
    seed,
    serve,
    token,
    tokens,
    user,
    worker,
):
    cli.add_command(command)
