"""Whom each department calls only, and whom never."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.people import Listing, ListKind
from tests.factories import make_account, make_department, make_interpreter, make_listing
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, shown


@pytest.fixture
def coordinator(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.COORDINATOR, department_id=None)


def test_every_department_leads_to_its_lists(coordinator: Visitor, session: Session) -> None:
    assert "No department is known yet." in shown(coordinator.opens("/departments"))

    permits = make_department(session, name="Permits")

    assert coordinator.opens("/departments").select(f"a[href='/departments/{permits.id}']")


def test_a_person_is_listed_by_address_and_taken_off(
    coordinator: Visitor, session: Session
) -> None:
    permits = make_department(session, name="Permits")
    make_interpreter(session, name="Ana Reyes", email="ana@city.example")
    page = coordinator.opens(f"/departments/{permits.id}")

    coordinator.presses(page, "Put on the list", email=" ANA@city.example", kind="only")
    page = coordinator.follows()
    assert "Call only these people Ana Reyes" in shown(page)

    coordinator.presses(page, "Take off the list")
    assert coordinator.led_to == f"/departments/{permits.id}"
    assert session.scalars(select(Listing)).all() == []


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("nobody@city.example", "No interpreter has this address."),
        ("clerk@city.example", "No interpreter has this address."),
        ("", "Type the person's email address."),
    ],
)
def test_who_is_no_interpreter_is_not_listed(
    coordinator: Visitor, session: Session, email: str, told: str
) -> None:
    make_account(session, email="clerk@city.example")
    permits = make_department(session)
    page = coordinator.opens(f"/departments/{permits.id}")

    page = coordinator.presses(page, "Put on the list", status=422, email=email, kind="only")

    assert page.select("[data-errors] a[href='#email']")[0].get_text() == told
    assert session.scalars(select(Listing)).all() == []


def test_both_lists_are_shown_apart(coordinator: Visitor, session: Session) -> None:
    permits = make_department(session)
    make_listing(session, permits.id, make_interpreter(session, name="Ana"), ListKind.ONLY)
    make_listing(session, permits.id, make_interpreter(session, name="Ben"), ListKind.NEVER)

    told = shown(coordinator.opens(f"/departments/{permits.id}"))

    assert "Call only these people Ana Take off the list Do not call these people Ben" in told


def test_an_unknown_department_is_not_found(coordinator: Visitor) -> None:
    coordinator.opens("/departments/999", status=404)
    coordinator.sends("/departments/999/people/1/remove", status=404)
