"""Waiting and machines: a job on hold, taken up again, or translated by a machine first."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import (
    FROM,
    JobUnknown,
    Move,
    MoveUnfit,
    NotYours,
    ReasonMissing,
    Step,
    needs_reviser,
    next_state,
)
from langaccess.services.documents.assign import held_job, touch
from langaccess.services.documents.telling import tell
from langaccess.services.documents.work import own_step
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.work import job_seen, lock_job


def hold(
    session: Session, actor: Actor, *, reference: str, tag: str, reason: str, now: datetime
) -> Job:
    """Put a job on hold: its clock stops until it is taken up again.

    Raises JobUnknown, MoveUnfit, OnHold, NotYours, ReasonMissing.
    """
    job = held_job(session, actor, reference, tag)
    _check_part(actor, job)
    next_state(job.state, Move.HOLD, job.needs)
    if not reason.strip():
        raise ReasonMissing
    job.held_at, job.held_because = now, reason.strip()
    touch(job, now)
    tell(session, actor, job.document, Happening.HELD, now=now, job=job, reason=job.held_because)
    return job


def resume(session: Session, actor: Actor, *, reference: str, tag: str, now: datetime) -> Job:
    """Take a held job up again; the same press again changes nothing.

    The time it waited is added to its date, as far as the document's own date allows. Raises
    JobUnknown, NotYours.
    """
    seen = job_seen(session, actor, reference, tag)
    if seen is None:
        raise JobUnknown
    job = lock_job(session, seen.id)
    _check_part(actor, job)
    if job.held_at is None:
        return job
    job.held_seconds += int((now - job.held_at).total_seconds())
    if not has_own_date(job.document):
        job.due_at += now - job.held_at
    job.held_at = job.held_because = None
    touch(job, now)
    tell(session, actor, job.document, Happening.RESUMED, now=now, job=job)
    return job


def declare_machine(
    session: Session,
    actor: Actor,
    city: City,
    *,
    reference: str,
    tag: str,
    engine: str,
    on: date,
    now: datetime,
) -> Job:
    """Say that a machine translated first: which, and when. The gate of the rules then holds.

    Raises JobUnknown, OnHold, NotYours, ReasonMissing, MoveUnfit.
    """
    job = held_job(session, actor, reference, tag)
    own_step(session, actor, job, Step.TRANSLATE)
    if job.state not in FROM[Move.TRANSLATE]:
        raise MoveUnfit(job.state)
    if not engine.strip():
        raise ReasonMissing
    job.machine_engine, job.machine_on = engine.strip(), on
    gate, document = city.rules.gate, job.document
    job.needs_revision = needs_reviser(
        class_id=document.class_id,
        is_critical=document.is_vital or document.is_exact,
        is_machine=True,
        gated=gate.machine_translation_needs_reviser,
        four_eyes=gate.four_eyes,
    )
    touch(job, now)
    tell(
        session, actor, job.document, Happening.MACHINE, now=now, job=job, engine=job.machine_engine
    )
    return job


def _check_part(actor: Actor, job: Job) -> None:
    parts = {job.translator_id, job.reviser_id}
    if actor.account_id not in parts and not actor.may(Permission.DOCUMENTS_MANAGE):
        raise NotYours


def has_own_date(document: Document) -> bool:
    """Whether a date of its own, and not its class, decides when a document is due."""
    return any(document.asked.get(one) for one in ("legal_deadline", "publish_on", "needed_by"))
