"""How many statements each page sends to the database, with few people and with many."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from benchmarks.crowd import Crowd, seed_crowd
from benchmarks.databases import databases
from benchmarks.desks import make_desks
from benchmarks.visitor import TOKEN as TOKEN_FIELD
from langaccess.app import create_app
from langaccess.services.accounts import sign_in
from langaccess.settings import load_settings
from langaccess.storage.accounts import Account
from langaccess.storage.base import begin_write, db, open_engine
from langaccess.web.access import TOKEN

FEW, MANY = 60, 2_000
Counts = dict[str, dict[str, float | int | str | bool | None]]


def statements_by_page(quick: bool) -> Counts:
    """By page: statements with 60 people, with 2,000, and whether they are the same."""
    found: defaultdict[str, dict[str, float | int | str | bool | None]] = defaultdict(dict)
    for people in (FEW, MANY):
        with databases(["sqlite"]) as urls, tempfile.TemporaryDirectory() as folder:
            for name, count in _counted(Path(folder), urls["sqlite"], people, quick).items():
                found[name][f"{people} people"] = count
    for of in found.values():
        of["same"] = of[f"{FEW} people"] == of[f"{MANY} people"]
    return dict(found)


def _counted(folder: Path, url: str, people: int, quick: bool) -> dict[str, int]:
    """Statements of each page in an application of our own, after its caches are warm."""
    _fill(url, people, quick)
    desks = make_desks(folder, url)
    app = create_app(load_settings(desks.environ, root=folder))
    with app.app_context():
        engine = db.engine
    clerk = _visitor(app, engine, desks.clerk_id)
    chief = _visitor(app, engine, desks.coordinator_id)
    interpreter = _visitor(app, engine, desks.interpreter_id)
    asked = _ask(clerk, _token(clerk), "first")
    pages = {
        "counter": (clerk, "/counter"),
        "status": (clerk, asked),
        "status poll": (clerk, f"{asked}/now"),
        "queue": (clerk, "/queue"),
        "duty": (interpreter, "/duty"),
        "duty poll": (interpreter, "/duty/now"),
        "my qualifications": (interpreter, "/my-qualifications"),
        "oversight": (chief, "/oversight"),
        "people": (chief, "/people"),
    }
    counts = {}
    for name, (who, path) in pages.items():
        who.get(path)
        with _counting(engine) as count:
            answer = who.get(path)
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code}")
        counts[name] = len(count)
    for name in ("status poll", "duty poll"):
        counts[f"{name}, nothing moved"] = _unmoved(engine, *pages[name])
    token = _token(clerk)
    with _counting(engine) as count:
        _ask(clerk, token, "second")
    counts["create (post)"] = len(count)
    return counts


def _fill(url: str, people: int, quick: bool) -> None:
    """Write so many people with everything that goes with them."""
    bookings = people * (5 if quick else 50)
    engine = open_engine(url)
    seed_crowd(engine, Crowd(people=people, absences=people * 4, bookings=bookings))
    engine.dispose()


def _unmoved(engine: Engine, who: FlaskClient, path: str) -> int:
    """Statements of a poll that is answered 304."""
    mark = who.get(path).headers["ETag"]
    with _counting(engine) as count:
        answer = who.get(path, headers={"If-None-Match": mark})
    if answer.status_code != 304:
        raise AssertionError(f"{path}: {answer.status_code}")
    return len(count)


def _token(clerk: FlaskClient) -> str:
    """The token of the counter's form."""
    found = TOKEN_FIELD.search(clerk.get("/counter").text)
    if found is None:
        raise AssertionError("the counter shows no form")
    return found[1]


def _ask(clerk: FlaskClient, token: str, key: str) -> str:
    """Press Spanish; the address of the request."""
    pressed = {"mode": "phone", "domain": "general", "channel": "counter", "language": "es"}
    known = {"known_by": "resident_said", "key": key, "csrf_token": token}
    answer = clerk.post("/counter", data=pressed | known)
    return str(answer.headers["Location"])


def _visitor(app: Flask, engine: Engine, account_id: int) -> FlaskClient:
    """A signed-in browser of this person's."""
    with Session(engine) as session:
        begin_write(session)
        account = session.get_one(Account, account_id)
        token = sign_in(session, account, now=datetime.now(UTC))
        session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return client


@contextmanager
def _counting(engine: Engine) -> Iterator[list[str]]:
    """Every statement sent meanwhile; BEGIN and COMMIT are not among them."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement not in {"BEGIN", "BEGIN IMMEDIATE"}:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
