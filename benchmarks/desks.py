"""A city at work for `benchmarks.counter`: a clerk, a coordinator, interpreters, one line."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.services.accounts import HASHER
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.people import Interpreter, WorkingHours
from tests.factories import RULES, make_clerk, make_interpreter, make_vendor

PASSWORD = "a password for benchmarks only"  # noqa: S105 - nobody signs in with it elsewhere
LANGUAGES = ("es", "vi", "fr", "ru", "ko")
NEVER_ASKED = "it"
EACH = 4
ALL_DAY = (0, 24 * 60)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Nothing may fall due while something is measured.
LADDER = """
offer_seconds = 3000
connect_seconds = 3000
presence_seconds = 3600
alert_emails = ["language-access@city.example"]
step = [{ after_seconds = 0, ring = "same_site" }, { after_seconds = 3000, vendor = 1 }]
"""


@dataclass(frozen=True, slots=True)
class Desks:
    """Who signs in, by email address, and the settings of their installation."""

    environ: Mapping[str, str]
    clerk: str
    clerk_id: int
    coordinator_id: int
    interpreters: tuple[tuple[str, str], ...]  # language and email
    interpreter_id: int
    idle: str  # an interpreter for whom nobody asks


def make_desks(folder: Path, url: str) -> Desks:
    """Four interpreters in each of five languages, at the clerk's site, on duty all day."""
    rules = folder / "rules.toml"
    rules.write_text(_rules(), encoding="utf-8")
    engine = open_engine(url)
    with Session(engine) as session:
        begin_write(session)
        password = HASHER.hash(PASSWORD)
        clerk = make_clerk(session, email="clerk@desks.example", password_hash=password)
        site = {"location_id": clerk.location_id, "department_id": clerk.department_id}
        chief = make_clerk(session, Role.COORDINATOR, email="chief@desks.example", **site)
        people = [
            (tag, _on_duty(session, tag, clerk.location_id, password))
            for tag in LANGUAGES
            for _ in range(EACH)
        ]
        idle = _on_duty(session, NEVER_ASKED, clerk.location_id, password)
        make_vendor(session, *LANGUAGES)
        desks = Desks(
            environ={
                "LANGACCESS_INSTANCE": str(folder / "instance"),
                "LANGACCESS_DATABASE_URL": url,
                "LANGACCESS_RULES": str(rules),
                "LANGACCESS_SECRET_KEY": secrets.token_hex(32),
            },
            clerk=clerk.email,
            clerk_id=clerk.id,
            coordinator_id=chief.id,
            interpreters=tuple((tag, one.account.email) for tag, one in people),
            interpreter_id=people[0][1].account_id,
            idle=idle.account.email,
        )
        session.commit()
    engine.dispose()
    return desks


def _on_duty(session: Session, tag: str, site_id: int | None, password_hash: str) -> Interpreter:
    """Somebody on duty on all seven days."""
    one = make_interpreter(
        session,
        tag,
        hours=ALL_DAY,
        seen_at=datetime.now(UTC),
        location_id=site_id,
        password_hash=password_hash,
    )
    starts, ends = ALL_DAY
    one.hours += [
        WorkingHours(weekday=weekday, starts_minute=starts, ends_minute=ends) for weekday in (5, 6)
    ]
    return one


def _rules() -> str:
    """The usual rules, open day and night, with a ladder that stands still."""
    hours = ", ".join(f'{day} = "00:00-23:59"' for day in WEEK)
    always = f'calendar = {{ country = "US", hours = {{ {hours} }} }}'
    lines = [always if line.startswith("calendar") else line for line in RULES.splitlines()]
    before, _, usual = "\n".join(lines).partition("[dispatch]")
    return f"{before}[dispatch]\n{LADDER}\n[[class]]{usual.partition('[[class]]')[2]}"
