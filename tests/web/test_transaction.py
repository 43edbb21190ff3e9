import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from langaccess.storage.base import db
from langaccess.storage.dispatch import Encounter
from langaccess.storage.notices import Notice
from tests.factories import make_clerk, make_language, make_vendor
from tests.web.conftest import SignedIn
from tests.web.pages import shown


def test_a_refused_deed_leaves_nothing_behind(signed_in: SignedIn, session: Session) -> None:
    make_language(session, "ht").is_offered = False
    person = signed_in()

    person.sends("/counter", status=409, language="ht", key="k")

    assert session.scalar(select(func.count(Encounter.id))) == 0
    assert session.scalar(select(func.count(Notice.id))) == 0


def test_a_commit_that_fails_is_told_and_undone(
    app: Flask, signed_in: SignedIn, session: Session
) -> None:
    make_language(session, "es")
    make_vendor(session)
    person = signed_in()
    page = person.opens("/counter")
    session.commit()

    def disk_full(_: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    with app.app_context():
        event.listen(db.session, "before_commit", disk_full)
    try:
        page = person.presses(page, "Español", status=503)
    finally:
        event.remove(db.session, "before_commit", disk_full)

    assert "Nothing was lost." in shown(page)
    assert session.scalar(select(func.count(Encounter.id))) == 0


def test_a_page_that_only_shows_writes_nothing(signed_in: SignedIn, session: Session) -> None:
    account = make_clerk(session)
    person = signed_in(account)
    wrote: list[str] = []

    def note(*told: object) -> None:
        if not str(told[2]).lstrip().upper().startswith(("SELECT", "BEGIN", "PRAGMA")):
            wrote.append(str(told[2]))

    with person.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        for address in ("/counter", "/counter/card", "/queue", "/account"):
            person.opens(address)
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert wrote == []


@pytest.mark.parametrize("address", ["/counter", "/queue"])
def test_looking_twice_shows_the_same(signed_in: SignedIn, address: str) -> None:
    person = signed_in()

    assert shown(person.opens(address)) == shown(person.opens(address))
