"""A full disk and a lock that nobody gives back: a page with the vendor's number, no half deed.

The disk is full by SQLite's own limit of pages, on every connection of the application. The lock
is held by another process for longer than a writer waits: SQLite's own by a stranger (a backup,
a shell), and the line in front of it by a process of ours that hangs. A file system that is
really full is not tried here: SQLite reports it by the same error. Nor is PostgreSQL.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from langaccess.app import create_app
from langaccess.settings import load_settings
from langaccess.storage import base
from langaccess.storage.base import db
from langaccess.web import errors
from tests.drills.browser import KEY, TOKEN
from tests.drills.crowd import Told
from tests.drills.ledger import Losses, losses, read
from tests.drills.town import ANSWERED, PASSWORD, VENDOR_PHONE, Town, make_town

pytestmark = pytest.mark.drill

BUSY_SECONDS = 0.2
NO_LIMIT = 2**30
HOLD_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
HOLD_LINE = """
import fcntl, sys
line = open(sys.argv[1] + ".lock", "w")
fcntl.flock(line, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@dataclass(slots=True)
class Desk:
    """A signed-in clerk at an application of this process, and what the clerk was told."""

    app: Flask
    town: Town
    told: Told = field(default_factory=Told)
    client: Any = None

    def sign_in(self) -> None:
        self.client = self.app.test_client()
        token = found(TOKEN.search(self.client.get("/sign-in").text))
        typed = {"csrf_token": token, "email": self.town.clerks[0], "password": PASSWORD}
        assert self.client.post("/sign-in", data=typed).status_code == 303
        self.opens("/counter")

    def opens(self, path: str) -> TestResponse:
        """A page that must open."""
        answer: TestResponse = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer

    def ask(self) -> TestResponse:
        """What a press on a language brings; noted if it was acknowledged."""
        page = self.opens("/counter").text
        typed = {
            "csrf_token": found(TOKEN.search(page)),
            "key": found(KEY.search(page)),
            "language": ANSWERED,
            "mode": "phone",
            "domain": "general",
            "channel": "counter",
            "known_by": "resident_said",
        }
        answer: TestResponse = self.client.post("/counter", data=typed)
        if answer.status_code == 303:
            self.told.requested.append(answer.location.rpartition("/")[2])
        return answer

    def look(self) -> tuple[Losses, int]:
        """What is lost, and how many searches there are that nobody was told of."""
        engine = self.town.engine()
        book = read(engine)
        engine.dispose()
        return losses(book, self.told), len(book.encounters) - len(self.told.requested)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(base, "BUSY_SECONDS", BUSY_SECONDS)
    errors._lines.clear()
    town = make_town(tmp_path, f"sqlite:///{tmp_path / 'langaccess.sqlite'}")
    app = create_app(load_settings(town.environ, root=tmp_path))
    one = Desk(app, town)
    one.sign_in()
    yield one
    with app.app_context():
        db.engine.dispose()


def found(match: Any) -> str:
    assert match is not None
    return str(match[1])


def limited(app: Flask) -> Callable[[int], None]:
    """Sets how many pages the database may have, from the next request on."""
    limit = NO_LIMIT

    def on_checkout(raw: Any, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count={limit}")

    def set_limit(pages: int) -> None:
        nonlocal limit
        limit = pages

    with app.app_context():
        event.listen(db.engine, "checkout", on_checkout)
    return set_limit


@contextmanager
def held_by_another_process(program: str, path: str) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield
        process.communicate()


def test_on_a_full_disk_the_clerk_has_the_line_and_no_deed_is_done_by_halves(desk: Desk) -> None:
    set_limit = limited(desk.app)
    assert desk.ask().status_code == 303
    set_limit(1)  # SQLite takes the pages there are: nothing more fits

    refused = next(answer for answer in iter(desk.ask, None) if answer.status_code != 303)

    assert refused.status_code == 503
    assert VENDOR_PHONE in refused.text
    desk.opens(f"/requests/{desk.told.requested[0]}")
    assert desk.look() == (NOTHING_LOST, 0)
    set_limit(NO_LIMIT)
    assert desk.ask().status_code == 303
    assert desk.look() == (NOTHING_LOST, 0)


@pytest.mark.parametrize("program", [HOLD_LOCK, HOLD_LINE], ids=["a stranger", "one of ours"])
def test_while_another_process_holds_the_lock_pages_open_and_deeds_say_try_again(
    desk: Desk, program: str
) -> None:
    assert desk.ask().status_code == 303

    with held_by_another_process(program, desk.town.url.removeprefix("sqlite:///")):
        refused = desk.ask()
        assert refused.status_code == 503
        assert VENDOR_PHONE in refused.text
        desk.opens(f"/requests/{desk.told.requested[0]}")

    assert desk.look() == (NOTHING_LOST, 0)
    assert desk.ask().status_code == 303
    assert desk.look() == (NOTHING_LOST, 0)


NOTHING_LOST = Losses(*(0,) * 11)
