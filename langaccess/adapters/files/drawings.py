"""Text in the drawings that Word, PowerPoint and Excel share: shapes, charts, diagrams."""

import re
from collections.abc import Iterator

from langaccess.adapters.files.found import Found
from langaccess.adapters.files.ooxml import Package
from langaccess.adapters.files.trees import Element, get, is_on, tag_of

# Fields that the program fills in: nobody translates a slide's number.
_FILLED_IN = re.compile(r"slidenum|datetime")
_FILE_NAME = re.compile(r"[^\s/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)", re.IGNORECASE)
_NAMED = frozenset({"wp:docPr", "p:cNvPr", "xdr:cNvPr"})


def paragraphs(element: Element) -> Iterator[str]:
    """The text of each paragraph of a shape, a table or a group, and what stands for pictures."""
    tag = tag_of(element)
    if tag == "a:p":
        yield paragraph_text(element)
        return
    if tag in _NAMED:
        yield alternative(element)
    for child in chosen(element):
        yield from paragraphs(child)


def paragraph_text(element: Element) -> str:
    """One `a:p` as a reader sees it."""
    return "".join(_pieces(element))


def alternative(element: Element) -> str:
    """The text that stands for a picture; a file's name left there by a program is none."""
    text = get(element, "descr")
    return "" if _FILE_NAME.fullmatch(text) or is_on(get(element, "hidden", "0")) else text


def chosen(element: Element) -> list[Element]:
    """An element's children; of alternatives the first one, since the others say the same again."""
    children = list(element)
    return children[:1] if tag_of(element) == "mc:AlternateContent" else children


def say_linked(found: Found, package: Package, part: str, place: str, *, cached: bool) -> None:
    """The text of the charts and diagrams that a part shows.

    A chart keeps a copy of the cells it draws: `cached` takes it, for where those cells are not
    themselves part of the file's text.
    """
    for link in package.inner(part, "chart"):
        for text in _chart(package.tree(link.target), cached=cached):
            found.say(f"{place}, chart", text)
    for link in package.inner(part, "diagramData"):
        for text in _diagram(package.tree(link.target)):
            found.say(f"{place}, diagram", text)


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        tag = tag_of(child)
        if tag == "a:t":
            yield child.text or ""
        elif tag in {"a:br", "a:tab"}:
            yield " "
        elif tag != "a:fld" or not _FILLED_IN.match(get(child, "type")):
            yield from _pieces(child)


def _chart(root: Element, *, cached: bool) -> Iterator[str]:
    seen: set[str] = set()
    for one in root.iter():
        tag = tag_of(one)
        if tag == "a:p":
            yield paragraph_text(one)
        elif tag == "c:strLit" or (tag == "c:strRef" and cached and _formula(one) not in seen):
            seen.add(_formula(one))
            yield from (value.text or "" for value in one.iter() if tag_of(value) == "c:v")


def _formula(reference: Element) -> str:
    return next((one.text or "" for one in reference if tag_of(one) == "c:f"), "")


def _diagram(root: Element) -> Iterator[str]:
    for point in root.iter():
        if tag_of(point) == "dgm:t":
            yield from paragraphs(point)
