import docx
import pytest

from langaccess.domain.documents.files import Fault, FileBroken, FileNote
from tests.adapters.files.conftest import Read, texts
from tests.specimens.word import BODY, paragraph, raw, rel, saved
from tests.specimens.zips import changed

_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def mark(kind: str) -> str:
    """One mark of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction: str, result: str) -> str:
    """A field as Word writes it, in marks."""
    return (
        f"{mark('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f"{mark('separate')}<w:r><w:t>{result}</w:t></w:r>{mark('end')}"
    )


def test_what_word_fills_in_itself_is_no_text(read: Read) -> None:
    body = (
        f"<w:p>{field('PAGE', '7')}<w:r><w:t>Open</w:t></w:r>{field(' HYPERLINK x', ' now')}</w:p>"
        f'<w:p><w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>'
        f'<w:p><w:fldSimple w:instr="TITLE"><w:r><w:t>Fees</w:t></w:r></w:fldSimple></w:p>'
        f"<w:p>{mark('end')}{mark('separate')}<w:r><w:instrText>x</w:instrText><w:t>End</w:t></w:r>"
        "</w:p>"
    )

    assert texts(read(raw(body), "a.docx")) == ["Open now", "Fees", "End"]


def test_a_field_may_hold_another(read: Read) -> None:
    inner = field("HYPERLINK y", "Chapter 1")
    body = (
        f"<w:p>{mark('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{mark('separate')}{inner}"
        f"{mark('end')}<w:r><w:t>Open</w:t></w:r></w:p>"
    )

    assert texts(read(raw(body), "a.docx")) == ["Open"]


def test_breaks_part_words_and_hard_hyphens_join_them(read: Read) -> None:
    body = (
        "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t>"
        "<w:noBreakHyphen/><w:t>four</w:t><w:softHyphen/><w:t>teen</w:t></w:r></w:p>"
    )

    assert texts(read(raw(body), "a.docx")) == ["one two three-fourteen"]


def test_pictures_say_what_stands_for_them_and_old_drawings_what_they_show(read: Read) -> None:
    body = (
        f'<w:p {_DRAWING}><w:r><wp:docPr descr="A map of the town"/><wp:docPr descr="map.png"/>'
        '<wp:docPr descr="Nobody hears this" hidden="1"/>'
        '<v:textpath string="Notice"/><a:p><a:r><a:t>Drawn</a:t></a:r><a:br/></a:p></w:r></w:p>'
    )

    assert texts(read(raw(body), "a.docx")) == ["A map of the town", "Notice", "Drawn"]


def test_changes_of_marks_and_form_are_tracked_changes_too(read: Read) -> None:
    body = (
        "<w:p><w:pPr><w:rPr><w:ins/><w:del/></w:rPr><w:pPrChange/></w:pPr><w:r><w:t>Open</w:t>"
        "</w:r></w:p><w:p><w:moveFrom><w:r><w:t>old place</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:moveTo><w:r><w:t>new place</w:t></w:r></w:moveTo></w:p>"
    )

    reading = read(raw(body), "a.docx")

    assert texts(reading) == ["Open", "new place"]
    assert reading.notes == ((FileNote.TRACKED_CHANGES, {"insertions": 2, "deletions": 2}),)


def test_old_form_fields_and_embedded_and_outside_things_are_noted(read: Read) -> None:
    links = rel("attachedTemplate", "https://example.org/t.dotm", mode="External")
    links += rel("hyperlink", "https://example.org/", mode="External")
    links += rel("oleObject", "embeddings/a.bin")
    body = (
        f"<w:p>{mark('begin').replace('/></w:r>', '><w:ffData/></w:fldChar></w:r>')}"
        "<w:r><w:t>Name</w:t></w:r></w:p>"
    )

    reading = read(raw(body, rels=links, parts={"word/embeddings/a.bin": "x"}), "a.docx")

    assert dict(reading.notes) == {
        FileNote.FORM_FIELDS: {"count": 1},
        FileNote.EMBEDDED_OBJECTS: {"count": 1},
        FileNote.EXTERNAL_LINKS: {"count": 1, "first": "https://example.org/t.dotm"},
    }


def test_diagrams_are_read(read: Read) -> None:
    data = (
        f'<dgm:dataModel xmlns:dgm="{_DGM}" {_DRAWING}><dgm:pt><dgm:t><a:p><a:r><a:t>First step'
        "</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"
    )
    made = raw(paragraph("Open"), rels=rel("diagramData", "d.xml"), parts={"word/d.xml": data})

    assert texts(read(made, "a.docx")) == ["Open", "First step"]


def test_pronunciation_is_said_once(read: Read) -> None:
    body = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>han</w:t>"
        "</w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )

    assert texts(read(raw(body), "a.docx")) == ["han"]


@pytest.mark.parametrize(
    ("parts", "fault", "where"),
    [
        ({BODY: "<w:document>"}, Fault.XML, f"{BODY}:1"),
        ({BODY: "<!DOCTYPE x><x/>"}, Fault.DTD, BODY),
        ({"word/_rels/document.xml.rels": ""}, Fault.XML, "word/_rels/document.xml.rels:1"),
    ],
)
def test_a_broken_part_is_named(
    read: Read, parts: dict[str, str | bytes], fault: Fault, where: str
) -> None:
    with pytest.raises(FileBroken) as refused:
        read(changed(raw(paragraph("Open")), parts), "a.docx")

    assert (refused.value.fault, refused.value.where) == (fault, where)


def test_a_part_that_is_not_there_is_named(read: Read) -> None:
    with pytest.raises(FileBroken) as refused:
        read(raw(paragraph("Open"), rels=rel("header", "header9.xml")), "a.docx")

    assert (refused.value.fault, refused.value.where) == (Fault.PART_MISSING, "word/header9.xml")


def test_an_entity_is_never_fetched(read: Read) -> None:
    body = paragraph("Open").replace("Open", "&x;")
    entity = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    made = raw(body)

    with pytest.raises(FileBroken):
        read(changed(made, {BODY: entity + "<x>&x;</x>"}), "a.docx")


def test_elements_nested_without_end_are_refused(read: Read) -> None:
    deep = "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000

    with pytest.raises(FileBroken):
        read(raw(f"<w:p>{deep}</w:p>"), "a.docx")


def test_a_word_file_of_python_docx_reads_as_it_was_written(read: Read) -> None:
    made = docx.Document()
    for number in range(300):
        made.add_paragraph(f"Paragraph number {number}")

    reading = read(saved(made), "a.docx")

    assert (reading.words, reading.repeated) == (900, 0)
    assert reading.segments[299].place == "paragraph 300"
