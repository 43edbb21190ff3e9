"""Recording, correcting and ending what somebody is qualified for."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.languages import Modality
from langaccess.domain.people import Direction, Domain, QualificationStatus, Scope
from langaccess.storage.people import Interpreter, Qualification
from tests.factories import MONDAY, make_account, make_interpreter, make_language
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, shown

RIGHT: dict[str, object] = {
    "language_tag": "vi",
    "scopes": ["interpret", "serve"],
    "domains": ["health"],
    "direction": "both",
    "level": "ILR:3+",
    "status": "active",
    "valid_from": "2026-01-01",
    "valid_until": "2029-01-01",
    "ethics_signed_on": "2026-01-05",
    "test": " City oral test ",
    "issuer": "Language Testing International",
    "certificate": "LTI-713",
}


@pytest.fixture
def coordinator(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def ana(session: Session) -> Interpreter:
    make_language(session, "vi")
    make_language(session, "zh-Hans")
    return make_interpreter(session, name="Ana Reyes")


def _latest(session: Session) -> Qualification:
    query = select(Qualification).order_by(Qualification.id.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _records(
    visitor: Visitor, person: Interpreter, typed: dict[str, object], *, status: int = 303
) -> BeautifulSoup:
    """Fill in the form, whose own field is called like what the visitor expects."""
    address = f"/people/{person.account_id}/qualifications/new"
    visitor.opens(address)
    data = {"csrf_token": visitor.token, **typed}
    return visitor.asks("POST", address, status=status, data=data)


def test_a_qualification_is_recorded_whole(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    _records(coordinator, ana, RIGHT)

    row = _latest(session)
    assert (row.language_tag, row.level_tenths, row.modality) == ("vi", 35, Modality.SPOKEN)
    assert row.scopes == {Scope.INTERPRET, Scope.SERVE}
    assert row.domains == {Domain.GENERAL, Domain.HEALTH}
    assert row.test == "City oral test"
    told = shown(coordinator.follows())
    assert "Tiếng Việt Vietnamese Active Spoken" in told
    assert "City oral test (Language Testing International) LTI-713" in told


def test_what_somebody_only_says_needs_no_level(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    _records(coordinator, ana, RIGHT | {"level": "", "status": "self_declared"})

    assert _latest(session).verified_by_id is None
    assert "Level Not tested" in shown(coordinator.follows())


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"scopes": []}, "scopes-0", "Choose at least one thing"),
        ({"language_tag": "zh-Hans"}, "scopes-0", "spoken and written are apart"),
        ({"level": ""}, "level", "This scale has no such level."),
        ({"valid_until": "2026-01-01"}, "valid_until", "It must end after the first day"),
        ({"valid_from": ""}, "valid_from", "Choose the first day it counts."),
    ],
)
def test_a_wrong_qualification_is_told_and_kept_as_typed(
    coordinator: Visitor,
    session: Session,
    ana: Interpreter,
    typed: dict[str, object],
    field: str,
    told: str,
) -> None:
    page = _records(coordinator, ana, RIGHT | typed, status=422)

    assert told in page.select(f"[data-errors] a[href='#{field}']")[0].get_text()
    assert page.select("input[value='LTI-713']")
    assert len(session.scalars(select(Qualification)).all()) == 1


def test_a_qualification_is_corrected(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    row = ana.qualifications[0]
    page = coordinator.opens(f"/people/{ana.account_id}/qualifications/{row.id}")
    assert page.select("option[value='ILR:3'][selected]")
    assert len(page.select("input[name=domains][checked]")) == len(Domain)

    coordinator.presses(
        page, "Save", direction="into_english", scopes=["interpret"], domains=["legal"]
    )

    row = _latest(session)
    assert row.direction is Direction.INTO_ENGLISH
    assert row.valid_until == date(2028, 1, 1)
    assert row.domains == {Domain.GENERAL, Domain.LEGAL}


def test_an_untested_qualification_is_shown_as_untested(
    coordinator: Visitor, ana: Interpreter
) -> None:
    row = ana.qualifications[0]
    row.level_scale = row.level = ""
    row.status = QualificationStatus.SELF_DECLARED
    row.valid_until = None

    page = coordinator.opens(f"/people/{ana.account_id}/qualifications/{row.id}")

    assert page.select("option[value=''][selected]")
    listed = shown(coordinator.opens(f"/people/{ana.account_id}/qualifications"))
    assert "No longer counts from No end" in listed


def test_a_wrong_correction_changes_nothing(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    row = ana.qualifications[0]
    address = f"/people/{ana.account_id}/qualifications/{row.id}"
    page = coordinator.opens(address)

    coordinator.presses(
        page, "Save", status=422, scopes=["translate", "revise"], valid_until="2020-01-01"
    )

    assert _latest(session).scopes == {Scope.INTERPRET}


def test_a_qualification_is_ended_on_a_day(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    page = coordinator.opens(f"/people/{ana.account_id}/qualifications")

    coordinator.presses(page, "End it on that day")

    assert _latest(session).valid_until == MONDAY
    assert "Ended" in shown(coordinator.follows())


@pytest.mark.parametrize(
    ("ends_on", "told"),
    [("2020-01-01", "It must end after the first day it counts."), ("", "Choose a day.")],
)
def test_an_end_before_the_beginning_is_told(
    coordinator: Visitor, session: Session, ana: Interpreter, ends_on: str, told: str
) -> None:
    page = coordinator.opens(f"/people/{ana.account_id}/qualifications")

    page = coordinator.presses(page, "End it on that day", status=422, ends_on=ends_on)

    assert told in shown(page)
    assert page.select("details[open] input[aria-invalid=true]")
    assert _latest(session).valid_until == date(2028, 1, 1)


def test_what_expires_soon_is_marked(coordinator: Visitor, ana: Interpreter) -> None:
    ana.qualifications[0].valid_until = date(2027, 1, 15)

    told = shown(coordinator.opens(f"/people/{ana.account_id}/qualifications"))

    assert "Ends Jan 15, 2027" in told


def test_a_qualification_of_somebody_else_is_not_found(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    other = make_account(session)
    row = ana.qualifications[0]
    ben = make_interpreter(session)

    coordinator.opens(f"/people/{ben.account_id}/qualifications/{row.id}", status=404)
    coordinator.opens(f"/people/{other.id}/qualifications/{row.id}", status=404)
    coordinator.sends(
        f"/people/{ben.account_id}/qualifications/{row.id}/end", status=404, ends_on="2026-12-01"
    )


def test_nothing_recorded_is_said_so(coordinator: Visitor, ana: Interpreter) -> None:
    ana.qualifications.clear()

    told = shown(coordinator.opens(f"/people/{ana.account_id}/qualifications"))

    assert "No qualification is recorded yet." in told
