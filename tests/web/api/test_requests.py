"""From the tap to the close, as another system does it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import AidChoice, KnownBy, Mode
from langaccess.domain.people import Domain
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
from tests.factories import (
    EVENING,
    NINE,
    make_encounter,
    make_language,
    make_location,
    make_ticket,
)
from tests.web.api.conftest import System
from tests.web.api.machine import Machine
from tests.web.pages import Clock

REQUESTS = "/interpreter-requests"


def test_a_request_rings_at_once_and_the_vendors_line_stands_there(
    desk: Machine, session: Session
) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")

    assert desk.answer.headers["Location"] == f"/api/v1/interpreter-requests/{made['id']}"
    assert made["status"] == "searching"
    assert [one["outcome"] for one in made["offers"]] == [None]
    assert made["offers"][0]["offered_at"] == "2026-11-23T17:00:00.000Z"
    assert (made["vendor"]["name"], made["vendor"]["code"]) == ("First line", "4711")
    assert made["reference"] in made["vendor"]["say"]
    assert made["is_vendor_in_use"] is False
    assert made["after_hours"] is None
    assert desk.gets(f"{REQUESTS}/{made['id']}") == made


def test_everything_that_was_asked_is_kept(desk: Machine, session: Session) -> None:
    location = make_location(session, slug="library")
    ticket = make_ticket(session, location.id, arrived_at=NINE - timedelta(minutes=9))
    make_language(session, "ase")
    earlier = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    desk.posts(f"{REQUESTS}/{earlier['id']}/cancel")

    made = desk.posts(
        REQUESTS,
        status=201,
        language="ase",
        modality="video",
        domain="health",
        location="library",
        channel="meeting",
        known_by="pointed_at_card",
        aid="sign_video",
        written_language="es",
        resident_reference="R-7",
        ticket=ticket.id,
        continues=earlier["id"],
        note="  At the side door. ",
    )

    session.commit()
    one = session.get_one(Encounter, made["id"])
    assert (one.location_id, one.ticket_id) == (location.id, ticket.id)
    assert (one.mode, one.domain, one.aid) == (Mode.VIDEO, Domain.HEALTH, AidChoice.SIGN_VIDEO)
    assert (one.known_by, one.written_language_tag) == (KnownBy.POINTED_AT_CARD, "es")
    assert (one.resident_reference, one.note) == ("R-7", "At the side door.")
    assert made["first_contact_at"] == "2026-11-23T16:51:00.000Z"
    assert made["location"] == "library"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "tlh"),
        ("language", "es; drop"),
        ("language", 7),
        ("modality", "telepathy"),
        ("modality", []),
        ("domain", None),
        ("location", "nowhere"),
        ("written_language", "tlh"),
        ("ticket", 2147483647),
        ("ticket", 2**63),
        ("ticket", True),
        ("continues", 2147483647),
        ("note", "x" * 2001),
        ("note", "a\x00"),
        ("resident_reference", "x" * 65),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field(
    field: str, value: object, desk: Machine, session: Session
) -> None:
    body: dict[str, Any] = {"language": "es", "modality": "phone"} | {field: value}

    told = desk.posts(REQUESTS, status=422, **body)

    assert list(told["errors"]) == [field]
    assert session.scalars(select(Encounter)).all() == []


def test_a_language_that_is_not_offered_is_a_conflict(desk: Machine, session: Session) -> None:
    make_language(session, "so").is_offered = False

    told = desk.posts(REQUESTS, status=409, language="so", modality="phone")

    assert told["type"] == "/problems/language-not-offered"


def test_another_departments_request_does_not_exist(
    desk: Machine, session: Session, city: City, system: System
) -> None:
    other = make_encounter(session, city)

    told = desk.gets(f"{REQUESTS}/{other.id}", status=404)
    assert told["type"] == "/problems/encounter-unknown"
    for deed in ("vendor", "vendor-silent", "ring-again", "connect", "cancel"):
        desk.posts(f"{REQUESTS}/{other.id}/{deed}", status=404)
    desk.posts(f"{REQUESTS}/{other.id}/complete", status=404, outcome="served")
    told = desk.posts(REQUESTS, status=422, language="es", modality="phone", continues=other.id)
    assert list(told["errors"]) == ["continues"]

    assert system(Role.COORDINATOR).gets(f"{REQUESTS}/{other.id}")["reference"] == other.reference


def test_the_line_is_used_is_silent_and_the_next_one_stands_there(desk: Machine) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    path = f"{REQUESTS}/{made['id']}"
    lines = desk.gets(f"{path}/vendors")["lines"]
    assert [one["name"] for one in lines] == ["First line", "Second line"]

    used = desk.posts(f"{path}/vendor")
    assert (used["status"], used["vendor"], used["is_vendor_in_use"]) == ("ready", lines[0], True)
    assert [one["outcome"] for one in used["offers"]] == ["withdrawn"]

    silent = desk.posts(f"{path}/vendor-silent")
    assert silent["vendor"]["name"] == "Second line"
    back = desk.posts(f"{path}/vendor", vendor=lines[0]["id"])
    assert back["vendor"]["name"] == "First line"


def test_when_no_line_answers_none_stands_there(desk: Machine) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    path = f"{REQUESTS}/{made['id']}"
    desk.posts(f"{path}/vendor")
    desk.posts(f"{path}/vendor-silent")

    last = desk.posts(f"{path}/vendor-silent")

    assert (last["status"], last["vendor"], last["is_vendor_in_use"]) == ("searching", None, False)
    assert desk.posts(f"{path}/vendor", status=409)["type"] == "/problems/no-vendor-answers"


def test_leaving_the_line_rings_our_own_people_again(desk: Machine) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    path = f"{REQUESTS}/{made['id']}"
    desk.posts(f"{path}/vendor")

    again = desk.posts(f"{path}/ring-again")

    assert again["status"] == "searching"
    assert [one["outcome"] for one in again["offers"]] == ["withdrawn", None]


def test_who_accepted_is_shown_with_their_phone_and_no_line(
    desk: Machine, session: Session, system: System
) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    ines = session.scalars(select(Account).filter_by(name="Ines")).one()
    system(ines).posts(f"/offers/{made['offers'][0]['id']}/accept")

    ready = desk.gets(f"{REQUESTS}/{made['id']}")
    assert ready["status"] == "ready"
    assert ready["interpreter"] == {"name": "Ines", "phone": "+15105550123"}
    assert ready["offers"][0]["outcome"] == "accepted"
    assert ready["vendor"]["name"] == "First line"  # still there, should nobody come

    assert desk.posts(f"{REQUESTS}/{made['id']}/connect")["vendor"] is None


def test_nobody_is_connected_before_somebody_accepted(desk: Machine) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")

    told = desk.posts(f"{REQUESTS}/{made['id']}/connect", status=409)

    assert told["type"] == "/problems/nobody-to-connect"


def test_after_hours_the_contact_and_the_line_stand_there_at_once(
    desk: Machine, clock: Clock
) -> None:
    clock.at = EVENING

    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")

    assert made["after_hours"] == {"name": "After-hours city service", "phone": "+15105550142"}
    assert made["vendor"]["name"] == "First line"


def test_what_is_offered_instead_of_waiting_is_told(desk: Machine, clock: Clock) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    clock.forward(120)

    assert desk.gets(f"{REQUESTS}/{made['id']}")["fallbacks"] == ["call_back", "booking"]
