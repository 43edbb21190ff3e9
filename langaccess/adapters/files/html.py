"""The text of a web page that people read or hear and that is meant for translation."""

import re
from collections.abc import Iterator

from lxml import etree

from langaccess.adapters.files.found import Found
from langaccess.adapters.files.trees import Element
from langaccess.domain.documents.counting import count_words, folded
from langaccess.domain.documents.files import Fault, FileBroken, FileKind, FileNote

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
# The Encoding Standard's names; Python knows more codecs, not all of them for text.
_OLDER = ("windows-", "iso-8859-", "koi8-", "shift_jis", "euc-", "big5", "gb", "iso-2022-")
_SKIPPED = frozenset({"script", "style", "template", "math"})
# Everything else is a block: a new one begins a new segment. HTML Standard, 4.5, 4.7 and 4.10.
# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "label",
})
# fmt: on
_NOT_READ_OUT = frozenset({"rt", "rp"})
_ATTRIBUTES = ("alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary")
_BUTTONS = frozenset({"submit", "button", "reset"})
_META = frozenset({"description", "og:title", "og:description", "twitter:title"})
_EMBEDDED = frozenset({"iframe", "object", "embed", "applet", "frame"})
_FIELDS = frozenset({"input", "select", "textarea"})


def declared_encoding(content: bytes) -> str:
    """The older encoding that the page says it is written in; empty if it says UTF-8 or nothing."""
    said = _DECLARED.search(content[:4096])
    told = said.group(1).decode("ascii", "replace").lower() if said else ""
    return told if told.startswith(_OLDER) else ""


def read_html(text: str, name: str, kind: FileKind = FileKind.HTML, *, line: int = 0) -> Found:
    """Visible text by block, then what is said of pictures and fields.

    `line` is added to line numbers, for a piece of HTML in another file. Raises FileBroken.
    """
    found = Found()
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "surrogatepass") or b"<p/>", parser)
    except etree.XMLSyntaxError as error:  # nothing in it at all
        raise FileBroken(name, kind, Fault.HTML) from error
    deep = [one for one in parser.error_log if one.level_name == "FATAL"]
    if deep:
        raise FileBroken(name, kind, Fault.HTML, f"line {deep[0].line + line}")
    if root is not None:
        walk = _Walk(found, line)
        walk.visit(root, is_translated=True)
        walk.end_block()
        walk.say_unscripted()
    return found


class _Walk:
    """The page from its first to its last element."""

    def __init__(self, found: Found, line: int) -> None:
        self._found, self._line = found, line
        self._pieces: list[str] = []
        self._unscripted: list[tuple[str, str]] = []
        self._place = ""

    def visit(self, element: Element, *, is_translated: bool) -> None:
        """Take the text of an element and of all in it."""
        tag = str(element.tag).lower()
        if tag in _SKIPPED:
            return
        if "hidden" in element.attrib:
            self._note_hidden(count_words(_inner_text(element)))
            return
        is_translated = _is_translated(element, default=is_translated)
        self._note(tag)
        if is_translated:
            for text in _said_of(element, tag):
                self._found.say(self._where(element), text)
        if tag == "noscript":
            self._unscripted.append((self._where(element), _inner_text(element)))
        elif tag not in _NOT_READ_OUT:
            self._inside(element, tag, is_translated=is_translated)

    def end_block(self) -> None:
        """What came since the last block is one segment."""
        self._found.say(self._place, "".join(self._pieces))
        self._pieces = []

    def say_unscripted(self) -> None:
        """What only people without scripts see, unless the page says the same elsewhere."""
        known = {folded(one.text) for one in self._found.segments}
        for place, text in self._unscripted:
            if folded(text) not in known:
                self._found.say(place, text)

    def _inside(self, element: Element, tag: str, *, is_translated: bool) -> None:
        is_block = tag not in _INLINE and tag != "img"
        if is_block:
            self.end_block()
            if tag == "br":
                return
        self._put(element, element.text, is_translated=is_translated)
        for child in element:
            self.visit(child, is_translated=is_translated)
            self._put(child, child.tail, is_translated=is_translated)
        if is_block:
            self.end_block()

    def _put(self, element: Element, text: str | None, *, is_translated: bool) -> None:
        if text and is_translated:
            if not self._pieces and not text.strip():
                return
            if not self._pieces:
                self._place = self._where(element)
            self._pieces.append(text)

    def _where(self, element: Element) -> str:
        return f"line {int(getattr(element, 'sourceline', None) or 1) + self._line}"

    def _note_hidden(self, words: int) -> None:
        if words:
            self._found.add(FileNote.HIDDEN_TEXT, words=words)

    def _note(self, tag: str) -> None:
        if tag == "img":
            self._found.add(FileNote.PICTURES, count=1)
        elif tag in _EMBEDDED:
            self._found.add(FileNote.EMBEDDED_OBJECTS, count=1)
        elif tag in _FIELDS:
            self._found.add(FileNote.FORM_FIELDS, count=1)


def _is_translated(element: Element, *, default: bool) -> bool:
    told = str(element.get("translate", "")).lower()
    if "notranslate" in str(element.get("class", "")).split():
        return False
    return {"no": False, "yes": True}.get(told, default)


def _said_of(element: Element, tag: str) -> Iterator[str]:
    for name in _ATTRIBUTES:
        yield str(element.get(name, ""))
    if tag == "input" and str(element.get("type", "")).lower() in _BUTTONS:
        yield str(element.get("value", ""))
    if tag == "meta" and str(element.get("name") or element.get("property")).lower() in _META:
        yield str(element.get("content", ""))


def _inner_text(element: Element) -> str:
    return " ".join(str(one) for one in element.itertext())
