"""The counter's queue: drawing a number, calling it, done with it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.counter import (
    LocationUnknown,
    NobodyWaits,
    TicketAlreadyCalled,
    TicketStatus,
    TicketUnknown,
    in_turn,
)
from langaccess.domain.languages import LanguageUnknown
from langaccess.storage.audit import record
from langaccess.storage.base import violated
from langaccess.storage.counter import Ticket, next_number, tickets
from langaccess.storage.languages import Language
from langaccess.storage.places import Location


def draw_ticket(
    session: Session,
    actor: Actor,
    city: City,
    *,
    location_id: int,
    now: datetime,
    department_id: int | None = None,
    language_tag: str | None = None,
    appointment_at: datetime | None = None,
) -> Ticket:
    """Give a resident the next number of this counter today.

    Raises LocationUnknown, LanguageUnknown.
    """
    actor.must(Permission.COUNTER_CALL)
    if session.get(Location, location_id) is None:
        raise LocationUnknown
    if language_tag is not None and session.get(Language, language_tag) is None:
        raise LanguageUnknown
    on = city.calendar.local_date(now)
    while True:  # two desks at once on PostgreSQL: the database refuses one, which draws again
        ticket = Ticket(
            location_id=location_id,
            on=on,
            number=next_number(session, location_id, on),
            department_id=department_id,
            language_tag=language_tag,
            arrived_at=now,
            appointment_at=appointment_at,
            status=TicketStatus.WAITING,
        )
        if _insert(session, ticket):
            record(session, actor, "draw_ticket", "ticket", ticket.id, now=now)
            return ticket


def call_next(
    session: Session, actor: Actor, city: City, *, location_id: int, desk: str, now: datetime
) -> Ticket:
    """Call whoever is next in turn to this desk. Raises NobodyWaits."""
    actor.must(Permission.COUNTER_CALL)
    on = city.calendar.local_date(now)
    for one in in_turn(
        [row.waiting for row in tickets(session, location_id, on, TicketStatus.WAITING)], now
    ):
        if _call(session, actor, one.ticket_id, desk, now=now):
            return session.get_one(Ticket, one.ticket_id, populate_existing=True)
    raise NobodyWaits


def call_ticket(
    session: Session, actor: Actor, city: City, *, ticket_id: int, desk: str, now: datetime
) -> Ticket:
    """Call one number out of turn. Raises TicketUnknown, TicketAlreadyCalled."""
    actor.must(Permission.COUNTER_CALL)
    ticket = _of_today(session, city, ticket_id, now=now)
    if not _call(session, actor, ticket.id, desk, now=now):
        raise TicketAlreadyCalled
    session.refresh(ticket)
    return ticket


def finish_ticket(
    session: Session, actor: Actor, city: City, *, ticket_id: int, has_left: bool, now: datetime
) -> Ticket:
    """Be done with a number: served, or the resident left. Raises TicketUnknown."""
    actor.must(Permission.COUNTER_CALL)
    ticket = _of_today(session, city, ticket_id, now=now)
    ticket.status = TicketStatus.LEFT if has_left else TicketStatus.SERVED
    record(session, actor, "finish_ticket", "ticket", ticket.id, now=now)
    return ticket


def _of_today(session: Session, city: City, ticket_id: int, *, now: datetime) -> Ticket:
    ticket = session.get(Ticket, ticket_id)
    if ticket is None or ticket.on != city.calendar.local_date(now):
        raise TicketUnknown
    return ticket


def _call(session: Session, actor: Actor, ticket_id: int, desk: str, *, now: datetime) -> bool:
    """Whether this desk was the first to call the number: one conditional update."""
    claim = (
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.status == TicketStatus.WAITING)
        .values(status=TicketStatus.CALLED, called_at=now, called_by_id=actor.account_id, desk=desk)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    called = session.execute(claim).first() is not None
    if called:
        record(session, actor, "call_ticket", "ticket", ticket_id, now=now)
    return called


def _insert(session: Session, ticket: Ticket) -> bool:
    try:
        with session.begin_nested():
            session.add(ticket)
    except IntegrityError as error:
        if violated(error, "uq_ticket_location_id_on_number"):
            return False
        raise
    return True
