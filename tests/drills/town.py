"""A small town that a drill can run: people who may sign in, one vendor's line, a quick ladder."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.services.accounts import HASHER, make_token
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.people import Interpreter, WorkingHours
from langaccess.storage.schema import migrate
from tests.factories import RULES, SUPERVISOR, make_city, make_clerk, make_interpreter, make_vendor

PASSWORD = "a password for drills only"
VENDOR_PHONE = "+15105550171"
ALL_DAY = (0, 24 * 60)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Spanish is answered; Vietnamese rings a person who never answers; nobody speaks French.
ANSWERED, UNANSWERED, UNSPOKEN = "es", "vi", "fr"
OFFER_SECONDS = 1
STEP_SECONDS = 3
LADDER = f"""
offer_seconds = {OFFER_SECONDS}
connect_seconds = {STEP_SECONDS}
presence_seconds = 3600
alert_emails = ["{SUPERVISOR}"]
step = [
  {{ after_seconds = 0, ring = "same_site" }},
  {{ after_seconds = {STEP_SECONDS}, ring = "city" }},
  {{ after_seconds = {2 * STEP_SECONDS}, vendor = 1 }},
  {{ after_seconds = {3 * STEP_SECONDS}, alert = "supervisor" }},
]
"""


@dataclass(frozen=True, slots=True)
class Town:
    """One installation: its settings as a process is given them, and who works there.

    Clerks are known by their email address, interpreters by id and API token.
    """

    environ: Mapping[str, str]
    clerks: tuple[str, ...]
    interpreters: Mapping[int, str]

    @property
    def url(self) -> str:
        """Where its data is."""
        return self.environ["LANGACCESS_DATABASE_URL"]

    def engine(self) -> Engine:
        """A way of our own to look at its data."""
        return open_engine(self.url)


def make_town(
    folder: Path, database_url: str, *, clerks: int = 1, interpreters: int = 1, smtp_url: str = ""
) -> Town:
    """A town with these people at one site, open day and night, in a migrated database."""
    rules = folder / "rules.toml"
    rules.write_text(quick_rules(), encoding="utf-8")
    engine = open_engine(database_url)
    migrate(engine)
    now = datetime.now(UTC)
    with Session(engine) as session:
        begin_write(session)
        password = HASHER.hash(PASSWORD)
        first = make_clerk(session, password_hash=password)
        place = {"department_id": first.department_id, "location_id": first.location_id}
        rest = [make_clerk(session, password_hash=password, **place) for _ in range(clerks - 1)]
        people = [_interpreter(session, ANSWERED, first.location_id) for _ in range(interpreters)]
        _interpreter(session, UNANSWERED, first.location_id)
        make_vendor(session, ANSWERED, UNANSWERED, UNSPOKEN, phone=VENDOR_PHONE)
        tokens = {
            one.account_id: make_token(session, email=one.account.email, lasts=None, now=now)[1]
            for one in people
        }
        town = Town(
            environ={
                "PATH": os.defpath,
                "LANGACCESS_INSTANCE": str(folder / "instance"),
                "LANGACCESS_DATABASE_URL": database_url,
                "LANGACCESS_RULES": str(rules),
                "LANGACCESS_SECRET_KEY": secrets.token_hex(32),
                "LANGACCESS_SMTP_URL": smtp_url,
            },
            clerks=tuple(one.email for one in (first, *rest)),
            interpreters=tokens,
        )
        session.commit()
    engine.dispose()
    return town


def quick_rules() -> str:
    """The usual rules, open day and night, with a ladder whose steps come every few seconds."""
    hours = ", ".join(f'{day} = "00:00-23:59"' for day in WEEK)
    always = f'calendar = {{ country = "US", hours = {{ {hours} }} }}'
    lines = [always if line.startswith("calendar") else line for line in RULES.splitlines()]
    before, _, usual = "\n".join(lines).partition("[dispatch]")
    return f"{before}[dispatch]\n{LADDER}\n[[class]]{usual.partition('[[class]]')[2]}"


def quick_city() -> City:
    """The city by these rules."""
    return make_city(quick_rules())


def _interpreter(session: Session, language_tag: str, location_id: int | None) -> Interpreter:
    """Somebody who is on duty at every hour of every day, seen just now."""
    now = datetime.now(UTC)
    one = make_interpreter(
        session, language_tag, hours=ALL_DAY, seen_at=now, location_id=location_id
    )
    starts, ends = ALL_DAY
    one.hours += [
        WorkingHours(weekday=weekday, starts_minute=starts, ends_minute=ends) for weekday in (5, 6)
    ]
    one.qualifications[0].valid_until = (now + timedelta(days=365)).date()
    session.flush()
    return one
