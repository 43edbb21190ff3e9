import pytest
from pptx import Presentation
from pptx.util import Inches

from langaccess.adapters.files import found
from langaccess.domain.documents.files import (
    ArchiveBomb,
    FileBroken,
    FileNote,
    Measure,
    NoTextInFile,
)
from tests.adapters.files.conftest import Read, texts
from tests.specimens.packages import odt
from tests.specimens.sheets import SHEET, shared, with_cells
from tests.specimens.sheets import saved as saved_book
from tests.specimens.slides import saved, with_slides
from tests.specimens.truth import ASK, CITY, OPEN
from tests.specimens.zips import changed, part

_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SLIDE_LINKS = "ppt/slides/_rels/slide1.xml.rels"


@pytest.mark.parametrize(
    "comments",
    [
        f"<p:cmLst {_P}><p:cm><p:text>{ASK}</p:text></p:cm></p:cmLst>",
        f"<cmLst {_A}><cm><a:p><a:r><a:t>{ASK}</a:t></a:r></a:p></cm></cmLst>",
    ],
)
def test_comments_on_slides_are_counted_apart(read: Read, comments: str) -> None:
    content = saved(with_slides(OPEN))
    link = f'<Relationship Id="c" Type="{_COMMENTS}" Target="../c.xml"/></Relationships>'
    links = part(content, SLIDE_LINKS).replace("</Relationships>", link)

    reading = read(changed(content, {SLIDE_LINKS: links, "ppt/c.xml": comments}), "a.pptx")

    assert texts(reading) == [OPEN]
    assert dict(reading.notes) == {FileNote.COMMENTS: {"count": 1, "words": 8}}


def test_what_a_master_shows_on_every_slide_is_read_once(read: Read) -> None:
    show = Presentation()
    where = (Inches(1), Inches(1), Inches(4), Inches(1))
    for text in (OPEN, ASK):
        slide = show.slides.add_slide(show.slide_layouts[6])
        slide.shapes.add_textbox(*where).text_frame.text = text
    box = show.slides[0].shapes[0]._element
    content = saved(show)
    layout = "ppt/slideLayouts/slideLayout7.xml"
    shape = (
        f"<p:sp {_P} {_A}><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{CITY}</a:t>"
        '</a:r><a:fld type="slidenum"><a:t>7</a:t></a:fld></a:p></p:txBody></p:sp></p:spTree>'
    )
    changed_layout = part(content, layout).replace("</p:spTree>", shape)

    assert box is not None
    assert texts(read(changed(content, {layout: changed_layout}), "a.pptx")) == [OPEN, ASK, CITY]


def test_a_hidden_column_is_not_among_the_words(read: Read) -> None:
    book = with_cells(OPEN)
    sheet = book.worksheets[0]
    sheet["C1"] = ASK
    sheet.column_dimensions["C"].hidden = True

    reading = read(saved_book(book), "a.xlsx")

    assert texts(reading) == ["Fees", OPEN]
    assert dict(reading.notes) == {FileNote.HIDDEN_TEXT: {"words": 8}}


def test_text_in_drawings_on_a_sheet_is_read(read: Read) -> None:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    drawing = f"<d {_A}><a:p><a:r><a:t>{ASK}</a:t></a:r></a:p></d>"
    links = (
        f'<Relationships xmlns="{rels}"><Relationship Id="d" Type="{base}/drawing"'
        ' Target="../drawings/d.xml"/></Relationships>'
    )
    made = changed(
        saved_book(with_cells(OPEN)),
        {"xl/worksheets/_rels/sheet1.xml.rels": links, "xl/drawings/d.xml": drawing},
    )

    assert texts(read(made, "a.xlsx")) == ["Fees", OPEN, ASK]


def test_how_a_cell_is_pronounced_is_not_read(read: Read) -> None:
    content = shared("one")
    strings = part(content, "xl/sharedStrings.xml").replace(
        "</si>", "<rPh><t>wan</t></rPh></si>", 1
    )

    assert texts(read(changed(content, {"xl/sharedStrings.xml": strings}), "a.xlsx")) == [
        "Fees",
        "one",
    ]


def test_a_cell_that_refers_to_no_string_is_empty(read: Read) -> None:
    content = shared("one")
    sheet = part(content, SHEET).replace("<v>0</v>", "<v>99</v>")

    assert texts(read(changed(content, {SHEET: sheet}), "a.xlsx")) == ["Fees"]


def test_one_long_text_in_many_cells_is_a_bomb(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_CHARACTERS", 500)

    with pytest.raises(ArchiveBomb) as refused:
        read(saved_book(with_cells(*[OPEN] * 20)), "a.xlsx")

    assert refused.value.measure == Measure.CHARACTERS


def test_sections_forms_and_pictures_of_an_open_document_are_told(read: Read) -> None:
    body = (
        f'<text:section text:display="none"><text:p>{ASK}</text:p></text:section>'
        f"<text:p>{OPEN}<draw:frame><draw:object/><svg:title>{CITY}</svg:title></draw:frame></text:p>"
        "<draw:control/>"
    )

    reading = read(odt(body, parts={"Object 1/content.xml": "<x/>"}), "a.odt")

    assert sorted(texts(reading)) == sorted([OPEN, CITY])
    assert dict(reading.notes) == {
        FileNote.HIDDEN_TEXT: {"words": 8},
        FileNote.EMBEDDED_OBJECTS: {"count": 1},
        FileNote.FORM_FIELDS: {"count": 1},
    }


def test_a_page_in_pieces_is_put_together(read: Read) -> None:
    page = (
        '<html><head><meta name="description" content="What we do"></head><body><ruby>han<rt>kan'
        '</rt></ruby> <span class="notranslate">Acme</span><iframe></iframe><div hidden></div>'
        "<textarea>Your question</textarea></body></html>"
    )

    reading = read(page.encode(), "a.html")

    assert texts(reading) == ["What we do", "han", "Your question"]
    assert dict(reading.notes) == {
        FileNote.EMBEDDED_OBJECTS: {"count": 1},
        FileNote.FORM_FIELDS: {"count": 1},
    }


def test_a_break_in_a_markdown_line_parts_words(read: Read) -> None:
    assert texts(read(b"one\ntwo  \nthree\n", "a.md")) == ["one two three"]


@pytest.mark.parametrize(
    "content",
    [
        'msgid "a"\nmsgstr "b" x',
        'msgid "a"\nmsgid "b"\nmsgstr[0] ""\nmsgstr[9] "x"\n',
        '"hanging"\n',
    ],
)
def test_a_catalogue_never_fails_in_another_way(read: Read, content: str) -> None:
    with pytest.raises((FileBroken, NoTextInFile)):
        read(content.encode(), "a.po")


def test_a_page_with_nothing_in_it_has_no_text(read: Read) -> None:
    for content in (b" ", b"<!-- only -->"):
        with pytest.raises((NoTextInFile, FileBroken)):
            read(content, "a.html")


def test_markdown_too_long_for_its_parser_is_refused(read: Read) -> None:
    with pytest.raises(ArchiveBomb) as refused:
        read(b"[a](" * (1 << 19), "a.md")

    assert refused.value.measure == Measure.CHARACTERS
