"""When somebody works, and when they are away."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.storage.people import (
    Absence,
    Interpreter,
    WorkingHours,
)
from tests.factories import (
    make_account,
)
from tests.web.pages import Visitor, shown


def test_a_week_is_set_with_two_stretches_a_day(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    page = coordinator.opens(f"/people/{ana.account_id}/week")
    assert page.select("input[name=monday][value='08:00-17:00']")

    coordinator.presses(page, "Save", monday="13:00–17:00; 8:00-12:00", friday="", daily_cap="6")

    assert coordinator.follows().select("input[name=monday][value='08:00-12:00, 13:00-17:00']")
    hours = session.scalars(select(WorkingHours).order_by(WorkingHours.id)).all()
    assert {(one.weekday, one.starts_minute) for one in hours} == {
        (0, 480),
        (0, 780),
        (1, 480),
        (2, 480),
        (3, 480),
    }
    session.refresh(ana)
    assert ana.daily_cap == 6


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"tuesday": "nine to five"}, "tuesday", "Write hours like 08:00-17:00."),
        ({"tuesday": "17:00-08:00"}, "tuesday", "Hours must end after they begin"),
        ({"tuesday": "8:00-12:00, 11:00-13:00"}, "tuesday", "Two stretches of hours overlap."),
        ({"daily_cap": "0"}, "daily_cap", "Type a whole number from 1 on"),
    ],
)
def test_a_wrong_week_is_told_at_its_day_and_kept_as_typed(
    coordinator: Visitor,
    session: Session,
    ana: Interpreter,
    typed: dict[str, str],
    field: str,
    told: str,
) -> None:
    page = coordinator.opens(f"/people/{ana.account_id}/week")

    page = coordinator.presses(page, "Save", status=422, monday="", **typed)

    assert told in page.select(f"[data-errors] a[href='#{field}']")[0].get_text()
    assert page.select_one(f"#{field}[value='{typed[field]}']")
    assert len(session.scalars(select(WorkingHours)).all()) == 5


def test_absences_are_noted_in_city_time_and_removed(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    page = coordinator.opens(f"/people/{ana.account_id}/week")

    coordinator.presses(
        page, "Note the absence", starts_at="2026-12-01T08:00", ends_at="2026-12-03T17:00"
    )

    absence = session.scalars(select(Absence)).one()
    assert absence.starts_at == datetime(2026, 12, 1, 16, tzinfo=UTC)
    page = coordinator.follows()
    assert "Dec 1, 2026" in shown(page)
    coordinator.presses(page, "Remove")
    assert "No absence is planned." in shown(coordinator.follows())


@pytest.mark.parametrize(
    ("ends_at", "told"),
    [
        ("2026-11-30T08:00", "The end must be after the start."),
        ("", "Say when the absence ends."),
    ],
)
def test_a_wrong_absence_is_told(
    coordinator: Visitor, session: Session, ana: Interpreter, ends_at: str, told: str
) -> None:
    page = coordinator.opens(f"/people/{ana.account_id}/week")

    page = coordinator.presses(
        page, "Note the absence", status=422, starts_at="2026-12-01T08:00", ends_at=ends_at
    )

    assert page.select("[data-errors] a[href='#ends_at']")[0].get_text() == told
    assert page.select("input[value='2026-12-01T08:00']")
    assert session.scalars(select(Absence)).all() == []


def test_an_absence_of_nobody_is_not_found(coordinator: Visitor, session: Session) -> None:
    clerk = make_account(session)

    typed = {"starts_at": "2026-12-01T08:00", "ends_at": "2026-12-03T17:00"}
    coordinator.sends(f"/people/{clerk.id}/absences", status=404, **typed)
    coordinator.sends("/people/999/absences", status=404, **(typed | {"ends_at": ""}))
