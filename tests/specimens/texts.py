"""Ten web pages, ten Markdown files, ten plain texts."""

import codecs

from langaccess.domain.documents.files import (
    Facts,
    FileBroken,
    FileEmpty,
    FileKind,
    FileKindDisguised,
    FileNote,
    NoTextInFile,
)
from tests.specimens.pictures import png
from tests.specimens.truth import (
    ABIERTA,
    ABIERTA_WORDS,
    ASK,
    ASK_WORDS,
    BRING,
    BRING_WORDS,
    CALL,
    CALL_WORDS,
    CITY,
    CITY_WORDS,
    KAIFANG,
    KAIFANG_WORDS,
    OPEN,
    OPEN_WORDS,
    TRAIGA,
    TRAIGA_WORDS,
    WATER,
    WATER_WORDS,
    Specimen,
)

_SPANISH = f"{ABIERTA}\n\n{TRAIGA}\n"
_SPANISH_WORDS = ABIERTA_WORDS + TRAIGA_WORDS


def pages() -> list[Specimen]:
    """Ten web pages."""
    kind = FileKind.HTML
    words = OPEN_WORDS + BRING_WORDS
    deep = "<div>" * 400 + OPEN + "</div>" * 400
    return [
        _page("plain.html", f"<h1>{CITY}</h1><p>{OPEN}</p><p>{OPEN}", 23, 10),
        _page(
            "inline.html",
            f"<p>The office is <b>open</b> on <a href=x>weekdays</a> from nine"
            f" until five.<br>{BRING}</p>",
            words,
        ),
        _page(
            "script.html",
            f"<style>p {{}}</style><script>var a = 'no word'</script><p>{OPEN}</p>"
            f"<noscript><p>{OPEN}</p></noscript><noscript><p>{BRING}</p></noscript>",
            words,
        ),
        _page(
            "no.html",
            f"<p>{OPEN}</p><p translate=no>{ASK}<b translate=yes>{WATER}</b></p>",
            OPEN_WORDS + WATER_WORDS,
        ),
        _page(
            "form.html",
            f"<label>{WATER}</label><input placeholder='{BRING}'>"
            f"<input type=submit value='{CITY}'><img src=x alt=\"{CALL}\">",
            WATER_WORDS + BRING_WORDS + CITY_WORDS + CALL_WORDS,
            notes={FileNote.PICTURES: {"count": 1}, FileNote.FORM_FIELDS: {"count": 2}},
        ),
        Specimen(
            "old.html",
            kind,
            f'<meta charset="windows-1252"><p>{ABIERTA}<p>{TRAIGA}'.encode("cp1252"),
            _SPANISH_WORDS,
            language_tag="es",
        ),
        _page(
            "hidden.html",
            f"<p>{OPEN}</p><div hidden>{ASK}</div>",
            OPEN_WORDS,
            notes={FileNote.HIDDEN_TEXT: {"words": ASK_WORDS}},
        ),
        Specimen(
            "scan.html", kind, b"<html><body><img src=a.png></body></html>", refusal=NoTextInFile
        ),
        Specimen("deep.html", kind, deep.encode(), refusal=FileBroken),
        Specimen("picture.html", kind, png(), refusal=FileKindDisguised),
    ]


def markdown() -> list[Specimen]:
    """Ten Markdown files."""
    kind = FileKind.MD
    words = OPEN_WORDS + BRING_WORDS
    picture: dict[FileNote, Facts] = {FileNote.PICTURES: {"count": 1}}
    return [
        _md("plain.md", f"# {CITY}\n\n{OPEN}\n\n{OPEN}\n", CITY_WORDS + 2 * OPEN_WORDS, 10),
        _md("front.md", f"---\ntitle: not a word\n---\n{OPEN}\n\n{BRING}\n", words),
        _md("code.md", f"{OPEN}\n\n```\nnot a word\n```\n\n    nor here\n\n{BRING}\n", words),
        _md(
            "table.md",
            f"| {WATER} | {CITY} |\n|---|---|\n| {OPEN} | {WATER} |\n",
            2 * WATER_WORDS + CITY_WORDS + OPEN_WORDS,
            2,
        ),
        _md("list.md", f"1. {OPEN}\n2. {BRING}\n   - {CALL}\n", words + CALL_WORDS),
        _md(
            "links.md",
            f"[{OPEN}](https://example.org/not-a-word)\n\n![{CALL}](a.png)\n",
            OPEN_WORDS + CALL_WORDS,
            notes=picture,
        ),
        _md("html.md", f"{OPEN}\n\n<div>\n<p>{BRING}</p>\n</div>\n", words),
        Specimen("spanish.md", kind, _SPANISH.encode(), _SPANISH_WORDS, language_tag="es"),
        Specimen("scan.md", kind, b"---\na: b\n---\n![](a.png)\n", refusal=NoTextInFile),
        Specimen("nul.md", kind, f"{OPEN}\n\0\n".encode(), refusal=FileBroken),
    ]


def plain() -> list[Specimen]:
    """Ten plain texts."""
    kind = FileKind.TXT
    words = OPEN_WORDS + BRING_WORDS
    guessed = {FileNote.ENCODING_GUESSED: {"encoding": "cp1252"}}
    program = b"\x7fELF\x02\x01\x01" + bytes(64)
    wrapped = f"{OPEN[:19].strip()}\n{OPEN[19:]}\n\n- {BRING}\n- {BRING}\n"
    return [
        _txt("plain.txt", f"{CITY}\n\n{OPEN}\n\n{CALL}", CITY_WORDS + OPEN_WORDS + CALL_WORDS),
        _txt("wrapped.txt", wrapped, words + BRING_WORDS, BRING_WORDS),
        _txt(
            "long.txt",
            f"{OPEN} {BRING} {CALL} {ASK} {OPEN}\n{CITY}\n{CITY}\n",
            2 * OPEN_WORDS + BRING_WORDS + CALL_WORDS + ASK_WORDS + 2 * CITY_WORDS,
            CITY_WORDS,
        ),
        Specimen(
            "mark.txt", kind, codecs.BOM_UTF8 + _SPANISH.encode(), _SPANISH_WORDS, language_tag="es"
        ),
        Specimen("wide.txt", kind, _SPANISH.encode("utf-16"), _SPANISH_WORDS, language_tag="es"),
        Specimen(
            "old.txt",
            kind,
            f"{_SPANISH}\n{_SPANISH}\n{_SPANISH}\n{_SPANISH}".encode("cp1252"),
            4 * _SPANISH_WORDS,
            3 * _SPANISH_WORDS,
            guessed,
            language_tag="es",
        ),
        Specimen(
            "chinese.txt",
            kind,
            f"{KAIFANG}\n\n{KAIFANG}。\n\n{KAIFANG}".encode(),
            3 * KAIFANG_WORDS,
            KAIFANG_WORDS,
            language_tag="zh-Hans",
        ),
        Specimen("empty.txt", kind, b"", refusal=FileEmpty),
        Specimen("blank.txt", kind, b" \n\t\n--\n", refusal=NoTextInFile),
        Specimen("program.txt", kind, program, refusal=FileKindDisguised),
    ]


def _page(
    name: str,
    body: str,
    words: int,
    repeated: int = 0,
    notes: dict[FileNote, Facts] | None = None,
) -> Specimen:
    text = f"<!DOCTYPE html><html lang=en><meta charset=utf-8><body>{body}</body></html>"
    return Specimen(
        name, FileKind.HTML, text.encode(), words, repeated, notes or {}, language_tag="en"
    )


def _md(
    name: str,
    text: str,
    words: int,
    repeated: int = 0,
    notes: dict[FileNote, Facts] | None = None,
) -> Specimen:
    return Specimen(
        name, FileKind.MD, text.encode(), words, repeated, notes or {}, language_tag="en"
    )


def _txt(name: str, text: str, words: int, repeated: int = 0) -> Specimen:
    return Specimen(name, FileKind.TXT, text.encode(), words, repeated, language_tag="en")
