"""The text of a Markdown file that a reader sees; settings and program text are not translated."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from langaccess.adapters.files.found import Found
from langaccess.adapters.files.html import read_html
from langaccess.domain.documents.files import ArchiveBomb, FileKind, FileNote, Measure

# 160,000 words; the worst that can be written in it takes the parser half a minute.
MOST_CHARACTERS = 1 << 20
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?^\1[ \t]*$\n?", re.DOTALL | re.MULTILINE)


def read_md(text: str, name: str) -> Found:
    """Paragraphs, headings, list items, cells, what stands for pictures, HTML within.

    Raises ArchiveBomb, FileBroken for HTML.
    """
    if len(text) > MOST_CHARACTERS:
        raise ArchiveBomb(name, Measure.CHARACTERS, MOST_CHARACTERS)
    found = Found()
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    skipped = text[: front.end()].count("\n") if front else 0
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        line = (token.map[0] if token.map else 0) + skipped
        if token.type == "inline":
            _say_inline(found, token, f"line {line + 1}")
        elif token.type == "html_block":
            inside = read_html(token.content, name, FileKind.MD, line=line)
            found.segments += inside.segments
            found.take(inside)
    return found


def _say_inline(found: Found, token: Token, place: str) -> None:
    pieces: list[str] = []
    aside: list[str] = []
    for child in token.children or ():
        aside.append(str(child.attrs.get("title", "")))
        if child.type == "image":
            aside.append(child.content)
            found.add(FileNote.PICTURES, count=1)
        elif child.type in {"softbreak", "hardbreak"}:
            pieces.append(" ")
        elif child.type in {"text", "code_inline"}:
            pieces.append(child.content)
    found.say(place, "".join(pieces))
    for text in aside:
        found.say(place, text)
