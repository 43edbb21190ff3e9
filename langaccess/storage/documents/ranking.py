"""Ranking: what the rules need of each document, and writing down what they said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import DocumentStatus
from langaccess.storage.base import Facts
from langaccess.storage.documents.requests import (
    Document,
    DocumentEvent,
    SourceFile,
    SourceVersion,
    TextUnit,
)

# A word rule looks at this much of a document; a notice says what it is about at its beginning.
TEXT_AT_MOST = 200_000


class Ranked(NamedTuple):
    """What re-ranking needs to know of one document."""

    id: int
    asked: Facts
    class_id: str
    lane: int
    due_at: datetime
    rank_at: datetime


def asked_under_other_rules(session: Session, edition: str, most: int) -> list[Ranked]:
    """Open documents that were ranked by other rules than these."""
    query = (
        select(
            Document.id,
            Document.asked,
            Document.class_id,
            Document.lane,
            Document.due_at,
            Document.rank_at,
        )
        .where(Document.status == DocumentStatus.OPEN, Document.rules_edition != edition)
        .order_by(Document.id)
        .limit(most)
    )
    return [Ranked._make(row) for row in session.execute(query)]


def texts_of(session: Session, document_ids: Sequence[int]) -> dict[int, str]:
    """The text of each document's current version, as far as word rules look."""
    query = (
        select(Document.id, TextUnit.text)
        .join(
            SourceVersion,
            and_(
                SourceVersion.document_id == Document.id,
                SourceVersion.number == Document.current_version,
            ),
        )
        .join(SourceFile, SourceFile.version_id == SourceVersion.id)
        .join(TextUnit, TextUnit.file_sha256 == SourceFile.file_sha256)
        .where(Document.id.in_(document_ids))
        .order_by(Document.id, SourceFile.position, TextUnit.position)
    )
    found: dict[int, list[str]] = {}
    for document_id, text in session.execute(query):
        found.setdefault(document_id, []).append(text)
    return {key: "\n".join(texts)[:TEXT_AT_MOST] for key, texts in found.items()}


def text_of(session: Session, document_id: int) -> str:
    """The text of one document's current version, as far as word rules look."""
    return texts_of(session, [document_id]).get(document_id, "")


def to_rank(session: Session, edition: str) -> int:
    """How many open documents are still ranked by other rules."""
    query = select(func.count()).where(
        Document.status == DocumentStatus.OPEN, Document.rules_edition != edition
    )
    return session.scalar(query) or 0


def confirm(session: Session, document_ids: Sequence[int], edition: str) -> None:
    """Note that these rules say of these documents what the ones before said."""
    session.execute(
        update(Document)
        .where(Document.id.in_(document_ids))
        .values(rules_edition=edition)
        .execution_options(synchronize_session=False)
    )


def write_ranks(session: Session, ranks: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Write new decisions, each with the id of its `document`, and an event for each."""
    columns = [name for name in ranks[0] if name != "document"]
    table = Document.__table__
    session.connection().execute(
        update(table)  # type: ignore[arg-type]  # a mapped class's table
        .where(table.c.id == bindparam("document"))
        .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns}),
        [
            {"document": one["document"], **{f"new_{name}": one[name] for name in columns}}
            for one in ranks
        ],
    )
    session.execute(
        insert(DocumentEvent),
        [
            {
                "document_id": one["document"],
                "at": now,
                "kind": Happening.RANKED.value,
                "facts": {"class_id": one["class_id"], "due_at": one["due_at"].isoformat()},
            }
            for one in ranks
        ],
    )
