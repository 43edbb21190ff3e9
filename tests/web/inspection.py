"""Everything wrong with a page that any page could get wrong; a page visit in a test asks it."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from bs4 import BeautifulSoup, Tag
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import MapAdapter, RequestRedirect

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
# Parts of an inline drawing may close themselves.
DRAWN = frozenset({"circle", "path", "rect", "line"})
BLOCKS = ("div", "dl", "fieldset", "form", "h1", "h2", "h3", "ol", "p", "section", "table", "ul")
FIELDS = "input:not([type=hidden], [type=submit]), select, textarea"
PHONE = re.compile(r"\+\d[\d ()-]{6,}\d")
LEFT_OVER = ("{{", "{%", "%(", "&lt;bdi", "<LazyString")


def faults(html: str, urls: MapAdapter | None = None) -> list[str]:
    """Everything wrong with a page; with the URL map, dead links of our own too."""
    page = BeautifulSoup(html, "html.parser")
    found = {
        "html needs lang and dir": not page.select("html[lang][dir]"),
        "exactly one h1": len(page.select("h1")) != 1,
        "title starts with the h1": not _words(page.title).startswith(_words(page.h1) or "-"),
        "headings skip no level": _skips_a_level(page),
        "ids are unique": len(_ids(page)) != len(set(_ids(page))),
        "what is referred to exists": not _referred(page) <= set(_ids(page)),
        "no inline style or script": bool(page.select("[style], style, script:not([src])"))
        or any(name.startswith("on") for tag in page.find_all() for name in tag.attrs),
        "no text of a template is left over": any(one in page.get_text() for one in LEFT_OVER),
        "nothing stands in a paragraph that ends it": any(
            page.select(f"p {block}") for block in BLOCKS
        ),
    }
    reasons = [fault for fault, present in found.items() if present]
    return [*reasons, *_markup(html), *_in_forms(page), *_in_texts(page), *_links(page, urls)]


def part_faults(html: str, urls: MapAdapter | None = None) -> list[str]:
    """What is wrong with the live part of a page, as a poll brings it."""
    page = BeautifulSoup(html, "html.parser")
    return [*_markup(html), *_in_forms(page), *_in_texts(page), *_links(page, urls)]


def _in_forms(page: BeautifulSoup) -> list[str]:
    labelled = {str(label.get("for")) for label in page.select("label")}
    found = [
        f"a field without a label: {field.get('name')}"
        for field in page.select(FIELDS)
        if field.get("id") not in labelled and not field.find_parent("label")
    ]
    found += [
        f"a form without its token: {form.get('action')}"
        for form in page.select("form[method=post]")
        if not form.select("input[type=hidden][name=csrf_token][value]")
    ]
    found += [
        f"a button without words: {button}"
        for button in page.select("button, a.btn")
        if not _words(button) and not button.get("aria-label")
    ]
    return found


def _in_texts(page: BeautifulSoup) -> list[str]:
    """Numbers that right-to-left text would turn around, and autonyms without their language."""
    loose = [
        text.strip()
        for text in page.find_all(string=PHONE)
        if text.parent is not None
        and not text.find_parent("bdi", attrs={"dir": "ltr"})
        and not text.find_parent("q", attrs={"dir": "ltr"})
        and text.parent.name not in {"title", "textarea"}
    ]
    found = [f"a number outside <bdi dir=ltr>: {text}" for text in loose]
    return found + [
        f"a tel: link outside <bdi dir=ltr>: {link.get('href')}"
        for link in page.select("a[href^='tel:']")
        if not link.find_parent("bdi", attrs={"dir": "ltr"})
    ]


def _links(page: BeautifulSoup, urls: MapAdapter | None) -> list[str]:
    if urls is None:
        return []
    found = []
    for selector, name, method in (
        ("a[href]", "href", "GET"),
        ("form[method=post][action]", "action", "POST"),
        ("form:not([method=post])[action]", "action", "GET"),
        ("[data-poll]", "data-poll", "GET"),
    ):
        addresses = {str(tag[name]) for tag in page.select(selector)}
        found += [one for one in sorted(addresses) if not _resolves(one, method, urls)]
    return [f"leads nowhere: {one}" for one in found]


def _resolves(address: str, method: str, urls: MapAdapter) -> bool:
    if not address.startswith("/"):
        return address.startswith(("#", "https://", "tel:", "mailto:", "?"))
    path, _, query = address.partition("?")
    try:
        urls.match(path, method=method, query_args=query)
    except RequestRedirect:
        return True
    except (HTTPException, MethodNotAllowed):
        return False
    return True


def _skips_a_level(page: BeautifulSoup) -> bool:
    levels = [int(tag.name[1]) for tag in page.select("main :is(h1, h2, h3, h4)")]
    return any(later > earlier + 1 for earlier, later in zip([1, *levels], levels, strict=False))


def _referred(page: BeautifulSoup) -> set[str]:
    """Ids that the page names elsewhere: for screen readers, labels, and fields of other forms."""
    names = ("aria-labelledby", "aria-describedby", "for", "form", "list")
    told = [tag.get(name) for name in names for tag in page.select(f"[{name}]")]
    ids = {one for text in told for one in str(text).split()}
    anchors = {str(link["href"])[1:] for link in page.select("a[href^='#']")}
    return ids | (anchors - {""})


def _ids(page: BeautifulSoup) -> list[str]:
    return [str(tag["id"]) for tag in page.select("[id]")]


def _words(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag else ""


class _Nesting(HTMLParser):
    """Whether every tag that opens also closes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"an attribute twice in <{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID | DRAWN:
            self.faults.append(f"<{tag}/> does not close itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open, line {self.getpos()[0]}")


def _markup(html: str) -> list[str]:
    parser = _Nesting()
    parser.feed(html)
    parser.close()
    return [*parser.faults, *(f"<{tag}> is never closed" for tag in parser.open)][:3]


Inspect = Callable[[str], list[str]]
