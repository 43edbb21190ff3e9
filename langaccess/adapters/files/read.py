"""From the bytes of a file to everything that intake wants to know of it."""

from collections.abc import Callable
from pathlib import Path

from langaccess.adapters.files import sniff
from langaccess.adapters.files.archive import Archive
from langaccess.adapters.files.docx import read_docx
from langaccess.adapters.files.found import MOST_CHARACTERS, Found, TooMuchText
from langaccess.adapters.files.html import declared_encoding, read_html
from langaccess.adapters.files.language import language_of
from langaccess.adapters.files.markdown import read_md
from langaccess.adapters.files.odt import read_odt
from langaccess.adapters.files.ooxml import Package
from langaccess.adapters.files.pdf import read_pdf
from langaccess.adapters.files.plain import decode, read_txt
from langaccess.adapters.files.po import read_catalogue
from langaccess.adapters.files.pptx import read_pptx
from langaccess.adapters.files.xlsx import read_xlsx
from langaccess.domain.documents.counting import METHOD, count
from langaccess.domain.documents.files import (
    EXTENSIONS,
    MACRO_MEDIA_TYPES,
    MEDIA_TYPES,
    OPAQUE,
    ArchiveBomb,
    Fault,
    FileBroken,
    FileEmpty,
    FileEncrypted,
    FileKind,
    FileNote,
    FileTooLarge,
    Measure,
    NoTextInFile,
    Reading,
)
from langaccess.domain.documents.plain_language import grade_of

# "EncryptedPackage", the stream that holds an encrypted Office file ([MS-OFFCRYPTO], 2.3.4.4).
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OFFICE: dict[FileKind, Callable[[Package], Found]] = {
    FileKind.DOCX: read_docx,
    FileKind.PPTX: read_pptx,
    FileKind.XLSX: read_xlsx,
}


def read_file(path: Path, name: str, *, most_bytes: int) -> Reading:
    """Everything read from the file at `path`, which its sender called `name`.

    Raises FileTooLarge, FileEmpty, FileKindUnknown, FileKindDisguised, FileEncrypted, FileBroken,
    ArchiveBomb, NoTextInFile.
    """
    size = path.stat().st_size
    if size > most_bytes:
        raise FileTooLarge(name, most_bytes)
    if not size:
        raise FileEmpty(name)
    try:
        kind, media_type, found = _found(path, name)
    except FileBroken as error:
        raise sniff.named(error, name) from error
    except RecursionError as error:
        raise sniff.named(FileBroken(name, None, Fault.XML), name) from error
    except TooMuchText as error:
        raise ArchiveBomb(name, Measure.CHARACTERS, MOST_CHARACTERS) from error
    return _reading(name, kind, media_type, found)


def _found(path: Path, name: str) -> tuple[FileKind, str, Found]:
    with path.open("rb") as file:
        head = file.read(sniff.HEAD_BYTES)
    if head.startswith(sniff.ZIP):
        with Archive(path, name) as archive:
            found = _read_archive(archive)
            archive.check_rest()
            return found
    if sniff.is_pdf(head):
        sniff.check_name(name, FileKind.PDF)
        return FileKind.PDF, MEDIA_TYPES[FileKind.PDF], read_pdf(path, name)
    if head.startswith(sniff.OLE):
        _refuse_container(path, name)
    foreign = sniff.foreign_in(head)
    if foreign:
        sniff.refuse_foreign(name, foreign)
    return _read_text(path.read_bytes(), name)


def _read_archive(archive: Archive) -> tuple[FileKind, str, Found]:
    kind = sniff.package_kind(archive)
    if kind is not None:
        sniff.check_name(archive.name, kind)
        return kind, MEDIA_TYPES[kind], Found() if kind in OPAQUE else read_odt(archive)
    package = Package(archive) if sniff.is_ooxml(archive) else None
    if package is None or package.kind is None:
        sniff.refuse_foreign(archive.name, "zip")
        raise AssertionError  # pragma: no cover
    kind = package.kind
    sniff.check_name(archive.name, kind)
    types = MACRO_MEDIA_TYPES if package.is_macro_enabled else MEDIA_TYPES
    return kind, types[kind], _OFFICE[kind](package)


def _refuse_container(path: Path, name: str) -> None:
    if _ENCRYPTED_STREAM in path.read_bytes():
        raise FileEncrypted(name, EXTENSIONS.get(sniff.extension_of(name)))
    sniff.refuse_foreign(name, "old Office file")


def _read_text(content: bytes, name: str) -> tuple[FileKind, str, Found]:
    notes = Found()
    said = EXTENSIONS.get(sniff.extension_of(name))
    text = _decoded(content, name, said, notes)
    kind = sniff.text_kind(name, text)
    found = _TEXTS[kind](text, name)
    found.take(notes)
    return kind, MEDIA_TYPES[kind], found


def _decoded(content: bytes, name: str, said: FileKind | None, notes: Found) -> str:
    told = declared_encoding(content) if said == FileKind.HTML else ""
    try:
        return decode(content, name, said or FileKind.TXT, notes, told=told)
    except FileBroken as error:
        if said is None or said in sniff.TEXTS:
            raise
        raise FileBroken(
            name, said, Fault.PDF if said == FileKind.PDF else Fault.ARCHIVE
        ) from error


_TEXTS: dict[FileKind, Callable[[str, str], Found]] = {
    FileKind.TXT: lambda text, _name: read_txt(text),
    FileKind.MD: read_md,
    FileKind.HTML: read_html,
    FileKind.PO: read_catalogue,
}


def _reading(name: str, kind: FileKind, media_type: str, found: Found) -> Reading:
    segments = tuple(found.segments)
    counted = count(segments)
    is_opaque = kind in OPAQUE
    if is_opaque:
        found.add(FileNote.NOT_READ)
    elif not counted.words:
        pictures = found.amount(FileNote.PICTURES, "count")
        raise NoTextInFile(name, kind, found.pages, pictures)
    language_tag, confidence = language_of(segments)
    return Reading(
        kind=kind,
        media_type=media_type,
        segments=segments,
        words=None if is_opaque else counted.words,
        repeated=None if is_opaque else counted.repeated,
        method="" if is_opaque else METHOD,
        language_tag=language_tag,
        language_confidence=confidence,
        grade=grade_of(segments) if language_tag == "en" else None,
        pages=found.pages,
        notes=found.notes(),
    )
