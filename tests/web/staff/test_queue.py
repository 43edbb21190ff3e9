import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.counter import TicketStatus
from langaccess.storage.accounts import Account
from langaccess.storage.counter import Ticket
from tests.factories import NINE, later, make_clerk, make_language, make_ticket
from tests.web.conftest import SignedIn
from tests.web.pages import Clock, Visitor, queries, shown


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk at a counter, where Spanish is offered."""
    make_language(session, "es")
    return make_clerk(session)


@pytest.fixture
def desk(signed_in: SignedIn, clerk: Account) -> Visitor:
    """Their browser."""
    return signed_in(clerk)


def numbers(page: BeautifulSoup, part: str) -> list[int]:
    """The numbers in one part of the page, in order."""
    section = page.select_one(f"section[aria-labelledby={part}]")
    assert section is not None
    return [int(one.get_text()) for one in section.select(".big")]


def calls(person: Visitor, desk: str = "3", **how: int) -> BeautifulSoup:
    return person.presses(person.opens("/queue"), "Call the next number", desk=desk, **how)


def test_a_number_is_drawn_with_language_and_waits(desk: Visitor, session: Session) -> None:
    desk.presses(desk.opens("/queue"), "Give a number", language="es")

    page = desk.follows()
    assert "Number 1." in shown(page)
    assert numbers(page, "waiting") == [1]
    assert "Español" in shown(page)
    (ticket,) = session.scalars(select(Ticket))
    assert (ticket.language_tag, ticket.arrived_at) == ("es", NINE)


def test_an_appointment_is_called_at_its_time_before_walk_ins(desk: Visitor, clock: Clock) -> None:
    desk.presses(desk.opens("/queue"), "Give a number")
    desk.presses(desk.opens("/queue"), "Give a number", appointment="9:10")
    assert "Appointment 9:10" in shown(desk.follows()).replace("\u202f", " ")

    clock.at = later(11 * 60)
    calls(desk)

    assert numbers(desk.follows(), "called") == [2]


@pytest.mark.parametrize("typed", ["noon", "25:00", "9", "10.30", "-1:00"])
def test_a_time_that_is_none_is_told_at_its_field(desk: Visitor, typed: str) -> None:
    page = desk.presses(desk.opens("/queue"), "Give a number", status=422, appointment=typed)

    assert page.select("[data-errors] a[href='#appointment']")
    assert page.select_one("#appointment")["value"] == typed  # type: ignore[index]


def test_whoever_is_next_is_called_to_my_desk_and_the_desk_is_remembered(
    desk: Visitor, session: Session, clerk: Account
) -> None:
    first = make_ticket(session, clerk.location_id or 0)
    make_ticket(session, clerk.location_id or 0)

    calls(desk, "Window 3")

    page = desk.follows()
    assert numbers(page, "called") == [first.number]
    assert "Window 3" in shown(page)
    assert page.select_one("#desk")["value"] == "Window 3"  # type: ignore[index]


def test_a_desk_has_a_name(desk: Visitor) -> None:
    page = calls(desk, "", status=422)

    assert page.select("[data-errors] a[href='#desk']")


def test_an_empty_queue_says_so(desk: Visitor) -> None:
    page = calls(desk, status=409)

    assert "Nobody is waiting." in shown(page)


def test_a_number_another_desk_called_first_is_told(
    desk: Visitor, signed_in: SignedIn, session: Session, clerk: Account
) -> None:
    make_ticket(session, clerk.location_id or 0)
    other = signed_in(make_clerk(session, location_id=clerk.location_id))
    here, there = desk.opens("/queue"), other.opens("/queue")
    waiting = re.compile("^Call$")

    other.sends(_address(there, waiting))
    page = desk.sends(_address(here, waiting), status=409)

    assert "Another desk called this number first." in shown(page)


def _address(page: BeautifulSoup, words: re.Pattern[str]) -> str:
    button = page.find("button", string=words)
    assert button is not None
    form = button.find_parent("form")
    assert form is not None
    return str(form["action"])


@pytest.mark.parametrize(
    ("button", "status"), [("Served", TicketStatus.SERVED), ("Left", TicketStatus.LEFT)]
)
def test_one_is_done_with_a_called_number(
    desk: Visitor, session: Session, clerk: Account, button: str, status: TicketStatus
) -> None:
    ticket = make_ticket(session, clerk.location_id or 0)
    calls(desk)

    desk.presses(desk.follows(), button)

    session.refresh(ticket)
    assert ticket.status is status
    assert numbers(desk.follows(), "called") == []


def test_a_called_number_leads_to_the_counter_with_it(
    desk: Visitor, session: Session, clerk: Account
) -> None:
    ticket = make_ticket(session, clerk.location_id or 0)
    calls(desk)

    link = desk.follows().find("a", string="Get an interpreter")

    assert link is not None
    assert link["href"] == f"/counter?ticket={ticket.id}"


def test_numbers_of_another_day_or_none_do_not_exist(
    desk: Visitor, session: Session, clerk: Account
) -> None:
    old = make_ticket(session, clerk.location_id or 0, on=later(-86400).date())

    for number in (old.id, 2**31 - 1, 2**31, 2**70):
        desk.sends(f"/queue/{number}/call", status=404)
        desk.sends(f"/queue/{number}/served", status=404)


def test_the_page_keeps_itself_up_to_date(desk: Visitor, session: Session, clerk: Account) -> None:
    page = desk.opens("/queue")
    desk.polls(page, status=304)

    ticket = make_ticket(session, clerk.location_id or 0)

    assert f">{ticket.number}<" in desk.polls(page)["html"]


def test_without_a_counter_one_is_asked_to_choose_it(signed_in: SignedIn) -> None:
    person = signed_in(location_id=None)

    person.opens("/queue", status=303)
    assert person.led_to == "/account"
    assert "Choose your counter first." in shown(person.follows())
    person.sends("/queue", status=303)
    assert person.led_to == "/account"
    person.sends("/queue/call-next", status=303, desk="3")
    assert person.led_to == "/account"


def test_the_queue_asks_the_same_few_questions_however_many_wait(
    app: Flask, desk: Visitor, session: Session, clerk: Account
) -> None:
    make_ticket(session, clerk.location_id or 0, language_tag="es")
    desk.opens("/queue")
    with queries(app) as few:
        desk.opens("/queue")
    for _ in range(20):
        make_ticket(session, clerk.location_id or 0, language_tag="es")
    session.commit()

    with queries(app) as many:
        desk.opens("/queue")

    assert len(many) == len(few) <= 7, many
