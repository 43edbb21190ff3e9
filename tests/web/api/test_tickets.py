"""The counter's queue from another system: a kiosk draws, a desk calls."""

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.accounts import Account
from langaccess.storage.counter import Ticket
from tests.factories import make_account, make_clerk, make_language, make_location, make_ticket
from tests.web.api.conftest import System
from tests.web.api.machine import Machine
from tests.web.pages import Clock


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk at the city hall."""
    return make_clerk(session, location_id=make_location(session, slug="city-hall").id)


@pytest.fixture
def desk(system: System, clerk: Account) -> Machine:
    """That clerk's system."""
    return system(clerk)


def test_a_number_is_drawn_called_and_finished(desk: Machine, session: Session) -> None:
    make_language(session, "so")
    drawn = desk.posts("/tickets", status=201, language="so", location="city-hall")
    assert (drawn["number"], drawn["status"], drawn["language"]) == (1, "waiting", "so")
    assert desk.answer.headers["Location"] == f"/api/v1/tickets/{drawn['id']}"
    assert desk.gets(f"/tickets/{drawn['id']}") == drawn

    called = desk.posts("/tickets/call-next", desk="4")
    assert (called["id"], called["status"], called["desk"]) == (drawn["id"], "called", "4")

    assert desk.posts(f"/tickets/{drawn['id']}/finish")["status"] == "served"
    assert desk.posts(f"/tickets/{drawn['id']}/finish", has_left=True)["status"] == "left"


def test_the_ticket_belongs_to_the_department_of_who_drew_it(
    desk: Machine, session: Session, clerk: Account
) -> None:
    drawn = desk.posts("/tickets", status=201)

    session.commit()
    assert session.get_one(Ticket, drawn["id"]).department_id == clerk.department_id


def test_the_queue_stands_in_the_order_in_which_it_is_called(
    desk: Machine, session: Session, clock: Clock
) -> None:
    first = desk.posts("/tickets", status=201)
    clock.forward(60)
    due = desk.posts("/tickets", status=201, appointment_at="2026-11-23T09:01:00-08:00")
    desk.posts("/tickets/call-next", desk="1", location="city-hall")
    second = desk.posts("/tickets", status=201)

    told = desk.gets("/locations/city-hall/queue")

    assert [one["id"] for one in told["waiting"]] == [first["id"], second["id"]]
    assert [one["id"] for one in told["called"]] == [due["id"]]
    assert told["location"] == "city-hall"


def test_a_number_is_called_out_of_turn_by_one_desk_only(desk: Machine) -> None:
    drawn = desk.posts("/tickets", status=201)

    assert desk.posts(f"/tickets/{drawn['id']}/call", desk="2")["desk"] == "2"

    told = desk.posts(f"/tickets/{drawn['id']}/call", status=409, desk="3")
    assert told["type"] == "/problems/ticket-already-called"


def test_yesterdays_number_is_gone(desk: Machine, session: Session, clerk: Account) -> None:
    assert clerk.location_id is not None
    old = make_ticket(session, clerk.location_id)
    desk.gets(f"/tickets/{old.id}")

    desk.clock.forward(24 * 3600)

    desk.gets(f"/tickets/{old.id}", status=404)
    desk.posts(f"/tickets/{old.id}/finish", status=404)


def test_who_has_no_counter_must_say_which(system: System, session: Session) -> None:
    machine = system(make_account(session, Role.STAFF))

    told = machine.posts("/tickets", status=422)

    assert list(told["errors"]) == ["location"]


@pytest.mark.parametrize("slug", ["nowhere", "%F0%9F%8F%9B", "a%0Ab", "%ff"])
def test_a_location_that_is_none_has_no_queue(slug: str, desk: Machine) -> None:
    told = desk.gets(f"/locations/{slug}/queue", status=404)

    assert told["type"] == "/problems/location-unknown"


def test_an_unknown_language_is_refused_by_its_field(desk: Machine) -> None:
    assert list(desk.posts("/tickets", status=422, language="tlh")["errors"]) == ["language"]


def test_an_appointment_outside_the_calendar_is_refused(desk: Machine) -> None:
    for moment in ("9999-12-31T23:59:59-23:00", "2026-11-23T09:00", "soon"):
        told = desk.posts("/tickets", status=422, appointment_at=moment)
        assert list(told["errors"]) == ["appointment_at"]
