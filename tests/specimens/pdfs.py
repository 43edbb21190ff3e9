"""Ten PDF files."""

import io

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from langaccess.domain.documents.files import (
    Facts,
    FileBroken,
    FileEncrypted,
    FileKind,
    FileKindDisguised,
    FileNote,
    NoTextInFile,
)
from tests.specimens import truth
from tests.specimens.pictures import png
from tests.specimens.truth import Specimen

PDF = FileKind.PDF
UNTAGGED: dict[FileNote, Facts] = {FileNote.NOT_TAGGED_PDF: {}}


def specimens() -> list[Specimen]:
    """All ten, each with what is true of it."""
    return [_repeated(), _spanish(), _mixed(), *_locked(), _form(), _commented(), *_bad()]


def with_pages(*pages: str | None) -> bytes:
    """A file with a text on each page, or a picture where there is None."""
    made = FPDF()
    made.set_font("helvetica", size=12)
    for text in pages:
        made.add_page()
        if text is None:
            made.image(io.BytesIO(png()), w=150)
        else:
            made.multi_cell(0, text=text)
    return bytes(made.output())


def _repeated() -> Specimen:
    content = with_pages(*(f"{truth.CITY}\n{one}" for one in (truth.OPEN, truth.ASK, truth.OPEN)))
    words = 3 * truth.CITY_WORDS + 2 * truth.OPEN_WORDS + truth.ASK_WORDS
    again = 2 * truth.CITY_WORDS + truth.OPEN_WORDS
    return Specimen(
        "repeated.pdf", PDF, content, words, again, UNTAGGED, language_tag="en", pages=3
    )


def _spanish() -> Specimen:
    content = with_pages(f"{truth.ABIERTA}\n{truth.TRAIGA}")
    words = truth.ABIERTA_WORDS + truth.TRAIGA_WORDS
    return Specimen("spanish.pdf", PDF, content, words, notes=UNTAGGED, language_tag="es", pages=1)


def _mixed() -> Specimen:
    notes: dict[FileNote, Facts] = {
        FileNote.PICTURES: {"count": 1},
        FileNote.PAGES_WITHOUT_TEXT: {"pages": "2"},
        **UNTAGGED,
    }
    content = with_pages(truth.OPEN, None, truth.BRING)
    words = truth.OPEN_WORDS + truth.BRING_WORDS
    return Specimen("mixed.pdf", PDF, content, words, 0, notes, language_tag="en", pages=3)


def _locked() -> list[Specimen]:
    opens = PdfWriter(clone_from=io.BytesIO(with_pages(truth.OPEN)))
    opens.encrypt(user_password="", owner_password="owner", algorithm="AES-256")
    closed = PdfWriter(clone_from=io.BytesIO(with_pages(truth.OPEN)))
    closed.encrypt(user_password="user", algorithm="AES-128")
    notes = {FileNote.ENCRYPTED_BUT_OPENS: {}, **UNTAGGED}
    return [
        Specimen(
            "rights.pdf",
            PDF,
            written(opens),
            truth.OPEN_WORDS,
            notes=notes,
            language_tag="en",
            pages=1,
        ),
        Specimen("password.pdf", PDF, written(closed), refusal=FileEncrypted),
    ]


def _form() -> Specimen:
    made = PdfWriter(clone_from=io.BytesIO(with_pages(truth.BRING)))
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("account"),
            NameObject("/TU"): TextStringObject(truth.ASK),
            NameObject("/Rect"): ArrayObject(FloatObject(one) for one in (50, 50, 200, 80)),
        }
    )
    reference = made._add_object(field)
    made.pages[0][NameObject("/Annots")] = ArrayObject([reference])
    made.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([reference])}
    )
    return Specimen(
        "form.pdf",
        PDF,
        written(made),
        truth.BRING_WORDS + truth.ASK_WORDS,
        notes={FileNote.FORM_FIELDS: {"count": 1}, **UNTAGGED},
        language_tag="en",
        pages=1,
    )


def _commented() -> Specimen:
    made = PdfWriter(clone_from=io.BytesIO(with_pages(truth.OPEN)))
    made.add_annotation(0, Text(rect=(50, 50, 90, 90), text=truth.ASK))
    made.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('x')"),
        }
    )
    notes = {
        FileNote.MACROS: {},
        FileNote.COMMENTS: {"count": 1, "words": truth.ASK_WORDS},
        **UNTAGGED,
    }
    return Specimen(
        "script.pdf",
        PDF,
        written(made),
        truth.OPEN_WORDS,
        notes=notes,
        language_tag="en",
        pages=1,
    )


def _bad() -> list[Specimen]:
    program = b"MZ\x90\0\x03\0\0\0" + bytes(range(256)) * 8
    cut = with_pages(truth.OPEN)[:120]
    return [
        Specimen("scan.pdf", PDF, with_pages(None, None), refusal=NoTextInFile),
        Specimen("program.pdf", PDF, program, refusal=FileKindDisguised),
        Specimen("cut.pdf", PDF, cut, refusal=FileBroken),
    ]


def written(made: PdfWriter) -> bytes:
    """The bytes of a file made with pypdf, which can read them again."""
    target = io.BytesIO()
    made.write(target)
    assert PdfReader(target).pages is not None
    return target.getvalue()
