"""Ten slide shows."""

import io

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Show
from pptx.util import Inches

from langaccess.domain.documents.files import (
    ArchiveBomb,
    FileBroken,
    FileEncrypted,
    FileKind,
    FileNote,
    NoTextInFile,
)
from tests.specimens import truth
from tests.specimens.pictures import png
from tests.specimens.truth import Specimen
from tests.specimens.zips import changed, encrypted, nested, part

PPTX = FileKind.PPTX
_BOX = (Inches(1), Inches(1), Inches(4), Inches(2))


def specimens() -> list[Specimen]:
    """All ten, each with what is true of it."""
    return [_plain(), _table(), _notes(), _chart(), _hidden(), _macros(), *_bad()]


def saved(show: Show) -> bytes:
    """The bytes of a show made with python-pptx."""
    target = io.BytesIO()
    show.save(target)
    return target.getvalue()


def with_slides(*texts: str) -> Show:
    """A show with one text box on each slide."""
    show = Presentation()
    for text in texts:
        slide = show.slides.add_slide(show.slide_layouts[6])
        slide.shapes.add_textbox(*_BOX).text_frame.text = text
    return show


def _plain() -> Specimen:
    show = with_slides(truth.OPEN, truth.BRING, truth.OPEN)
    words = 2 * truth.OPEN_WORDS + truth.BRING_WORDS
    return Specimen(
        "plain.pptx", PPTX, saved(show), words, truth.OPEN_WORDS, language_tag="en", pages=3
    )


def _table() -> Specimen:
    show = with_slides(truth.CITY)
    table = show.slides[0].shapes.add_table(2, 2, *_BOX).table
    for at, text in enumerate((truth.WATER, truth.WATER, truth.ASK, truth.CALL)):
        table.cell(at // 2, at % 2).text = text
    words = truth.CITY_WORDS + 2 * truth.WATER_WORDS + truth.ASK_WORDS + truth.CALL_WORDS
    return Specimen(
        "table.pptx", PPTX, saved(show), words, truth.WATER_WORDS, language_tag="en", pages=1
    )


def _notes() -> Specimen:
    show = with_slides(truth.OPEN)
    show.slides[0].notes_slide.notes_text_frame.text = truth.ASK
    group = show.slides[0].shapes.add_group_shape()
    group.shapes.add_textbox(*_BOX).text_frame.text = truth.CALL
    words = truth.OPEN_WORDS + truth.ASK_WORDS + truth.CALL_WORDS
    return Specimen("notes.pptx", PPTX, saved(show), words, language_tag="en", pages=1)


def _chart() -> Specimen:
    show = with_slides(truth.BRING)
    data = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx has none
    data.categories = ["Water office", "Town hall"]
    data.add_series("Visits", (1, 2))  # type: ignore[no-untyped-call]
    data.add_series("Calls", (3, 4))  # type: ignore[no-untyped-call]
    frame = show.slides[0].shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *_BOX, data)
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = truth.OPEN
    words = truth.BRING_WORDS + truth.OPEN_WORDS + 2 + 2 + 1 + 1
    return Specimen("chart.pptx", PPTX, saved(show), words, language_tag="en", pages=1)


def _hidden() -> Specimen:
    show = with_slides(truth.ABIERTA, truth.TRAIGA, truth.CALL)
    show.slides[2].element.set("show", "0")
    return Specimen(
        "hidden.pptx",
        PPTX,
        saved(show),
        truth.ABIERTA_WORDS + truth.TRAIGA_WORDS,
        notes={FileNote.HIDDEN_SLIDES: {"slides": "3", "words": truth.CALL_WORDS}},
        language_tag="es",
        pages=3,
    )


def _macros() -> Specimen:
    content = saved(with_slides(truth.OPEN))
    types = part(content, "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "ppt/vbaProject.bin": b"\xcc\x61" * 400,
    }
    return Specimen(
        "macros.pptm",
        PPTX,
        changed(content, parts),
        truth.OPEN_WORDS,
        notes={FileNote.MACROS: {}},
        language_tag="en",
        pages=1,
    )


def _bad() -> list[Specimen]:
    scan = Presentation()
    scan.slides.add_slide(scan.slide_layouts[6]).shapes.add_picture(io.BytesIO(png()), *_BOX[:2])
    content = saved(with_slides(truth.OPEN))
    bomb = changed(content, {"ppt/embeddings/inner.zip": nested(4)})
    return [
        Specimen("scan.pptx", PPTX, saved(scan), refusal=NoTextInFile),
        Specimen("password.pptx", PPTX, encrypted(), refusal=FileEncrypted),
        Specimen("cut.pptx", PPTX, content[: len(content) * 2 // 3], refusal=FileBroken),
        Specimen("nested.pptx", PPTX, bomb, refusal=ArchiveBomb),
    ]
