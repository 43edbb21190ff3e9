"""The counter's queue: numbers in order, each called once."""

import multiprocessing
import threading
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.queues import Queue

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, NotAllowed, Role
from langaccess.domain.city import City
from langaccess.domain.counter import (
    LocationUnknown,
    NobodyWaits,
    TicketAlreadyCalled,
    TicketStatus,
    TicketUnknown,
)
from langaccess.domain.languages import LanguageUnknown
from langaccess.services.counter import call_next, call_ticket, draw_ticket, finish_ticket
from langaccess.storage.accounts import Account
from langaccess.storage.audit import history
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.counter import Ticket
from tests.factories import (
    MONDAY,
    NINE,
    later,
    make_city,
    make_clerk,
    make_language,
    make_location,
    make_ticket,
)


@pytest.fixture
def clerk(session: Session) -> Account:
    return make_clerk(session)


def place_of(clerk: Account) -> int:
    assert clerk.location_id is not None
    return clerk.location_id


def test_numbers_begin_at_one_and_are_written_down(
    session: Session, city: City, clerk: Account
) -> None:
    make_language(session, "es")

    first = draw_ticket(
        session, clerk.actor, city, location_id=place_of(clerk), language_tag="es", now=NINE
    )
    second = draw_ticket(session, clerk.actor, city, location_id=place_of(clerk), now=later(5))

    assert (first.number, first.on, first.language_tag) == (1, MONDAY, "es")
    assert (second.number, second.status) == (2, TicketStatus.WAITING)
    assert [one.deed for one in history(session, "ticket", first.id)] == ["draw_ticket"]


def test_each_place_and_each_day_counts_for_itself(
    session: Session, city: City, clerk: Account
) -> None:
    elsewhere = make_location(session).id
    draw_ticket(session, clerk.actor, city, location_id=place_of(clerk), now=NINE)

    other = draw_ticket(session, clerk.actor, city, location_id=elsewhere, now=NINE)
    tomorrow = draw_ticket(
        session,
        clerk.actor,
        city,
        location_id=place_of(clerk),
        now=NINE + timedelta(days=1),
    )

    assert (other.number, tomorrow.number) == (1, 1)


def test_a_number_needs_a_place_that_exists(session: Session, city: City, clerk: Account) -> None:
    with pytest.raises(LocationUnknown):
        draw_ticket(session, clerk.actor, city, location_id=987_654, now=NINE)


def test_only_a_desk_draws_and_calls(session: Session, city: City, clerk: Account) -> None:
    interpreter = Actor(clerk.id, frozenset({Role.INTERPRETER}))
    with pytest.raises(NotAllowed):
        draw_ticket(session, interpreter, city, location_id=place_of(clerk), now=NINE)
    with pytest.raises(NotAllowed):
        call_next(session, interpreter, city, location_id=place_of(clerk), desk="1", now=NINE)


def test_walk_ins_are_called_as_they_came_and_appointments_at_their_time(
    session: Session, city: City, clerk: Account
) -> None:
    place = place_of(clerk)
    early = make_ticket(session, place, arrived_at=later(-300))
    late = make_ticket(session, place, arrived_at=later(-100))
    booked = make_ticket(session, place, arrived_at=later(-50), appointment_at=later(10))

    called = [
        call_next(session, clerk.actor, city, location_id=place, desk="2", now=later(seconds)).id
        for seconds in (0, 20, 40)
    ]

    assert called == [early.id, booked.id, late.id]
    assert (early.desk, early.called_by_id, early.called_at) == ("2", clerk.id, NINE)
    with pytest.raises(NobodyWaits):
        call_next(session, clerk.actor, city, location_id=place, desk="2", now=later(60))


def test_a_number_called_out_of_turn_is_called_once(
    session: Session, city: City, clerk: Account
) -> None:
    ticket = make_ticket(session, place_of(clerk))

    call_ticket(session, clerk.actor, city, ticket_id=ticket.id, desk="1", now=NINE)

    assert ticket.status is TicketStatus.CALLED
    with pytest.raises(TicketAlreadyCalled):
        call_ticket(session, clerk.actor, city, ticket_id=ticket.id, desk="2", now=NINE)


@pytest.mark.parametrize(
    ("has_left", "expected"), [(False, TicketStatus.SERVED), (True, TicketStatus.LEFT)]
)
def test_a_desk_is_done_with_a_number(
    session: Session, city: City, clerk: Account, has_left: bool, expected: TicketStatus
) -> None:
    ticket = make_ticket(session, place_of(clerk), status=TicketStatus.CALLED)

    finish_ticket(session, clerk.actor, city, ticket_id=ticket.id, has_left=has_left, now=NINE)

    assert ticket.status is expected


def test_yesterdays_number_and_an_unknown_one_do_not_exist(
    session: Session, city: City, clerk: Account
) -> None:
    yesterday = make_ticket(session, place_of(clerk), on=MONDAY - timedelta(days=1))
    for ticket_id in (yesterday.id, 987_654):
        with pytest.raises(TicketUnknown):
            call_ticket(session, clerk.actor, city, ticket_id=ticket_id, desk="1", now=NINE)
        with pytest.raises(TicketUnknown):
            finish_ticket(session, clerk.actor, city, ticket_id=ticket_id, has_left=False, now=NINE)


def while_another_has_not_committed(
    engine: Engine, first: Callable[[Session], int], second: Callable[[Session], int]
) -> tuple[int, int]:
    """What two deeds give of which the second begins before the first is committed."""
    given: list[int] = []

    def follow() -> None:
        with Session(engine) as session:
            begin_write(session)
            given.append(second(session))
            session.commit()

    with Session(engine) as session:
        begin_write(session)
        earlier = first(session)
        other = threading.Thread(target=follow)
        other.start()
        other.join(0.3)  # it waits for our row, or for its turn to write
        session.commit()
    other.join()
    return earlier, given[0]


def test_two_desks_that_call_at_once_call_two_numbers(engine: Engine, city: City) -> None:
    with Session(engine) as session:
        begin_write(session)
        clerk = make_clerk(session)
        actor, place = clerk.actor, place_of(clerk)
        numbers = [make_ticket(session, place).id for _ in range(2)]
        session.commit()

    def call(session: Session) -> int:
        return call_next(session, actor, city, location_id=place, desk="1", now=NINE).id

    assert while_another_has_not_committed(engine, call, call) == (numbers[0], numbers[1])


def test_two_desks_that_draw_at_once_draw_two_numbers(engine: Engine, city: City) -> None:
    with Session(engine) as session:
        begin_write(session)
        clerk = make_clerk(session)
        actor, place = clerk.actor, place_of(clerk)
        session.commit()

    def draw(session: Session) -> int:
        return draw_ticket(session, actor, city, location_id=place, now=NINE).number

    assert while_another_has_not_committed(engine, draw, draw) == (1, 2)


def test_a_number_is_for_a_language_of_the_register(
    session: Session, city: City, clerk: Account
) -> None:
    with pytest.raises(LanguageUnknown):
        draw_ticket(
            session,
            clerk.actor,
            city,
            location_id=place_of(clerk),
            language_tag="no-such-language",
            now=NINE,
        )


def test_a_fault_that_is_no_race_is_not_taken_for_one(
    session: Session, city: City, clerk: Account
) -> None:
    with pytest.raises(IntegrityError):
        draw_ticket(
            session,
            clerk.actor,
            city,
            location_id=place_of(clerk),
            department_id=987_654,
            now=NINE,
        )


def draw_many(url: str, actor: Actor, place: int, most: int, drawn: "Queue[int]") -> None:
    engine, city = open_engine(url), make_city()
    for _ in range(most):
        with Session(engine) as session:
            begin_write(session)
            ticket = draw_ticket(session, actor, city, location_id=place, now=NINE)
            number = ticket.number
            session.commit()
        drawn.put(number)
    engine.dispose()


def test_three_desks_that_draw_at_once_give_every_number_once(engine: Engine) -> None:
    with Session(engine) as session:
        begin_write(session)
        clerk = make_clerk(session)
        actor, place = clerk.actor, place_of(clerk)
        session.commit()
    context = multiprocessing.get_context("spawn")
    drawn: Queue[int] = context.Queue()
    url = engine.url.render_as_string(hide_password=False)
    desks = [
        context.Process(target=draw_many, args=(url, actor, place, 5, drawn)) for _ in range(3)
    ]
    for one in desks:
        one.start()
    numbers = sorted(drawn.get(timeout=60) for _ in range(15))
    for one in desks:
        one.join(30)

    assert numbers == list(range(1, 16))
    with Session(engine) as session:
        assert session.query(Ticket).count() == 15
