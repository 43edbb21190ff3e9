"""Questions asked of jobs and their assignments; what may not be seen is not found."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.workflow import CLOSED, AssignmentStatus, Step
from langaccess.domain.languages import Modality
from langaccess.storage.documents.jobs import (
    Assignment,
    CheckFinding,
    Delivery,
    DeliveryFile,
    Job,
    UploadLink,
)
from langaccess.storage.documents.queue import documents_seen_by
from langaccess.storage.documents.requests import Document, SourceFile, SourceVersion, TextUnit
from langaccess.storage.people import Interpreter, Qualification

_OPEN = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)


def open_jobs_of(session: Session, document_id: int) -> list[Job]:
    """The jobs of a document that are still worked on, by language."""
    query = select(Job).where(Job.document_id == document_id, Job.state.not_in(CLOSED))
    return list(session.scalars(query.order_by(Job.language_tag)))


def every_job_of(session: Session, document_id: int) -> list[Job]:
    """All jobs of a document with their people, by language."""
    query = (
        select(Job)
        .where(Job.document_id == document_id)
        .options(
            joinedload(Job.language),
            joinedload(Job.translator),
            joinedload(Job.reviser),
            joinedload(Job.translator_vendor),
            joinedload(Job.reviser_vendor),
            joinedload(Job.source_version),
        )
        .order_by(Job.language_tag)
    )
    return list(session.scalars(query))


def job_seen(session: Session, actor: Actor, reference: str, tag: str) -> Job | None:
    """One job with everything its page shows, if the actor may see it."""
    query = (
        select(Job)
        .join(Document, Document.id == Job.document_id)
        .where(Document.reference == reference, Job.language_tag == tag, jobs_seen_by(actor))
        .options(
            joinedload(Job.document).joinedload(Document.requester),
            joinedload(Job.language),
            joinedload(Job.source_version)
            .selectinload(SourceVersion.files)
            .joinedload(SourceFile.file),
            selectinload(Job.assignments).joinedload(Assignment.account),
            selectinload(Job.assignments).joinedload(Assignment.vendor),
            selectinload(Job.deliveries).selectinload(Delivery.files).joinedload(DeliveryFile.file),
            selectinload(Job.deliveries).selectinload(Delivery.findings),
        )
    )
    return session.scalar(query)


def jobs_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Which jobs somebody may see: those of documents they may see."""
    if actor.may(Permission.DOCUMENTS_MANAGE):
        return true()
    return documents_seen_by(actor)


def lock_job(session: Session, job_id: int) -> Job:
    """The job of this id, which is in the database, as it now stands: held till the end.

    Rows that name it may still be written meanwhile.
    """
    return session.get_one(Job, job_id, with_for_update={"key_share": True}, populate_existing=True)


def asked_for(session: Session, job_id: int, step: Step) -> Assignment | None:
    """Who is asked for this step or has it, if anybody."""
    return session.scalar(
        select(Assignment).where(
            Assignment.job_id == job_id, Assignment.step == step, Assignment.status.in_(_OPEN)
        )
    )


def assignment_of(session: Session, actor: Actor, assignment_id: int) -> Assignment | None:
    """The assignment of this number, if it is the actor's own or they manage documents."""
    query = select(Assignment).where(Assignment.id == assignment_id)
    if not actor.may(Permission.DOCUMENTS_MANAGE):
        query = query.where(Assignment.account_id == actor.account_id)
    return session.scalar(query)


def work_of(session: Session, account_id: int) -> list[Assignment]:
    """What somebody is asked for and has on their table, the most urgent first."""
    query = (
        select(Assignment)
        .join(Job, Job.id == Assignment.job_id)
        .join(Document, Document.id == Job.document_id)
        .where(Assignment.account_id == account_id, Assignment.status.in_(_OPEN))
        .options(
            joinedload(Assignment.job).joinedload(Job.document),
            joinedload(Assignment.job).joinedload(Job.language),
        )
        .order_by(Document.lane, Document.rank_at, Document.received_at, Job.id)
    )
    return list(session.scalars(query))


def link_by_hash(session: Session, token_hash: str) -> UploadLink | None:
    """The one-time link of this hash, whatever became of it."""
    query = select(UploadLink).where(UploadLink.token_hash == token_hash)
    return session.scalar(query.with_for_update())


def people_of(session: Session, tag: str) -> list[Interpreter]:
    """Everybody in use with any written qualification in a language, with all they hold."""
    holders = select(Qualification.account_id).where(
        Qualification.language_tag == tag, Qualification.modality == Modality.WRITTEN
    )
    query = (
        select(Interpreter)
        .where(Interpreter.account_id.in_(holders), Interpreter.account.has(is_active=True))
        .options(
            joinedload(Interpreter.account),
            selectinload(Interpreter.qualifications).selectinload(Qualification.grants),
            selectinload(Interpreter.absences),
            selectinload(Interpreter.conflicts),
        )
    )
    return list(session.scalars(query))


def loads_of(session: Session, account_ids: Collection[int]) -> dict[int, int]:
    """Words on each of these people's tables, as translators and revisers together."""
    query = (
        select(Assignment.account_id, func.sum(Job.words))
        .join(Job, Job.id == Assignment.job_id)
        .where(Assignment.account_id.in_(account_ids), Assignment.status.in_(_OPEN))
        .group_by(Assignment.account_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(query) if row[0] is not None}


def open_findings(session: Session, delivery_id: int) -> list[CheckFinding]:
    """What is neither fixed nor waived in a delivery."""
    query = select(CheckFinding).filter_by(delivery_id=delivery_id, status="open")
    return list(session.scalars(query.order_by(CheckFinding.id)))


def units_of(session: Session, sha256: str) -> list[TextUnit]:
    """The text of one file, in order."""
    query = select(TextUnit).filter_by(file_sha256=sha256)
    return list(session.scalars(query.order_by(TextUnit.position)))


def offers_over(session: Session, now: datetime, most: int) -> list[int]:
    """Ids of offers that nobody answered in their time, the oldest first.

    An agency answers by handing over, as long as its link lasts.
    """
    query = (
        select(Assignment.id)
        .where(
            Assignment.status == AssignmentStatus.OFFERED,
            Assignment.expires_at <= now,
            Assignment.account_id.is_not(None),
        )
        .order_by(Assignment.expires_at)
        .limit(most)
    )
    return list(session.scalars(query))


def has_open_jobs(session: Session, document_id: int) -> bool:
    """Whether any language of a document is still worked on."""
    query = select(Job.id).where(Job.document_id == document_id, Job.state.not_in(CLOSED))
    return session.scalar(query.limit(1)) is not None


def is_absent(person: Interpreter, at: datetime) -> bool:
    """Whether somebody is away at this moment."""
    return any(one.starts_at <= at < one.ends_at for one in person.absences)
