"""The versions of a document's source: a new one makes every translation of the old one stale."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.counting import count_words, folded
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import (
    DocumentStatus,
    DocumentUnknown,
    FilesMissing,
    JobState,
    JobUnknown,
    MoveUnfit,
)
from langaccess.domain.errors import Conflict
from langaccess.services.documents.files import Upload, grade_of, remember, words_in
from langaccess.services.documents.telling import tell
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.library import Publication
from langaccess.storage.documents.queue import document_seen, lock_document
from langaccess.storage.documents.requests import (
    Document,
    SourceFile,
    SourceVersion,
    TextUnit,
)
from langaccess.storage.documents.work import every_job_of, job_seen, lock_job


class NothingNew(Conflict):
    """These files are the version that is there already."""


def write_version(
    session: Session,
    document: Document,
    uploads: Sequence[Upload],
    actor: Actor,
    *,
    number: int,
    note: str,
    changed_words: int | None = None,
    now: datetime,
) -> SourceVersion:
    """Write one version of a document's source with its files."""
    words = words_in(uploads)
    version = SourceVersion(
        document_id=document.id,
        number=number,
        created_at=now,
        created_by_id=actor.account_id,
        note=note,
        words=words,
        repeated_words=sum(upload.reading.repeated or 0 for upload in uploads),
        changed_words=words if changed_words is None else changed_words,
        grade_tenths=grade_of(uploads),
    )
    session.add(version)
    session.flush()
    files = remember(session, uploads, now=now)
    for position, (upload, file) in enumerate(zip(uploads, files, strict=True), 1):
        session.add(
            SourceFile(
                version_id=version.id,
                position=position,
                name=upload.name,
                file_sha256=file.sha256,
            )
        )
    session.flush()
    return version


def bring_version(
    session: Session,
    actor: Actor,
    uploads: Sequence[Upload],
    *,
    reference: str,
    note: str,
    now: datetime,
) -> SourceVersion:
    """Take in a new version of the source; what is published is stale from now on.

    Nothing that was done is reset: work that goes on keeps its people and its place, and takes
    the new version up when its translator says so. Only words of paragraphs that are new count.
    Raises DocumentUnknown, FilesMissing, NothingNew.
    """
    document = document_seen(session, actor, reference)
    if document is None or document.status is DocumentStatus.CANCELLED:
        raise DocumentUnknown
    is_mine = document.requester_id == actor.account_id
    if not is_mine:
        actor.must(Permission.DOCUMENTS_MANAGE)
    if not uploads:
        raise FilesMissing
    document = lock_document(session, document.id)
    before = version_of(session, document.id, document.current_version)
    if [one.file_sha256 for one in before.files] == [one.sha256 for one in uploads]:
        raise NothingNew
    changed = changed_words(session, before, uploads)
    number = document.current_version + 1
    version = write_version(
        session,
        document,
        uploads,
        actor,
        number=number,
        note=note.strip(),
        changed_words=changed,
        now=now,
    )
    document.current_version = number
    document.words = version.words
    _make_stale(session, document, now=now)
    tell(
        session,
        actor,
        document,
        Happening.NEW_VERSION,
        now=now,
        also=_publishers(session, document.id),
        number=number,
        words=changed,
    )
    return version


def take_version_up(
    session: Session, actor: Actor, *, reference: str, tag: str, now: datetime
) -> Job:
    """Say that the work on one language goes on with the newest source.

    What was handed over goes back to its translator for the paragraphs that changed. Raises
    JobUnknown, MoveUnfit.
    """
    seen = job_seen(session, actor, reference, tag)
    if seen is None:
        raise JobUnknown
    job = lock_job(session, seen.id)
    document = session.get_one(Document, job.document_id)
    newest = version_of(session, document.id, document.current_version)
    if actor.account_id != job.translator_id:
        actor.must(Permission.DOCUMENTS_MANAGE)
    if job.source_version_id == newest.id:
        return job
    after_translation = {
        JobState.REVISING,
        JobState.REVIEWING,
        JobState.LAYOUT,
        JobState.VERIFYING,
    }
    if job.state in after_translation:
        job.state = JobState.CORRECTING
        job.revised_at = None
    elif job.state not in {JobState.TRANSLATING, JobState.CORRECTING, JobState.ACCEPTED}:
        raise MoveUnfit(job.state)
    job.source_version_id = newest.id
    job.words = newest.changed_words
    job.version += 1
    job.changed_at = now
    tell(session, actor, document, Happening.TAKEN_UP, now=now, job=job, number=newest.number)
    return job


def version_of(session: Session, document_id: int, number: int) -> SourceVersion:
    """The version of this number, which is in the database."""
    query = select(SourceVersion).filter_by(document_id=document_id, number=number)
    return session.scalars(query).one()


def changed_words(session: Session, before: SourceVersion, uploads: Sequence[Upload]) -> int:
    """Words of the paragraphs that the version before did not have."""
    query = (
        select(TextUnit.text)
        .join(SourceFile, SourceFile.file_sha256 == TextUnit.file_sha256)
        .where(SourceFile.version_id == before.id)
    )
    known = {folded(text) for text in session.scalars(query)}
    new = {folded(one.text) for upload in uploads for one in upload.reading.segments} - known
    return sum(count_words(text) for text in new)


def _make_stale(session: Session, document: Document, *, now: datetime) -> None:
    """Published and delivered languages are stale and wait in the queue again."""
    is_reopened = False
    for job in every_job_of(session, document.id):
        if job.state in {JobState.DELIVERED, JobState.PUBLISHED}:
            job.state = JobState.STALE
            job.version += 1
            job.changed_at = now
            is_reopened = True
    if is_reopened and document.status is DocumentStatus.DONE:
        document.status, document.closed_at = DocumentStatus.OPEN, None


def _publishers(session: Session, document_id: int) -> list[int]:
    query = select(Publication.published_by_id).where(
        Publication.document_id == document_id, Publication.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.distinct()))
