"""Ten gettext catalogues."""

from langaccess.domain.documents.files import (
    FileBroken,
    FileKind,
    FileKindDisguised,
    FileNote,
    NoTextInFile,
)
from tests.specimens.truth import (
    ABIERTA,
    ABIERTA_WORDS,
    ASK,
    BRING,
    BRING_WORDS,
    CALL,
    CALL_WORDS,
    OPEN,
    OPEN_WORDS,
    TRAIGA,
    TRAIGA_WORDS,
    WATER,
    WATER_WORDS,
    Specimen,
)
from tests.specimens.zips import zipped

_HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {language}\\n"\n'
    '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
)


def po(*messages: str, language: str = "es") -> bytes:
    """A catalogue with these messages."""
    return (_HEADER.format(language=language) + "\n\n".join(messages) + "\n").encode()


def message(text: str, translation: str = "", *, before: str = "") -> str:
    """One message; `before` stands on lines of its own before it."""
    return f'{before}msgid "{text}"\nmsgstr "{translation}"'


def specimens() -> list[Specimen]:
    """All ten, each with what is true of it."""
    words = OPEN_WORDS + BRING_WORDS
    plural = f'msgid "{WATER}"\nmsgid_plural "{CALL}"\nmsgstr[0] "Oficina"\nmsgstr[1] "Oficinas"'
    obsolete = f'#~ msgid "{ASK}"\n#~ msgstr "x"'
    folded = 'msgid ""\n"The office is open on "\n"weekdays from nine until five."\nmsgstr ""'
    kind = FileKind.PO
    return [
        _read("plain.po", po(message(OPEN), message(BRING)), words, (0, 0, 2)),
        _read("done.po", po(message(OPEN, ABIERTA), message(BRING, TRAIGA)), words, (2, 0, 0)),
        _read(
            "fuzzy.po",
            po(message(OPEN, ABIERTA, before="#, fuzzy\n"), message(BRING)),
            words,
            (0, 1, 1),
        ),
        _read(
            "plural.po", po(plural, message(OPEN)), WATER_WORDS + CALL_WORDS + OPEN_WORDS, (1, 0, 1)
        ),
        _read(
            "obsolete.po",
            po(message(OPEN), folded.replace("five", "six"), obsolete),
            2 * OPEN_WORDS,
            (0, 0, 2),
        ),
        _read(
            "context.po",
            po(message(OPEN, before='msgctxt "a"\n'), message(OPEN, before='msgctxt "b"\n')),
            2 * OPEN_WORDS,
            (0, 0, 2),
            repeated=OPEN_WORDS,
        ),
        Specimen(
            "spanish.pot",
            kind,
            po(message(ABIERTA), message(TRAIGA), language=""),
            ABIERTA_WORDS + TRAIGA_WORDS,
            notes={FileNote.TRANSLATED_BEFORE: _states((0, 0, 2), "")},
            language_tag="es",
        ),
        Specimen("header.po", kind, po(), refusal=NoTextInFile),
        Specimen("broken.po", kind, po('msgid "a\nmsgstr b'), refusal=FileBroken),
        Specimen("packed.po", kind, zipped({"a.po": po(message(ASK))}), refusal=FileKindDisguised),
    ]


def _states(states: tuple[int, int, int], language: str) -> dict[str, str | int]:
    names = ("translated", "fuzzy", "untranslated")
    return {**dict(zip(names, states, strict=True)), "language": language}


def _read(
    name: str, content: bytes, words: int, states: tuple[int, int, int], *, repeated: int = 0
) -> Specimen:
    notes = {FileNote.TRANSLATED_BEFORE: _states(states, "es")}
    return Specimen(name, FileKind.PO, content, words, repeated, notes, language_tag="en")
