import io
import logging

import pytest
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, StreamObject

from langaccess.adapters.files import pdf
from langaccess.domain.documents.files import ArchiveBomb, Fault, FileBroken, FileNote, Measure
from tests.adapters.files.conftest import Read, texts
from tests.specimens.pdfs import with_pages, written
from tests.specimens.truth import BRING, OPEN

CONTENT = with_pages(OPEN)


def writer(content: bytes = CONTENT) -> PdfWriter:
    """The file, to be changed."""
    return PdfWriter(clone_from=io.BytesIO(content))


def test_a_tagged_file_with_an_attachment_says_so(read: Read) -> None:
    made = writer()
    made.root_object[NameObject("/MarkInfo")] = DictionaryObject(
        {NameObject("/Marked"): BooleanObject(True)}
    )
    made.add_attachment("a.txt", b"attached")

    assert dict(read(written(made), "a.pdf").notes) == {FileNote.EMBEDDED_OBJECTS: {"count": 1}}


def test_lines_are_joined_to_the_paragraph_they_were(read: Read) -> None:
    long = "the office is open on weekdays from nine until five and " * 4
    content = with_pages(f"{long}\n- First item here\n- Second item here\nAnd so on")

    assert texts(read(content, "a.pdf")) == [
        long.strip(),
        "- First item here",
        "- Second item here",
        "And so on",
    ]


def test_too_many_pages_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)

    with pytest.raises(ArchiveBomb) as refused:
        read(with_pages(OPEN, OPEN), "a.pdf")

    assert refused.value.measure == Measure.PAGES


def test_a_page_that_unpacks_without_end_is_refused(read: Read) -> None:
    made = writer()
    stream = StreamObject()
    stream.set_data(b" " * (80 << 20))
    made.pages[0][NameObject("/Contents")] = made._add_object(stream.flate_encode())

    with pytest.raises(ArchiveBomb) as refused:
        read(written(made), "a.pdf")

    assert refused.value.where == "page 1"


def test_a_broken_page_is_named(read: Read) -> None:
    made = writer(with_pages(OPEN, BRING))
    stream = StreamObject()
    stream.set_data(b"BT ET")
    stream[NameObject("/Filter")] = NameObject("/Unheard")
    made.pages[1][NameObject("/Contents")] = made._add_object(stream)

    with pytest.raises(FileBroken) as refused:
        read(written(made), "a.pdf")

    assert (refused.value.fault, refused.value.where) == (Fault.PDF, "page 2")


def test_a_file_whose_directory_is_lost_is_read_and_said_to_be_repaired(read: Read) -> None:
    at = CONTENT.rindex(b"startxref")
    lost = CONTENT[:at] + b"startxref\n7\n%%EOF\n"

    reading = read(lost, "a.pdf")

    assert texts(reading) == [OPEN]
    assert FileNote.REPAIRED in dict(reading.notes)
    assert logging.getLogger("pypdf").handlers == []
