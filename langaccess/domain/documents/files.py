"""What a file is, what was found in it, and why a file is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from langaccess.domain.documents.text import Segment
from langaccess.domain.errors import Invalid


class FileKind(StrEnum):
    """The formats a document may come in."""

    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"
    MD = "md"
    TXT = "txt"
    ODT = "odt"
    PO = "po"
    IDML = "idml"


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
    FileKind.HTML: "text/html",
    FileKind.MD: "text/markdown",
    FileKind.TXT: "text/plain",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.PO: "text/x-gettext-translation",
    FileKind.IDML: "application/vnd.adobe.indesign-idml-package",
}
MACRO_MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.DOCX: "application/vnd.ms-word.document.macroEnabled.12",
    FileKind.PPTX: "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    FileKind.XLSX: "application/vnd.ms-excel.sheet.macroEnabled.12",
}
EXTENSIONS: Mapping[str, FileKind] = {
    **{kind.value: kind for kind in FileKind},
    **dict.fromkeys(("docm", "dotx", "dotm"), FileKind.DOCX),
    **dict.fromkeys(("pptm", "potx", "potm", "ppsx", "ppsm"), FileKind.PPTX),
    **dict.fromkeys(("xlsm", "xltx", "xltm"), FileKind.XLSX),
    **dict.fromkeys(("htm", "xhtml"), FileKind.HTML),
    "markdown": FileKind.MD,
    "text": FileKind.TXT,
    "ott": FileKind.ODT,
    "pot": FileKind.PO,
}
# Kept and handed on as they are; nobody here looks inside.
OPAQUE = frozenset({FileKind.IDML})
ALLOWED = tuple(kind.value for kind in FileKind)


class FileNote(StrEnum):
    """Something people should know about a file that is taken, with the facts it carries."""

    MACROS = "macros"
    TRACKED_CHANGES = "tracked_changes"  # insertions, deletions
    COMMENTS = "comments"  # count, words: not among the words of the file
    HIDDEN_TEXT = "hidden_text"  # words: not among the words of the file
    HIDDEN_SHEETS = "hidden_sheets"  # sheets (names), words: not among the words of the file
    HIDDEN_SLIDES = "hidden_slides"  # slides (numbers), words: not among the words of the file
    EMBEDDED_OBJECTS = "embedded_objects"  # count
    PICTURES = "images_with_text_possible"  # count
    FORM_FIELDS = "form_fields"  # count
    PAGES_WITHOUT_TEXT = "some_pages_without_text"  # pages (numbers)
    NOT_TAGGED_PDF = "not_tagged_pdf"
    EXTERNAL_LINKS = "external_links"  # count, first: what the file would fetch when opened
    ENCODING_GUESSED = "encoding_guessed"  # encoding
    ENCRYPTED_BUT_OPENS = "encrypted_but_opens"
    REPAIRED = "repaired"
    TRANSLATED_BEFORE = "translated_before"  # translated, fuzzy, untranslated, language
    NOT_READ = "not_read"


class Fault(StrEnum):
    """Why a file cannot be read to its end."""

    ARCHIVE = "archive"
    PART_MISSING = "part_missing"
    XML = "xml"
    DTD = "dtd"
    PDF = "pdf"
    HTML = "html"
    CATALOGUE = "catalogue"
    ENCODING = "encoding"
    NUL = "nul"


class Measure(StrEnum):
    """What an archive has too much of."""

    ENTRIES = "entries"
    PART_BYTES = "part_bytes"
    TOTAL_BYTES = "total_bytes"
    RATIO = "ratio"
    DEPTH = "depth"
    PAGES = "pages"
    CHARACTERS = "characters"


Facts: TypeAlias = Mapping[str, str | int]
Notes: TypeAlias = tuple[tuple[FileNote, Facts], ...]


@dataclass(eq=False)
class FileRefused(Invalid):
    """This file is not taken; nothing of it is kept."""

    file_name: str

    def __str__(self) -> str:
        """For logs: the refusal and everything it knows, on one line."""
        known = ", ".join(f"{key}={value!s}" for key, value in vars(self).items())
        return f"{type(self).__name__}: {known}"


@dataclass(eq=False)
class FileTooLarge(FileRefused):
    """It is larger than one file may be."""

    most_bytes: int

    __str__ = FileRefused.__str__


@dataclass(eq=False)
class FileEmpty(FileRefused):
    """It holds not one byte."""

    __str__ = FileRefused.__str__


@dataclass(eq=False)
class FileKindUnknown(FileRefused):
    """It is of no kind we take; `found` is a plain name of what it is ("zip"), empty if unknown."""

    found: str = ""
    allowed: tuple[str, ...] = ALLOWED

    __str__ = FileRefused.__str__


@dataclass(eq=False)
class FileKindDisguised(FileRefused):
    """Its name says one thing (`said`, an extension) and its content another (`found`)."""

    said: str
    found: str

    __str__ = FileRefused.__str__


@dataclass(eq=False)
class FileEncrypted(FileRefused):
    """It cannot be opened without a password."""

    kind: FileKind | None = None

    __str__ = FileRefused.__str__


@dataclass(eq=False)
class FileBroken(FileRefused):
    """It cannot be read; `where` is a part of an archive, a page, a line, or empty."""

    kind: FileKind | None
    fault: Fault
    where: str = ""

    __str__ = FileRefused.__str__


@dataclass(eq=False)
class ArchiveBomb(FileRefused):
    """Unpacked it would be far larger than any document; `where` is the part that goes too far."""

    measure: Measure
    most: int
    where: str = ""

    __str__ = FileRefused.__str__


@dataclass(eq=False)
class NoTextInFile(FileRefused):
    """No text can be read, as in a scan: the original is needed. `pages` is None where unknown."""

    kind: FileKind
    pages: int | None = None
    pictures: int = 0

    __str__ = FileRefused.__str__


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one file.

    `words` counts all of `segments`, `repeated` those of segments that came before (see
    `counting`); both are None for a kind we do not look into. `method` names the way of counting.
    `language_tag` is BCP 47, None where unsure; `language_confidence` is 0 to 1. `grade` is
    Flesch-Kincaid's, for English. `pages` counts pages, slides or sheets.
    """

    kind: FileKind
    media_type: str
    segments: tuple[Segment, ...]
    words: int | None
    repeated: int | None
    method: str
    language_tag: str | None
    language_confidence: float
    grade: float | None
    pages: int | None
    notes: Notes

    @property
    def new(self) -> int | None:
        """Words to translate for the first time."""
        return None if self.words is None or self.repeated is None else self.words - self.repeated

    def facts(self) -> dict[str, object]:
        """The same without the segments, ready for JSON."""
        return {
            "kind": self.kind.value,
            "media_type": self.media_type,
            "segments": len(self.segments),
            "words": self.words,
            "repeated": self.repeated,
            "method": self.method,
            "language_tag": self.language_tag,
            "language_confidence": self.language_confidence,
            "grade": self.grade,
            "pages": self.pages,
            "notes": [[note.value, dict(facts)] for note, facts in self.notes],
        }
