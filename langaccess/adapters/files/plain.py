"""Plain text: its encoding found out, its paragraphs told apart."""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from langaccess.adapters.files.found import Found
from langaccess.domain.documents.files import Fault, FileBroken, FileKind, FileNote

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Nobody wraps by hand at more than this: a file with longer lines has a paragraph on each.
LONGEST_WRAPPED_LINE = 100
MOST_GUESSED_FROM = 1 << 20
# What older programs on most desks in the United States write.
COMMONEST = "cp1252"
_ITEM = re.compile(r"(?:[-*•–+]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])\s")


def decode(content: bytes, name: str, kind: FileKind, found: Found, *, told: str = "") -> str:
    """The text of a file; a guessed encoding is noted. Raises FileBroken.

    What a byte order mark says, or else UTF-8, or else what the file says itself (`told`), or else
    the likeliest of the older encodings.
    """
    text = _decoded(content, name, kind, found, told)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise FileBroken(name, kind, Fault.NUL, f"line {line}")
    return text


def read_txt(text: str) -> Found:
    """Paragraphs: what empty lines part, or single lines where the lines are long."""
    found = Found()
    lines = text.splitlines()
    is_wrapped = max((len(one) for one in lines), default=0) <= LONGEST_WRAPPED_LINE
    for number, paragraph in _paragraphs(lines, is_wrapped=is_wrapped):
        found.say(f"line {number}", paragraph)
    return found


def _decoded(content: bytes, name: str, kind: FileKind, found: Found, told: str) -> str:
    encoding = next((one for mark, one in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or b"\0" in content:
            where = f"byte {error.start + 1}"
            raise FileBroken(name, kind, Fault.ENCODING, where) from error
    try:
        return content.decode(told or "utf-8")
    except (LookupError, UnicodeDecodeError):
        pass  # it is wrong about itself, as many pages are
    guess = _guessed(content[: content.rfind(b"\n", 0, MOST_GUESSED_FROM) + 1] or content)
    if not guess:
        raise FileBroken(name, kind, Fault.ENCODING)
    found.tell(FileNote.ENCODING_GUESSED, encoding=guess)
    return content.decode(guess, "replace")


def _guessed(content: bytes) -> str:
    """The likeliest encoding; the commonest one here where it fits as well as any other."""
    matches = from_bytes(content)
    best = matches.best()
    if best is None:
        return ""
    fitting = (one for one in matches if one.chaos <= best.chaos)
    alike = {name for one in fitting for name in one.could_be_from_charset}
    return COMMONEST if COMMONEST in alike else best.encoding


def _paragraphs(lines: list[str], *, is_wrapped: bool) -> Iterator[tuple[int, str]]:
    held: list[str] = []
    first = 1
    for number, line in enumerate(lines, 1):
        plain = line.strip()
        if held and (not is_wrapped or not plain or _ITEM.match(plain)):
            yield first, " ".join(held)
            held = []
        if plain:
            first = first if held else number
            held.append(plain)
    yield first, " ".join(held)
