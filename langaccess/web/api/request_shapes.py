"""A request for an interpreter as other systems see it, and what they send to make one."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    AidChoice,
    Answer,
    AttemptOutcome,
    Channel,
    KnownBy,
    Mode,
    Outcome,
    StandIn,
    Status,
    UnmetReason,
    fallbacks,
)
from langaccess.domain.people import Domain
from langaccess.domain.rules.model import Fallback
from langaccess.domain.vendors import Line
from langaccess.services.dispatch.lines import line_of, lines_for
from langaccess.storage.dispatch import Encounter
from langaccess.web.api.fields import (
    NOTE_AT_MOST,
    Moment,
    Shown,
    Text,
    a_number,
    a_slug,
    a_tag,
    one_of,
)

MINUTES_AT_MOST = 24 * 60


class RequestAsked(Schema):
    """What is asked for. `modality` is how the interpreter joins; `location` is a slug.

    `aid` is needed for sign languages. `continues` is the id of an earlier try for the same
    resident: the wait counts from it.
    """

    language = a_tag(required=True)
    modality = one_of(Mode, required=True)
    domain = one_of(Domain, load_default=Domain.GENERAL)
    location = a_slug(load_default=None, allow_none=True)
    channel = one_of(Channel, load_default=Channel.COUNTER)
    known_by = one_of(KnownBy, load_default=KnownBy.RESIDENT_SAID)
    aid = one_of(AidChoice, load_default=None, allow_none=True)
    written_language = a_tag(load_default=None, allow_none=True)
    resident_reference = Text(64, load_default=None, allow_none=True)
    ticket = a_number(load_default=None, allow_none=True)
    continues = a_number(load_default=None, allow_none=True)
    note = Text(NOTE_AT_MOST, load_default=None, allow_none=True)


class VendorChosen(Schema):
    """Which line to use; without one, the first that was not tried in vain."""

    vendor = a_number(load_default=None, allow_none=True)


class StandInTold(Schema):
    """Somebody unqualified interpreted: who, why, and whether it was an emergency."""

    who = one_of(StandIn, attribute="stand_in", required=True)
    why = Text(least=1, required=True)
    is_emergency = fields.Boolean(required=True, truthy={True}, falsy={False})


class FollowUpTold(Schema):
    """A promise: who will contact the resident, by when, and how they are reached."""

    promised_by = a_number(attribute="promised_by_id", required=True)
    due_at = Moment(required=True)
    reach = Text(least=1, required=True)


class Completion(Schema):
    """What is known at the end. `unmet_reason` is needed where the resident was not served."""

    outcome = one_of(Outcome, required=True)
    unmet_reason = one_of(UnmetReason, load_default=None, allow_none=True)
    mode_used = one_of(Mode, load_default=None, allow_none=True)
    vendor_interpreter = Text(load_default=None, allow_none=True)
    minutes = a_number(0, MINUTES_AT_MOST, load_default=None, allow_none=True)
    note = Text(NOTE_AT_MOST, load_default=None, allow_none=True)
    aid_not_met = Text(load_default=None, allow_none=True)
    stand_in = fields.Nested(StandInTold, load_default=None, allow_none=True)
    follow_up = fields.Nested(FollowUpTold, load_default=None, allow_none=True)
    understood = one_of(Answer, load_default=None, allow_none=True)
    in_time = one_of(Answer, load_default=None, allow_none=True)


class RingShown(Shown):
    """One offer to a person; without an outcome it still rings."""

    id = a_number(required=True)
    outcome = one_of(AttemptOutcome, allow_none=True, required=True)
    offered_at = Moment(required=True)
    answered_at = Moment(allow_none=True, required=True)


class LineShown(Shown):
    """A vendor's line: where to call, the code, the words to say."""

    id = a_number(attribute="vendor_id", required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    code = fields.String(required=True)
    say = fields.String(required=True)
    video_link = fields.String(allow_none=True, required=True)


class LinesShown(Shown):
    """Every line that serves a request now, in the city's order."""

    lines = fields.List(fields.Nested(LineShown), required=True)


class ContactShown(Shown):
    """Somebody to call."""

    name = fields.String(required=True)
    phone = fields.String(required=True)


class RequestShown(Shown):
    """One request. `vendor` is the line in use, or the one to use next, from second 0."""

    id = a_number(required=True)
    reference = fields.String(required=True)
    status = one_of(Status, required=True)
    offers = fields.List(fields.Nested(RingShown), required=True)
    vendor = fields.Nested(LineShown, allow_none=True, required=True)
    is_vendor_in_use = fields.Boolean(required=True)
    interpreter = fields.Nested(ContactShown, allow_none=True, required=True)
    language = a_tag(attribute="language_tag", required=True)
    modality = one_of(Mode, attribute="mode", required=True)
    domain = one_of(Domain, required=True)
    channel = one_of(Channel, required=True)
    location = a_slug(attribute="location.slug", allow_none=True, dump_default=None, required=True)
    opened_at = Moment(required=True)
    first_contact_at = Moment(required=True)
    ready_at = Moment(allow_none=True, required=True)
    connected_at = Moment(allow_none=True, required=True)
    ended_at = Moment(allow_none=True, required=True)
    seconds_to_language = a_number(0, allow_none=True, required=True)
    minutes = a_number(0, allow_none=True, required=True)
    outcome = one_of(Outcome, allow_none=True, required=True)
    unmet_reason = one_of(UnmetReason, allow_none=True, required=True)
    fallbacks = fields.List(one_of(Fallback), required=True)
    after_hours = fields.Nested(ContactShown, allow_none=True, required=True)


def request_shown(
    session: Session, city: City, encounter: Encounter, *, now: datetime
) -> dict[str, Any]:
    """A request with the line that stands there at this moment."""
    session.flush()
    session.expire(encounter, ["attempts"])
    return {
        **{name: getattr(encounter, name) for name in _OWN},
        "offers": [one for one in encounter.attempts if one.interpreter_id is not None],
        "vendor": _line(session, city, encounter, now=now),
        "is_vendor_in_use": encounter.vendor_id is not None,
        "fallbacks": fallbacks(city.rules.dispatch, encounter.next_step),
        "after_hours": city.rules.after_hours if encounter.is_after_hours else None,
    }


_OWN = (
    "id",
    "reference",
    "status",
    "interpreter",
    "language_tag",
    "mode",
    "domain",
    "channel",
    "location",
    "opened_at",
    "first_contact_at",
    "ready_at",
    "connected_at",
    "ended_at",
    "seconds_to_language",
    "minutes",
    "outcome",
    "unmet_reason",
)


def _line(session: Session, city: City, encounter: Encounter, *, now: datetime) -> Line | None:
    """The line in use; before the talk, the first that was not tried in vain."""
    if encounter.vendor is not None:
        return line_of(encounter.vendor, encounter)
    if encounter.status not in {Status.SEARCHING, Status.READY}:
        return None
    silent = {one.vendor_id for one in encounter.attempts if one.outcome is not None}
    for line in lines_for(session, city, encounter, now=now):
        if line.vendor_id not in silent:
            return line
    return None
