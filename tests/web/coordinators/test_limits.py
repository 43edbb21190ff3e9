"""For whom somebody must not interpret, and on which lists they stand."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.storage.people import (
    Interpreter,
    Listing,
)
from tests.factories import (
    make_department,
)
from tests.web.pages import Visitor, shown

LISTED_NEVER: dict[str, Any] = {"list-kind": "never"}
LISTED_OFTEN: dict[str, Any] = {"list-kind": "often"}


def test_a_conflict_with_a_department_is_noted_and_ended(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    permits = make_department(session, name="Permits")
    page = coordinator.opens(f"/people/{ana.account_id}/limits")

    coordinator.presses(page, "Note the conflict", department_id=str(permits.id))
    page = coordinator.follows()
    assert "Permits, since" in shown(page)

    coordinator.presses(page, "It is over")
    assert "None is declared." in shown(coordinator.follows())


def test_a_conflict_with_a_resident_is_shown_by_reference(
    coordinator: Visitor, ana: Interpreter
) -> None:
    page = coordinator.opens(f"/people/{ana.account_id}/limits")

    coordinator.presses(page, "Note the conflict", resident_reference="R-20931")

    assert "Resident R-20931" in shown(coordinator.follows())


def test_a_conflict_with_both_or_none_is_told(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    permits = make_department(session)
    page = coordinator.opens(f"/people/{ana.account_id}/limits")

    for department in ("0", str(permits.id)):
        reference = "R-1" if department != "0" else ""
        told = coordinator.presses(
            page,
            "Note the conflict",
            status=422,
            department_id=department,
            resident_reference=reference,
        )
        assert "Choose a department or type a reference" in shown(told)

    told = coordinator.presses(page, "Note the conflict", status=422, department_id="999")
    assert told.select("[data-errors]")


def test_a_person_is_put_on_a_departments_list_and_taken_off(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    permits = make_department(session, name="Permits")
    page = coordinator.opens(f"/people/{ana.account_id}/limits")

    coordinator.presses(page, "Put on the list", **LISTED_NEVER)
    page = coordinator.follows()
    assert "Permits : On the list of people not to call" in shown(page)
    assert session.scalars(select(Listing.department_id)).all() == [permits.id]

    coordinator.presses(page, "Take off the list")
    assert coordinator.led_to == f"/people/{ana.account_id}/limits"
    assert "On no list." in shown(coordinator.follows())


def test_a_list_that_is_none_is_told(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    make_department(session)
    page = coordinator.opens(f"/people/{ana.account_id}/limits")

    page = coordinator.presses(page, "Put on the list", status=422, **LISTED_OFTEN)

    assert page.select("[data-errors]")
