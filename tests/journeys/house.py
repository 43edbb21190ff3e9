"""A whole installation for browsers: a seeded city, its web server and its worker."""

import os
import signal
import socket
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from langaccess.app import create_app
from langaccess.services import accounts
from langaccess.settings import load_settings
from langaccess.storage.accounts import Account
from langaccess.storage.base import begin_write, db, open_engine
from langaccess.storage.people import Interpreter, WorkingHours
from langaccess.storage.schema import migrate
from langaccess.web.access import TOKEN
from tests.factories import RULES, ZONE, make_interpreter

PROGRAM = Path(sysconfig.get_path("scripts")) / "langaccess"
ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 30


def now() -> datetime:
    """The real moment: servers have no other clock."""
    return datetime.now(UTC)


@dataclass
class House:
    """One running installation. `closed_url` is the same city as it looks after hours."""

    url: str
    closed_url: str
    engine: Engine
    app: Flask

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose rows are there for the servers afterwards."""
        with Session(self.engine, expire_on_commit=False) as session:
            begin_write(session)
            yield session
            session.commit()

    def cookie(self, account: Account, **more: Any) -> dict[str, str]:
        """The cookie of a browser in which this person is signed in."""
        with self.writing() as session:
            token = accounts.sign_in(session, session.get_one(Account, account.id), now=now())
        serializer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert serializer is not None
        value = str(serializer.dumps({TOKEN: token, **more}))
        return {"name": "langaccess", "value": value}


def ready_interpreter(session: Session, *tags: str, **changes: Any) -> Interpreter:
    """Somebody on duty and just seen, on shift at every hour, qualified without end."""
    facts = {"seen_at": now(), "presence_since_at": now(), "roles": changes.pop("roles", ())}
    facts = {name: value for name, value in facts.items() if value}
    person = make_interpreter(session, *tags, **(facts | changes))
    person.hours = [
        WorkingHours(weekday=weekday, starts_minute=0, ends_minute=24 * 60) for weekday in range(7)
    ]
    for skill in person.qualifications:
        skill.valid_until = None
    session.flush()
    return person


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """A new installation in this folder, served twice: open around the clock, and closed."""
    today = now().astimezone(ZONE).date()
    days = [today + timedelta(days=number) for number in (-1, 0, 1)]
    special = "\n".join(f'{day} = "00:00-23:59"' for day in days)
    closed = ", ".join(str(day) for day in days)
    rules, rules_closed = folder / "open.toml", folder / "closed.toml"
    rules.write_text(f"{_calendar()}\n[calendar.special_hours]\n{special}\n", encoding="utf-8")
    rules_closed.write_text(_calendar(f"closed_on = [{closed}]"), encoding="utf-8")
    told = {
        "LANGACCESS_INSTANCE": str(folder / "instance"),
        "LANGACCESS_RULES": str(rules),
        "LANGACCESS_CITY_NAME": "City of Journeys",
    }
    settings = load_settings(told, root=ROOT)
    engine = open_engine(settings.database_url)
    migrate(engine)
    app = create_app(settings)
    closed_told = told | {"LANGACCESS_RULES": str(rules_closed)}
    try:
        with (
            _served(told, folder / "open.log") as url,
            _served(closed_told, folder / "closed.log", workers=1) as closed_url,
            _running(("worker",), told, folder / "worker.log"),
        ):
            yield House(url, closed_url, engine, app)
    finally:
        engine.dispose()
        with app.app_context():
            db.engine.dispose()


def _calendar(more: str = "") -> str:
    """The tests' rules with the calendar as a table of its own."""
    # Nobody is let go while a page is looked at.
    lines = RULES.replace("connect_seconds = 60", "connect_seconds = 3600").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("calendar = "))
    end = next(number for number in range(start, len(lines)) if lines[number].endswith("}"))
    hours = lines[start : end + 1]
    text = " ".join(line.rstrip("\\").strip() for line in hours)
    kept = [*lines[:start], *lines[end + 1 :]]
    inner = text.partition("hours = ")[2].removesuffix("}").strip()
    return "\n".join([*kept, "[calendar]", 'country = "US"', f"hours = {inner}", more])


@contextmanager
def _served(told: dict[str, str], log: Path, *, workers: int = 2) -> Iterator[str]:
    """The address of a web server with these settings, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ("serve", "--port", str(port), "--workers", str(workers))
    with _running(words, told, log) as process:
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + STARTS_WITHIN
        while not _answers(f"{url}/healthz"):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < until, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield url


@contextmanager
def _running(
    words: Sequence[str], told: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: value for name, value in os.environ.items() if "LANGACCESS" not in name}
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [str(PROGRAM), *words], env=environment | told, stdout=output, stderr=output
        ) as process,
    ):
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)  # at once: nobody is being served any more
            process.wait(timeout=20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
