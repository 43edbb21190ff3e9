"""The counter's queue: a number at the door, called from the desk, done with."""

from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from langaccess.domain.access import Permission
from langaccess.domain.counter import LocationUnknown, TicketStatus, TicketUnknown, in_turn
from langaccess.services import counter
from langaccess.storage.base import db
from langaccess.storage.counter import Ticket, tickets
from langaccess.storage.places import location_by_slug
from langaccess.web.access import allow, current_actor, now
from langaccess.web.api.blueprint import get, post
from langaccess.web.api.fields import Moment, Shown, Text, a_number, a_slug, a_tag, one_of
from langaccess.web.api.named import known_language, location_id
from langaccess.web.api.problems import FieldsRefused
from langaccess.web.page import city

DESK_AT_MOST = 20
ONE = "/tickets/<int(max=2147483647):ticket_id>"


class TicketAsked(Schema):
    """A number for somebody at the door; without a location, at one's own."""

    location = a_slug(load_default=None, allow_none=True)
    language = a_tag(load_default=None, allow_none=True)
    appointment_at = Moment(load_default=None, allow_none=True)


class DeskTold(Schema):
    """Which desk calls."""

    desk = Text(DESK_AT_MOST, least=1, required=True)


class NextCalled(DeskTold):
    """Which desk calls at which counter; without a location, at one's own."""

    location = a_slug(load_default=None, allow_none=True)


class TicketFinished(Schema):
    """Whether the resident was served, or left."""

    has_left = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class TicketShown(Shown):
    """One number of today."""

    id = a_number(required=True)
    number = a_number(required=True)
    status = one_of(TicketStatus, required=True)
    language = a_tag(attribute="language_tag", allow_none=True, required=True)
    arrived_at = Moment(required=True)
    appointment_at = Moment(allow_none=True, required=True)
    called_at = Moment(allow_none=True, required=True)
    desk = fields.String(required=True)


class QueueShown(Shown):
    """Who waits, in the order in which they are called, and who was called to which desk."""

    location = a_slug(required=True)
    waiting = fields.List(fields.Nested(TicketShown), required=True)
    called = fields.List(fields.Nested(TicketShown), required=True)


@post("/tickets", TicketShown, takes=TicketAsked, status=201)
@allow(Permission.COUNTER_CALL)
def draw_ticket(
    location: str | None, language: str | None, appointment_at: datetime | None
) -> ResponseReturnValue:
    """Give a resident the next number."""
    return _shown(
        counter.draw_ticket(
            db.session(),
            current_actor(),
            city(),
            location_id=_here(location),
            department_id=current_actor().department_id,
            language_tag=known_language(language, "language"),
            appointment_at=appointment_at,
            now=now(),
        )
    )


@get(ONE, TicketShown)
@allow(Permission.COUNTER_CALL)
def ticket(ticket_id: int) -> ResponseReturnValue:
    """One number of today."""
    found = db.session().get(Ticket, ticket_id)
    if found is None or found.on != city().calendar.local_date(now()):
        raise TicketUnknown
    return _shown(found)


@post("/tickets/call-next", TicketShown, takes=NextCalled)
@allow(Permission.COUNTER_CALL)
def call_next(desk: str, location: str | None) -> ResponseReturnValue:
    """Call whoever is next in turn."""
    return _shown(
        counter.call_next(
            db.session(),
            current_actor(),
            city(),
            location_id=_here(location),
            desk=desk,
            now=now(),
        )
    )


@post(f"{ONE}/call", TicketShown, takes=DeskTold)
@allow(Permission.COUNTER_CALL)
def call_ticket(ticket_id: int, desk: str) -> ResponseReturnValue:
    """Call one number out of turn."""
    return _shown(
        counter.call_ticket(
            db.session(), current_actor(), city(), ticket_id=ticket_id, desk=desk, now=now()
        )
    )


@post(f"{ONE}/finish", TicketShown, takes=TicketFinished)
@allow(Permission.COUNTER_CALL)
def finish_ticket(ticket_id: int, has_left: bool) -> ResponseReturnValue:
    """Be done with a number."""
    return _shown(
        counter.finish_ticket(
            db.session(),
            current_actor(),
            city(),
            ticket_id=ticket_id,
            has_left=has_left,
            now=now(),
        )
    )


@get("/locations/<location>/queue", QueueShown)
@allow(Permission.COUNTER_CALL)
def queue(location: str) -> ResponseReturnValue:
    """The queue of one location now."""
    found = location_by_slug(db.session(), location)
    if found is None:
        raise LocationUnknown
    today = city().calendar.local_date(now())
    waiting = {one.id: one for one in tickets(db.session(), found.id, today, TicketStatus.WAITING)}
    in_order = in_turn([one.waiting for one in waiting.values()], now())
    called = tickets(db.session(), found.id, today, TicketStatus.CALLED)
    return {
        "location": found.slug,
        "waiting": [_shown(waiting[one.ticket_id]) for one in in_order],
        "called": [_shown(one) for one in called],
    }


def _here(location: str | None) -> int:
    """The location named, else the actor's own. Raises FieldsRefused."""
    found = location_id(location) or current_actor().location_id
    if found is None:
        raise FieldsRefused({"location": ["Say which location: the account has none."]})
    return found


def _shown(ticket: Ticket) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in _SHOWN}


_SHOWN = (
    "id",
    "number",
    "status",
    "language_tag",
    "arrived_at",
    "appointment_at",
    "called_at",
    "desk",
)
