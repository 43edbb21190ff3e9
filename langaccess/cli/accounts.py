"""Accounts and API tokens, for whoever runs the service."""

import sys
from datetime import UTC, datetime, timedelta

import click

from langaccess.cli.failing import Stop
from langaccess.cli.installation import must_be_current, settings_here
from langaccess.cli.transaction import transaction
from langaccess.domain.access import Role
from langaccess.domain.accounts import LINK_LASTS, AccountUnknown, check_password
from langaccess.domain.qualifications import checked_email
from langaccess.services.accounts import (
    add_account,
    end_token,
    make_password_link,
    make_token,
    set_password,
)
from langaccess.settings import Settings
from langaccess.storage.accounts import account_by_email, tokens_of


@click.group()
def user() -> None:
    """Accounts of employees."""


@user.command("add")
@click.argument("email")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="What they are to the service; may be given several times.",
)
@click.option("--name", default="", help="Their name; without it, their address.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--link", is_flag=True, help="Print a one-time link with which they set it.")
def add_user(
    email: str, roles: tuple[str, ...], name: str, password_stdin: bool, link: bool
) -> None:
    """Add an employee. The password is asked for twice unless an option says otherwise."""
    if password_stdin and link:
        raise click.UsageError("--password-stdin and --link exclude each other.")
    settings = _current_settings()
    address = checked_email(email)
    password = None if link else _password(password_stdin)
    if password is not None:  # refused before anything is asked of the database
        check_password(password, email=address, name=name)
    now = datetime.now(UTC)
    with transaction(settings, write=True) as session:
        kinds = frozenset(Role(role) for role in roles)
        account = add_account(
            session, None, email=address, name=name or address, roles=kinds, now=now
        )
        if password is not None:
            set_password(session, account, password=password, now=now)
            said = f"{address} may sign in as {', '.join(sorted(kinds))}."
        else:
            token = make_password_link(session, account, now=now)
            said = f"{settings.public_url}/password/{token}"
    click.echo(said)
    if link:
        click.echo(f"The link works once, for {LINK_LASTS.days} days.", err=True)


@click.command()
@click.argument("email")
@click.option("--days", type=click.IntRange(1, 3650), help="End it after so many days.")
def token(email: str, days: int | None) -> None:
    """Make an API token that acts as this person, and print it: it is shown once."""
    lasts = timedelta(days=days) if days else None
    with transaction(_current_settings(), write=True) as session:
        _, made = make_token(session, email=email, lasts=lasts, now=datetime.now(UTC))
    click.echo(made)


@click.command()
@click.argument("email")
@click.option(
    "--revoke", type=click.IntRange(1), metavar="ID", help="End the token of this number."
)
def tokens(email: str, revoke: int | None) -> None:
    """List a person's API tokens, a line each: number, last letters, made, ends. Or end one."""
    with transaction(_current_settings(), write=revoke is not None) as session:
        account = account_by_email(session, email)
        if account is None:
            raise AccountUnknown
        if revoke is not None:
            end_token(session, None, account.id, token_id=revoke, now=datetime.now(UTC))
            click.echo(f"Token {revoke} is revoked.")
            return
        for one in tokens_of(session, account.id):
            ends = one.expires_at.date().isoformat() if one.expires_at else "never"
            click.echo(f"{one.id}\t…{one.hint}\t{one.created_at.date().isoformat()}\t{ends}")


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _current_settings() -> Settings:
    settings = settings_here()
    must_be_current(settings)
    return settings


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not is_terminal():
        raise Stop("no terminal to ask for the password: use --password-stdin or --link")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed
