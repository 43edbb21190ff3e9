"""All of the text of a workbook: cells that hold text, names of sheets, drawings, prompts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from langaccess.adapters.files.drawings import paragraphs, say_linked
from langaccess.adapters.files.found import Found
from langaccess.adapters.files.ooxml import Package
from langaccess.adapters.files.trees import Element, get, is_on, tag_of
from langaccess.domain.documents.files import FileNote

# "&L", "&P", "&"Arial,Bold"", "&12": where and how, not what (ECMA-376-1, 18.3.1.46).
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|[^&])')
_LAST_COLUMN = 16_384
_PROMPTS = ("promptTitle", "prompt", "errorTitle", "error")


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    is_shown: bool


def read_xlsx(package: Package) -> Found:
    """Numbers and dates are no text; a formula's text counts if the formula writes it itself."""
    found, hidden = Found(), Found()
    strings = _shared(package)
    sheets = _sheets(package)
    drawings: list[str] = []
    for sheet in sheets:
        into = found if sheet.is_shown else hidden
        into.say("name of sheet", sheet.name)
        drawings += _read_sheet(into, package, sheet, strings)
    away = [one.name for one in sheets if not one.is_shown]
    if away:
        found.add(FileNote.HIDDEN_SHEETS, words=hidden.words())
        found.tell(FileNote.HIDDEN_SHEETS, sheets=", ".join(away)[:200])
    found.take(hidden)
    found.pages = len(sheets)
    books = [one.target for one in package.inner(package.main, "externalLink")]
    package.note_all(found, [package.main, *(one.part for one in sheets), *drawings, *books])
    return found


def _shared(package: Package) -> list[str]:
    found: list[str] = []
    for link in package.inner(package.main, "sharedStrings"):
        found += [_rich(one) for one in package.tree(link.target) if tag_of(one) == "s:si"]
    return found


def _sheets(package: Package) -> list[_Sheet]:
    kinds = ("worksheet", "chartsheet", "dialogsheet")
    parts = {one.id: one.target for one in package.inner(package.main, *kinds)}
    listed = (one for one in package.tree(package.main).iter() if tag_of(one) == "s:sheet")
    return [
        _Sheet(get(one, "name"), parts[get(one, "r:id")], get(one, "state", "visible") == "visible")
        for one in listed
        if get(one, "r:id") in parts
    ]


def _read_sheet(found: Found, package: Package, sheet: _Sheet, strings: list[str]) -> list[str]:
    root = package.tree(sheet.part)
    away = Found()
    columns = _hidden_columns(root)
    for one in root.iter():
        tag = tag_of(one)
        if tag == "s:row":
            is_away = is_on(get(one, "hidden", "0"))
            for place, column, text in _cells(one, strings):
                into = away if is_away or column in columns else found
                into.say(f"sheet {sheet.name}, {place}", text)
        elif tag in _ASIDES:
            for text in _ASIDES[tag](one):
                found.say(f"sheet {sheet.name}, {tag[2:]}", text)
    if away.words():
        found.add(FileNote.HIDDEN_TEXT, words=away.words())
    _note_comments(found, package, sheet.part)
    return _read_drawings(found, package, sheet)


def _cells(row: Element, strings: list[str]) -> Iterator[tuple[str, int, str]]:
    for cell in row:
        place = get(cell, "r")
        yield place, _number(place.rstrip("0123456789")), _cell(cell, strings)


def _headers(element: Element) -> Iterator[str]:
    for one in element:
        for text in re.split("&[LCR]", one.text or ""):
            yield _HEADER_CODE.sub("", text)


def _cell(cell: Element, strings: list[str]) -> str:
    kind = get(cell, "t")
    inside = {tag_of(one): one for one in cell}
    value = inside.get("s:v")
    written = "" if value is None else value.text or ""
    if kind == "s" and written.isdecimal() and int(written) < len(strings):
        return strings[int(written)]
    if kind == "inlineStr" and "s:is" in inside:
        return _rich(inside["s:is"])
    formula = inside.get("s:f")
    if kind == "str" and (formula is None or '"' in (formula.text or "")):
        return written
    return ""


def _rich(element: Element) -> str:
    """The text of all its runs; not how it is pronounced."""
    if tag_of(element) == "s:rPh":
        return ""
    if tag_of(element) == "s:t":
        return element.text or ""
    return "".join(_rich(one) for one in element)


def _validation(element: Element) -> Iterator[str]:
    yield from (get(element, name) for name in _PROMPTS)
    for one in element:
        text = one.text or ""
        if tag_of(one) == "s:formula1" and text.startswith('"'):
            yield from text.strip('"').split(",")


_ASIDES = {"s:headerFooter": _headers, "s:dataValidation": _validation}


def _hidden_columns(root: Element) -> set[int]:
    found: set[int] = set()
    top = 0
    for one in root.iter():
        if tag_of(one) == "s:col" and is_on(get(one, "hidden", "0")):
            first, last = get(one, "min", "0"), get(one, "max", "0")
            if first.isdecimal() and last.isdecimal():
                begin = max(int(first), top + 1)  # they stand in order; none is gone over twice
                top = min(int(last), _LAST_COLUMN)
                found.update(range(begin, top + 1))
        elif tag_of(one) == "s:sheetData":
            break
    return found


def _number(column: str) -> int:
    number = 0
    for letter in column[:3].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _read_drawings(found: Found, package: Package, sheet: _Sheet) -> list[str]:
    parts = [one.target for one in package.inner(sheet.part, "drawing")]
    for part in parts:
        for text in paragraphs(package.tree(part)):
            found.say(f"sheet {sheet.name}, drawing", text)
        say_linked(found, package, part, f"sheet {sheet.name}", cached=False)
    return parts


def _note_comments(found: Found, package: Package, part: str) -> None:
    for link in package.inner(part, "comments"):
        inside = Found()
        comments = [one for one in package.tree(link.target).iter() if tag_of(one) == "s:comment"]
        for one in comments:
            inside.say("", " ".join(_rich(text) for text in one))
        found.add(FileNote.COMMENTS, count=len(comments), words=inside.words())
