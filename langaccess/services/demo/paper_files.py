"""A text as a file of each kind: the smallest Word document, PDF, web page or plain text."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# The same bytes on every machine, whatever the day.
_STAMP = (2026, 1, 1, 0, 0, 0)


def written(kind: str, lines: Sequence[str], *, tag: str) -> bytes:
    """These lines, the first of them a heading, as a file of this kind."""
    make = {"docx": _docx, "html": _html, "md": _markdown, "pdf": _pdf, "txt": _plain}[kind]
    return make(lines, tag)


def _plain(lines: Sequence[str], _tag: str) -> bytes:
    return ("\n\n".join(lines) + "\n").encode()


def _markdown(lines: Sequence[str], tag: str) -> bytes:
    return b"# " + _plain(lines, tag)


def _html(lines: Sequence[str], tag: str) -> bytes:
    title, *rest = (escape(one) for one in lines)
    body = "".join(f"<p>{one}</p>\n" for one in rest)
    return (
        f'<!doctype html>\n<html lang="{tag}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body><h1>{title}</h1>\n{body}</body></html>\n"
    ).encode()


def _docx(lines: Sequence[str], _tag: str) -> bytes:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(one, quote=False)}</w:t></w:r></w:p>'
        for one in lines
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{paragraphs}</w:body>'
        "</w:document>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _STAMP), text)
    return target.getvalue()


def _pdf(lines: Sequence[str], tag: str) -> bytes:
    """One page in a font every reader has, which knows the letters of western Europe alone."""
    shown = []
    for line in lines:
        shown += [*_broken(line), ""]
    text = "".join(f"({_in_pdf(one)}) Tj T* " for one in shown)
    stream = f"BT /F1 12 Tf 16 TL 72 760 Td {text}ET".encode("cp1252")
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({tag}) >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    found, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return found + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(found))
    )


def _broken(line: str, most: int = 80) -> list[str]:
    """A line in pieces that fit the page."""
    pieces = [""]
    for word in line.split():
        if len(pieces[-1]) + len(word) >= most:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word}".strip()
    return pieces


def _in_pdf(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
