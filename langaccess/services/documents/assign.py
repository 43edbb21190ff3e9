"""Asking somebody to do a step: offered, accepted, declined, forgotten, taken back."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import (
    CLOSED,
    AssignmentStatus,
    AssignmentUnknown,
    JobState,
    JobUnknown,
    Move,
    MoveUnfit,
    NotQualified,
    OnHold,
    ReasonMissing,
    SamePerson,
    Step,
    StepTaken,
    next_state,
)
from langaccess.domain.matching import Check
from langaccess.services.dispatch.ringing import snapshot
from langaccess.services.documents.agencies import mail_agency, why_agency
from langaccess.services.documents.people import SCOPES, decide_on
from langaccess.services.documents.telling import tell
from langaccess.storage.base import Facts, violated
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.queue import lock_document
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.work import asked_for, assignment_of, job_seen, lock_job
from langaccess.storage.people import interpreter_whole

# A preempting job's offer waits for an hour of the day or night, others for a business day.
OFFER_LASTS = timedelta(hours=24)
URGENT_OFFER_LASTS = timedelta(hours=1)


def offer_step(
    session: Session,
    actor: Actor,
    city: City,
    *,
    reference: str,
    tag: str,
    step: Step,
    account_id: int | None = None,
    vendor_id: int | None = None,
    now: datetime,
) -> Assignment:
    """Ask a person, or an agency, to do one step of a job.

    A person must be qualified for it today, and be neither the requester nor the other of the
    two; an agency gets the files and a one-time link by mail. Raises JobUnknown, MoveUnfit,
    OnHold, StepTaken, NotQualified, SamePerson, AssignmentUnknown, VendorUnknown.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    job = held_job(session, actor, reference, tag)
    _check_open(job, step)
    if asked_for(session, job.id, step) is not None:
        raise StepTaken
    document = job.document
    lasts = URGENT_OFFER_LASTS if document.lane == 0 else OFFER_LASTS
    assignment = Assignment(
        job_id=job.id,
        step=step,
        account_id=account_id,
        vendor_id=vendor_id,
        status=AssignmentStatus.OFFERED,
        offered_at=now,
        offered_by_id=actor.account_id,
        expires_at=now + lasts,
        snapshot=_qualified(session, city, job, step, account_id, vendor_id, now=now),
    )
    whom = _place(session, job, assignment)
    if step is Step.TRANSLATE:
        job.state = next_state(job.state, Move.OFFER, job.needs)
    touch(job, now)
    tell(session, actor, document, Happening.OFFERED, now=now, job=job, whom=whom, step=step.value)
    if vendor_id is not None:
        mail_agency(session, job, assignment, now=now)
    return assignment


def accept_step(session: Session, actor: Actor, *, assignment_id: int, now: datetime) -> Assignment:
    """Take the work; the same press again changes nothing. Raises AssignmentUnknown, MoveUnfit."""
    assignment, job = _mine(session, actor, assignment_id)
    if assignment.status is AssignmentStatus.ACCEPTED:
        return assignment
    if assignment.status is not AssignmentStatus.OFFERED:
        raise MoveUnfit(job.state)
    if assignment.step is Step.TRANSLATE:
        job.state = next_state(job.state, Move.ACCEPT, job.needs)
    assignment.status = AssignmentStatus.ACCEPTED
    assignment.answered_at = now
    touch(job, now)
    _told(session, actor, job, assignment, Happening.ACCEPTED, now=now, step=assignment.step.value)
    return assignment


def decline_step(
    session: Session, actor: Actor, *, assignment_id: int, reason: str, now: datetime
) -> Assignment:
    """Say no, with a reason. Raises AssignmentUnknown, MoveUnfit, ReasonMissing."""
    assignment, job = _mine(session, actor, assignment_id)
    if assignment.status is AssignmentStatus.DECLINED:
        return assignment
    if assignment.status is not AssignmentStatus.OFFERED:
        raise MoveUnfit(job.state)
    if not reason.strip():
        raise ReasonMissing
    _give_back(job, assignment, AssignmentStatus.DECLINED, now=now)
    assignment.reason = reason.strip()
    _told(session, actor, job, assignment, Happening.DECLINED, now=now, reason=assignment.reason)
    return assignment


def release_step(
    session: Session, actor: Actor, *, assignment_id: int, reason: str, now: datetime
) -> Assignment:
    """Take a step back from whoever has it, or was asked for it, with a reason.

    Raises AssignmentUnknown, MoveUnfit, ReasonMissing.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    assignment, job = _mine(session, actor, assignment_id)
    if assignment.status not in {AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED}:
        raise MoveUnfit(job.state)
    if not reason.strip():
        raise ReasonMissing
    _give_back(job, assignment, AssignmentStatus.RELEASED, now=now)
    assignment.reason = reason.strip()
    _told(session, actor, job, assignment, Happening.RELEASED, now=now, reason=assignment.reason)
    return assignment


def expire_offer(session: Session, *, assignment_id: int, now: datetime) -> bool:
    """End an offer that nobody answered in time; False where somebody did a moment ago."""
    assignment = session.get_one(Assignment, assignment_id)
    job = lock_job(session, assignment.job_id)
    session.refresh(assignment)
    if assignment.status is not AssignmentStatus.OFFERED or assignment.expires_at > now:
        return False
    _give_back(job, assignment, AssignmentStatus.EXPIRED, now=now)
    _told(session, None, job, assignment, Happening.EXPIRED, now=now)
    return True


def remind_of_offer(session: Session, *, assignment_id: int, now: datetime) -> bool:
    """Remind of an offer that nobody answered yet, once."""
    assignment = session.get_one(Assignment, assignment_id)
    job = lock_job(session, assignment.job_id)
    session.refresh(assignment)
    if assignment.status is not AssignmentStatus.OFFERED or assignment.reminded_at is not None:
        return False
    assignment.reminded_at = now
    _told(session, None, job, assignment, Happening.REMINDED, now=now)
    return True


def held_job(session: Session, actor: Actor, reference: str, tag: str) -> Job:
    """The job, if the actor may see it, held until the end of the transaction.

    Raises JobUnknown, and OnHold for a job that waits.
    """
    seen = job_seen(session, actor, reference, tag)
    if seen is None:
        raise JobUnknown
    lock_document(session, seen.document_id)
    job = lock_job(session, seen.id)
    if job.held_at is not None:
        raise OnHold
    return job


def touch(job: Job, now: datetime) -> None:
    """Note that the job moved, so that every page of it knows in one look."""
    job.version += 1
    job.changed_at = now


def name_of(assignment: Assignment) -> str:
    """Who was asked, by name."""
    if assignment.account is not None:
        return assignment.account.name
    return assignment.vendor.name if assignment.vendor else ""


def _check_open(job: Job, step: Step) -> None:
    """Translation is offered from the queue; the other steps as long as they lie ahead."""
    passed = {
        Step.REVISE: {JobState.REVIEWING, JobState.LAYOUT, JobState.VERIFYING},
        Step.REVIEW: {JobState.LAYOUT, JobState.VERIFYING},
        Step.LAYOUT: {JobState.VERIFYING},
    }
    if step is Step.TRANSLATE:
        next_state(job.state, Move.OFFER, job.needs)
    elif job.state in CLOSED | passed[step]:
        raise MoveUnfit(job.state)


def _qualified(
    session: Session,
    city: City,
    job: Job,
    step: Step,
    account_id: int | None,
    vendor_id: int | None,
    *,
    now: datetime,
) -> Facts:
    """Why whoever is asked may be asked, as it is kept with the offer."""
    if vendor_id is not None:
        return why_agency(session, city, job, step, vendor_id)
    if account_id is None:
        raise AssignmentUnknown
    if step not in SCOPES:
        return {"rules": city.rules.edition}
    person = interpreter_whole(session, account_id)
    if person is None or not person.account.is_active:
        raise NotQualified
    decision = decide_on(city, job, step, person, now=now)
    if Check.SECOND_PERSON in decision.obstacles:
        raise SamePerson
    if not decision.is_eligible:
        raise NotQualified
    return snapshot(decision, city.rules.edition)


def _place(session: Session, job: Job, assignment: Assignment) -> str:
    """Write the offer and who has the step into the job; the database has the last word."""
    if assignment.step is Step.TRANSLATE:
        job.translator_id, job.translator_vendor_id = assignment.account_id, assignment.vendor_id
    elif assignment.step is Step.REVISE:
        job.reviser_id, job.reviser_vendor_id = assignment.account_id, assignment.vendor_id
    try:
        with session.begin_nested():
            session.add(assignment)
    except IntegrityError as error:
        if violated(error, "uq_assignment_job_step_asked"):
            raise StepTaken from error
        raise
    return name_of(assignment)


def _give_back(
    job: Job, assignment: Assignment, became: AssignmentStatus, *, now: datetime
) -> None:
    if assignment.step is Step.TRANSLATE:
        was = Move.DECLINE if job.state is JobState.OFFERED else Move.RELEASE
        job.state = next_state(job.state, was, job.needs)
        job.translator_id = job.translator_vendor_id = None
    elif assignment.step is Step.REVISE:
        job.reviser_id = job.reviser_vendor_id = None
    assignment.status = became
    assignment.answered_at = assignment.answered_at or now
    touch(job, now)


def _mine(session: Session, actor: Actor, assignment_id: int) -> tuple[Assignment, Job]:
    """The assignment and its job, held, if it is the actor's or they manage documents."""
    assignment = assignment_of(session, actor, assignment_id)
    if assignment is None:
        raise AssignmentUnknown
    job = lock_job(session, assignment.job_id)
    session.refresh(assignment)
    return assignment, job


def _told(
    session: Session,
    actor: Actor | None,
    job: Job,
    assignment: Assignment,
    happening: Happening,
    *,
    now: datetime,
    **facts: str,
) -> None:
    also = [one for one in (assignment.offered_by_id, assignment.account_id) if one]
    document = session.get_one(Document, job.document_id)
    tell(
        session,
        actor,
        document,
        happening,
        now=now,
        job=job,
        also=also,
        whom=name_of(assignment),
        **facts,
    )
