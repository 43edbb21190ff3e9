"""From the first word to the closed record: connecting, ending, closing, cancelling."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    Answer,
    AttemptOutcome,
    EncounterOver,
    FollowUpIncomplete,
    FollowUpPromise,
    Mode,
    NobodyToConnect,
    Outcome,
    ReasonMissing,
    StandInUsed,
    Status,
    UnmetReason,
    seconds_to_language,
    talked_minutes,
)
from langaccess.services.dispatch.ringing import ring_newly_free, stop_ringing
from langaccess.services.dispatch.seen import own_encounter, seen_encounter
from langaccess.storage.accounts import Account
from langaccess.storage.audit import record
from langaccess.storage.dispatch import Encounter, FollowUp
from langaccess.storage.encounters import attempts_of
from langaccess.storage.people import DayLoad, Interpreter


@dataclass(frozen=True, slots=True)
class Closing:
    """What a clerk knows at the end. `minutes` is empty where the clock's count is right."""

    outcome: Outcome
    unmet_reason: UnmetReason | None = None
    mode_used: Mode | None = None
    vendor_interpreter: str | None = None
    minutes: int | None = None
    note: str | None = None
    aid_not_met: str | None = None
    stand_in: StandInUsed | None = None
    follow_up: FollowUpPromise | None = None
    understood: Answer | None = None
    in_time: Answer | None = None


def connect(session: Session, actor: Actor, *, reference: str, now: datetime) -> Encounter:
    """The resident and the interpreter speak: the clock of the wait stops.

    Raises EncounterUnknown, NobodyToConnect.
    """
    if actor.may(Permission.ENCOUNTER_OPEN):
        encounter = seen_encounter(session, actor, reference)
    else:
        encounter = own_encounter(session, actor, reference)
    return _connect(session, actor, encounter, now=now)


def connect_as_interpreter(
    session: Session, actor: Actor, *, reference: str, now: datetime
) -> Encounter:
    """The interpreter says that they speak with the resident.

    Raises EncounterUnknown, NobodyToConnect.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    return _connect(session, actor, own_encounter(session, actor, reference), now=now)


def finish_as_interpreter(
    session: Session, actor: Actor, city: City, *, reference: str, now: datetime
) -> Encounter:
    """The interpreter is free again, also if the clerk has not closed the record yet.

    Raises EncounterUnknown, NobodyToConnect.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    encounter = own_encounter(session, actor, reference)
    if encounter.status is Status.READY:
        _connect(session, actor, encounter, now=now)
    if encounter.status is Status.CONNECTED:
        encounter.status = Status.ENDED
        encounter.ended_at = now
        encounter.version += 1
        record(session, actor, "finish_conversation", "encounter", encounter.id, now=now)
        session.flush()
        ring_newly_free(session, city, actor.account_id, now=now)
    return encounter


def answer_as_interpreter(
    session: Session,
    actor: Actor,
    *,
    reference: str,
    understood: Answer,
    briefed: Answer,
    now: datetime,
) -> Encounter:
    """The interpreter's two answers: were all understood, were they told enough beforehand.

    Raises EncounterUnknown.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    encounter = own_encounter(session, actor, reference)
    encounter.interpreter_understood = understood
    encounter.interpreter_briefed = briefed
    record(session, actor, "answer_as_interpreter", "encounter", encounter.id, now=now)
    return encounter


def close(
    session: Session,
    actor: Actor,
    city: City,
    closing: Closing,
    *,
    reference: str,
    now: datetime,
) -> Encounter:
    """Close the record: what the resident got, with whom, how long, and what was promised.

    Raises EncounterUnknown, EncounterOver, NobodyToConnect, ReasonMissing, FollowUpIncomplete.
    """
    actor.must(Permission.ENCOUNTER_OPEN)
    encounter = seen_encounter(session, actor, reference)
    if encounter.status.is_final:
        raise EncounterOver
    _check(session, encounter, closing)
    helped = closing.outcome is not Outcome.NOT_SERVED
    if helped and encounter.connected_at is None and encounter.status is Status.READY:
        _connect(session, actor, encounter, now=encounter.ready_at or now)
    stop_ringing(session, city, encounter, AttemptOutcome.WITHDRAWN, now=now)
    freed = encounter.interpreter_id if encounter.status is not Status.ENDED else None
    _settle_attempts(session, encounter, now=now)
    _write_closing(encounter, closing, now=now)
    if closing.follow_up is not None:
        session.add(
            FollowUp(
                encounter_id=encounter.id,
                promised_by_id=closing.follow_up.promised_by_id,
                due_at=closing.follow_up.due_at,
                reach=closing.follow_up.reach,
            )
        )
    record(session, actor, "close_encounter", "encounter", encounter.id, now=now)
    session.flush()
    if freed is not None:
        ring_newly_free(session, city, freed, now=now)
    return encounter


def cancel(
    session: Session, actor: Actor, city: City, *, reference: str, now: datetime
) -> Encounter:
    """Stop before anybody spoke; everybody who rings or comes is told. Twice is once.

    Raises EncounterUnknown, EncounterOver.
    """
    actor.must(Permission.ENCOUNTER_OPEN)
    encounter = seen_encounter(session, actor, reference)
    if encounter.status is Status.CANCELLED:
        return encounter
    if encounter.status not in {Status.SEARCHING, Status.READY}:
        raise EncounterOver
    stop_ringing(session, city, encounter, AttemptOutcome.WITHDRAWN, now=now)
    for attempt in attempts_of(session, encounter.id):
        if attempt.outcome in {None, AttemptOutcome.ACCEPTED}:
            attempt.outcome = AttemptOutcome.WITHDRAWN
            attempt.answered_at = now
    encounter.status = Status.CANCELLED
    encounter.ended_at = now
    encounter.due_at = None
    encounter.version += 1
    record(session, actor, "cancel_encounter", "encounter", encounter.id, now=now)
    session.flush()
    if encounter.interpreter_id is not None:
        ring_newly_free(session, city, encounter.interpreter_id, now=now)
    return encounter


def confirm_stand_in(session: Session, actor: Actor, *, reference: str, now: datetime) -> Encounter:
    """A qualified interpreter went over what a companion or a minor interpreted.

    Raises EncounterUnknown, NobodyToConnect where nobody stood in.
    """
    actor.must(Permission.ENCOUNTER_OVERSEE)
    encounter = seen_encounter(session, actor, reference)
    if encounter.stand_in is None:
        raise NobodyToConnect
    if encounter.stand_in_confirmed_at is None:
        encounter.stand_in_confirmed_by_id = actor.account_id
        encounter.stand_in_confirmed_at = now
        encounter.version += 1
        record(session, actor, "confirm_stand_in", "encounter", encounter.id, now=now)
    return encounter


def _connect(session: Session, actor: Actor, encounter: Encounter, *, now: datetime) -> Encounter:
    if encounter.status is Status.CONNECTED:
        return encounter
    if encounter.status is not Status.READY:
        raise NobodyToConnect
    encounter.status = Status.CONNECTED
    encounter.connected_at = now
    encounter.seconds_to_language = seconds_to_language(encounter.first_contact_at, now)
    encounter.due_at = None
    encounter.version += 1
    for attempt in attempts_of(session, encounter.id):
        if attempt.vendor_id == encounter.vendor_id and attempt.outcome is None:
            attempt.outcome = AttemptOutcome.ACCEPTED
            attempt.answered_at = now
    if encounter.interpreter_id is not None:
        _count(session, encounter.interpreter_id, encounter, now=now)
    record(session, actor, "connect", "encounter", encounter.id, now=now)
    return encounter


def _count(session: Session, account_id: int, encounter: Encounter, *, now: datetime) -> None:
    """Add one to the interpreter's day; their row is held, so two at once both count."""
    interpreter = session.get_one(
        Interpreter, account_id, with_for_update=True, populate_existing=True
    )
    interpreter.last_served_at = now
    load = session.get(DayLoad, (account_id, encounter.city_date), populate_existing=True)
    if load is None:
        session.add(DayLoad(account_id=account_id, on=encounter.city_date, taken=1))
    else:
        load.taken += 1
    session.flush()


def _check(session: Session, encounter: Encounter, closing: Closing) -> None:
    helped = closing.outcome is not Outcome.NOT_SERVED
    if not helped and closing.unmet_reason is None:
        raise ReasonMissing
    somebody = encounter.interpreter_id or encounter.vendor_id or closing.stand_in
    if helped and not somebody and encounter.connected_at is None:
        raise NobodyToConnect
    promise = closing.follow_up
    if promise is not None and (
        not promise.reach.strip() or session.get(Account, promise.promised_by_id) is None
    ):
        raise FollowUpIncomplete


def _settle_attempts(session: Session, encounter: Encounter, *, now: datetime) -> None:
    """A vendor's number that stood there unused was not needed; who never came is let go."""
    for attempt in attempts_of(session, encounter.id):
        never_spoke = encounter.connected_at is None and (
            attempt.outcome is AttemptOutcome.ACCEPTED
        )
        if attempt.outcome is None or never_spoke:
            attempt.outcome = AttemptOutcome.WITHDRAWN
            attempt.answered_at = now


def _write_closing(encounter: Encounter, closing: Closing, *, now: datetime) -> None:
    encounter.status = Status.CLOSED
    encounter.ended_at = encounter.ended_at or now
    encounter.due_at = None
    encounter.version += 1
    encounter.outcome = closing.outcome
    encounter.unmet_reason = closing.unmet_reason
    encounter.mode_used = closing.mode_used or encounter.mode
    encounter.vendor_interpreter = closing.vendor_interpreter
    encounter.note = closing.note or encounter.note
    encounter.aid_not_met = closing.aid_not_met
    encounter.clerk_understood = closing.understood
    encounter.clerk_in_time = closing.in_time
    if closing.stand_in is not None:
        encounter.stand_in = closing.stand_in.stand_in
        encounter.stand_in_why = closing.stand_in.why
        encounter.stand_in_emergency = closing.stand_in.is_emergency
    if encounter.connected_at is not None:
        counted = talked_minutes(encounter.connected_at, encounter.ended_at)
        encounter.minutes = closing.minutes if closing.minutes is not None else counted
