"""What is misconfigured, unreachable, or about to lapse: a line each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from langaccess.adapters.calendar import city_of
from langaccess.adapters.mail import SmtpMailer
from langaccess.cli.failing import WrongUse, trouble_of
from langaccess.cli.installation import read_rules, settings_here
from langaccess.cli.transaction import transaction
from langaccess.settings import Settings
from langaccess.storage.gaps import (
    Lapse,
    given_up_count,
    languages_unserved,
    lapsed,
    lapsing,
    vendors_without_words,
)
from langaccess.storage.heartbeat import worker_seen_at
from langaccess.storage.schema import is_current

WORKER_SEEN_WITHIN = timedelta(minutes=1)
LAPSE_TOLD_BEFORE = timedelta(days=30)
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
OTHERS, ENTER = 0o077, 0o011
NAMED_AT_MOST = 10


class Mark(StrEnum):
    """How one finding came out."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


class Finding(NamedTuple):
    """One thing that was looked at."""

    mark: Mark
    said: str


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Look at everything that has to be right; exit 1 if anything is wrong (FAIL).

    A warning (WARN) is for somebody to decide and fails nothing.
    """
    failed = False
    for mark, said in findings(settings_here(), datetime.now(UTC)):
        click.echo(f"{mark:<5} {said}")
        failed = failed or mark is Mark.FAIL
    context.exit(1 if failed else 0)


def findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Everything that was looked at, in order; what needs the database ends with it."""
    yield from _secrets(settings)
    yield _address(settings)
    yield from _rules(settings)
    yield _mail(settings)
    try:
        with transaction(settings) as session:
            if not is_current(session.connection()):
                yield Finding(Mark.FAIL, "database: not up to date: run `langaccess migrate`")
                return
            yield Finding(Mark.OK, "database: reachable and up to date")
            yield _worker(session, now)
            yield from _contents(session, now)
    except SQLAlchemyError as error:
        yield Finding(Mark.FAIL, f"database: {trouble_of(error)}")


def _secrets(settings: Settings) -> Iterator[Finding]:
    """Files nobody but the service's own user should read."""
    private = [settings.instance / "secret_key", settings.instance / "demo_accounts.txt"]
    database = settings.database_url.removeprefix("sqlite:///")
    if database != settings.database_url:
        private.append(Path(database))
    readable = [path for path in private if _others_read(path)]
    for path in readable:
        yield Finding(Mark.FAIL, f"{path}: others on this machine can read it: run `chmod 600`")
    if not readable:
        yield Finding(Mark.OK, "secrets: nobody else on this machine can read them")


def _others_read(path: Path) -> bool:
    """Whether others have a right to this file, and to what is in its folder."""
    if not path.exists():
        return False
    return bool(path.stat().st_mode & OTHERS and path.parent.stat().st_mode & ENTER)


def _address(settings: Settings) -> Finding:
    parts = urlsplit(settings.public_url)
    if parts.hostname in LOCAL:
        return Finding(Mark.OK, f"address: {settings.public_url}, on this machine only")
    if parts.scheme != "https" or not settings.is_https:
        return Finding(Mark.FAIL, f"address: {settings.public_url} is not served over HTTPS")
    if settings.is_demo:
        return Finding(
            Mark.WARN, f"address: {settings.public_url} shows a demonstration's passwords"
        )
    return Finding(Mark.OK, f"address: {settings.public_url}")


def _rules(settings: Settings) -> Iterator[Finding]:
    try:
        found = read_rules(settings.rules_path)
    except WrongUse as error:
        for line in error.lines:
            yield Finding(Mark.FAIL, f"rules: {line}")
        return
    city_of(found)
    yield Finding(Mark.OK, f"rules: {settings.rules_path} is without fault ({found.edition})")


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_url:
        return Finding(Mark.WARN, "mail: off; messages stay in the outbox (LANGACCESS_SMTP_URL)")
    parts = urlsplit(settings.smtp_url)
    server = f"{parts.hostname}:{parts.port}"
    try:
        SmtpMailer(settings.smtp_url).greet()
    except OSError as error:
        return Finding(Mark.FAIL, f"mail: {server} cannot be reached: {error}")
    return Finding(Mark.OK, f"mail: {server} answers")


def _worker(session: Session, now: datetime) -> Finding:
    seen = worker_seen_at(session)
    if seen is None:
        return Finding(Mark.FAIL, "worker: never seen: run `langaccess worker`")
    if now - seen > WORKER_SEEN_WITHIN:
        return Finding(Mark.FAIL, f"worker: last seen at {seen:%Y-%m-%d %H:%M} UTC")
    return Finding(Mark.OK, "worker: at work")


def _contents(session: Session, now: datetime) -> Iterator[Finding]:
    on = now.date()
    yield from _lapses("no longer counts, but is called active", lapsed(session, on))
    yield from _lapses("ends soon", lapsing(session, on, on + LAPSE_TOLD_BEFORE))
    for name in vendors_without_words(session):
        yield Finding(Mark.WARN, f"vendor: {name} has no words to say, or no access code")
    unserved = languages_unserved(session, on)
    if unserved:
        named = ", ".join(unserved[:NAMED_AT_MOST])
        more = f" and {len(unserved) - NAMED_AT_MOST} more" if len(unserved) > NAMED_AT_MOST else ""
        yield Finding(
            Mark.WARN, f"languages: offered, but nobody and no line serves: {named}{more}"
        )
    else:
        yield Finding(Mark.OK, "languages: all that are offered are served by somebody")
    lost = given_up_count(session)
    if lost:
        yield Finding(Mark.WARN, f"messages: {lost} could not be delivered and are tried no more")


def _lapses(what: str, lapses: list[Lapse]) -> Iterator[Finding]:
    for one in lapses[:NAMED_AT_MOST]:
        said = f"{one.email}, {one.language_tag} {what} ({date.isoformat(one.valid_until)})"
        yield Finding(Mark.WARN, f"qualification: {said}")
    if len(lapses) > NAMED_AT_MOST:
        more = len(lapses) - NAMED_AT_MOST
        yield Finding(Mark.WARN, f"qualification: {more} more: {what}")
