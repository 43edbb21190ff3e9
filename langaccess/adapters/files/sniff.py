"""What a file is, by what is in it; its name is only asked which kind of plain text it is."""

import re
from pathlib import PurePath

from langaccess.adapters.files.archive import Archive
from langaccess.adapters.files.ooxml import TYPES_PART
from langaccess.domain.documents.files import (
    EXTENSIONS,
    FileBroken,
    FileKind,
    FileKindDisguised,
    FileKindUnknown,
)

HEAD_BYTES = 4096
# Compound File Binary, the container of Word 97 and of encrypted Office files alike ([MS-CFB]).
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# A reader takes "%PDF-" within the first 1,024 bytes (ISO 32000-1, Annex H, note 13).
_PDF, _PDF_WITHIN = b"%PDF-", 1024
_FOREIGN = (
    (b"MZ", "Windows program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture or sound"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "PostScript"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3\0", "database"),
    (b"ID3", "sound"),
)
_PACKAGES = {
    "application/vnd.oasis.opendocument.text": FileKind.ODT,
    "application/vnd.oasis.opendocument.text-template": FileKind.ODT,
    "application/vnd.adobe.indesign-idml-package": FileKind.IDML,
}
TEXTS = frozenset({FileKind.HTML, FileKind.MD, FileKind.TXT, FileKind.PO})
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>\s*<!--.*?-->)*+\s*<(?:!doctype html|html)\b", re.I | re.S
)
_PO = re.compile(r"^msgid \"", re.MULTILINE)
_MD = re.compile(r"^(?:#{1,6} \S|```|\[[^\]]+\]: \S)|\]\([^)\s]+\)", re.MULTILINE)


def extension_of(name: str) -> str:
    """The last extension of a name in lower case, without the dot."""
    return PurePath(name.strip().rstrip(".")).suffix[1:].lower()


def check_name(name: str, kind: FileKind) -> None:
    """Refuse a name that says another kind. Raises FileKindDisguised, FileKindUnknown.

    A name without an extension says nothing.
    """
    said = extension_of(name)
    if not said or EXTENSIONS.get(said) == kind:
        return
    refuse_foreign(name, kind.value)


def refuse_foreign(name: str, found: str) -> None:
    """Refuse what is of no kind we take. Raises FileKindDisguised, FileKindUnknown."""
    said = extension_of(name)
    if said in EXTENSIONS:
        raise FileKindDisguised(name, said, found)
    raise FileKindUnknown(name, found)


def is_pdf(head: bytes) -> bool:
    """Whether these first bytes are those of a PDF file."""
    return _PDF in head[:_PDF_WITHIN]


def foreign_in(head: bytes) -> str:
    """A plain name for what begins like this and is nothing we take; empty if it may be text."""
    found = next((name for mark, name in _FOREIGN if head.startswith(mark)), "")
    is_text = found == "Windows program" and b"\0" not in head
    if head[4:8] == b"ftyp":
        return "film or picture"
    return "" if is_text else found


def package_kind(archive: Archive) -> FileKind | None:
    """What an archive says it is in its `mimetype`; None for OOXML and all others."""
    if "mimetype" not in archive:
        return None
    told = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
    if told not in _PACKAGES:
        refuse_foreign(archive.name, told.rpartition(".")[2] or "zip")
    return _PACKAGES.get(told)


def is_ooxml(archive: Archive) -> bool:
    """Whether an archive has what every Office Open XML package has."""
    return TYPES_PART in archive


def text_kind(name: str, text: str) -> FileKind:
    """Which kind of text: as the name says, or as the text looks if the name says nothing.

    Raises FileKindUnknown, FileKindDisguised.
    """
    said = EXTENSIONS.get(extension_of(name))
    looks = _look(text)
    if said in TEXTS:
        return said
    check_name(name, looks)
    return looks


def _look(text: str) -> FileKind:
    start = text[:100_000]
    if _HTML.match(start):
        return FileKind.HTML
    if _PO.search(start):
        return FileKind.PO
    return FileKind.MD if _MD.search(start) else FileKind.TXT


def named(error: FileBroken, name: str) -> FileBroken:
    """The same fault, with the kind that the name says where the content does not tell."""
    kind = error.kind or EXTENSIONS.get(extension_of(name))
    return FileBroken(error.file_name, kind, error.fault, error.where)
