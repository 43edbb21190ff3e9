"""Ten workbooks."""

import io

import xlsxwriter
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart

from langaccess.domain.documents.files import (
    ArchiveBomb,
    FileBroken,
    FileEncrypted,
    FileKind,
    FileKindDisguised,
    FileNote,
)
from tests.specimens import truth
from tests.specimens.truth import Specimen
from tests.specimens.zips import blanks, changed, encrypted, part

XLSX = FileKind.XLSX
SHEET = "xl/worksheets/sheet1.xml"
# Name of the sheet in every one: "Fees".
NAME_WORDS = 1


def specimens() -> list[Specimen]:
    """All ten, each with what is true of it."""
    return [_plain(), _inline(), _hidden(), _prompts(), _commented(), _macros(), *_bad()]


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook made with openpyxl."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_cells(*texts: str | float) -> Workbook:
    """A workbook whose first column holds these."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Fees"
    for row, text in enumerate(texts, 1):
        sheet.cell(row, 1, text)
    return book


def shared(*texts: str | float) -> bytes:
    """The same as Excel writes it, each text once in a part of its own; openpyxl does not."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Fees")
        for row, text in enumerate(texts):
            sheet.write(row, 0, text)
    return target.getvalue()


def _plain() -> Specimen:
    content = shared(truth.OPEN, 12.5, truth.WATER, truth.BRING, truth.WATER)
    words = NAME_WORDS + truth.OPEN_WORDS + 2 * truth.WATER_WORDS + truth.BRING_WORDS
    return Specimen(
        "plain.xlsx", XLSX, content, words, truth.WATER_WORDS, language_tag="en", pages=1
    )


def _inline() -> Specimen:
    content = saved(with_cells(truth.OPEN))
    inline = (
        f'<row r="2"><c r="A2" t="inlineStr"><is><r><t>Ask for a free </t></r>'
        "<r><t>interpreter at any counter.</t></r></is></c>"
        f'<c r="B2" t="str"><f>"{truth.WATER}"</f><v>{truth.WATER}</v></c>'
        f'<c r="C2" t="str"><f>A1</f><v>{truth.OPEN}</v></c></row></sheetData>'
    )
    sheet = part(content, SHEET).replace("</sheetData>", inline)
    words = NAME_WORDS + truth.OPEN_WORDS + truth.ASK_WORDS + truth.WATER_WORDS
    made = changed(content, {SHEET: sheet})
    return Specimen("inline.xlsx", XLSX, made, words, language_tag="en", pages=1)


def _hidden() -> Specimen:
    book = with_cells(truth.ABIERTA, truth.TRAIGA, truth.CALL)
    book.worksheets[0].row_dimensions[3].hidden = True
    away = book.create_sheet("Lists")
    away["A1"] = truth.BRING
    away.sheet_state = "hidden"
    return Specimen(
        "hidden.xlsx",
        XLSX,
        saved(book),
        NAME_WORDS + truth.ABIERTA_WORDS + truth.TRAIGA_WORDS,
        notes={
            FileNote.HIDDEN_TEXT: {"words": truth.CALL_WORDS},
            FileNote.HIDDEN_SHEETS: {"sheets": "Lists", "words": 1 + truth.BRING_WORDS},
        },
        language_tag="es",
        pages=2,
    )


def _prompts() -> Specimen:
    book = with_cells(truth.OPEN)
    sheet = book.worksheets[0]
    choice = DataValidation(type="list", formula1='"Monday,Friday"')
    choice.prompt = truth.ASK
    choice.add("B1")
    sheet.add_data_validation(choice)
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(truth.CITY))
    words = NAME_WORDS + truth.OPEN_WORDS + truth.ASK_WORDS + 2 + truth.CITY_WORDS
    return Specimen("prompts.xlsx", XLSX, saved(book), words, language_tag="en", pages=1)


def _commented() -> Specimen:
    book = with_cells(truth.BRING, truth.CALL)
    book.worksheets[0]["A1"].comment = Comment(truth.ASK, "Somebody")
    return Specimen(
        "comment.xlsx",
        XLSX,
        saved(book),
        NAME_WORDS + truth.BRING_WORDS + truth.CALL_WORDS,
        notes={FileNote.COMMENTS: {"count": 1, "words": truth.ASK_WORDS}},
        language_tag="en",
        pages=1,
    )


def _macros() -> Specimen:
    content = saved(with_cells(truth.OPEN))
    types = part(content, "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "xl/vbaProject.bin": b"\xcc\x61" * 400,
    }
    return Specimen(
        "macros.xlsm",
        XLSX,
        changed(content, parts),
        NAME_WORDS + truth.OPEN_WORDS,
        notes={FileNote.MACROS: {}},
        language_tag="en",
        pages=1,
    )


def _bad() -> list[Specimen]:
    content = saved(with_cells(truth.OPEN))
    with_dtd = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part(content, SHEET)
    return [
        Specimen("password.xlsx", XLSX, encrypted(), refusal=FileEncrypted),
        Specimen("dtd.xlsx", XLSX, changed(content, {SHEET: with_dtd}), refusal=FileBroken),
        Specimen("bomb.xlsx", XLSX, changed(content, {SHEET: blanks()}), refusal=ArchiveBomb),
        Specimen("really-a-sheet.docx", XLSX, content, refusal=FileKindDisguised),
    ]
