"""What stands on a document's page, made ready to be read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from langaccess.domain.documents.outlook import outlook
from langaccess.domain.documents.plan import Plan
from langaccess.domain.documents.workflow import (
    IN_WORK,
    CommentKind,
    DocumentStatus,
    JobState,
    TimeStatus,
    time_status,
)
from langaccess.services.documents.dates import plan_document
from langaccess.storage.base import db
from langaccess.storage.documents.jobs import Comment, Job
from langaccess.storage.documents.queue import place_of
from langaccess.storage.documents.requests import Document, SourceFile
from langaccess.storage.documents.seen import open_documents
from langaccess.web.access import now
from langaccess.web.document_words import file_notes_said, reason_said
from langaccess.web.page import city
from langaccess.web.tiles import Tile, tile_of

COUNTED_TO = 1000
# Where nothing is owed any more, so that no date is late.
_ENDED = frozenset({JobState.CANCELLED, JobState.WITHDRAWN})


class LanguageLine(NamedTuple):
    """One language of a document: where it stands, and when it will be done."""

    job: Job
    language: Tile
    time: TimeStatus | None
    finish_at: datetime | None
    translator: str
    reviser: str


class FileLine(NamedTuple):
    """One file of a version, with what its reading found."""

    name: str
    sha256: str
    kilobytes: int
    words: int | None
    repeated: int | None
    grade: float | None
    pages: int | None
    language: str
    notes: list[str]


class Standing(NamedTuple):
    """A document's place in the queue: the number of it, and of all there are."""

    number: int
    of: int
    is_more: bool


class Talk(NamedTuple):
    """A comment with its answers."""

    comment: Comment
    answers: list[Comment]

    @property
    def is_open(self) -> bool:
        """Whether it is a question that waits for its answer."""
        return self.comment.kind is CommentKind.QUESTION and not self.answers


def standing(document: Document) -> Standing | None:
    """Where an open document stands in the queue; None once it has left it."""
    if document.status is not DocumentStatus.OPEN:
        return None
    session = db.session()
    before = place_of(session, document, COUNTED_TO)
    count = open_documents(session, COUNTED_TO + 1)
    return Standing(before + 1, min(count, COUNTED_TO), count > COUNTED_TO)


def plan_now(document: Document, jobs: Sequence[Job]) -> Plan | None:
    """The plan of the languages that are still worked on, as of this moment."""
    tags = [one.language_tag for one in jobs if one.state in IN_WORK]
    return plan_document(db.session(), city(), document, tags, now=now()) if tags else None


def language_lines(jobs: Sequence[Job], plan: Plan | None) -> list[LanguageLine]:
    """A line for each language, by its English name."""
    finish = {one.tag: one.finish_at for one in plan.languages} if plan else {}
    lines = [_line(job, finish.get(job.language_tag, job.finish_at)) for job in jobs]
    return sorted(lines, key=lambda one: one.language.name)


def outlook_said(plan: Plan | None, names: Mapping[str, str]) -> list[str]:
    """What is late, and what can be done about it: one sentence each."""
    return [reason_said(one, names) for one in outlook(plan)] if plan else []


def file_lines(
    files: Iterable[SourceFile], source_tag: str, names: Mapping[str, str]
) -> list[FileLine]:
    """A line for each file of a version."""
    return [_file_line(one, source_tag, names) for one in files]


def talks(comments: Iterable[Comment]) -> list[Talk]:
    """Comments in their order, each question with its answers behind it."""
    found: dict[int, Talk] = {}
    for one in comments:
        asked = found.get(one.answers_id or 0)
        if asked is not None:
            asked.answers.append(one)
        else:
            found[one.id] = Talk(one, [])
    return list(found.values())


def _line(job: Job, finish_at: datetime | None) -> LanguageLine:
    time = None
    if job.state not in _ENDED:
        time = time_status(
            now=now(),
            due_at=job.due_at,
            finish_at=finish_at,
            done_at=job.delivered_at if job.state is not JobState.STALE else None,
            is_held=job.held_at is not None,
        )
    return LanguageLine(
        job=job,
        language=tile_of(job.language.facts),
        time=time,
        finish_at=job.delivered_at or finish_at,
        translator=_name(job.translator, job.translator_vendor),
        reviser=_name(job.reviser, job.reviser_vendor),
    )


def _name(person: Any, vendor: Any) -> str:
    return str((person or vendor).name) if person or vendor else ""


def _file_line(one: SourceFile, source_tag: str, names: Mapping[str, str]) -> FileLine:
    reading = one.file.reading
    tag = reading.get("language_tag") or ""
    is_other = bool(tag) and tag.partition("-")[0] != source_tag.partition("-")[0]
    return FileLine(
        name=one.name,
        sha256=one.file_sha256,
        kilobytes=max(1, round(one.file.size / 1024)),
        words=reading.get("words"),
        repeated=reading.get("repeated"),
        grade=reading.get("grade"),
        pages=reading.get("pages"),
        language=names.get(tag, tag) if is_other else "",
        notes=file_notes_said(reading),
    )
