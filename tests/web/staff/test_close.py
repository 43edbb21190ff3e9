from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import Outcome, StandIn, Status, UnmetReason
from langaccess.services.dispatch import conversation
from langaccess.services.dispatch.answers import accept_offer
from langaccess.services.dispatch.vendor_line import use_vendor
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Attempt, Encounter, FollowUp
from tests.factories import (
    NINE,
    later,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_vendor,
)
from tests.web.conftest import SignedIn
from tests.web.pages import Clock, Visitor, shown


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk at a counter."""
    return make_clerk(session)


@pytest.fixture
def talk(session: Session, city: City, clerk: Account) -> Encounter:
    """A conversation that has lasted since nine."""
    interpreter = make_interpreter(session, location_id=clerk.location_id)
    one = make_encounter(session, city, clerk=clerk)
    (offer,) = session.scalars(select(Attempt))
    accept_offer(session, interpreter.account.actor, city, attempt_id=offer.id, now=NINE)
    conversation.connect(session, clerk.actor, reference=one.reference, now=NINE)
    return one


def closes(person: Visitor, one: Encounter, *, status: int = 303, **typed: object) -> BeautifulSoup:
    page = person.opens(f"/requests/{one.reference}/close")
    return person.presses(page, "Close the request", status=status, **typed)


def problems(page: BeautifulSoup) -> list[str]:
    """The texts of the summary of errors, each of which leads to its field."""
    links = page.select("[data-errors] a")
    for link in links:
        field = page.select_one(str(link["href"]))
        assert field is not None
    return [link.get_text() for link in links]


def test_after_a_talk_one_press_closes_the_record_with_the_minutes_counted(
    signed_in: SignedIn, session: Session, clerk: Account, talk: Encounter, clock: Clock
) -> None:
    person = signed_in(clerk)
    clock.forward(61)

    closes(person, talk)

    assert person.led_to == "/counter"
    assert f"Request {talk.reference} is closed." in shown(person.follows())
    session.refresh(talk)
    assert (talk.status, talk.outcome, talk.minutes) == (Status.CLOSED, Outcome.SERVED, 2)


def test_closing_again_leads_to_the_closed_record(
    signed_in: SignedIn, session: Session, clerk: Account, talk: Encounter
) -> None:
    person = signed_in(clerk)
    page = person.opens(f"/requests/{talk.reference}/close")
    person.presses(page, "Close the request")

    person.presses(page, "Close the request", outcome="not_served", unmet_reason="technical")

    assert person.led_to == f"/requests/{talk.reference}"
    session.refresh(talk)
    assert talk.outcome is Outcome.SERVED


def test_everything_typed_is_kept_in_the_record(
    signed_in: SignedIn, session: Session, clerk: Account, talk: Encounter
) -> None:
    closes(
        signed_in(clerk),
        talk,
        outcome="partly",
        unmet_reason="wrong_language",
        minutes="7",
        mode_used="video",
        note="  Needs Kaqchikel.  ",
        understood="partly",
        in_time="yes",
        stand_in="companion",
        stand_in_why="Adult daughter, asked for by the person",
    )

    session.refresh(talk)
    assert (talk.outcome, talk.unmet_reason) == (Outcome.PARTLY, UnmetReason.WRONG_LANGUAGE)
    assert (talk.minutes, talk.note) == (7, "Needs Kaqchikel.")
    assert (talk.stand_in, talk.stand_in_emergency) == (StandIn.COMPANION, False)


def test_a_promise_is_kept_with_who_when_in_city_time_and_how(
    signed_in: SignedIn, session: Session, clerk: Account, talk: Encounter
) -> None:
    colleague = make_clerk(session, department_id=clerk.department_id)

    closes(
        signed_in(clerk),
        talk,
        promise="y",
        promised_by=str(colleague.id),
        promised_at="2026-11-24T10:30",
        reach=" 510-555-0100 ",
    )

    (promise,) = session.scalars(select(FollowUp))
    assert promise.due_at == datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    assert (promise.promised_by_id, promise.reach) == (colleague.id, "510-555-0100")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"outcome": ""}, "Say what the resident got."),
        ({"outcome": "not_served"}, "Say why the resident was not served."),
        ({"promise": "y", "reach": "x"}, "Say by when the resident will hear."),
        (
            {"promise": "y", "promised_at": "2026-11-24T10:30"},
            "Say how the resident is reached.",
        ),
        ({"stand_in": "minor"}, "Say who interpreted, and why."),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(
    signed_in: SignedIn,
    session: Session,
    clerk: Account,
    talk: Encounter,
    typed: dict[str, str],
    told: str,
) -> None:
    page = closes(signed_in(clerk), talk, status=422, note="still here", **typed)

    assert told in problems(page)
    assert "still here" in str(page.select_one("#note"))
    session.refresh(talk)
    assert talk.status is Status.CONNECTED


@pytest.mark.parametrize(
    "typed",
    [
        {"minutes": "-1"},
        {"minutes": "99999999999999999999"},
        {"minutes": "many"},
        {"note": "n" * 2001},
        {"outcome": "pigeon"},
        {"mode_used": "pigeon"},
        {"promise": "y", "promised_at": "tomorrow", "reach": "x"},
        {"promise": "y", "promised_at": "0001-01-01T00:00", "reach": "x"},
        {"promise": "y", "promised_at": "9999-12-31T23:59", "reach": "x"},
        {"promise": "y", "promised_at": "2026-11-24T10:30", "reach": "x", "promised_by": "0"},
    ],
    ids=range(10),
)
def test_what_cannot_be_is_told_in_the_form(
    signed_in: SignedIn, clerk: Account, talk: Encounter, typed: dict[str, str]
) -> None:
    page = closes(signed_in(clerk), talk, status=422, **typed)

    assert problems(page)


def test_nobody_can_be_served_by_nobody(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)

    page = closes(signed_in(clerk), one, status=422, outcome="served")

    assert problems(page) == ["Nobody has accepted, so nobody can be connected."]


def test_a_resident_nobody_could_serve_is_recorded_with_the_reason(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)

    closes(signed_in(clerk), one, outcome="not_served", unmet_reason="nobody_qualified")

    session.refresh(one)
    assert one.unmet_reason is UnmetReason.NOBODY_QUALIFIED


def test_the_vendors_interpreter_is_asked_for_only_after_a_vendors_line(
    signed_in: SignedIn, session: Session, city: City, clerk: Account, talk: Encounter
) -> None:
    make_vendor(session)
    other = make_encounter(session, city, clerk=clerk)
    use_vendor(session, clerk.actor, city, reference=other.reference, now=later(3))
    person = signed_in(clerk)

    assert not person.opens(f"/requests/{talk.reference}/close").select("#vendor_interpreter")
    closes(person, other, outcome="served", vendor_interpreter="4417")

    session.refresh(other)
    assert other.vendor_interpreter == "4417"
