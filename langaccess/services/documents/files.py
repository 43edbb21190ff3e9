"""Taking in files: read in full before anything of them is written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.adapters.files.read import read_file
from langaccess.adapters.store import FileStore, Readable
from langaccess.domain.documents.files import FileRefused, Reading
from langaccess.storage.documents.requests import StoredFile, TextUnit

__all__ = ["FileStore", "Upload", "grade_of", "read_upload", "remember", "words_in"]

# Larger than any notice or form; printers' files go to the designer and not to the translator.
FILE_BYTES_AT_MOST = 50 * 1024 * 1024
FILES_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came in: kept, read, and not yet part of anything."""

    name: str
    sha256: str
    size: int
    reading: Reading


def read_upload(store: FileStore, name: str, stream: Readable) -> Upload:
    """Keep a file and read it; to be done before a transaction that may write.

    Raises FileRefused with what is wrong; nothing of a refused file is left.
    """
    kept = store.keep(stream, most_bytes=FILE_BYTES_AT_MOST, name=name)
    try:
        reading = read_file(kept.path, name, most_bytes=FILE_BYTES_AT_MOST)
    except FileRefused:
        if kept.is_new:
            store.forget(kept.sha256)
        raise
    return Upload(name, kept.sha256, kept.size, reading)


def remember(session: Session, uploads: Iterable[Upload], *, now: datetime) -> list[StoredFile]:
    """Write down contents with their text; those known from before are given back as they are."""
    return [_remember(session, upload, now) for upload in uploads]


def _remember(session: Session, upload: Upload, now: datetime) -> StoredFile:
    known = session.get(StoredFile, upload.sha256)
    if known is not None:
        return known
    file = StoredFile(
        sha256=upload.sha256,
        size=upload.size,
        kind=upload.reading.kind.value,
        reading=upload.reading.facts(),
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(file)
    except IntegrityError:  # somebody brought the same content at this very moment
        return session.get_one(StoredFile, upload.sha256)
    units: list[dict[str, Any]] = [
        {"file_sha256": upload.sha256, "position": place, "place": one.place, "text": one.text}
        for place, one in enumerate(upload.reading.segments, 1)
    ]
    if units:
        session.execute(insert(TextUnit), units)
    return file


def words_in(uploads: Sequence[Upload]) -> int:
    """Words of all files together, those of opaque kinds not counted."""
    return sum(upload.reading.words or 0 for upload in uploads)


def grade_of(uploads: Sequence[Upload]) -> int | None:
    """The highest reading grade of the files, in tenths; None where none was measured."""
    grades = [upload.reading.grade for upload in uploads if upload.reading.grade is not None]
    return round(max(grades) * 10) if grades else None
