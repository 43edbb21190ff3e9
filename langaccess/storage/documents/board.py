"""The board: open documents in one of its orders, filtered, a page at a time, as plain rows."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import func, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from langaccess.domain.documents.workflow import (
    IN_WORK,
    DocumentStatus,
    JobState,
    Step,
)
from langaccess.storage.accounts import Account
from langaccess.storage.base import Facts
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.requests import Document, SavedView
from langaccess.storage.documents.wanted import Wanted, is_asked, of_document, of_job
from langaccess.storage.languages import Language
from langaccess.storage.places import Department

COUNTED_AT_MOST = 1001


class Order(StrEnum):
    """In which order the board stands."""

    QUEUE = "queue"
    CLASS = "class"
    DUE = "due"
    PERSON = "person"


class BoardRow(NamedTuple):
    """One line of the board; the last four are the job's of the line, by person only."""

    id: int
    reference: str
    title: str
    department: str | None
    class_id: str
    lane: int
    due_at: datetime
    rank_at: datetime
    received_at: datetime
    anticipated_at: datetime | None
    is_feasible: bool
    rules_edition: str
    who: str
    job_id: int
    assignment_id: int
    step: Step | None


class BoardJob(NamedTuple):
    """One language of a line."""

    document_id: int
    id: int
    tag: str
    language: str
    state: JobState
    due_at: datetime
    finish_at: datetime | None
    delivered_at: datetime | None
    held_at: datetime | None


class BoardPage(NamedTuple):
    """One page of the board, and whether others stand before and after it."""

    rows: list[BoardRow]
    has_previous: bool
    has_next: bool


Key = tuple[Any, ...]
_PLAIN: tuple[Any, ...] = (
    Document.id,
    Document.reference,
    Document.title,
    Department.name,
    Document.class_id,
    Document.lane,
    Document.due_at,
    Document.rank_at,
    Document.received_at,
    Document.anticipated_at,
    Document.is_feasible,
    Document.rules_edition,
)
_WHO = func.coalesce(Account.name, TranslationVendor.name, "")
_ASSIGNMENT = func.coalesce(Assignment.id, 0)
_QUEUE = (Document.lane, Document.rank_at, Document.received_at, Document.id)
# What each order sorts by, and how a page's edge is read off its line.
_KEYS: dict[Order, tuple[Any, ...]] = {
    Order.QUEUE: _QUEUE,
    Order.CLASS: (Document.class_id, *_QUEUE),
    Order.DUE: (Document.due_at, Document.id),
    Order.PERSON: (_WHO, *_QUEUE, Job.id, _ASSIGNMENT),
}
_EDGES: dict[Order, tuple[str, ...]] = {
    Order.QUEUE: ("lane", "rank_at", "received_at", "id"),
    Order.CLASS: ("class_id", "lane", "rank_at", "received_at", "id"),
    Order.DUE: ("due_at", "id"),
    Order.PERSON: ("who", "lane", "rank_at", "received_at", "id", "job_id", "assignment_id"),
}
_KINDS: dict[str, type[object]] = {
    "class_id": str,
    "who": str,
    "due_at": datetime,
    "rank_at": datetime,
    "received_at": datetime,
}


def edge_of(order: Order, row: BoardRow) -> Key:
    """Where a line stands in an order: a page begins behind it, or ends before it."""
    return tuple(getattr(row, name) for name in _EDGES[order])


def fits(order: Order, edge: Sequence[object]) -> bool:
    """Whether these could be the edge of a page in this order."""
    kinds = [_KINDS.get(one, int) for one in _EDGES[order]]
    return len(edge) == len(kinds) and all(map(isinstance, edge, kinds))


def board_page(
    session: Session,
    wanted: Wanted,
    order: Order,
    *,
    now: datetime,
    after: Key | None = None,
    before: Key | None = None,
    limit: int,
) -> BoardPage:
    """The lines behind (or before) an edge, in one statement at any size.

    By person a line is one job and who is asked for it, and nobody's come first; otherwise a
    document. `now` is what times are held against.
    """
    edge = before if before is not None else after
    keys = _KEYS[order]
    query = _listed(wanted, order, now)
    if edge is not None:
        here = tuple_(*keys)
        there = tuple_(*(_bound(key, one) for key, one in zip(keys, edge, strict=True)))
        query = query.where(here < there if before is not None else here > there)
    sorting = [key.desc() for key in keys] if before is not None else list(keys)
    rows = [
        BoardRow._make(row) for row in session.execute(query.order_by(*sorting).limit(limit + 1))
    ]
    has_more, rows = len(rows) > limit, rows[:limit]
    if before is not None:
        return BoardPage(rows[::-1], has_more, True)
    return BoardPage(rows, after is not None, has_more)


def board_count(session: Session, wanted: Wanted, order: Order, *, now: datetime) -> int:
    """How many lines there are, counted no further than COUNTED_AT_MOST."""
    asked = of_job(wanted, now)
    lines = select(Document.id).where(Document.status == DocumentStatus.OPEN, *of_document(wanted))
    if order is Order.PERSON:
        lines = lines.join(Job, Job.document_id == Document.id)
        lines = lines.outerjoin(Assignment, is_asked()).where(Job.state.in_(IN_WORK), *asked)
    elif asked:
        lines = lines.where(select(Job.id).where(Job.document_id == Document.id, *asked).exists())
    counted = lines.limit(COUNTED_AT_MOST).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def board_jobs(session: Session, document_ids: Collection[int]) -> list[BoardJob]:
    """The languages of these documents, by the name of the language."""
    query = (
        select(
            Job.document_id,
            Job.id,
            Job.language_tag,
            Language.english_name,
            Job.state,
            Job.due_at,
            Job.finish_at,
            Job.delivered_at,
            Job.held_at,
        )
        .join(Language, Language.tag == Job.language_tag)
        .where(Job.document_id.in_(document_ids))
        .order_by(Job.document_id, Language.english_name)
    )
    return [BoardJob._make(row) for row in session.execute(query)]


def decisions_of(session: Session, document_ids: Collection[int]) -> dict[int, Facts]:
    """Why these documents stand where they stand, by id."""
    query = select(Document.id, Document.decision).where(Document.id.in_(document_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def board_choices(
    session: Session, account_id: int
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Id and name of every department, and of this person's saved views, by name."""
    kind, name = literal(0).label("kind"), literal("").label("name")
    both = union_all(
        select(literal(0).label(kind.name), Department.id, Department.name.label(name.name)),
        select(literal(1), SavedView.id, SavedView.name).where(SavedView.account_id == account_id),
    )
    rows = session.execute(both.order_by("kind", "name")).all()
    found: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([], [])
    for which, row_id, label in rows:
        found[which].append((row_id, label))
    return found


def _bound(key: Any, value: object) -> object:
    """A value as its column keeps it; what is worked out has no column."""
    return literal(value, key.type) if isinstance(key, InstrumentedAttribute) else value


def _listed(wanted: Wanted, order: Order, now: datetime) -> Any:
    query: Any
    if order is Order.PERSON:
        query = (
            select(*_PLAIN, _WHO, Job.id, _ASSIGNMENT, Assignment.step)
            .join(Job, Job.document_id == Document.id)
            .outerjoin(Assignment, is_asked())
            .outerjoin(Account, Account.id == Assignment.account_id)
            .outerjoin(TranslationVendor, TranslationVendor.id == Assignment.vendor_id)
            .where(Job.state.in_(IN_WORK), *of_job(wanted, now))
        )
    else:
        query = select(*_PLAIN, literal(""), literal(0), literal(0), literal(None))
        asked = of_job(wanted, now)
        if asked:
            query = query.where(
                select(Job.id).where(Job.document_id == Document.id, *asked).exists()
            )
    return (
        query.select_from(Document)
        .outerjoin(Department, Department.id == Document.department_id)
        .where(Document.status == DocumentStatus.OPEN, *of_document(wanted))
    )
