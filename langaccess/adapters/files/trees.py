"""XML from strangers as a tree: no entity, no DTD, no network, and one name for each element."""

from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from langaccess.adapters.files.archive import Archive
from langaccess.domain.documents.files import Fault, FileBroken

Element: TypeAlias = etree._Element  # lxml has no public name for it

_OOXML, _STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
# Transitional and strict OOXML differ in their namespaces only, as far as text goes.
_PREFIXES = {
    f"{_OOXML}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OOXML}presentationml/2006/main": "p",
    f"{_STRICT}presentationml/main": "p",
    f"{_OOXML}spreadsheetml/2006/main": "s",
    f"{_STRICT}spreadsheetml/main": "s",
    f"{_OOXML}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OOXML}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OOXML}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_OOXML}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OOXML}drawingml/2006/spreadsheetDrawing": "xdr",
    f"{_STRICT}drawingml/spreadsheetDrawing": "xdr",
    f"{_OOXML}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_OOXML}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OOXML}markup-compatibility/2006": "mc",
    f"{_OOXML}package/2006/relationships": "rel",
    f"{_OOXML}package/2006/content-types": "ct",
    f"{_ODF}office:1.0": "office",
    f"{_ODF}text:1.0": "text",
    f"{_ODF}table:1.0": "table",
    f"{_ODF}drawing:1.0": "draw",
    f"{_ODF}style:1.0": "style",
    f"{_ODF}form:1.0": "form",
    f"{_ODF}script:1.0": "script",
    f"{_ODF}manifest:1.0": "manifest",
    f"{_ODF}svg-compatible:1.0": "svg",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
    "urn:schemas-microsoft-com:vml": "v",
}


def parse_part(archive: Archive, part: str) -> Element:
    """One part of an archive as a tree. Raises FileBroken with the part, and the line if known."""
    content = archive.read(part)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{part}:{line}" if line else part
        raise FileBroken(archive.name, None, Fault.XML, where) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise FileBroken(archive.name, None, Fault.DTD, part)
    return root


def tag_of(element: Element) -> str:
    """`w:p` for a paragraph in either namespace of OOXML."""
    return short(str(element.tag))


@lru_cache(maxsize=4096)  # a stranger may make up any number of names
def short(name: str) -> str:
    """A name with its usual prefix in place of its namespace; `?:` before one nobody knows."""
    space, _, local = name.rpartition("}")
    return f"{_PREFIXES.get(space[1:], '?')}:{local}" if space else local


def get(element: Element, name: str, default: str = "") -> str:
    """An attribute by its short name, in whichever namespace it came."""
    for raw, value in element.attrib.items():
        if short(str(raw)) == name:
            return str(value)
    return default


def is_on(value: str) -> bool:
    """What OOXML calls a toggle, when present: empty, "1", "true" and "on" are on."""
    return value.lower() not in {"0", "false", "off"}
