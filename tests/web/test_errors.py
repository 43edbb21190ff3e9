from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from langaccess.domain.access import Permission
from langaccess.storage.base import db
from langaccess.web.access import allow
from langaccess.web.errors import HEADINGS
from tests.factories import EVENING, make_clerk, make_vendor
from tests.web.conftest import SignedIn, at_work, forget, make_application
from tests.web.pages import Clock, Visitor, shown, take_away

ONLY_A_FILE_CAN_GO = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@allow(Permission.PUBLIC)
def broken() -> str:
    """A fault of ours."""
    raise ZeroDivisionError


@allow(Permission.PUBLIC)
def locked() -> str:
    """A database that does not answer in time."""
    raise OperationalError("SELECT 1", {}, Exception("database is locked"))


@pytest.fixture
def app(database_url: str, desk_drawer: Path, clock: Clock) -> Iterator[Flask]:
    """An application of each test's own, with pages that fail."""
    app = make_application(desk_drawer, database_url)
    app.add_url_rule("/broken", view_func=broken)
    app.add_url_rule("/locked", view_func=locked)
    for code in HEADINGS:
        view = allow(Permission.PUBLIC)(lambda code=code: abort(code))
        app.add_url_rule(f"/refuse/{code}", endpoint=f"refuse{code}", view_func=view)
    with at_work(app, clock):
        yield app


class TestFault:
    def test_every_refusal_is_a_whole_page_with_the_other_way_to_an_interpreter(
        self, signed_in: SignedIn, session: Session
    ) -> None:
        line = make_vendor(session)
        person = signed_in()

        for code, heading in HEADINGS.items():
            page = person.opens(f"/refuse/{code}", status=code)
            assert str(heading) in shown(page)
            assert page.select(f"bdi[dir=ltr] a[href='tel:{line.phone}']")
            assert "4711" in shown(page)

    def test_a_stranger_gets_no_code(self, visitor: Visitor, session: Session) -> None:
        make_vendor(session)

        page = visitor.opens("/refuse/404", status=404)

        assert "4711" not in str(page)
        assert "call your department's interpreter line" in shown(page)

    def test_after_hours_it_names_the_after_hours_contact(
        self, visitor: Visitor, clock: Clock
    ) -> None:
        clock.at = EVENING

        page = visitor.opens("/refuse/404", status=404)

        assert page.select("a[href='tel:+15105550142']")

    def test_the_code_is_that_of_the_persons_department(
        self, signed_in: SignedIn, session: Session
    ) -> None:
        account = make_clerk(session)
        make_vendor(session, codes={account.department_id: "8822", None: "4711"})

        page = signed_in(account).opens("/refuse/404", status=404)

        assert "8822" in shown(page)

    def test_a_fault_of_ours_is_noted_and_told_without_its_insides(
        self, visitor: Visitor, caplog: pytest.LogCaptureFixture
    ) -> None:
        page = visitor.opens("/broken", status=500)

        assert "Something went wrong here" in shown(page)
        assert "ZeroDivisionError" not in str(page)
        assert "ZeroDivisionError" in caplog.text

    def test_a_poll_gets_json(self, visitor: Visitor) -> None:
        visitor.opens("/refuse/409", status=409, Accept="application/json")

        assert visitor.answer.json
        assert visitor.answer.json["status"] == 409

    def test_a_locked_database_says_when_to_try_again(self, visitor: Visitor) -> None:
        page = visitor.opens("/locked", status=503)

        assert visitor.answer.headers["Retry-After"] == "5"
        assert "Nothing was lost." in shown(page)


@ONLY_A_FILE_CAN_GO
class TestDatabaseGone:
    def test_the_page_says_so_and_nobody_is_shown_a_trace(
        self, app: Flask, visitor: Visitor
    ) -> None:
        take_away(app)

        page = visitor.opens("/waiting/city-hall", status=503)

        assert "The service is not available for a moment" in shown(page)
        assert "sqlite" not in str(page).lower()

    def test_the_vendors_line_stands_on_it_for_staff_of_this_process(
        self, app: Flask, signed_in: SignedIn, session: Session
    ) -> None:
        line = make_vendor(session)
        person = signed_in()
        person.opens("/counter")

        take_away(app)

        page = person.opens("/counter", status=503)
        assert page.select(f"bdi[dir=ltr] a[href='tel:{line.phone}']")
        assert "4711" in shown(page)

    def test_a_restarted_process_does_not_know_it_and_says_whom_to_ask(
        self, app: Flask, signed_in: SignedIn, session: Session
    ) -> None:
        make_vendor(session)
        person = signed_in()
        person.opens("/counter")
        forget()

        take_away(app)

        page = person.opens("/counter", status=503)
        assert "call your department's interpreter line" in shown(page)


def test_a_refusal_leaves_nothing_behind(app: Flask, visitor: Visitor) -> None:
    visitor.opens("/nowhere", status=404)

    with app.app_context():
        assert not db.session().in_transaction()
