"""The interpreter's side: presence, offers, and the conversation that comes of one."""

from datetime import timedelta
from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import (
    Answer,
    AttemptOutcome,
    Channel,
    DeclineReason,
    Mode,
    OfferUnknown,
    Status,
)
from langaccess.domain.people import Domain, Presence
from langaccess.services.dispatch import answers, conversation
from langaccess.services.people import availability
from langaccess.services.people.known import interpreter_known
from langaccess.storage.base import begin_write, db
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounter_numbers import accepted_offer, reference_of_offer
from langaccess.storage.offers import conversation_of, offers_to
from langaccess.web.access import allow, current_actor, now
from langaccess.web.api.blueprint import get, post, put
from langaccess.web.api.fields import Moment, Shown, a_name_of, a_number, a_tag, one_of
from langaccess.web.ladder import look_around
from langaccess.web.page import city

# How long the end of an offer ("another interpreter was first") is told.
TOLD_FOR = timedelta(seconds=60)
ONE = "/offers/<int(max=2147483647):offer_id>"


class PresenceTold(Schema):
    """Whether one can be rung."""

    status = one_of(Presence, required=True)


class PresenceShown(Shown):
    """Whether one can be rung, and since when."""

    status = one_of(Presence, required=True)
    since_at = Moment(allow_none=True, required=True)


class Declined(Schema):
    """Why not; a reason helps the next choice."""

    reason = one_of(DeclineReason, load_default=None, allow_none=True)


class AnswersTold(Schema):
    """The interpreter's two answers."""

    understood = one_of(Answer, required=True)
    briefed = one_of(Answer, required=True)


class OfferShown(Shown):
    """One offer, with what one wants to know before greeting; without an outcome it rings."""

    id = a_number(attribute="attempt_id", required=True)
    outcome = one_of(AttemptOutcome, allow_none=True, required=True)
    offered_at = Moment(required=True)
    answered_at = Moment(allow_none=True, required=True)
    reference = fields.String(required=True)
    status = one_of(Status, required=True)
    language = a_tag(attribute="language_tag", required=True)
    domain = one_of(Domain, required=True)
    modality = one_of(Mode, attribute="mode", required=True)
    channel = one_of(Channel, required=True)
    department = fields.String(allow_none=True, required=True)
    location = fields.String(allow_none=True, required=True)
    clerk = fields.String(required=True)
    clerk_phone = fields.String(required=True)
    note = fields.String(allow_none=True, required=True)


class OfferAnswered(Shown):
    """What became of an offer that was declined."""

    id = a_number(required=True)
    outcome = one_of(AttemptOutcome, required=True)
    answered_at = Moment(required=True)


class ConversationShown(Shown):
    """The conversation one goes to or is in. Connect by `connect_by`, or it is offered again."""

    offer = a_number(required=True)
    reference = fields.String(required=True)
    status = one_of(Status, required=True)
    language = a_tag(attribute="language_tag", required=True)
    domain = one_of(Domain, required=True)
    modality = one_of(Mode, attribute="mode", required=True)
    channel = one_of(Channel, required=True)
    department = a_name_of("department")
    location = a_name_of("location")
    clerk = fields.String(attribute="clerk.name", required=True)
    clerk_phone = fields.String(attribute="clerk.phone", required=True)
    note = fields.String(allow_none=True, required=True)
    connect_by = Moment(allow_none=True, required=True)
    connected_at = Moment(allow_none=True, required=True)
    ended_at = Moment(allow_none=True, required=True)


class OffersShown(Shown):
    """Mine: what rings, how the last ones ended, and whom I talk with."""

    presence = fields.Nested(PresenceShown, required=True)
    offers = fields.List(fields.Nested(OfferShown), required=True)
    conversation = fields.Nested(ConversationShown, allow_none=True, required=True)


@put("/presence", PresenceShown, takes=PresenceTold)
@allow(Permission.ENCOUNTER_ANSWER)
def set_presence(status: Presence) -> ResponseReturnValue:
    """Say whether I can be rung; only who asks for offers now and then stays reachable."""
    me = availability.set_presence(
        db.session(), current_actor(), city(), presence=status, now=now()
    )
    return {"status": me.presence, "since_at": me.presence_since_at}


@get("/offers", OffersShown)
@allow(Permission.ENCOUNTER_ANSWER)
def offers() -> ResponseReturnValue:
    """My offers, those that ring first. Made for polling: who asks is there and can be rung."""
    look_around()
    actor = current_actor()
    if availability.is_seen_due(db.session(), actor, now=now()):
        begin_write(db.session())
        availability.be_seen(db.session(), actor, now=now())
    me = interpreter_known(db.session(), actor.account_id)
    talk = conversation_of(db.session(), me.account_id)
    return {
        "presence": {"status": me.presence, "since_at": me.presence_since_at},
        "offers": offers_to(db.session(), me.account_id, now() - TOLD_FOR),
        "conversation": _conversation(talk) if talk else None,
    }


@post(f"{ONE}/accept", ConversationShown)
@allow(Permission.ENCOUNTER_ANSWER)
def accept_offer(offer_id: int) -> ResponseReturnValue:
    """Take it; 409 says who was first or what ended it."""
    taken = answers.accept_offer(
        db.session(), current_actor(), city(), attempt_id=offer_id, now=now()
    )
    return _conversation(taken)


@post(f"{ONE}/decline", OfferAnswered, takes=Declined)
@allow(Permission.ENCOUNTER_ANSWER)
def decline_offer(offer_id: int, reason: DeclineReason | None) -> ResponseReturnValue:
    """Say no; if nobody rings any more, the ladder's next step comes at once."""
    declined = answers.decline_offer(
        db.session(), current_actor(), city(), attempt_id=offer_id, reason=reason, now=now()
    )
    return {
        "id": declined.id,
        "outcome": declined.outcome,
        "answered_at": declined.answered_at,
    }


@post(f"{ONE}/connect", ConversationShown)
@allow(Permission.ENCOUNTER_ANSWER)
def connect_as_interpreter(offer_id: int) -> ResponseReturnValue:
    """I speak with the resident."""
    reference = _reference(offer_id)
    return _conversation(
        conversation.connect_as_interpreter(
            db.session(), current_actor(), reference=reference, now=now()
        )
    )


@post(f"{ONE}/finish", ConversationShown)
@allow(Permission.ENCOUNTER_ANSWER)
def finish_as_interpreter(offer_id: int) -> ResponseReturnValue:
    """I am free again."""
    reference = _reference(offer_id)
    return _conversation(
        conversation.finish_as_interpreter(
            db.session(), current_actor(), city(), reference=reference, now=now()
        )
    )


@post(f"{ONE}/answers", ConversationShown, takes=AnswersTold)
@allow(Permission.ENCOUNTER_ANSWER)
def answer_as_interpreter(
    offer_id: int, understood: Answer, briefed: Answer
) -> ResponseReturnValue:
    """My two answers."""
    reference = _reference(offer_id)
    return _conversation(
        conversation.answer_as_interpreter(
            db.session(),
            current_actor(),
            reference=reference,
            understood=understood,
            briefed=briefed,
            now=now(),
        )
    )


def _reference(offer_id: int) -> str:
    reference = reference_of_offer(db.session(), current_actor(), offer_id)
    if reference is None:
        raise OfferUnknown
    return reference


def _conversation(talk: Encounter) -> dict[str, Any]:
    """A conversation as its interpreter sees it, with the offer by which its deeds are called."""
    shown: dict[str, Any] = {name: getattr(talk, name) for name in _SHOWN}
    is_awaited = talk.status is Status.READY
    return shown | {
        "offer": accepted_offer(db.session(), current_actor(), talk.id),
        "connect_by": talk.due_at if is_awaited else None,
    }


_SHOWN = (
    "reference",
    "status",
    "language_tag",
    "domain",
    "mode",
    "channel",
    "department",
    "location",
    "clerk",
    "note",
    "connected_at",
    "ended_at",
)
