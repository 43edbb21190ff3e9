"""The text of a PDF file, as far as it holds any."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.filters import ZLIB_MAX_OUTPUT_LENGTH
from pypdf.generic import DictionaryObject

from langaccess.adapters.files.found import Found, listed
from langaccess.domain.documents.files import (
    ArchiveBomb,
    Fault,
    FileBroken,
    FileEncrypted,
    FileKind,
    FileNote,
    Measure,
)

MOST_PAGES = 2_000
# Lines shorter than this share of the longest on their page end a paragraph.
_FULL_LINE = 0.7
_BULLET = re.compile(r"(?:[•◦▪‣\-–*]|\d{1,2}[.)]|[a-z][.)])\s")
_END = re.compile(r"[.!?:;]['\"”’)]*$")
# What a file made by somebody else can set off in pypdf: it promises no closed list.
_BROKEN = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    AssertionError,
    NotImplementedError,
    OSError,
)


def read_pdf(path: Path, name: str) -> Found:
    """Text page by page, labels of form fields, notes on what the file is made of.

    Raises FileEncrypted, FileBroken with the page, ArchiveBomb.
    """
    found = Found()
    quiet = logging.getLogger("pypdf")
    said = _Said()
    quiet.addHandler(said)
    quiet.propagate = False
    try:
        with path.open("rb") as file:
            _read(found, _opened(file, name, found), name)
    finally:
        quiet.removeHandler(said)
        quiet.propagate = True
    if said.is_repaired:
        found.add(FileNote.REPAIRED)
    return found


class _Said(logging.Handler):
    """Hears what pypdf has to say about a file: that it had to look for its parts."""

    is_repaired = False

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().lower()
        self.is_repaired |= "xref" in text or "eof" in text or "startxref" in text


def _opened(file: BinaryIO, name: str, found: Found) -> PdfReader:
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            if not reader.decrypt(""):
                raise FileEncrypted(name, FileKind.PDF)
            found.add(FileNote.ENCRYPTED_BUT_OPENS)
        found.pages = len(reader.pages)
    except _BROKEN as error:
        raise FileBroken(name, FileKind.PDF, Fault.PDF) from error
    if found.pages > MOST_PAGES:
        raise ArchiveBomb(name, Measure.PAGES, MOST_PAGES)
    return reader


def _read(found: Found, reader: PdfReader, name: str) -> None:
    number, empty = 0, []
    try:
        for number, page in enumerate(reader.pages, 1):
            if not _read_page(found, page, number):
                empty.append(number)
        number = 0
        _read_catalogue(found, reader)
    except LimitReachedError as error:
        raise ArchiveBomb(
            name, Measure.PART_BYTES, ZLIB_MAX_OUTPUT_LENGTH, f"page {number}"
        ) from error
    except _BROKEN as error:
        where = f"page {number}" if number else ""
        raise FileBroken(name, FileKind.PDF, Fault.PDF, where) from error
    if empty:
        found.tell(FileNote.PAGES_WITHOUT_TEXT, pages=listed(empty))


def _read_page(found: Found, page: PageObject, number: int) -> bool:
    """Whether there was any text."""
    before = len(found.segments)
    for text in _paragraphs(page.extract_text().splitlines()):
        found.say(f"page {number}", text)
    pictures = _pictures(page)
    if pictures:
        found.add(FileNote.PICTURES, count=pictures)
    return len(found.segments) > before


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines as they are set joined to paragraphs as they were written, as well as can be told."""
    longest = max((len(one) for one in lines), default=0)
    held = ""
    for line in (one.strip() for one in lines):
        if held and (not line or _BULLET.match(line)):
            yield held
            held = ""
        held = f"{held} {line}".strip()
        if _END.search(line) or len(line) < _FULL_LINE * longest:
            yield held
            held = ""
    yield held


def _pictures(page: PageObject) -> int:
    """Pictures on a page, without unpacking any."""
    resources = page.get("/Resources")
    things = resources.get_object().get("/XObject") if resources is not None else None
    if things is None:
        return 0
    inner = (one.get_object() for one in things.get_object().values())
    return sum(one.get("/Subtype") == "/Image" for one in inner)


def _read_catalogue(found: Found, reader: PdfReader) -> None:
    fields = reader.get_fields() or {}
    for key, field in fields.items():
        found.say(f"field {key}", str(field.get("/TU") or ""))
    if fields:
        found.add(FileNote.FORM_FIELDS, count=len(fields))
    root = reader.root_object
    marked = root.get("/MarkInfo")
    if marked is None or not marked.get_object().get("/Marked"):
        found.add(FileNote.NOT_TAGGED_PDF)
    if _runs_script(root):
        found.add(FileNote.MACROS)
    if reader.attachments:
        found.add(FileNote.EMBEDDED_OBJECTS, count=len(reader.attachments))
    _note_comments(found, reader)


def _runs_script(root: DictionaryObject) -> bool:
    names = root.get("/Names")
    opening = root.get("/OpenAction")
    action = opening.get_object() if opening is not None else None
    return (names is not None and "/JavaScript" in names.get_object()) or (
        isinstance(action, dict) and action.get("/S") in {"/JavaScript", "/Launch"}
    )


def _note_comments(found: Found, reader: PdfReader) -> None:
    inside, count = Found(), 0
    for page in reader.pages:
        for one in page.annotations or ():
            mark = one.get_object()
            if mark.get("/Subtype") in {"/Text", "/Highlight", "/StrikeOut"}:
                count += 1
                inside.say("", str(mark.get("/Contents") or ""))
    if count:
        found.add(FileNote.COMMENTS, count=count, words=inside.words())
