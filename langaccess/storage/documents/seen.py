"""What a document's page shows beside the document, and whose documents are whose."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    func,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.workflow import AssignmentStatus, DocumentStatus
from langaccess.storage.accounts import Account
from langaccess.storage.base import Facts
from langaccess.storage.documents.jobs import Assignment, Comment, Delivery, DeliveryFile, Job
from langaccess.storage.documents.requests import (
    Document,
    DocumentEvent,
    SourceFile,
    SourceVersion,
    StoredFile,
    TextUnit,
    Watcher,
)

_WORKS_ON_IT = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED, AssignmentStatus.DONE)
# So many documents say what a city asks for these days.
LATELY = 500
_NEWEST_FIRST = (Document.received_at.desc(), Document.id.desc())


class MyDocument(NamedTuple):
    """One line of the list of one's own documents."""

    id: int
    reference: str
    title: str
    requester_id: int
    requester: str
    class_id: str
    status: DocumentStatus
    received_at: datetime
    due_at: datetime
    anticipated_at: datetime | None
    is_feasible: bool
    decision: Facts


class FileHere(NamedTuple):
    """One file of a document, under the name it came with."""

    name: str
    kind: str
    size: int
    created_at: datetime


def my_documents(
    session: Session,
    account_id: int,
    *,
    statuses: Collection[DocumentStatus],
    after: int | None = None,
    limit: int,
) -> list[MyDocument]:
    """Documents that somebody asked for, watches or works on, the newest first.

    `after` is the id of the last one of the page before.
    """
    query = (
        select(
            Document.id,
            Document.reference,
            Document.title,
            Document.requester_id,
            Account.name,
            Document.class_id,
            Document.status,
            Document.received_at,
            Document.due_at,
            Document.anticipated_at,
            Document.is_feasible,
            Document.decision,
        )
        .join(Account, Account.id == Document.requester_id)
        .where(Document.id.in_(_mine(account_id)), Document.status.in_(statuses))
        .order_by(*_NEWEST_FIRST)
        .limit(limit)
    )
    if after is not None:
        edge = select(Document.received_at).where(Document.id == after).scalar_subquery()
        query = query.where(tuple_(Document.received_at, Document.id) < tuple_(edge, after))
    return [MyDocument._make(row) for row in session.execute(query)]


def events_of(session: Session, document_id: int, most: int) -> list[DocumentEvent]:
    """What happened to a document, the latest first, with who did it."""
    query = (
        select(DocumentEvent)
        .where(DocumentEvent.document_id == document_id)
        .options(joinedload(DocumentEvent.actor))
        .order_by(DocumentEvent.id.desc())
        .limit(most)
    )
    return list(session.scalars(query))


def comments_of(session: Session, document_id: int, most: int) -> list[Comment]:
    """What people wrote at a document, the latest `most` of it, in its order."""
    query = (
        select(Comment)
        .where(Comment.document_id == document_id)
        .options(joinedload(Comment.author), joinedload(Comment.job))
        .order_by(Comment.id.desc())
        .limit(most)
    )
    return list(session.scalars(query))[::-1]


def watchers_of(session: Session, document_id: int) -> set[int]:
    """Ids of everybody who is told of every change."""
    return set(session.scalars(select(Watcher.account_id).filter_by(document_id=document_id)))


def deliveries_seen(session: Session, actor: Actor, document_id: int) -> list[Delivery]:
    """What was handed over for a document, as far as the actor may read it, with its files.

    Whoever manages documents reads all of it, whoever works on a language what was handed over in
    it, and everybody else what was verified.
    """
    query = (
        select(Delivery)
        .join(Job, Job.id == Delivery.job_id)
        .where(Job.document_id == document_id, _readable(actor))
        .options(
            joinedload(Delivery.job),
            selectinload(Delivery.files).joinedload(DeliveryFile.file),
        )
        .order_by(Job.language_tag, Delivery.number.desc())
    )
    return list(session.scalars(query))


def file_here(session: Session, actor: Actor, document_id: int, sha256: str) -> FileHere | None:
    """One file of a document by its content, if the actor may read it.

    Whoever may see the document reads its source; deliveries as `deliveries_seen` has them.
    """
    named = (StoredFile.kind, StoredFile.size, StoredFile.created_at)
    source = (
        select(SourceFile.name, *named)
        .join(SourceVersion, SourceVersion.id == SourceFile.version_id)
        .join(StoredFile, StoredFile.sha256 == SourceFile.file_sha256)
        .where(SourceVersion.document_id == document_id, SourceFile.file_sha256 == sha256)
        .order_by(SourceVersion.number.desc())
    )
    delivered = (
        select(DeliveryFile.name, *named)
        .join(Delivery, Delivery.id == DeliveryFile.delivery_id)
        .join(Job, Job.id == Delivery.job_id)
        .join(StoredFile, StoredFile.sha256 == DeliveryFile.file_sha256)
        .where(Job.document_id == document_id, DeliveryFile.file_sha256 == sha256, _readable(actor))
        .order_by(Delivery.id.desc())
    )
    row = session.execute(source.limit(1)).first() or session.execute(delivered.limit(1)).first()
    return FileHere._make(row) if row else None


def texts_of_version(session: Session, version_id: int) -> list[tuple[str, str, str]]:
    """File name, place and text of every paragraph of a source version, in its order."""
    query = (
        select(SourceFile.name, TextUnit.place, TextUnit.text)
        .join(TextUnit, TextUnit.file_sha256 == SourceFile.file_sha256)
        .where(SourceFile.version_id == version_id)
        .order_by(SourceFile.position, TextUnit.position)
    )
    return [(name, place, text) for name, place, text in session.execute(query)]


def most_asked_languages(session: Session, most: int) -> list[str]:
    """Tags of the languages that the last documents were asked for in, the most first."""
    lately = select(Document.id).order_by(Document.id.desc()).limit(LATELY).subquery()
    query = (
        select(Job.language_tag)
        .join(lately, lately.c.id == Job.document_id)
        .group_by(Job.language_tag)
        .order_by(func.count(Job.id).desc(), Job.language_tag)
        .limit(most)
    )
    return list(session.scalars(query))


def open_documents(session: Session, at_most: int = 1000) -> int:
    """How many documents stand in the queue, counted no further than `at_most`."""
    query = select(Document.id).where(Document.status == DocumentStatus.OPEN).limit(at_most)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _mine(account_id: int) -> CompoundSelect[int]:
    asked_for = select(Document.id).where(Document.requester_id == account_id)
    watched = select(Watcher.document_id).where(Watcher.account_id == account_id)
    worked_on = (
        select(Job.document_id)
        .join(Assignment, Assignment.job_id == Job.id)
        .where(Assignment.account_id == account_id, Assignment.status.in_(_WORKS_ON_IT))
    )
    return union_all(asked_for, watched, worked_on)


def _readable(actor: Actor) -> ColumnElement[bool]:
    if actor.may(Permission.DOCUMENTS_MANAGE):
        return true()
    works_on_it = Job.id.in_(
        select(Assignment.job_id).where(
            Assignment.account_id == actor.account_id, Assignment.status.in_(_WORKS_ON_IT)
        )
    )
    newest = select(func.max(Delivery.number)).where(Delivery.job_id == Job.id)
    is_final = Delivery.number == newest.correlate(Job).scalar_subquery()
    return or_(works_on_it, and_(Job.delivered_at.is_not(None), is_final))
