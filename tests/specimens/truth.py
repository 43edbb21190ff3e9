"""A file made for a test or a benchmark, with what is true of it, written down by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from langaccess.domain.documents.files import Facts, FileKind, FileNote, FileRefused

# Sentences and their words, counted by hand: a number is a word, "don't" is one, "555-0100" two.
OPEN, OPEN_WORDS = "The office is open on weekdays from nine until five.", 10
BRING, BRING_WORDS = "Please bring your water bill and a photo card.", 9
CALL, CALL_WORDS = "Call 555-0100 if you don't have one.", 8
ASK, ASK_WORDS = "Ask for a free interpreter at any counter.", 8
CITY, CITY_WORDS = "City of Example", 3
WATER, WATER_WORDS = "Water office", 2
ABIERTA, ABIERTA_WORDS = (
    "La oficina está abierta de lunes a viernes, de nueve a cinco de la tarde.",
    15,
)
TRAIGA, TRAIGA_WORDS = "Traiga su factura de agua y un documento con foto.", 10
# 20 signs at 2.8 to a word.
KAIFANG, KAIFANG_WORDS = "市政厅每周一至周五上午九点至下午五点开放", 7


@dataclass(frozen=True, slots=True)
class Specimen:
    """One file. Without a `refusal` it is read, with these words and exactly these notes."""

    name: str
    kind: FileKind
    content: bytes
    words: int | None = None
    repeated: int = 0
    notes: Mapping[FileNote, Facts] = field(default_factory=dict)
    refusal: type[FileRefused] | None = None
    language_tag: str | None = None
    pages: int | None = None
