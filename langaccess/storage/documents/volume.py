"""Writing documents in bulk: rows without objects, and what follows from them in the database."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Dialect,
    Table,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from langaccess.domain.documents.workflow import AssignmentStatus, JobState, Step
from langaccess.storage.base import Base
from langaccess.storage.documents.jobs import Assignment, Delivery, DeliveryFile, Job
from langaccess.storage.documents.library import Publication
from langaccess.storage.documents.requests import Document, SourceFile, Watcher

Rows = Sequence[Mapping[str, Any]]
_COPY_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})

_REVISED = (JobState.VERIFYING, JobState.DELIVERED, JobState.PUBLISHED)
_TRANSLATED = (JobState.REVISING, *_REVISED)
_ASSIGNMENT = (
    "job_id",
    "step",
    "account_id",
    "vendor_id",
    "status",
    "offered_at",
    "expires_at",
    "done_at",
    "reason",
    "snapshot",
)
_DELIVERY = (
    "job_id",
    "number",
    "step",
    "source_version_id",
    "by_id",
    "vendor_id",
    "at",
    "is_self_checked",
    "note",
)
_PUBLICATION = (
    "job_id",
    "document_id",
    "language_tag",
    "title",
    "subject",
    "delivery_id",
    "source_number",
    "is_machine",
    "published_at",
    "published_by_id",
)


def table_of(row: type[Base]) -> Table:
    """The bare table of a mapped class."""
    return Base.metadata.tables[row.__tablename__]


def next_ids(session: Session, row: type[Base], how_many: int) -> range | list[int]:
    """So many numbers that no row of this table has, nor will be given by the database."""
    name = row.__tablename__
    if session.get_bind().dialect.name == "postgresql":
        taken = text(
            "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :many)"
        )
        return list(session.scalars(taken, {"name": name, "many": how_many}))
    table = table_of(row)
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    return range(first, first + how_many)


def add_rows(session: Session, row: type[Base], rows: Rows) -> None:
    """Write new rows of one table, all of them with the same columns.

    Each value is made ready by its column's own type and handed to the driver, to PostgreSQL by
    COPY: through Core's insert the whole of a document took a fifth longer.
    """
    connection = session.connection()
    table = table_of(row)
    given = [table.c[name] for name in rows[0]]
    filled = [one for one in table.c if one.default is not None and one.name not in rows[0]]
    # Only plain values stand as defaults in these tables.
    values = [getattr(one.default, "arg", None) for one in filled]
    ready = [_ready(one, connection.dialect) for one in (*given, *filled)]
    lines = (
        [make(value) for make, value in zip(ready, (*one.values(), *values), strict=True)]
        for one in rows
    )
    names = ", ".join(one.name for one in (*given, *filled))
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            copy.write("".join("\t".join(map(_copied, line)) + "\n" for line in lines))
    else:
        marks = ", ".join("?" * len(ready))
        cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", lines)  # noqa: S608 - names of our own tables
    cursor.close()


def _ready(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """How a value becomes what the driver takes; moments are told once, however often they come."""
    if isinstance(column.type, JSON):
        return _json
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return _as_it_is
    return lru_cache(maxsize=100_000)(process)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _as_it_is(value: Any) -> Any:
    return value


def _copied(value: Any) -> str:
    """A value as PostgreSQL's COPY reads it."""
    if value is None:
        return r"\N"
    text = str(value)
    if type(value) is str and ("\\" in text or not text.isprintable()):
        return text.translate(_COPY_ESCAPES)
    return text


def add_what_follows(session: Session, first_id: int, last_id: int) -> None:
    """Write what goes with new documents of these ids: who watches, was asked, did what, is shown.

    The database makes all these rows by itself, from those of the documents and their jobs. What
    is handed over is the source file as it came: volume, not language.
    """
    watched = select(Document.id, Document.requester_id).where(
        Document.id.between(first_id, last_id)
    )
    session.execute(insert(Watcher).from_select(["document_id", "account_id"], watched))
    jobs = Job.document_id.between(first_id, last_id)
    _asked(session, jobs, Step.TRANSLATE, Job.translator_id, Job.translator_vendor_id)
    _asked(session, jobs, Step.REVISE, Job.reviser_id, Job.reviser_vendor_id)
    _handed_over(session, jobs)
    _shown(session, jobs)


def _asked(
    session: Session,
    jobs: ColumnElement[bool],
    step: Step,
    account_id: InstrumentedAttribute[int | None],
    vendor_id: InstrumentedAttribute[int | None],
) -> None:
    """One assignment for whoever has or had this step of a job."""
    columns = table_of(Assignment).c
    is_done = Job.state.in_(_TRANSLATED if step is Step.TRANSLATE else _REVISED)
    status = case(
        (is_done, literal(AssignmentStatus.DONE, columns.status.type)),
        (Job.state == JobState.OFFERED, literal(AssignmentStatus.OFFERED, columns.status.type)),
        else_=literal(AssignmentStatus.ACCEPTED, columns.status.type),
    )
    rows = (
        select(
            Job.id,
            literal(step, columns.step.type),
            account_id,
            vendor_id,
            status,
            Document.received_at,
            Job.due_at,
            case((is_done, Job.changed_at)),
            literal("", columns.reason.type),
            literal({}, columns.snapshot.type),
        )
        .join(Document, Document.id == Job.document_id)
        .where(jobs, or_(account_id.is_not(None), vendor_id.is_not(None)))
    )
    session.execute(insert(Assignment).from_select(list(_ASSIGNMENT), rows))


def _handed_over(session: Session, jobs: ColumnElement[bool]) -> None:
    """One delivery, of one file, for every job that was translated."""
    columns = table_of(Delivery).c
    rows = select(
        Job.id,
        literal(1, columns.number.type),
        literal(Step.TRANSLATE, columns.step.type),
        Job.source_version_id,
        Job.translator_id,
        Job.translator_vendor_id,
        Job.changed_at,
        literal(True, columns.is_self_checked.type),
        literal("", columns.note.type),
    ).where(jobs, Job.state.in_(_TRANSLATED))
    session.execute(insert(Delivery).from_select(list(_DELIVERY), rows))
    files = (
        select(Delivery.id, SourceFile.position, SourceFile.name, SourceFile.file_sha256)
        .join(Job, Job.id == Delivery.job_id)
        .join(SourceFile, SourceFile.version_id == Delivery.source_version_id)
        .where(jobs)
    )
    names = ["delivery_id", "position", "name", "file_sha256"]
    session.execute(insert(DeliveryFile).from_select(names, files))


def _shown(session: Session, jobs: ColumnElement[bool]) -> None:
    """One publication for every job that is published."""
    rows = (
        select(
            Job.id,
            Job.document_id,
            Job.language_tag,
            Document.title,
            Document.subject,
            Delivery.id,
            Delivery.number,
            literal(False, table_of(Publication).c.is_machine.type),
            Job.published_at,
            Job.verified_by_id,
        )
        .join(Document, Document.id == Job.document_id)
        .join(Delivery, Delivery.job_id == Job.id)
        .where(jobs, Job.state == JobState.PUBLISHED)
    )
    session.execute(insert(Publication).from_select(list(_PUBLICATION), rows))
