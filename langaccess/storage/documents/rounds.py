"""What the worker and a trial of rules look for among the open documents, and what they hold."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import CLOSED, AssignmentStatus, DocumentStatus
from langaccess.storage.base import Facts
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.queue import Place
from langaccess.storage.documents.requests import Document, DocumentEvent, StoredFile

# What the rounds themselves write, and what people say: no date depends on it.
_MOVES_NO_DATE = (
    Happening.DATE_MOVED,
    Happening.AT_RISK,
    Happening.REMINDED,
    Happening.COMMENTED,
    Happening.ASKED,
    Happening.ANSWERED,
)
_ORDER = (Document.lane, Document.rank_at, Document.received_at, Document.id)


def offers_half_over(session: Session, now: datetime, lasts: timedelta) -> list[int]:
    """Ids of offers that nobody answered in half their time and nobody was reminded of.

    `lasts` is the longest that an offer waits.
    """
    query = (
        select(Assignment.id, Assignment.offered_at, Assignment.expires_at)
        .where(
            Assignment.status == AssignmentStatus.OFFERED,
            Assignment.reminded_at.is_(None),
            Assignment.expires_at <= now + lasts / 2,
        )
        .order_by(Assignment.expires_at)
    )
    return [
        assignment_id
        for assignment_id, offered_at, expires_at in session.execute(query)
        if now - offered_at >= (expires_at - offered_at) / 2
    ]


def has_unranked(session: Session, edition: str) -> bool:
    """Whether other rules than these ranked any open document; one look into the index."""
    other = or_(Document.rules_edition < edition, Document.rules_edition > edition)
    query = select(Document.id).where(Document.status == DocumentStatus.OPEN, other)
    return session.scalar(query.limit(1)) is not None


def ranking_progress(session: Session, edition: str) -> tuple[int, int]:
    """How many open documents these rules have ranked, and how many there are."""
    is_ranked = case((Document.rules_edition == edition, 1), else_=0)
    query = select(func.coalesce(func.sum(is_ranked), 0), func.count()).where(
        Document.status == DocumentStatus.OPEN
    )
    ranked, there_are = session.execute(query).one()
    return int(ranked), there_are


def latest_change(session: Session) -> int:
    """The number of the last thing that happened by which dates may move; 0 before any."""
    query = (
        select(DocumentEvent.id)
        .where(DocumentEvent.kind.not_in(_MOVES_NO_DATE))
        .order_by(DocumentEvent.id.desc())
        .limit(1)
    )
    return session.scalar(query) or 0


def open_places(session: Session, after: Place | None, most: int) -> list[Place]:
    """The next open documents in the queue's order, beginning behind a place."""
    query = select(*_ORDER).where(Document.status == DocumentStatus.OPEN)
    if after is not None:
        query = query.where(tuple_(*_ORDER) > tuple_(*after))
    return [Place._make(row) for row in session.execute(query.order_by(*_ORDER).limit(most))]


def hold_open(session: Session, document_id: int) -> tuple[Document, list[Job]] | None:
    """An open document and its open jobs, held till the end; None where somebody is at one.

    It waits for nobody, so it can hold up nobody who waits for it in another order.
    """
    is_open = (Job.document_id == document_id, Job.state.not_in(CLOSED))
    there_are = session.scalar(select(func.count()).where(*is_open))
    held = select(Job).where(*is_open).order_by(Job.language_tag)
    jobs = list(session.scalars(held.with_for_update(skip_locked=True)))
    wanted = select(Document).where(
        Document.id == document_id, Document.status == DocumentStatus.OPEN
    )
    document = session.scalar(wanted.with_for_update(skip_locked=True))
    if document is None or len(jobs) != there_are:
        return None
    return document, jobs


def told_at_risk(session: Session, document_id: int) -> set[str | None]:
    """The languages of a document of which it was told that they may be late."""
    query = select(DocumentEvent.language_tag).where(
        DocumentEvent.document_id == document_id, DocumentEvent.kind == Happening.AT_RISK
    )
    return set(session.scalars(query))


def askers_of(session: Session, job_id: int) -> list[int]:
    """Who asked those who have a step of this job or are asked for one."""
    query = select(Assignment.offered_by_id).where(
        Assignment.job_id == job_id,
        Assignment.offered_by_id.is_not(None),
        Assignment.status.in_((AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)),
    )
    return [one for one in session.scalars(query) if one is not None]


def named_contents(session: Session, sha256s: Collection[str]) -> set[str]:
    """Those of these contents that some row names."""
    return set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(sha256s))))


def asked_after(session: Session, after_id: int, most: int) -> list[tuple[int, Facts]]:
    """Id and request of the next open documents behind this id."""
    query = (
        select(Document.id, Document.asked)
        .where(Document.status == DocumentStatus.OPEN, Document.id > after_id)
        .order_by(Document.id)
        .limit(most)
    )
    return [(row.id, row.asked) for row in session.execute(query)]


def titles_of(session: Session, document_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Reference and title of these documents, by id."""
    query = select(Document.id, Document.reference, Document.title).where(
        Document.id.in_(document_ids)
    )
    return {key: (reference, title) for key, reference, title in session.execute(query)}
