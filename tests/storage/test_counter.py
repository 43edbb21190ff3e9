"""The numbers of a counter and a day."""

from datetime import timedelta

from sqlalchemy.orm import Session

from langaccess.domain.counter import TicketStatus, Waiting
from langaccess.storage.counter import last_called, next_number, tickets
from tests.factories import MONDAY, NINE, later, make_location, make_ticket


def test_numbers_begin_at_one_at_each_place_and_each_day(session: Session) -> None:
    here, there = make_location(session).id, make_location(session).id
    assert next_number(session, here, MONDAY) == 1

    make_ticket(session, here, number=1)
    make_ticket(session, here, number=7)

    assert next_number(session, here, MONDAY) == 8
    assert next_number(session, there, MONDAY) == 1
    assert next_number(session, here, MONDAY + timedelta(days=1)) == 1


def test_tickets_are_told_by_their_state_and_number(session: Session) -> None:
    here = make_location(session).id
    second, first = (make_ticket(session, here, number=number) for number in (2, 1))
    served = make_ticket(session, here, number=3, status=TicketStatus.SERVED)
    make_ticket(session, here, number=4, on=MONDAY - timedelta(days=1))

    assert tickets(session, here, MONDAY, TicketStatus.WAITING) == [first, second]
    both = tickets(session, here, MONDAY, TicketStatus.WAITING, TicketStatus.SERVED)
    assert both == [first, second, served]


def test_the_numbers_called_last_come_newest_first(session: Session) -> None:
    here = make_location(session).id
    called = {"status": TicketStatus.CALLED}
    old = make_ticket(session, here, called_at=later(1), **called)
    new = make_ticket(session, here, called_at=later(2), status=TicketStatus.SERVED)
    make_ticket(session, here, called_at=later(3), status=TicketStatus.LEFT)
    make_ticket(session, here)

    assert last_called(session, here, MONDAY, 9) == [new, old]
    assert last_called(session, here, MONDAY, 1) == [new]


def test_the_domain_sees_what_decides_the_order(session: Session) -> None:
    ticket = make_ticket(session, make_location(session).id, number=5, appointment_at=NINE)

    assert ticket.waiting == Waiting(ticket.id, 5, later(-300), NINE)
