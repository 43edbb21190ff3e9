"""All of the text of a slide show, slide by slide, with its speaker notes."""

from collections.abc import Iterator

from langaccess.adapters.files.drawings import chosen, paragraphs, say_linked
from langaccess.adapters.files.found import Found, listed
from langaccess.adapters.files.ooxml import Package
from langaccess.adapters.files.trees import Element, get, is_on, tag_of
from langaccess.domain.documents.files import FileNote

# Placeholders of a notes page that repeat what is on the slide or on every page.
_NOT_NOTES = frozenset({"sldNum", "hdr", "ftr", "dt", "sldImg"})


def read_pptx(package: Package) -> Found:
    """Shapes, tables, groups, charts, diagrams and notes of every slide that is shown."""
    found = Found()
    hidden = Found()
    hidden_numbers: list[int] = []
    parts = _slides(package)
    for number, part in enumerate(parts, 1):
        root = package.tree(part)
        is_shown = is_on(get(root, "show", "1"))
        if not is_shown:
            hidden_numbers.append(number)
        _say_slide(found if is_shown else hidden, package, part, root, f"slide {number}")
    if hidden_numbers:
        found.add(FileNote.HIDDEN_SLIDES, words=hidden.words())
        found.tell(FileNote.HIDDEN_SLIDES, slides=listed(hidden_numbers))
    found.take(hidden)
    behind = _behind(package, parts)
    for part in behind:
        for text in _fixed(package.tree(part)):
            found.say("slide master", text)
    found.pages = len(parts)
    package.note_all(found, [package.main, *parts, *behind])
    return found


def _slides(package: Package) -> list[str]:
    targets = {one.id: one.target for one in package.inner(package.main, "slide")}
    ids = (get(one, "r:id") for one in package.tree(package.main).iter() if _is_slide(one))
    return [targets[one] for one in ids if one in targets]


def _is_slide(element: Element) -> bool:
    return tag_of(element) == "p:sldId"


def _say_slide(found: Found, package: Package, part: str, root: Element, place: str) -> None:
    for text in paragraphs(root):
        found.say(place, text)
    say_linked(found, package, part, place, cached=True)
    for link in package.inner(part, "notesSlide"):
        for text in _notes(package.tree(link.target)):
            found.say(f"{place}, notes", text)
    for link in package.inner(part, "comments"):
        texts = [
            one.text or "" for one in package.tree(link.target).iter() if tag_of(one) == "p:text"
        ]
        inside = Found()
        for text in texts or ["".join(paragraphs(package.tree(link.target)))]:
            inside.say("", text)
        found.add(FileNote.COMMENTS, count=max(1, len(texts)), words=inside.words())


def _notes(element: Element) -> Iterator[str]:
    if tag_of(element) == "p:sp" and _placeholder(element) in _NOT_NOTES:
        return
    if tag_of(element) == "p:txBody":
        yield from paragraphs(element)
        return
    for child in chosen(element):
        yield from _notes(child)


def _fixed(element: Element) -> Iterator[str]:
    """What a master shows on every slide: its shapes that are no placeholders."""
    if tag_of(element) == "p:sp":
        if _placeholder(element) is None:
            yield from paragraphs(element)
        return
    for child in chosen(element):
        yield from _fixed(child)


def _placeholder(shape: Element) -> str | None:
    mark = next((one for one in shape.iter() if tag_of(one) == "p:ph"), None)
    return None if mark is None else get(mark, "type", "obj")


def _behind(package: Package, slides: list[str]) -> list[str]:
    """The layouts that slides use, and the masters of those, each once."""
    layouts = [one.target for part in slides for one in package.inner(part, "slideLayout")]
    masters = [one.target for part in layouts for one in package.inner(part, "slideMaster")]
    return list(dict.fromkeys([*layouts, *masters]))
