"""What a supervisor's system asks: who waits now, what was unmet today, each with its reasons."""

from collections.abc import Iterable
from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import fields

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import AttemptOutcome, DeclineReason, Outcome, Status, UnmetReason
from langaccess.domain.people import Domain
from langaccess.storage.base import Facts, db
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.encounters import unmet_on, waiting_now
from langaccess.web import words
from langaccess.web.access import allow, now
from langaccess.web.api.blueprint import get
from langaccess.web.api.fields import Moment, Shown, a_name_of, a_number, a_slug, a_tag, one_of
from langaccess.web.ladder import look_around
from langaccess.web.page import city


class ReasonShown(Shown):
    """One check of one person, and how it is read aloud."""

    check = fields.String(required=True)
    holds = fields.Boolean(required=True)
    says = fields.String(required=True)


class AttemptShown(Shown):
    """One offer to a person or one try of a vendor, with the decision that led to it."""

    id = a_number(required=True)
    person = a_number(attribute="interpreter_id", allow_none=True, required=True)
    vendor = a_number(attribute="vendor_id", allow_none=True, required=True)
    offered_at = Moment(required=True)
    answered_at = Moment(allow_none=True, required=True)
    outcome = one_of(AttemptOutcome, allow_none=True, required=True)
    decline_reason = one_of(DeclineReason, allow_none=True, required=True)
    rules = fields.String(allow_none=True, required=True)
    reasons = fields.List(fields.Nested(ReasonShown), required=True)


class ConsideredShown(Shown):
    """Somebody who has the language and could not be asked."""

    person = a_number(required=True)
    reasons = fields.List(fields.Nested(ReasonShown), required=True)


class RecordShown(Shown):
    """One request with everything that was tried."""

    id = a_number(required=True)
    reference = fields.String(required=True)
    status = one_of(Status, required=True)
    language = a_tag(attribute="language_tag", required=True)
    domain = one_of(Domain, required=True)
    department = a_name_of("department")
    location = a_slug(attribute="location.slug", allow_none=True, dump_default=None, required=True)
    clerk = fields.String(attribute="clerk.name", required=True)
    first_contact_at = Moment(required=True)
    ended_at = Moment(allow_none=True, required=True)
    outcome = one_of(Outcome, allow_none=True, required=True)
    unmet_reason = one_of(UnmetReason, allow_none=True, required=True)
    attempts = fields.List(fields.Nested(AttemptShown), required=True)
    considered = fields.List(fields.Nested(ConsideredShown), required=True)


class OversightShown(Shown):
    """The city at this moment."""

    waiting = fields.List(fields.Nested(RecordShown), required=True)
    unmet = fields.List(fields.Nested(RecordShown), required=True)


@get("/oversight", OversightShown)
@allow(Permission.ENCOUNTER_OVERSEE)
def oversight() -> ResponseReturnValue:
    """Who waits now, the longest first; what was unmet or only partly met today."""
    look_around()
    today = city().calendar.local_date(now())
    return {
        "waiting": [_record(one) for one in waiting_now(db.session())],
        "unmet": [_record(one) for one in unmet_on(db.session(), today)],
    }


def _record(one: Encounter) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(one, name) for name in _OF_ENCOUNTER}
    people: Iterable[Facts] = (one.considered or {}).get("people", [])
    return shown | {
        "attempts": [_attempt(attempt) for attempt in one.attempts],
        "considered": [{"person": each["person"], "reasons": _reasons(each)} for each in people],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(attempt, name) for name in _OF_ATTEMPT}
    decision = attempt.decision or {}
    return shown | {"rules": decision.get("rules"), "reasons": _reasons(decision)}


def _reasons(decision: Facts) -> list[dict[str, Any]]:
    kept = decision.get("reasons", [])
    told = words.said(kept)
    return [
        {"check": check, "holds": holds, "says": says}
        for (check, holds, _facts), (_, says) in zip(kept, told, strict=True)
    ]


_OF_ENCOUNTER = (
    "id",
    "reference",
    "status",
    "language_tag",
    "domain",
    "department",
    "location",
    "clerk",
    "first_contact_at",
    "ended_at",
    "outcome",
    "unmet_reason",
)
_OF_ATTEMPT = (
    "id",
    "interpreter_id",
    "vendor_id",
    "offered_at",
    "answered_at",
    "outcome",
    "decline_reason",
)
