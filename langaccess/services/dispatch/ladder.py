"""Climbing the ladder: ringing people, starting vendors, alerting the supervisor, giving up.

Driven by the worker's clock and by every poll alike, so a dead worker delays nothing that a
person is looking at. Every step locks its encounter first and looks again at what is due.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    AttemptOutcome,
    Outcome,
    Status,
    UnmetReason,
    climb,
    hastened,
    reach,
    starts_vendor_at_once,
)
from langaccess.domain.rules.model import Step
from langaccess.services.dispatch.lines import lines_for
from langaccess.services.dispatch.ringing import ring, stop_ringing
from langaccess.services.notices import owe
from langaccess.storage.accounts import supervisors
from langaccess.storage.audit import record
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.encounters import attempts_of, engaged_people, lock_encounter, ringing


def advance(session: Session, city: City, encounter_id: int, *, now: datetime) -> bool:
    """Do everything that is due in one encounter by now; whether anything moved."""
    encounter = lock_encounter(session, encounter_id)
    if encounter.due_at is None or encounter.due_at > now:
        return False
    if encounter.status is Status.READY:
        release(session, city, encounter, now=now)
    else:
        climb_on(session, city, encounter, now=now)
    return True


def climb_on(session: Session, city: City, encounter: Encounter, *, now: datetime) -> None:
    """Take every step that is due; where nobody rings, the next step comes at once."""
    dispatch = city.rules.dispatch
    _note_busy(session, encounter, now=now)
    while True:
        if encounter.next_step >= len(dispatch.steps) and _is_given_up(encounter, now):
            give_up(session, city, encounter, now=now)
            return
        move = climb(
            dispatch, started_at=encounter.ladder_at, next_step=encounter.next_step, now=now
        )
        for number, step in enumerate(move.steps, encounter.next_step):
            _take(session, city, encounter, step, number=number, now=now)
        encounter.next_step = move.next_step
        encounter.due_at = move.due_at
        if not hasten(session, city, encounter, now=now):
            break
    encounter.version += 1


def hasten(session: Session, city: City, encounter: Encounter, *, now: datetime) -> bool:
    """Make the next step due now if it could ring somebody and nobody rings; whether it did."""
    dispatch = city.rules.dispatch
    upcoming = dispatch.steps[encounter.next_step :]
    if not any(step.ring for step in upcoming) or ringing(session, encounter.id):
        return False
    encounter.ladder_at = hastened(
        dispatch, started_at=encounter.ladder_at, next_step=encounter.next_step, now=now
    )
    encounter.due_at = now
    return True


def release(session: Session, city: City, encounter: Encounter, *, now: datetime) -> None:
    """Free an interpreter who accepted and did not connect; the search goes on where it was."""
    record(session, None, "release_interpreter", "encounter", encounter.id, now=now)
    for attempt in attempts_of(session, encounter.id):
        if attempt.outcome is AttemptOutcome.ACCEPTED:
            attempt.outcome = AttemptOutcome.RELEASED
            attempt.answered_at = now
    search_again(session, city, encounter, now=now)


def search_again(session: Session, city: City, encounter: Encounter, *, now: datetime) -> None:
    """Ring everybody again whom the steps so far reach, but not who declined or never came.

    The ladder goes on where its clock stands; the time after which it is given up begins anew.
    """
    last = timedelta(seconds=city.rules.dispatch.steps[-1].after_seconds)
    encounter.ladder_at = max(encounter.ladder_at, now - last)
    encounter.status = Status.SEARCHING
    encounter.interpreter_id = None
    encounter.vendor_id = None
    encounter.ready_at = None
    encounter.round += 1
    encounter.due_at = None
    session.flush()
    far = reach(city.rules.dispatch, encounter.next_step)
    if far is not None:
        ring(session, city, encounter, far, step=encounter.next_step, now=now)
    climb_on(session, city, encounter, now=now)


def give_up(session: Session, city: City, encounter: Encounter, *, now: datetime) -> None:
    """Close a search that nobody looks after any more, as not served."""
    stop_ringing(session, city, encounter, AttemptOutcome.WITHDRAWN, now=now)
    encounter.status = Status.CLOSED
    encounter.outcome = Outcome.NOT_SERVED
    encounter.unmet_reason = UnmetReason.NOBODY_ANSWERED
    encounter.ended_at = now
    encounter.due_at = None
    encounter.version += 1
    record(session, None, "give_up_search", "encounter", encounter.id, now=now)


def _take(
    session: Session, city: City, encounter: Encounter, step: Step, *, number: int, now: datetime
) -> None:
    """Everything one step of the ladder does."""
    if step.ring is not None:
        ring(session, city, encounter, step.ring, step=number, now=now)
    place = step.vendor
    at_once = starts_vendor_at_once(
        city.rules.dispatch, encounter.domain, is_open=not encounter.is_after_hours
    )
    if number == 0 and at_once:
        place = place or 1
    if place is not None:
        _start_vendor(session, city, encounter, place, step=number, now=now)
    if step.alert is not None:
        _alert(session, city, encounter, now=now)


def _start_vendor(
    session: Session, city: City, encounter: Encounter, place: int, *, step: int, now: datetime
) -> None:
    """Start the vendor at this place of those that serve the encounter, once."""
    lines = lines_for(session, city, encounter, now=now)[place - 1 : place]
    started = {one.vendor_id for one in attempts_of(session, encounter.id)}
    for line in lines:
        if line.vendor_id not in started:
            session.add(
                Attempt(
                    encounter_id=encounter.id,
                    round=encounter.round,
                    step=step,
                    vendor_id=line.vendor_id,
                    offered_at=now,
                )
            )


def _alert(session: Session, city: City, encounter: Encounter, *, now: datetime) -> None:
    """Tell the supervisors, once, that a resident waits and nobody was found."""
    if encounter.alerted_at is not None:
        return
    encounter.alerted_at = now
    facts = {"reference": encounter.reference, "language": encounter.language_tag}
    known = {one.email: one for one in supervisors(session)}
    for email in city.rules.dispatch.alert_emails or tuple(known):
        owe(
            session,
            email,
            "supervisor_alert",
            account=known.get(email),
            once=f"alert:{encounter.id}:{email}",
            now=now,
            encounter_id=encounter.id,
            **facts,
        )
    record(session, None, "alert_supervisor", "encounter", encounter.id, now=now)


def _note_busy(session: Session, encounter: Encounter, *, now: datetime) -> None:
    """End offers to people who meanwhile went into another conversation."""
    offers = ringing(session, encounter.id)
    engaged = engaged_people(session, [one.interpreter_id or 0 for one in offers])
    for attempt in offers:
        if attempt.interpreter_id in engaged:
            attempt.outcome = AttemptOutcome.BUSY
            attempt.answered_at = now
    session.flush()


def _is_given_up(encounter: Encounter, now: datetime) -> bool:
    return encounter.due_at is not None and encounter.due_at <= now
