"""All of the text of an OpenDocument text, as it reads once its tracked changes are accepted."""

from collections.abc import Callable

from langaccess.adapters.files.archive import Archive
from langaccess.adapters.files.found import Found
from langaccess.adapters.files.trees import Element, get, parse_part, tag_of
from langaccess.domain.documents.counting import count_words
from langaccess.domain.documents.files import FileEncrypted, FileKind, FileNote

MANIFEST = "META-INF/manifest.xml"
_GONE = frozenset(
    {
        "text:page-number",
        "text:page-count",
        "text:date",
        "text:time",
        "text:ruby-text",
        "text:note-citation",
        "text:table-of-content",
        "text:alphabetical-index",
        "office:automatic-styles",
        "office:forms",
    }
)
_MACRO_FOLDERS = ("Basic/", "Scripts/")


def read_odt(archive: Archive) -> Found:
    """Body, tables, frames, notes; then headers and footers; then charts and other objects."""
    if MANIFEST in archive:
        _check_encryption(archive)
    found = Found()
    content = parse_part(archive, "content.xml")
    hidden = _hidden_styles(content)
    _Walk(found, "", hidden).visit(content)
    if "styles.xml" in archive:
        styles = parse_part(archive, "styles.xml")
        for one in styles.iter():
            if tag_of(one) == "style:master-page":
                _Walk(found, "header or footer, ", hidden | _hidden_styles(styles)).visit(one)
    for part in archive.parts:
        if part.endswith("/content.xml"):
            _Walk(found, "object, ", frozenset()).visit(parse_part(archive, part))
    _note_parts(found, archive, content)
    return found


def _check_encryption(archive: Archive) -> None:
    for one in parse_part(archive, MANIFEST).iter():
        if tag_of(one) == "manifest:encryption-data":
            raise FileEncrypted(archive.name, FileKind.ODT)


def _note_parts(found: Found, archive: Archive, content: Element) -> None:
    pictures = sum(one.startswith("Pictures/") and one[-1] != "/" for one in archive.parts)
    if pictures:
        found.add(FileNote.PICTURES, count=pictures)
    if any(one.startswith(_MACRO_FOLDERS) and one[-1] != "/" for one in archive.parts):
        found.add(FileNote.MACROS)
    controls = sum(tag_of(one) == "draw:control" for one in content.iter())
    if controls:
        found.add(FileNote.FORM_FIELDS, count=controls)


def _hidden_styles(root: Element) -> frozenset[str]:
    """The names of the styles that hide their text."""
    found: set[str] = set()
    for style in root.iter():
        if tag_of(style) == "style:style":
            inner = (get(one, "text:display") for one in style)
            if "none" in inner:
                found.add(get(style, "style:name"))
    return frozenset(found)


class _Walk:
    """One tree from its first to its last element; a paragraph may hold others, in a frame."""

    def __init__(self, found: Found, before: str, hidden: frozenset[str]) -> None:
        self._found, self._before, self._hidden = found, before, hidden
        self._paragraphs = 0
        self._pieces: list[str] | None = None

    def visit(self, element: Element) -> None:
        """Take the text of an element and of all in it."""
        tag = tag_of(element)
        if tag in _GONE:
            return
        if get(element, "text:style-name") in self._hidden or self._is_hidden_section(element):
            self._found.add(FileNote.HIDDEN_TEXT, words=count_words(_all_text(element)))
            return
        _HANDLERS.get(tag, _Walk.inside)(self, element)

    def inside(self, element: Element) -> None:
        self._put(element.text)
        for child in element:
            self.visit(child)
            self._put(child.tail)

    def paragraph(self, element: Element) -> None:
        self._paragraphs += 1
        place = f"{self._before}paragraph {self._paragraphs}"
        outer = self._pieces
        pieces: list[str] = []
        self._pieces = pieces
        self.inside(element)
        self._pieces = outer
        self._found.say(place, "".join(pieces))

    def gap(self, _element: Element) -> None:
        self._put(" ")

    def aside(self, element: Element) -> None:
        """A frame or a note: not part of the sentence in which it hangs."""
        outer, self._pieces = self._pieces, None
        self._note_object(element)
        for child in element:
            self.visit(child)
        self._pieces = outer

    def described(self, element: Element) -> None:
        self._found.say(f"{self._before}picture", element.text or "")

    def commented(self, element: Element) -> None:
        paragraphs = [one for one in element.iter() if tag_of(one) == "text:p"]
        words = sum(count_words(_all_text(one)) for one in paragraphs)
        self._found.add(FileNote.COMMENTS, count=1, words=words)

    def changed(self, element: Element) -> None:
        for one in element.iter():
            tag = tag_of(one)
            if tag in {"text:insertion", "text:deletion"}:
                gone = int(tag == "text:deletion")
                self._found.add(FileNote.TRACKED_CHANGES, insertions=1 - gone, deletions=gone)

    def _is_hidden_section(self, element: Element) -> bool:
        return get(element, "text:display") == "none" and tag_of(element) == "text:section"

    def _note_object(self, element: Element) -> None:
        if any(tag_of(one) in {"draw:object", "draw:object-ole"} for one in element):
            self._found.add(FileNote.EMBEDDED_OBJECTS, count=1)

    def _put(self, text: str | None) -> None:
        if self._pieces is not None and text:
            self._pieces.append(text)


def _all_text(element: Element) -> str:
    return " ".join(str(one) for one in element.itertext())


_HANDLERS: dict[str, Callable[[_Walk, Element], None]] = {
    **dict.fromkeys(("text:p", "text:h"), _Walk.paragraph),
    **dict.fromkeys(("text:s", "text:tab", "text:line-break"), _Walk.gap),
    **dict.fromkeys(("draw:frame", "draw:custom-shape", "text:note", "draw:g"), _Walk.aside),
    **dict.fromkeys(("svg:title", "svg:desc"), _Walk.described),
    "office:annotation": _Walk.commented,
    "text:tracked-changes": _Walk.changed,
}
