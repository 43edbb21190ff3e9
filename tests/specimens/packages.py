"""Ten OpenDocument texts and ten InDesign packages."""

from langaccess.domain.documents.files import (
    ArchiveBomb,
    FileBroken,
    FileEncrypted,
    FileKind,
    FileKindDisguised,
    FileKindUnknown,
    FileNote,
    FileRefused,
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
    OPEN,
    OPEN_WORDS,
    TRAIGA,
    TRAIGA_WORDS,
    WATER,
    WATER_WORDS,
    Specimen,
)
from tests.specimens.zips import blanks, nested, zipped

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_NS = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("manifest", "manifest"),
        ("svg", "svg-compatible"),
    )
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
IDML_TYPE = "application/vnd.adobe.indesign-idml-package"


def odt(body: str, *, styles: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    """A text document with this body and these automatic styles."""
    content = (
        f"<office:document-content {_NS}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    manifest = f"<manifest:manifest {_NS}></manifest:manifest>"
    files = {"mimetype": ODT_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped({**files, **(parts or {})})


def texts() -> list[Specimen]:
    """Ten OpenDocument texts."""
    return [*_simple(), *_noted(), *_bad()]


def _p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def _odt(name: str, content: bytes, words: int, repeated: int = 0) -> Specimen:
    return Specimen(name, FileKind.ODT, content, words, repeated, language_tag="en")


def _simple() -> list[Specimen]:
    cells = "".join(
        f"<table:table-cell>{_p(one)}</table:table-cell>" for one in (WATER, WATER, CALL)
    )
    frame = f"<draw:frame><draw:text-box>{_p(ASK)}</draw:text-box></draw:frame>"
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        f"<text:note-body>{_p(CALL)}</text:note-body></text:note>"
    )
    master = (
        f"<office:document-styles {_NS}><office:master-styles><style:master-page>"
        f"<style:header>{_p(CITY)}</style:header><style:footer><text:p><text:page-number>7"
        "</text:page-number></text:p></style:footer></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
    spaced = OPEN.replace(" ", "<text:s/>", 1)
    return [
        _odt("plain.odt", odt(f"<text:h>{CITY}</text:h>{_p(OPEN)}{_p(spaced)}"), 23, OPEN_WORDS),
        _odt(
            "table.odt",
            odt(f"<table:table><table:table-row>{cells}</table:table-row></table:table>{_p(OPEN)}"),
            2 * WATER_WORDS + CALL_WORDS + OPEN_WORDS,
            WATER_WORDS,
        ),
        _odt(
            "frame.odt",
            odt(_p(f"{OPEN}{frame}{note}"), parts={"styles.xml": master}),
            OPEN_WORDS + ASK_WORDS + CALL_WORDS + CITY_WORDS,
        ),
    ]


def _noted() -> list[Specimen]:
    deletion = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{_p(CALL)}</text:deletion>"
        "</text:changed-region><text:changed-region><text:insertion/></text:changed-region>"
        "</text:tracked-changes>"
    )
    comment = f"<office:annotation>{_p(ASK)}</office:annotation>"
    style = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    hidden = f'<text:p text:style-name="H">{BRING}</text:p>'
    return [
        Specimen(
            "tracked.odt",
            FileKind.ODT,
            odt(deletion + _p(OPEN + comment)),
            OPEN_WORDS,
            notes={
                FileNote.TRACKED_CHANGES: {"insertions": 1, "deletions": 1},
                FileNote.COMMENTS: {"count": 1, "words": ASK_WORDS},
            },
            language_tag="en",
        ),
        Specimen(
            "spanish.odt",
            FileKind.ODT,
            odt(_p(ABIERTA) + _p(TRAIGA) + hidden, styles=style),
            ABIERTA_WORDS + TRAIGA_WORDS,
            notes={FileNote.HIDDEN_TEXT: {"words": BRING_WORDS}},
            language_tag="es",
        ),
        Specimen(
            "macros.odt",
            FileKind.ODT,
            odt(_p(OPEN), parts={"Basic/Standard/Module1.xml": "<x/>", "Pictures/a.png": png()}),
            OPEN_WORDS,
            notes={FileNote.MACROS: {}, FileNote.PICTURES: {"count": 1}},
            language_tag="en",
        ),
    ]


def _bad() -> list[Specimen]:
    kind = FileKind.ODT
    locked = (
        f'<manifest:manifest {_NS}><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    return [
        Specimen(
            "password.odt",
            kind,
            odt("", parts={"META-INF/manifest.xml": locked, "content.xml": b"\x93\x12\xfe"}),
            refusal=FileEncrypted,
        ),
        Specimen("scan.odt", kind, odt("", parts={"Pictures/a.png": png()}), refusal=NoTextInFile),
        Specimen("corrupt.odt", kind, odt("<text:p>"), refusal=FileBroken),
        Specimen("bomb.odt", kind, odt(_p(OPEN), parts={"x": blanks()}), refusal=ArchiveBomb),
    ]


def idml(parts: dict[str, str | bytes] | None = None, *, mimetype: str = IDML_TYPE) -> bytes:
    """An InDesign package with one story."""
    story = f"<Story><Content>{OPEN}</Content></Story>"
    return zipped(
        {
            "mimetype": mimetype,
            "designmap.xml": "<Document/>",
            "Stories/Story_u1.xml": story,
            **(parts or {}),
        }
    )


def layouts() -> list[Specimen]:
    """Ten InDesign packages: six to keep as they are, four to refuse."""
    kept = [
        ("plain.idml", idml()),
        ("stories.idml", idml({f"Stories/Story_u{at}.xml": "<Story/>" for at in range(2, 40)})),
        ("pictures.idml", idml({"Links/a.png": png()})),
        ("spanish.idml", idml({"Stories/Story_u1.xml": f"<Story>{ABIERTA}</Story>"})),
        ("no-extension", idml()),
        ("CAPITALS.IDML", idml({"XML/Tags.xml": "<Tags/>"})),
    ]
    refused: list[tuple[str, bytes, type[FileRefused]]] = [
        ("bomb.idml", idml({"Stories/Story_u1.xml": blanks()}), ArchiveBomb),
        ("nested.idml", idml({"Links/a.zip": nested(4)}), ArchiveBomb),
        ("really-a-book.idml", idml(mimetype="application/epub+zip"), FileKindDisguised),
        ("layout.indd2", idml(), FileKindUnknown),
    ]
    return [
        *(
            Specimen(name, FileKind.IDML, content, notes={FileNote.NOT_READ: {}})
            for name, content in kept
        ),
        *(Specimen(name, FileKind.IDML, content, refusal=why) for name, content, why in refused),
    ]
