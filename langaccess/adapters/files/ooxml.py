"""An Office Open XML package: which parts there are, of what type, and how they hang together."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from langaccess.adapters.files.archive import Archive
from langaccess.adapters.files.found import Found
from langaccess.adapters.files.trees import Element, get, parse_part, tag_of
from langaccess.domain.documents.files import Fault, FileBroken, FileKind, FileNote

TYPES_PART = "[Content_Types].xml"
_MAIN = {
    "wordprocessingml.document.main+xml": FileKind.DOCX,
    "wordprocessingml.template.main+xml": FileKind.DOCX,
    "ms-word.document.macroenabled.main+xml": FileKind.DOCX,
    "ms-word.template.macroenabledtemplate.main+xml": FileKind.DOCX,
    "presentationml.presentation.main+xml": FileKind.PPTX,
    "presentationml.slideshow.main+xml": FileKind.PPTX,
    "presentationml.template.main+xml": FileKind.PPTX,
    "ms-powerpoint.presentation.macroenabled.main+xml": FileKind.PPTX,
    "ms-powerpoint.slideshow.macroenabled.main+xml": FileKind.PPTX,
    "ms-powerpoint.template.macroenabled.main+xml": FileKind.PPTX,
    "spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "spreadsheetml.template.main+xml": FileKind.XLSX,
    "ms-excel.sheet.macroenabled.main+xml": FileKind.XLSX,
    "ms-excel.template.macroenabled.main+xml": FileKind.XLSX,
}
_MACRO_PARTS = ("vbaproject", "macrosheet")
_EMBEDDED = frozenset({"oleObject", "package", "control", "aFChunk"})


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship; `kind` is the last word of its type, `target` a part or an address."""

    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """A package whose main part is known."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._parts = {one.lower(): one for one in archive.parts}
        self._overrides: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        for one in parse_part(archive, TYPES_PART):
            kind = get(one, "ContentType").lower()
            if tag_of(one) == "ct:Override":
                self._overrides[get(one, "PartName").lstrip("/").lower()] = kind
            else:
                self._defaults[get(one, "Extension").lower()] = kind
        main = next((one for one in self.links("") if one.kind == "officeDocument"), None)
        self.main = main.target if main else ""

    @property
    def kind(self) -> FileKind | None:
        """What the main part makes of this; None for a package of another program."""
        kind = self.type_of(self.main)
        return next((found for end, found in _MAIN.items() if kind.endswith(end)), None)

    @property
    def is_macro_enabled(self) -> bool:
        """Whether its own type says that it may hold macros."""
        return "macroenabled" in self.type_of(self.main)

    def type_of(self, part: str) -> str:
        """A part's content type in lower case, empty if unknown."""
        low = part.lower()
        return self._overrides.get(low) or self._defaults.get(low.rpartition(".")[2], "")

    def tree(self, part: str) -> Element:
        """A part as a tree. Raises FileBroken, ArchiveBomb."""
        return parse_part(self.archive, self._parts.get(part.lower(), part))

    def links(self, part: str, *kinds: str) -> list[Link]:
        """What a part refers to (the package itself for ""), of these kinds or of all."""
        folder, _, name = part.rpartition("/")
        rels = self._parts.get(posixpath.join(folder, "_rels", f"{name}.rels").lower())
        if rels is None:
            return []
        found = (_link(one, folder) for one in parse_part(self.archive, rels))
        return [one for one in found if not kinds or one.kind in kinds]

    def inner(self, part: str, *kinds: str) -> list[Link]:
        """The links to parts that are there. Raises FileBroken where one is missing."""
        found = [one for one in self.links(part, *kinds) if not one.is_external]
        for one in found:
            if one.target.lower() not in self._parts:
                raise FileBroken(self.archive.name, self.kind, Fault.PART_MISSING, one.target)
        return found

    def note_all(self, found: Found, parts: Iterable[str]) -> None:
        """Note macros, and what these parts embed, show as pictures or fetch from elsewhere."""
        types = {*self._overrides.values(), *self._defaults.values()}
        held = any(sign in one for sign in _MACRO_PARTS for one in types)
        if held or any(one.endswith("vbaproject.bin") for one in self._parts):
            found.add(FileNote.MACROS)
        pictures: set[str] = set()
        for part in parts:
            for link in self.links(part):
                _note(found, link, pictures)
        if pictures:
            found.add(FileNote.PICTURES, count=len(pictures))


def _note(found: Found, link: Link, pictures: set[str]) -> None:
    if link.is_external and link.kind != "hyperlink":
        found.add(FileNote.EXTERNAL_LINKS, count=1)
        found.tell(FileNote.EXTERNAL_LINKS, first=link.target[:200])
    elif link.kind in _EMBEDDED:
        found.add(FileNote.EMBEDDED_OBJECTS, count=1)
    elif link.kind == "image":
        pictures.add(link.target)


def _link(element: Element, folder: str) -> Link:
    target, external = get(element, "Target"), get(element, "TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    kind = get(element, "Type").rpartition("/")[2]
    return Link(id=get(element, "Id"), kind=kind, target=target, is_external=external)
