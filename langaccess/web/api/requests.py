"""Asking for an interpreter, and everything that is done until the record is closed."""

import secrets
from typing import Any

from flask.typing import ResponseReturnValue

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import FollowUpPromise, Outcome, StandInUsed
from langaccess.services.dispatch import conversation, vendor_line
from langaccess.services.dispatch import request as dispatch_request
from langaccess.services.dispatch.conversation import Closing
from langaccess.services.dispatch.lines import lines_for
from langaccess.services.dispatch.request import Ask
from langaccess.storage.base import db
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounter_numbers import whole
from langaccess.web.access import allow, current_actor, now
from langaccess.web.api.answers import unchanged
from langaccess.web.api.blueprint import get, post
from langaccess.web.api.named import (
    earlier_reference,
    known_language,
    known_ticket,
    location_id,
    request_at,
)
from langaccess.web.api.request_shapes import (
    Completion,
    LinesShown,
    RequestAsked,
    RequestShown,
    VendorChosen,
    request_shown,
)
from langaccess.web.ladder import look
from langaccess.web.page import city

ONE = "/interpreter-requests/<int(max=2147483647):encounter_id>"
# Lines open and close on the quarter hour: an answer that shows one is not kept beyond it.
QUARTER_SECONDS = 15 * 60


@post("/interpreter-requests", RequestShown, takes=RequestAsked, status=201)
@allow(Permission.ENCOUNTER_OPEN)
def request_interpreter(
    language: str,
    modality: Any,
    location: str | None,
    written_language: str | None,
    ticket: int | None,
    continues: int | None,
    **asked: Any,
) -> ResponseReturnValue:
    """Ask for an interpreter: the ladder starts at once, and a vendor's line stands there."""
    ask = Ask(
        request_key=f"api-{secrets.token_urlsafe(16)}",
        language_tag=language,
        mode=modality,
        location_id=location_id(location),
        written_language_tag=known_language(written_language, "written_language"),
        ticket_id=known_ticket(ticket),
        continues=earlier_reference(continues),
        **asked,
    )
    return _shown(
        dispatch_request.request_interpreter(db.session(), current_actor(), city(), ask, now=now())
    )


@get(ONE, RequestShown)
@allow(Permission.ENCOUNTER_OPEN)
def interpreter_request(encounter_id: int) -> ResponseReturnValue:
    """Where a request stands. Made for polling: 304 while nothing moved."""
    found = request_at(encounter_id)
    if look(found.glance):
        found = request_at(encounter_id)
    quarter = int(now().timestamp()) // QUARTER_SECONDS
    answer = unchanged(f"{encounter_id}-{found.glance.version}-{quarter}")
    return answer or _shown(whole(db.session(), encounter_id))


@get(f"{ONE}/vendors", LinesShown)
@allow(Permission.ENCOUNTER_OPEN)
def vendor_lines(encounter_id: int) -> ResponseReturnValue:
    """Every line that serves this request now, in the order they are tried."""
    encounter = whole(db.session(), request_at(encounter_id).glance.id)
    return {"lines": lines_for(db.session(), city(), encounter, now=now())}


@post(f"{ONE}/vendor", RequestShown, takes=VendorChosen)
@allow(Permission.ENCOUNTER_OPEN)
def use_vendor(encounter_id: int, vendor: int | None) -> ResponseReturnValue:
    """Use the vendor's line now; our own people stop ringing."""
    reference = request_at(encounter_id).reference
    return _shown(
        vendor_line.use_vendor(
            db.session(),
            current_actor(),
            city(),
            reference=reference,
            vendor_id=vendor,
            now=now(),
        )
    )


@post(f"{ONE}/vendor-silent", RequestShown)
@allow(Permission.ENCOUNTER_OPEN)
def note_vendor_silent(encounter_id: int) -> ResponseReturnValue:
    """The line did not answer: the next one stands there, else our people ring again."""
    reference = request_at(encounter_id).reference
    return _shown(
        vendor_line.note_vendor_silent(
            db.session(), current_actor(), city(), reference=reference, now=now()
        )
    )


@post(f"{ONE}/ring-again", RequestShown)
@allow(Permission.ENCOUNTER_OPEN)
def ring_again(encounter_id: int) -> ResponseReturnValue:
    """Leave the line, or whoever accepted and does not come, and ring our own people."""
    reference = request_at(encounter_id).reference
    return _shown(
        vendor_line.ring_again(
            db.session(), current_actor(), city(), reference=reference, now=now()
        )
    )


@post(f"{ONE}/connect", RequestShown)
@allow(Permission.ENCOUNTER_OPEN)
def connect(encounter_id: int) -> ResponseReturnValue:
    """The resident and the interpreter speak: the clock of the wait stops."""
    reference = request_at(encounter_id).reference
    return _shown(
        conversation.connect(db.session(), current_actor(), reference=reference, now=now())
    )


@post(f"{ONE}/cancel", RequestShown)
@allow(Permission.ENCOUNTER_OPEN)
def cancel(encounter_id: int) -> ResponseReturnValue:
    """Stop before anybody spoke; everybody who rings is told."""
    reference = request_at(encounter_id).reference
    return _shown(
        conversation.cancel(db.session(), current_actor(), city(), reference=reference, now=now())
    )


@post(f"{ONE}/complete", RequestShown, takes=Completion)
@allow(Permission.ENCOUNTER_OPEN)
def complete(
    encounter_id: int,
    outcome: Outcome,
    stand_in: dict[str, Any] | None,
    follow_up: dict[str, Any] | None,
    **known: Any,
) -> ResponseReturnValue:
    """Close the record: what the resident got, with whom, how long, and what was promised."""
    closing = Closing(
        outcome,
        stand_in=StandInUsed(**stand_in) if stand_in else None,
        follow_up=FollowUpPromise(**follow_up) if follow_up else None,
        **known,
    )
    reference = request_at(encounter_id).reference
    return _shown(
        conversation.close(
            db.session(), current_actor(), city(), closing, reference=reference, now=now()
        )
    )


@post(f"{ONE}/confirm-stand-in", RequestShown)
@allow(Permission.ENCOUNTER_OVERSEE)
def confirm_stand_in(encounter_id: int) -> ResponseReturnValue:
    """A qualified interpreter went over what a companion or a minor interpreted."""
    reference = request_at(encounter_id).reference
    return _shown(
        conversation.confirm_stand_in(db.session(), current_actor(), reference=reference, now=now())
    )


def _shown(encounter: Encounter) -> dict[str, Any]:
    return request_shown(db.session(), city(), encounter, now=now())
