"""All of the text of a Word document, as it reads once its tracked changes are accepted."""

from collections.abc import Callable

from langaccess.adapters.files.drawings import alternative, chosen, paragraph_text, say_linked
from langaccess.adapters.files.found import Found
from langaccess.adapters.files.ooxml import Package
from langaccess.adapters.files.trees import Element, get, is_on, tag_of
from langaccess.domain.documents.counting import count_words
from langaccess.domain.documents.files import FileNote

# Fields whose result Word writes anew from other text of the same file.
GENERATED = frozenset(
    {"TOC", "TOA", "INDEX", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "DATE", "TIME"}
)
_PLACES = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}


def read_docx(package: Package) -> Found:
    """Body, tables, text boxes, content controls, headers, footers, notes, charts, diagrams."""
    found = Found()
    parts = [package.main]
    _Walk(found, "").visit(package.tree(package.main))
    for link in package.inner(package.main, *_PLACES):
        parts.append(link.target)
        _Walk(found, f"{_PLACES[link.kind]}, ").visit(package.tree(link.target))
    for part in parts:
        say_linked(found, package, part, "document", cached=True)
    for link in package.inner(package.main, "comments"):
        _note_comments(found, package.tree(link.target))
    settings = [one.target for one in package.inner(package.main, "settings")]
    package.note_all(found, [*parts, *settings])
    return found


def _note_comments(found: Found, root: Element) -> None:
    inside = Found()
    _Walk(inside, "").visit(root)
    count = sum(tag_of(one) == "w:comment" for one in root)
    if count:
        found.add(FileNote.COMMENTS, count=count, words=inside.words())


class _Walk:
    """One part from its first to its last element; a paragraph may hold others, in a text box."""

    def __init__(self, found: Found, before: str) -> None:
        self._found, self._before = found, before
        self._paragraphs = 0
        self._pieces: list[str] = []
        self._hidden: list[str] = []
        self._is_hidden = False
        # Fields begin, bring their result and end as marks in the text, one within another.
        self._fields: list[str] = []
        self._filling: list[int] = []  # how deep the fields are whose result is no text of ours

    def visit(self, element: Element) -> None:
        """Take the text of an element and of all in it."""
        handle = _HANDLERS.get(tag_of(element))
        if handle is None:
            self.inside(element)
        else:
            handle(self, element)

    def inside(self, element: Element) -> None:
        for child in chosen(element):
            self.visit(child)

    def paragraph(self, element: Element) -> None:
        self._paragraphs += 1
        place = f"{self._before}paragraph {self._paragraphs}"
        outer, self._pieces = (self._pieces, self._hidden), []
        self._hidden = []
        self.inside(element)
        text, hidden = "".join(self._pieces), "".join(self._hidden)
        self._pieces, self._hidden = outer
        self._found.say(place, text)
        if count_words(hidden):
            self._found.add(FileNote.HIDDEN_TEXT, words=count_words(hidden))

    def drawn(self, element: Element) -> None:
        self._found.say(f"{self._before}drawing", paragraph_text(element))

    def run(self, element: Element) -> None:
        outer = self._is_hidden
        self._is_hidden = outer or any(
            tag_of(one) == "w:vanish" and is_on(get(one, "w:val"))
            for properties in element
            if tag_of(properties) == "w:rPr"
            for one in properties
        )
        self.inside(element)
        self._is_hidden = outer

    def text(self, element: Element) -> None:
        self._put(element.text or "")

    def gap(self, _element: Element) -> None:
        self._put(" ")

    def hyphen(self, _element: Element) -> None:
        self._put("-")

    def _put(self, text: str) -> None:
        if not self._filling:
            (self._hidden if self._is_hidden else self._pieces).append(text)

    def field_mark(self, element: Element) -> None:
        mark = get(element, "w:fldCharType")
        depth = len(self._fields)
        if mark == "begin":
            self._fields.append("")
        elif mark == "separate" and depth and _does(self._fields[-1]) in GENERATED:
            self._filling.append(depth)
        elif mark == "end" and depth:
            self._fields.pop()
            while self._filling and self._filling[-1] >= depth:
                self._filling.pop()
        self.inside(element)

    def instruction(self, element: Element) -> None:
        if self._fields:
            self._fields[-1] += element.text or ""

    def simple_field(self, element: Element) -> None:
        if _does(get(element, "w:instr")) not in GENERATED:
            self.inside(element)

    def inserted(self, element: Element) -> None:
        self._found.add(FileNote.TRACKED_CHANGES, insertions=1, deletions=0)
        self.inside(element)

    def deleted(self, _element: Element) -> None:
        self._found.add(FileNote.TRACKED_CHANGES, insertions=0, deletions=1)

    def properties(self, element: Element) -> None:
        for one in element.iter():
            tag = tag_of(one)
            if tag == "w:ins":
                self._found.add(FileNote.TRACKED_CHANGES, insertions=1, deletions=0)
            elif tag in {"w:del", "w:rPrChange", "w:pPrChange"}:
                self._found.add(FileNote.TRACKED_CHANGES, insertions=0, deletions=tag == "w:del")

    def form_field(self, _element: Element) -> None:
        self._found.add(FileNote.FORM_FIELDS, count=1)

    def control(self, element: Element) -> None:
        kinds = {tag_of(one).rpartition(":")[2]: one for one in element}
        if kinds.keys() & {"dropDownList", "comboBox", "checkbox", "date", "text"}:
            self._found.add(FileNote.FORM_FIELDS, count=1)
        for one in element.iter():
            if tag_of(one) == "w:listItem":
                self._found.say(f"{self._before}list", get(one, "w:displayText"))

    def picture_text(self, element: Element) -> None:
        self._found.say(f"{self._before}picture", alternative(element))
        self.inside(element)

    def word_art(self, element: Element) -> None:
        self._found.say(f"{self._before}drawing", get(element, "string"))

    def nothing(self, _element: Element) -> None:
        """Pronunciation above a word, or text that is gone."""


def _does(instruction: str) -> str:
    return instruction.split(maxsplit=1)[0].upper() if instruction.strip() else ""


_HANDLERS: dict[str, Callable[[_Walk, Element], None]] = {
    "w:p": _Walk.paragraph,
    "a:p": _Walk.drawn,
    "w:r": _Walk.run,
    "w:t": _Walk.text,
    **dict.fromkeys(("w:tab", "w:ptab", "w:br", "w:cr"), _Walk.gap),
    "w:noBreakHyphen": _Walk.hyphen,
    "w:fldChar": _Walk.field_mark,
    "w:instrText": _Walk.instruction,
    "w:fldSimple": _Walk.simple_field,
    **dict.fromkeys(("w:ins", "w:moveTo"), _Walk.inserted),
    **dict.fromkeys(("w:del", "w:moveFrom"), _Walk.deleted),
    **dict.fromkeys(("w:pPr", "w:rPr", "w:trPr", "w:tcPr"), _Walk.properties),
    "w:ffData": _Walk.form_field,
    "w:sdtPr": _Walk.control,
    "wp:docPr": _Walk.picture_text,
    "v:textpath": _Walk.word_art,
    **dict.fromkeys(("w:rt", "w:sectPr"), _Walk.nothing),
}
