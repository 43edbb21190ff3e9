"""The end of a job: verified by name, published for residents, withdrawn, or cancelled."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.checks import Severity
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    DeliveryUnknown,
    DocumentStatus,
    DocumentUnknown,
    FindingsOpen,
    JobState,
    Move,
    NotYours,
    ReasonMissing,
    RevisionMissing,
    SourceMoved,
    next_state,
)
from langaccess.domain.errors import Conflict, Invalid
from langaccess.services.documents.assign import held_job, touch
from langaccess.services.documents.deliveries import latest_delivery
from langaccess.services.documents.telling import tell
from langaccess.services.documents.versions import version_of
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.library import Publication
from langaccess.storage.documents.queue import document_seen, lock_document
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.work import has_open_jobs, open_findings, open_jobs_of


class NotForPublic(Conflict):
    """A confidential document is delivered to who asked for it, and never published."""


class TitleInLanguageMissing(Invalid):
    """Residents find a translation by its own name in their language."""


def verify(session: Session, actor: Actor, *, reference: str, tag: str, now: datetime) -> Job:
    """The final verification, by name: what is handed over is what was asked for.

    Every error found must be fixed or waived, a second person must have revised where the rules
    ask for it, and the translation must be of the newest source. Raises JobUnknown, MoveUnfit,
    OnHold, FindingsOpen, RevisionMissing, SourceMoved, DeliveryUnknown.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    job = held_job(session, actor, reference, tag)
    state = next_state(job.state, Move.VERIFY, job.needs)
    document = lock_document(session, job.document_id)
    delivery = latest_delivery(session, job.id)
    if delivery is None:
        raise DeliveryUnknown
    if job.needs_revision and job.revised_at is None:
        raise RevisionMissing
    if job.source_version_id != version_of(session, document.id, document.current_version).id:
        raise SourceMoved
    if any(one.severity == Severity.ERROR for one in open_findings(session, delivery.id)):
        raise FindingsOpen
    job.state, job.verified_by_id, job.delivered_at = state, actor.account_id, now
    touch(job, now)
    session.flush()
    _close_if_done(session, document, now=now)
    tell(session, actor, document, Happening.DELIVERED, now=now, job=job)
    return job


def publish(
    session: Session,
    actor: Actor,
    *,
    reference: str,
    tag: str,
    title: str,
    subject: str,
    now: datetime,
) -> Publication:
    """Put a delivered translation where residents find it, in the place of an older one.

    Raises JobUnknown, MoveUnfit, OnHold, NotForPublic, TitleInLanguageMissing, DeliveryUnknown.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    job = held_job(session, actor, reference, tag)
    state = next_state(job.state, Move.PUBLISH, job.needs)
    document = session.get_one(Document, job.document_id)
    if document.is_confidential:
        raise NotForPublic
    if not title.strip():
        raise TitleInLanguageMissing
    delivery = latest_delivery(session, job.id)
    if delivery is None:
        raise DeliveryUnknown
    _take_down(session, job, now=now)
    publication = Publication(
        job_id=job.id,
        document_id=document.id,
        language_tag=job.language_tag,
        title=title.strip(),
        subject=subject.strip() or document.subject,
        delivery_id=delivery.id,
        source_number=job.source_version.number,
        is_machine=job.machine_engine is not None and job.revised_at is None,
        published_at=now,
        published_by_id=actor.account_id,
    )
    session.add(publication)
    job.state, job.published_at = state, now
    touch(job, now)
    session.flush()
    tell(session, actor, document, Happening.PUBLISHED, now=now, job=job)
    return publication


def withdraw(
    session: Session, actor: Actor, *, reference: str, tag: str, reason: str, now: datetime
) -> Job:
    """Take a published translation back, with a reason.

    Raises JobUnknown, MoveUnfit, OnHold, ReasonMissing.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    job = held_job(session, actor, reference, tag)
    state = next_state(job.state, Move.WITHDRAW, job.needs)
    if not reason.strip():
        raise ReasonMissing
    _take_down(session, job, now=now)
    return _ended(session, actor, job, Happening.WITHDRAWN, state, reason, now=now)


def cancel_job(
    session: Session, actor: Actor, *, reference: str, tag: str, reason: str, now: datetime
) -> Job:
    """Cancel one language; the others go on. Whoever asked for it may, and who manages.

    Raises JobUnknown, MoveUnfit, OnHold, ReasonMissing, NotYours.
    """
    job = held_job(session, actor, reference, tag)
    if job.requester_id != actor.account_id and not actor.may(Permission.DOCUMENTS_MANAGE):
        raise NotYours
    if not reason.strip():
        raise ReasonMissing
    state = next_state(job.state, Move.CANCEL, job.needs)
    return _ended(session, actor, job, Happening.CANCELLED, state, reason, now=now)


def cancel_document(
    session: Session, actor: Actor, *, reference: str, reason: str, now: datetime
) -> Document:
    """Cancel every language that is not finished; what residents can read is withdrawn instead.

    Raises DocumentUnknown, ReasonMissing, NotYours.
    """
    document = document_seen(session, actor, reference)
    if document is None or document.status is not DocumentStatus.OPEN:
        raise DocumentUnknown
    for job in open_jobs_of(session, document.id):
        if job.state is JobState.STALE:
            continue
        if job.held_at is not None:
            job.held_at = job.held_because = None
            session.flush()
        cancel_job(
            session, actor, reference=reference, tag=job.language_tag, reason=reason, now=now
        )
    return document


def _ended(
    session: Session,
    actor: Actor,
    job: Job,
    happening: Happening,
    state: JobState,
    reason: str,
    *,
    now: datetime,
) -> Job:
    document = lock_document(session, job.document_id)
    tell(session, actor, document, happening, now=now, job=job, reason=reason.strip())
    open_ones = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)
    session.execute(
        update(Assignment)
        .where(Assignment.job_id == job.id, Assignment.status.in_(open_ones))
        .values(status=AssignmentStatus.RELEASED, answered_at=now)
    )
    job.state = state
    touch(job, now)
    session.flush()
    _close_if_done(session, document, now=now)
    return job


def _take_down(session: Session, job: Job, *, now: datetime) -> None:
    query = select(Publication).where(
        Publication.job_id == job.id, Publication.withdrawn_at.is_(None)
    )
    for shown in session.scalars(query):
        shown.withdrawn_at = now
    session.flush()


def _close_if_done(session: Session, document: Document, *, now: datetime) -> None:
    """A document is done with its last language, and cancelled if none was ever finished."""
    if has_open_jobs(session, document.id) or document.status is not DocumentStatus.OPEN:
        return
    finished = session.scalar(
        select(Job.id).where(Job.document_id == document.id, Job.delivered_at.is_not(None))
    )
    document.status = DocumentStatus.DONE if finished else DocumentStatus.CANCELLED
    document.closed_at = now
