"""Using the city's third-party line: one press, and the next one when it does not answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    AttemptOutcome,
    EncounterOver,
    NobodyToConnect,
    NoVendorAnswers,
    Status,
)
from langaccess.domain.vendors import Line
from langaccess.services.dispatch.ladder import search_again
from langaccess.services.dispatch.lines import lines_for
from langaccess.services.dispatch.ringing import ring_newly_free, stop_ringing
from langaccess.services.dispatch.seen import seen_encounter
from langaccess.storage.audit import record
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.encounters import attempts_of

_BEFORE_TALK = frozenset({Status.SEARCHING, Status.READY})


def use_vendor(
    session: Session,
    actor: Actor,
    city: City,
    *,
    reference: str,
    now: datetime,
    vendor_id: int | None = None,
) -> Encounter:
    """Go to the vendor's line: the one asked for, else the first that was not tried in vain.

    Pressed twice it stays on the same line. Raises EncounterUnknown, EncounterOver,
    NoVendorAnswers.
    """
    actor.must(Permission.ENCOUNTER_OPEN)
    encounter = seen_encounter(session, actor, reference)
    if encounter.status not in _BEFORE_TALK:
        raise EncounterOver
    if encounter.vendor_id is not None and vendor_id in {None, encounter.vendor_id}:
        return encounter
    line = _next_line(session, city, encounter, vendor_id, now=now)
    if line is None:
        raise NoVendorAnswers
    freed = encounter.interpreter_id
    _leave_interpreter(session, encounter, now=now)
    stop_ringing(session, city, encounter, AttemptOutcome.WITHDRAWN, now=now)
    _stand_on(session, encounter, line, now=now)
    record(session, actor, "use_vendor", "encounter", encounter.id, now=now, vendor=line.vendor_id)
    if freed is not None:
        session.flush()
        ring_newly_free(session, city, freed, now=now)
    return encounter


def note_vendor_silent(
    session: Session, actor: Actor, city: City, *, reference: str, now: datetime
) -> Encounter:
    """The line did not answer: the next one stands there at once, else our people ring again.

    Raises EncounterUnknown, NobodyToConnect.
    """
    actor.must(Permission.ENCOUNTER_OPEN)
    encounter = seen_encounter(session, actor, reference)
    if encounter.status is not Status.READY or encounter.vendor_id is None:
        raise NobodyToConnect
    silent = encounter.vendor_id
    for attempt in attempts_of(session, encounter.id):
        if attempt.vendor_id == silent and attempt.outcome is None:
            attempt.outcome = AttemptOutcome.NO_ANSWER
            attempt.answered_at = now
    session.flush()
    record(session, actor, "note_vendor_silent", "encounter", encounter.id, now=now, vendor=silent)
    line = _next_line(session, city, encounter, None, now=now)
    if line is None:
        search_again(session, city, encounter, now=now)
    else:
        _stand_on(session, encounter, line, now=now)
    return encounter


def ring_again(
    session: Session, actor: Actor, city: City, *, reference: str, now: datetime
) -> Encounter:
    """Leave the vendor's line, or whoever accepted and does not come, and ring our own people.

    Raises EncounterUnknown, EncounterOver.
    """
    actor.must(Permission.ENCOUNTER_OPEN)
    encounter = seen_encounter(session, actor, reference)
    if encounter.status not in _BEFORE_TALK:
        raise EncounterOver
    if encounter.status is Status.READY:
        _leave_interpreter(session, encounter, now=now)
        search_again(session, city, encounter, now=now)
        record(session, actor, "ring_again", "encounter", encounter.id, now=now)
    return encounter


def _next_line(
    session: Session, city: City, encounter: Encounter, vendor_id: int | None, *, now: datetime
) -> Line | None:
    in_vain = {
        one.vendor_id
        for one in attempts_of(session, encounter.id)
        if one.outcome is AttemptOutcome.NO_ANSWER
    }
    for line in lines_for(session, city, encounter, now=now):
        if line.vendor_id == vendor_id or (vendor_id is None and line.vendor_id not in in_vain):
            return line
    return None


def _stand_on(session: Session, encounter: Encounter, line: Line, *, now: datetime) -> None:
    standing = any(
        one.vendor_id == line.vendor_id and one.outcome is None
        for one in attempts_of(session, encounter.id)
    )
    if not standing:
        session.add(
            Attempt(
                encounter_id=encounter.id,
                round=encounter.round,
                step=encounter.next_step,
                vendor_id=line.vendor_id,
                offered_at=now,
            )
        )
    encounter.status = Status.READY
    encounter.interpreter_id = None
    encounter.vendor_id = line.vendor_id
    encounter.ready_at = now
    encounter.due_at = None
    encounter.version += 1


def _leave_interpreter(session: Session, encounter: Encounter, *, now: datetime) -> None:
    for attempt in attempts_of(session, encounter.id):
        if attempt.outcome is AttemptOutcome.ACCEPTED and attempt.interpreter_id:
            attempt.outcome = AttemptOutcome.RELEASED
            attempt.answered_at = now
