"""Documents: asking for a translation, the queue, and one document with every reason."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy import select

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import DocumentStatus, DocumentUnknown
from langaccess.domain.places import slug_of
from langaccess.services.documents.request import Ask, request_translation
from langaccess.storage.base import db
from langaccess.storage.documents.queue import (
    Place,
    Queued,
    document_seen,
    documents_seen_by,
    queue_page,
)
from langaccess.storage.documents.seen import my_documents
from langaccess.storage.places import Department
from langaccess.web.access import allow, current_actor, now, takes_files
from langaccess.web.api.blueprint import get, post
from langaccess.web.api.document_shapes import (
    DocumentAsked,
    DocumentShown,
    DocumentsListed,
    Wanted,
    document_shown,
    line_shown,
    names_of,
)
from langaccess.web.api.documents_files import BODY, uploads
from langaccess.web.api.problems import FieldsRefused
from langaccess.web.document_words import reasons_said
from langaccess.web.page import city

ONE = "/documents/<reference>"
LAST_ID = 2**31 - 1


@post("/documents", DocumentShown, takes=DocumentAsked, status=201, brings=BODY)
@allow(Permission.DOCUMENT_REQUEST)
@takes_files
def request_document(
    target_languages: list[str],
    flags: list[str],
    source_language: str,
    layout: bool,
    review: bool,
    department: str | None,
    text: str,  # noqa: ARG001 - it became a file before anybody stood in line to write
    **asked: Any,
) -> ResponseReturnValue:
    """Ask for a translation: class, dates and place are decided at once, with every reason."""
    ask = Ask(
        request_key=f"api-{secrets.token_urlsafe(16)}",
        target_tags=tuple(target_languages),
        flags=tuple(flags),
        source_tag=source_language,
        needs_layout=layout,
        needs_review=review,
        department_id=_department_id(department),
        **asked,
    )
    document = request_translation(db.session(), current_actor(), city(), ask, uploads(), now=now())
    return _shown(document.reference)


@get("/documents", DocumentsListed, query=Wanted)
@allow(Permission.DOCUMENT_REQUEST)
def documents(queue: bool, limit: int, after: str | None) -> ResponseReturnValue:
    """The documents one may see: the queue in its order, or one's own, the newest first."""
    return _queue(limit, after) if queue else _mine(limit, after)


@get(ONE, DocumentShown)
@allow(Permission.DOCUMENT_REQUEST)
def document(reference: str) -> ResponseReturnValue:
    """One document. Made for polling: 304 while nothing moved."""
    return _shown(reference)


def _shown(reference: str) -> dict[str, Any]:
    db.session().flush()
    found = document_seen(db.session(), current_actor(), reference)
    if found is None:
        raise DocumentUnknown
    return document_shown(db.session(), found, now=now())


def _queue(limit: int, after: str | None) -> dict[str, Any]:
    rows = queue_page(
        db.session(),
        limit=limit + 1,
        after=_place(after) if after else None,
        where=(documents_seen_by(current_actor()),),
    )
    names = names_of(db.session())
    return {
        "documents": [line_shown(one, names) for one in rows[:limit]],
        "next": _cursor(rows[limit - 1]) if len(rows) > limit else None,
    }


def _mine(limit: int, after: str | None) -> dict[str, Any]:
    if after is not None and not (after.isdecimal() and after.isascii() and int(after) <= LAST_ID):
        raise _no_cursor()
    rows = my_documents(
        db.session(),
        current_actor().account_id,
        statuses=tuple(DocumentStatus),
        after=int(after) if after else None,
        limit=limit + 1,
    )
    names = names_of(db.session())
    shown = [
        {**one._asdict(), "because": reasons_said(one.decision, names)} for one in rows[:limit]
    ]
    return {"documents": shown, "next": str(rows[limit - 1].id) if len(rows) > limit else None}


def _cursor(one: Queued) -> str:
    """A place of the queue as text that nobody reads."""
    place = [one.lane, one.rank_at.isoformat(), one.received_at.isoformat(), one.id]
    return urlsafe_b64encode(json.dumps(place).encode()).decode()


def _place(cursor: str) -> Place:
    try:
        lane, rank_at, received_at, row = json.loads(urlsafe_b64decode(cursor.encode()))
        place = Place(
            int(lane),
            datetime.fromisoformat(rank_at),
            datetime.fromisoformat(received_at),
            int(row),
        )
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise _no_cursor() from error
    is_one = place.rank_at.tzinfo and place.received_at.tzinfo
    if not is_one or place.lane not in {0, 1} or not 0 <= place.id <= LAST_ID:
        raise _no_cursor()
    return place


def _no_cursor() -> FieldsRefused:
    return FieldsRefused({"after": ["Send what `next` of the page before said."]})


def _department_id(slug: str | None) -> int | None:
    if slug is None:
        return None
    found = db.session().execute(select(Department.id, Department.name))
    ids = {slug_of(name, ()): department_id for department_id, name in found}
    if slug not in ids:
        raise FieldsRefused({"department": ["There is no such department."]})
    return ids[slug]
