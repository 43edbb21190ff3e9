"""Ranking: what the rules need of each document, and writing down what they said."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import DocumentStatus
from langaccess.storage.base import Base
from langaccess.storage.documents.requests import (
    Document,
    DocumentEvent,
    SourceFile,
    SourceVersion,
    TextUnit,
)

_DOCUMENT, _VERSION = Document.__table__.c, SourceVersion.__table__.c
_FILE, _UNIT = SourceFile.__table__.c, TextUnit.__table__.c
# A word rule looks at this much of a document; a notice says what it is about at its beginning.
TEXT_AT_MOST = 200_000


class Ranked(NamedTuple):
    """What re-ranking needs to know of one document; `asked` is JSON, to be read when needed."""

    id: int
    asked: str
    class_id: str
    lane: int
    due_at: datetime
    rank_at: datetime


_RANKED = (
    _DOCUMENT.id,
    cast(_DOCUMENT.asked, Text),
    _DOCUMENT.class_id,
    _DOCUMENT.lane,
    _DOCUMENT.due_at,
    _DOCUMENT.rank_at,
)


def asked_under_other_rules(session: Session, edition: str, most: int) -> list[Ranked]:
    """Open documents that were ranked by other rules than these, in no order that matters.

    Bare rows by the index of editions: what these rules ranked is never passed over on the way.
    """
    found: list[Ranked] = []
    for is_other in (_DOCUMENT.rules_edition < edition, _DOCUMENT.rules_edition > edition):
        query = (
            select(*_RANKED)
            .where(_DOCUMENT.status == DocumentStatus.OPEN, is_other)
            .order_by(_DOCUMENT.rules_edition)
            .limit(most - len(found))
            # Those that somebody is at are left for the next time; two workers share the work.
            .with_for_update(skip_locked=True)
        )
        found += map(Ranked._make, session.connection().execute(query))
    return found


def texts_of(session: Session, document_ids: Sequence[int]) -> dict[int, str]:
    """The text of each document's current version, as far as word rules look.

    Documents without text are left out. A file that several of them have is read once.
    """
    files = (
        select(_DOCUMENT.id, _FILE.file_sha256)
        .join_from(Document.__table__, SourceVersion.__table__, _is_current())
        .join(SourceFile.__table__, _FILE.version_id == _VERSION.id)
        .where(_among(session, document_ids))
        .order_by(_DOCUMENT.id, _FILE.position)
    )
    of = [(row[0], row[1]) for row in session.connection().execute(files)]
    texts = _texts_in(session, {sha256 for _, sha256 in of})
    found: dict[int, list[str]] = {}
    for document_id, sha256 in of:
        if sha256 in texts:
            found.setdefault(document_id, []).append(texts[sha256])
    return {key: "\n".join(several)[:TEXT_AT_MOST] for key, several in found.items()}


def _among(session: Session, document_ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether a document is one of these.

    They go as one value: as a parameter each, the driver took longer than the database.
    """
    if session.get_bind().dialect.name == "postgresql":
        return _DOCUMENT.id == func.any(literal(list(document_ids), ARRAY(Integer)))
    listed = func.json_each(json.dumps(list(document_ids))).table_valued("value")
    return _DOCUMENT.id.in_(select(listed.c.value))


def _is_current() -> ColumnElement[bool]:
    return and_(_VERSION.document_id == _DOCUMENT.id, _VERSION.number == _DOCUMENT.current_version)


def _texts_in(session: Session, sha256s: Collection[str]) -> dict[str, str]:
    """The text of each of these files that has any."""
    query = (
        select(_UNIT.file_sha256, _UNIT.text)
        .where(_UNIT.file_sha256.in_(sha256s))
        .order_by(_UNIT.file_sha256, _UNIT.position)
    )
    units = session.connection().execute(query)
    return {
        sha256: "\n".join(text for _, text in several)
        for sha256, several in groupby(units, key=itemgetter(0))
    }


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
    session.connection().execute(
        update(Base.metadata.tables[Document.__tablename__])
        .where(_among(session, document_ids))
        .values(rules_edition=edition)
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
    session.connection().execute(
        insert(Base.metadata.tables[DocumentEvent.__tablename__]),
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
