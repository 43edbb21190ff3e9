"""The queue of documents: in the order of the rules, page by page, and what is to be ranked."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.workflow import AssignmentStatus, DocumentStatus
from langaccess.storage.accounts import Account
from langaccess.storage.base import Facts
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.requests import (
    ORDINARY,
    Document,
    SourceFile,
    SourceVersion,
    Watcher,
)
from langaccess.storage.places import Department


class Place(NamedTuple):
    """A document's place in the queue: where the next page begins."""

    lane: int
    rank_at: datetime
    received_at: datetime
    id: int


class Queued(NamedTuple):
    """One line of the queue."""

    id: int
    reference: str
    title: str
    document_type: str
    department: str | None
    requester: str
    class_id: str
    lane: int
    due_at: datetime
    rank_at: datetime
    received_at: datetime
    words: int
    is_feasible: bool
    anticipated_at: datetime | None
    decision: Facts

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.lane, self.rank_at, self.received_at, self.id)


_LINE = (
    Document.id,
    Document.reference,
    Document.title,
    Document.document_type,
    Department.name,
    Account.name,
    Document.class_id,
    Document.lane,
    Document.due_at,
    Document.rank_at,
    Document.received_at,
    Document.words,
    Document.is_feasible,
    Document.anticipated_at,
    Document.decision,
)
_ORDER = (Document.lane, Document.rank_at, Document.received_at, Document.id)


def documents_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Which documents somebody may see: all, or those they asked for, watch, or work on."""
    if actor.may(Permission.DOCUMENTS_MANAGE):
        return Document.id == Document.id
    mine = select(Job.document_id).join(Assignment, Assignment.job_id == Job.id)
    mine = mine.where(
        Assignment.account_id == actor.account_id,
        Assignment.status.in_(
            (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED, AssignmentStatus.DONE)
        ),
    )
    watched = select(Watcher.document_id).where(Watcher.account_id == actor.account_id)
    seen = [
        Document.requester_id == actor.account_id,
        Document.id.in_(mine),
        Document.id.in_(watched),
    ]
    return or_(*seen)


def queue_page(
    session: Session,
    *,
    limit: int,
    after: Place | None = None,
    where: Sequence[ColumnElement[bool]] = (),
) -> list[Queued]:
    """Open documents in the order of the queue, beginning behind a place."""
    query = (
        select(*_LINE)
        .join(Account, Account.id == Document.requester_id)
        .outerjoin(Department, Department.id == Document.department_id)
        .where(Document.status == DocumentStatus.OPEN, *where)
        .order_by(*_ORDER)
        .limit(limit)
    )
    if after is not None:
        query = query.where(_behind(after))
    return [Queued._make(row) for row in session.execute(query)]


def _behind(after: Place) -> ColumnElement[bool]:
    """Whether a document stands behind this place.

    PostgreSQL reckons how many rows a comparison of tuples leaves by its first column alone. Of
    the last lane none would be left by that, and it sorted a million rows for 25.
    """
    if after.lane == ORDINARY:
        return and_(Document.lane == ORDINARY, tuple_(*_ORDER[1:]) > tuple_(*after[1:]))
    return tuple_(*_ORDER) > tuple_(*after)


def place_of(session: Session, document: Document, at_most: int = 1000) -> int:
    """How many open documents stand before this one, counted no further than `at_most`."""
    here = tuple_(*_ORDER) < tuple_(
        document.lane, document.rank_at, document.received_at, document.id
    )
    before = select(Document.id).where(Document.status == DocumentStatus.OPEN, here)
    return session.scalar(select(func.count()).select_from(before.limit(at_most).subquery())) or 0


def document_seen(session: Session, actor: Actor, reference: str) -> Document | None:
    """One document with everything its page shows, if the actor may see it."""
    query = (
        select(Document)
        .where(Document.reference == reference, documents_seen_by(actor))
        .options(
            joinedload(Document.requester),
            joinedload(Document.department),
            joinedload(Document.source_language),
            selectinload(Document.versions)
            .selectinload(SourceVersion.files)
            .joinedload(SourceFile.file),
        )
    )
    return session.scalar(query)


def lock_document(session: Session, document_id: int) -> Document:
    """The document of this id, which is in the database, as it now stands: held till the end.

    Rows that name it may still be written meanwhile. Who holds a document and a job takes the
    document first.
    """
    return session.get_one(
        Document, document_id, with_for_update={"key_share": True}, populate_existing=True
    )


def document_by_key(session: Session, requester_id: int, request_key: str) -> Document | None:
    """What this person asked for with this key, if anything."""
    return session.scalar(
        select(Document).filter_by(requester_id=requester_id, request_key=request_key)
    )


def jobs_of(session: Session, document_ids: Sequence[int]) -> list[Row[*tuple[object, ...]]]:
    """Language, state, dates and people of the jobs of these documents: one line each."""
    query = (
        select(
            Job.document_id,
            Job.language_tag,
            Job.state,
            Job.due_at,
            Job.finish_at,
            Job.delivered_at,
            Job.held_at,
            Job.translator_id,
            Job.reviser_id,
        )
        .where(Job.document_id.in_(document_ids))
        .order_by(Job.document_id, Job.language_tag)
    )
    return list(session.execute(query))
