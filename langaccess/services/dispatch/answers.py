"""What interpreters answer to an offer: the first to accept wins, the others are told."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    ENGAGED,
    AttemptOutcome,
    DeclineReason,
    OfferAnswered,
    OfferEnded,
    OfferTaken,
    OfferUnknown,
    Status,
)
from langaccess.domain.people import AlreadyInConversation
from langaccess.services.dispatch.ladder import climb_on, hasten
from langaccess.services.dispatch.ringing import stop_ringing
from langaccess.storage.audit import record
from langaccess.storage.base import violated
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.encounters import attempt_of, lock_encounter
from langaccess.storage.turns import let_one_try


def refuse_late(session: Session, actor: Actor, *, attempt_id: int) -> None:
    """Refuse at a glance what has been answered; to be asked before one may write.

    Of a wave of interpreters all but one are late, and the late need not stand in line behind
    everybody who writes only to hear so. What passes is still decided by `accept_offer`.
    Raises OfferUnknown, OfferTaken, OfferEnded, OfferAnswered.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    attempt = attempt_of(session, actor, attempt_id)
    if attempt is None:
        raise OfferUnknown
    if attempt.outcome is not None:
        _told_why_not(session, attempt)


def accept_offer(
    session: Session, actor: Actor, city: City, *, attempt_id: int, now: datetime
) -> Encounter:
    """Take the encounter if nobody has it yet; the same tap again gives the same encounter.

    Raises OfferUnknown, OfferTaken, OfferEnded, OfferAnswered, AlreadyInConversation.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    attempt = attempt_of(session, actor, attempt_id)
    if attempt is None:
        raise OfferUnknown
    if let_one_try(session, attempt.encounter_id):
        session.refresh(attempt)
    if not _claim(session, city, attempt, now=now):
        return _told_why_not(session, attempt)
    encounter = lock_encounter(session, attempt.encounter_id)
    attempt.outcome = AttemptOutcome.ACCEPTED
    attempt.answered_at = now
    stop_ringing(session, city, encounter, AttemptOutcome.TAKEN, now=now)
    record(session, actor, "accept_offer", "encounter", encounter.id, now=now, offer=attempt.id)
    return encounter


def decline_offer(
    session: Session,
    actor: Actor,
    city: City,
    *,
    attempt_id: int,
    reason: DeclineReason | None,
    now: datetime,
) -> Attempt:
    """Say no; if nobody rings any more, the ladder's next step comes at once.

    Raises OfferUnknown, OfferAnswered, OfferEnded.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    attempt = attempt_of(session, actor, attempt_id)
    if attempt is None:
        raise OfferUnknown
    encounter = lock_encounter(session, attempt.encounter_id)
    session.refresh(attempt)
    if attempt.outcome is AttemptOutcome.DECLINED:
        return attempt
    if attempt.outcome is not None:
        raise OfferAnswered if attempt.outcome is AttemptOutcome.ACCEPTED else OfferEnded
    attempt.outcome = AttemptOutcome.DECLINED
    attempt.decline_reason = reason
    attempt.answered_at = now
    encounter.version += 1
    record(session, actor, "decline_offer", "encounter", encounter.id, now=now, offer=attempt.id)
    session.flush()
    if encounter.status is Status.SEARCHING and hasten(session, city, encounter, now=now):
        climb_on(session, city, encounter, now=now)
    return attempt


def _claim(session: Session, city: City, attempt: Attempt, *, now: datetime) -> bool:
    """Whether this attempt won: one conditional update, decided by the database alone."""
    claim = (
        update(Encounter)
        .where(
            Encounter.id == attempt.encounter_id,
            Encounter.status == Status.SEARCHING,
            Encounter.round == attempt.round,
        )
        .values(
            status=Status.READY,
            interpreter_id=attempt.interpreter_id,
            vendor_id=None,
            ready_at=now,
            due_at=now + timedelta(seconds=city.rules.dispatch.connect_seconds),
            version=Encounter.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    if attempt.outcome is not None:
        return False
    try:
        with session.begin_nested():
            result = session.execute(claim)
    except IntegrityError as error:
        if violated(error, "uq_encounter_interpreter_engaged"):
            raise AlreadyInConversation from error
        raise
    return isinstance(result, CursorResult) and result.rowcount == 1


def _told_why_not(session: Session, attempt: Attempt) -> Encounter:
    """The encounter, if it is this interpreter's own already; else say what became of it.

    Nothing is held: of a wave of interpreters, those who were late do not wait for one another.
    """
    encounter = session.get_one(Encounter, attempt.encounter_id, populate_existing=True)
    session.refresh(attempt)
    is_mine = encounter.interpreter_id == attempt.interpreter_id
    if attempt.outcome is AttemptOutcome.ACCEPTED and is_mine:
        return encounter
    if attempt.outcome in {AttemptOutcome.DECLINED, AttemptOutcome.RELEASED}:
        raise OfferAnswered
    if encounter.interpreter_id is not None and encounter.status in ENGAGED:
        raise OfferTaken
    raise OfferTaken if attempt.outcome is AttemptOutcome.TAKEN else OfferEnded
