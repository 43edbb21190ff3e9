"""Ten Word documents."""

import io

import docx
from docx.document import Document

from langaccess.domain.documents.files import (
    ArchiveBomb,
    FileEncrypted,
    FileKind,
    FileNote,
    NoTextInFile,
)
from tests.specimens import truth
from tests.specimens.pictures import png
from tests.specimens.truth import Specimen
from tests.specimens.zips import blanks, changed, encrypted, part, zipped

DOCX = FileKind.DOCX
BODY = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def specimens() -> list[Specimen]:
    """All ten, each with what is true of it."""
    return [_plain(), _tables(), *_layered(), _tracked(), _macros(), _strict(), _spanish(), *_bad()]


def saved(document: Document) -> bytes:
    """The bytes of a document made with python-docx."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def raw(body: str, *, ns: str = _W, rels: str = "", parts: dict[str, str] | None = None) -> bytes:
    """The smallest package with this body; other parts come with their relationships."""
    main = (
        f'<w:document xmlns:w="{ns}" xmlns:r="{_R}" xmlns:mc="{_MC}"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
            '<Default Extension="rels" ContentType="application/x"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{BODY}" ContentType="{_MAIN}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="m" Target="{BODY}"'
            f' Type="{_R}/officeDocument"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELS}">{rels}'
            "</Relationships>",
            BODY: main,
            **(parts or {}),
        }
    )


def rel(kind: str, target: str, *, mode: str = "") -> str:
    """One relationship of the main part."""
    external = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="r{kind}" Type="{_R}/{kind}" Target="{target}"{external}/>'


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _plain() -> Specimen:
    made = docx.Document()
    made.add_heading(truth.CITY)
    for text in (truth.OPEN, truth.BRING, truth.CALL, truth.OPEN):
        made.add_paragraph(text)
    words = truth.CITY_WORDS + 2 * truth.OPEN_WORDS + truth.BRING_WORDS + truth.CALL_WORDS
    return Specimen("plain.docx", DOCX, saved(made), words, truth.OPEN_WORDS, language_tag="en")


def _tables() -> Specimen:
    made = docx.Document()
    table = made.add_table(rows=2, cols=2)
    table.cell(0, 0).text = truth.WATER
    table.cell(0, 1).text = truth.WATER
    table.cell(1, 0).text = truth.BRING
    table.cell(1, 1).add_table(rows=1, cols=1).cell(0, 0).text = truth.ASK
    made.sections[0].header.paragraphs[0].text = truth.CITY
    made.sections[0].footer.paragraphs[0].text = truth.CALL
    words = 2 * truth.WATER_WORDS + truth.BRING_WORDS + truth.ASK_WORDS
    words += truth.CITY_WORDS + truth.CALL_WORDS
    return Specimen("tables.docx", DOCX, saved(made), words, truth.WATER_WORDS, language_tag="en")


def _layered() -> list[Specimen]:
    box = f"<w:txbxContent>{paragraph(truth.ASK)}</w:txbxContent>"
    boxed = raw(
        f"<w:p><w:r><w:t>{truth.OPEN}</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="Water office"/>'
        f"</w:dropDownList></w:sdtPr><w:sdtContent>{paragraph(truth.CITY)}</w:sdtContent></w:sdt>",
        rels=rel("footnotes", "footnotes.xml"),
        parts={
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}"><w:footnote>'
            f"{paragraph(truth.CALL)}</w:footnote></w:footnotes>"
        },
    )
    words = truth.OPEN_WORDS + truth.ASK_WORDS + truth.WATER_WORDS
    words += truth.CITY_WORDS + truth.CALL_WORDS
    return [
        Specimen(
            "text-box.docx",
            DOCX,
            boxed,
            words,
            notes={FileNote.FORM_FIELDS: {"count": 1}},
            language_tag="en",
        )
    ]


def _tracked() -> Specimen:
    made = docx.Document()
    run = made.add_paragraph(truth.OPEN).runs[0]
    made.add_comment(run, text=truth.ASK, author="Somebody", initials="S")
    made.add_paragraph(truth.WATER)
    content = saved(made)
    body = part(content, BODY).replace(
        "<w:sectPr",
        f'<w:p><w:ins w:id="91" w:author="A"><w:r><w:t>{truth.BRING}</w:t></w:r></w:ins>'
        f'<w:del w:id="92" w:author="A"><w:r><w:delText>{truth.CALL}</w:delText></w:r></w:del>'
        "</w:p><w:sectPr",
        1,
    )
    return Specimen(
        "tracked.docx",
        DOCX,
        changed(content, {BODY: body}),
        truth.OPEN_WORDS + truth.WATER_WORDS + truth.BRING_WORDS,
        notes={
            FileNote.TRACKED_CHANGES: {"insertions": 1, "deletions": 1},
            FileNote.COMMENTS: {"count": 1, "words": truth.ASK_WORDS},
        },
        language_tag="en",
    )


def _macros() -> Specimen:
    made = docx.Document()
    made.add_paragraph(truth.OPEN)
    made.add_paragraph(truth.BRING)
    made.add_picture(io.BytesIO(png()))
    content = saved(made)
    types = part(content, "[Content_Types].xml")
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = types.replace(_MAIN, macro).replace(
        "<Default ",
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default ',
        1,
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "word/vbaProject.bin": b"\xcc\x61" * 400,
    }
    return Specimen(
        "macros.docm",
        DOCX,
        changed(content, parts),
        truth.OPEN_WORDS + truth.BRING_WORDS,
        notes={FileNote.MACROS: {}, FileNote.PICTURES: {"count": 1}},
        language_tag="en",
    )


def _strict() -> Specimen:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = paragraph(truth.OPEN) + paragraph(truth.CALL)
    words = truth.OPEN_WORDS + truth.CALL_WORDS
    return Specimen("strict.docx", DOCX, raw(body, ns=strict), words, language_tag="en")


def _spanish() -> Specimen:
    made = docx.Document()
    made.add_paragraph(truth.ABIERTA)
    made.add_paragraph(truth.TRAIGA)
    made.add_paragraph().add_run(truth.BRING).font.hidden = True
    return Specimen(
        "spanish.docx",
        DOCX,
        saved(made),
        truth.ABIERTA_WORDS + truth.TRAIGA_WORDS,
        notes={FileNote.HIDDEN_TEXT: {"words": truth.BRING_WORDS}},
        language_tag="es",
    )


def _bad() -> list[Specimen]:
    scan = docx.Document()
    scan.add_picture(io.BytesIO(png()))
    plain = saved(docx.Document())
    bomb = changed(plain, {"word/media/image1.png": blanks()})
    return [
        Specimen("scan.docx", DOCX, saved(scan), refusal=NoTextInFile),
        Specimen("password.docx", DOCX, encrypted(), refusal=FileEncrypted),
        Specimen("bomb.docx", DOCX, bomb, refusal=ArchiveBomb),
    ]
