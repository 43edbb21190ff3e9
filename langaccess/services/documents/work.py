"""Doing a step: begin, hand over, revise, send back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    FilesMissing,
    JobState,
    Move,
    MoveUnfit,
    NotYours,
    OnHold,
    ReasonMissing,
    RevisionMissing,
    SelfCheckMissing,
    Step,
    next_state,
)
from langaccess.services.documents.agencies import use_link
from langaccess.services.documents.assign import held_job, name_of, touch
from langaccess.services.documents.deliveries import latest_delivery, write_delivery
from langaccess.services.documents.files import Upload
from langaccess.services.documents.telling import tell
from langaccess.storage.documents.jobs import Assignment, Delivery, Job
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.work import asked_for, lock_job

_MOVES = {
    Step.TRANSLATE: (Move.TRANSLATE, Happening.TRANSLATED),
    Step.REVISE: (Move.REVISE, Happening.REVISED),
    Step.REVIEW: (Move.REVIEW, Happening.REVIEWED),
    Step.LAYOUT: (Move.LAYOUT, Happening.LAID_OUT),
}
# Who finished which step before comes back to it while a job is corrected.
_AT_WORK = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is handed over at the end of a step: files, and what is said of them.

    Revision and review may come without files: then those of the step before stand as they are.
    """

    step: Step
    uploads: Sequence[Upload] = ()
    is_self_checked: bool = False
    note: str = ""


def start_step(session: Session, actor: Actor, *, reference: str, tag: str, now: datetime) -> Job:
    """Begin to translate what one accepted. Raises JobUnknown, MoveUnfit, OnHold, NotYours."""
    job = held_job(session, actor, reference, tag)
    assignment = own_step(session, actor, job, Step.TRANSLATE)
    if job.state is JobState.TRANSLATING:
        return job
    job.state = next_state(job.state, Move.START, job.needs)
    touch(job, now)
    _tell(
        session,
        actor,
        job,
        Happening.STARTED,
        now=now,
        whom=name_of(assignment) if assignment else "",
    )
    return job


def hand_over(
    session: Session,
    actor: Actor,
    handed: HandOver,
    *,
    reference: str,
    tag: str,
    now: datetime,
) -> Delivery | None:
    """End a step: the job goes to the next one, and what came is checked.

    Whoever manages documents may hand over for whom has the step. Raises JobUnknown, MoveUnfit,
    OnHold, NotYours, FilesMissing, SelfCheckMissing, RevisionMissing.
    """
    job = held_job(session, actor, reference, tag)
    assignment = own_step(session, actor, job, handed.step)
    return _hand_over(session, actor, job, assignment, handed, now=now)


def hand_over_by_link(
    session: Session, token: str, handed: HandOver, *, now: datetime
) -> Delivery | None:
    """The same by an agency's one-time link, which works no more afterwards.

    Raises UploadLinkUnknown, MoveUnfit, OnHold, FilesMissing, SelfCheckMissing.
    """
    assignment = use_link(session, token, now=now)
    job = lock_job(session, assignment.job_id)
    if job.held_at is not None:
        raise OnHold
    if handed.step is not assignment.step:
        raise MoveUnfit(job.state)
    if assignment.status is AssignmentStatus.OFFERED:
        _accept_for_agency(job, assignment, now=now)
    return _hand_over(session, None, job, assignment, handed, now=now)


def send_back(
    session: Session, actor: Actor, *, reference: str, tag: str, reason: str, now: datetime
) -> Job:
    """Give a text back to its translator, with what is to be mended.

    Raises JobUnknown, MoveUnfit, OnHold, NotYours, ReasonMissing.
    """
    job = held_job(session, actor, reference, tag)
    steps = {JobState.REVISING: Step.REVISE, JobState.REVIEWING: Step.REVIEW}
    if job.state in steps:
        own_step(session, actor, job, steps[job.state])
    else:
        actor.must(Permission.DOCUMENTS_MANAGE)
    if not reason.strip():
        raise ReasonMissing
    job.state = next_state(job.state, Move.SEND_BACK, job.needs)
    job.revised_at = None
    for step in (Step.TRANSLATE, Step.REVISE):
        _reopen(session, job, step)
    touch(job, now)
    _tell(session, actor, job, Happening.SENT_BACK, now=now, reason=reason.strip())
    return job


def _hand_over(
    session: Session,
    actor: Actor | None,
    job: Job,
    assignment: Assignment | None,
    handed: HandOver,
    *,
    now: datetime,
) -> Delivery | None:
    move, happening = _MOVES[handed.step]
    state = next_state(job.state, move, job.needs)
    if handed.step is Step.TRANSLATE and not handed.is_self_checked:
        raise SelfCheckMissing
    if handed.step in {Step.TRANSLATE, Step.LAYOUT} and not handed.uploads:
        raise FilesMissing
    if handed.step is Step.REVISE:
        if assignment is None or latest_delivery(session, job.id) is None:
            raise RevisionMissing
        job.revised_at = now
    delivery = None
    if handed.uploads:
        delivery = write_delivery(
            session,
            job,
            handed.uploads,
            step=handed.step,
            by_id=assignment.account_id if assignment else actor.account_id if actor else None,
            vendor_id=assignment.vendor_id if assignment else None,
            is_self_checked=handed.is_self_checked,
            note=handed.note,
            now=now,
        )
    if assignment is not None:
        assignment.status, assignment.done_at = AssignmentStatus.DONE, now
    job.state = state
    touch(job, now)
    whom = name_of(assignment) if assignment else ""
    _tell(session, actor, job, happening, now=now, whom=whom)
    return delivery


def _accept_for_agency(job: Job, assignment: Assignment, *, now: datetime) -> None:
    """An agency that hands over has taken the work."""
    assignment.status, assignment.answered_at = AssignmentStatus.ACCEPTED, now
    if assignment.step is Step.TRANSLATE:
        job.state = next_state(job.state, Move.ACCEPT, job.needs)


def own_step(session: Session, actor: Actor, job: Job, step: Step) -> Assignment | None:
    """The accepted assignment of a step, if it is the actor's or they manage documents.

    Review and layout may be done by whoever manages documents without anybody being asked.
    """
    assignment = asked_for(session, job.id, step)
    is_managed = actor.may(Permission.DOCUMENTS_MANAGE)
    if assignment is None:
        if step in {Step.REVIEW, Step.LAYOUT} and is_managed:
            return None
        raise MoveUnfit(job.state) if is_managed else NotYours
    if assignment.account_id != actor.account_id and not is_managed:
        raise NotYours
    if assignment.status is not AssignmentStatus.ACCEPTED and assignment.vendor_id is None:
        raise MoveUnfit(job.state)
    return assignment


def _reopen(session: Session, job: Job, step: Step) -> None:
    """Whoever finished this step has it again, unless somebody else is asked meanwhile."""
    if asked_for(session, job.id, step) is not None:
        return
    who = job.translator_id if step is Step.TRANSLATE else job.reviser_id
    agency = job.translator_vendor_id if step is Step.TRANSLATE else job.reviser_vendor_id
    done = [
        one
        for one in job.assignments
        if one.step is step
        and one.status is AssignmentStatus.DONE
        and (one.account_id, one.vendor_id) == (who, agency)
    ]
    if done:
        done[-1].status, done[-1].done_at = AssignmentStatus.ACCEPTED, None


def _tell(
    session: Session,
    actor: Actor | None,
    job: Job,
    happening: Happening,
    *,
    now: datetime,
    whom: str = "",
    reason: str = "",
) -> None:
    document = session.get_one(Document, job.document_id)
    told = {key: value for key, value in (("whom", whom), ("reason", reason)) if value}
    tell(session, actor, document, happening, now=now, job=job, also=(), **told)
