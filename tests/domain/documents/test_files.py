import json
from dataclasses import replace

import pytest

from langaccess.domain.documents.files import (
    ALLOWED,
    EXTENSIONS,
    MEDIA_TYPES,
    ArchiveBomb,
    Fault,
    FileBroken,
    FileEmpty,
    FileEncrypted,
    FileKind,
    FileKindDisguised,
    FileKindUnknown,
    FileNote,
    FileRefused,
    FileTooLarge,
    Measure,
    NoTextInFile,
    Reading,
)
from langaccess.domain.documents.text import Segment
from langaccess.domain.errors import Invalid

READING = Reading(
    kind=FileKind.PDF,
    media_type=MEDIA_TYPES[FileKind.PDF],
    segments=(Segment("page 1", "Open"), Segment("page 2", "Open")),
    words=2,
    repeated=1,
    method="m/1",
    language_tag="en",
    language_confidence=0.99,
    grade=None,
    pages=2,
    notes=((FileNote.PICTURES, {"count": 2}),),
)


def test_every_kind_has_its_media_type_and_extension() -> None:
    assert set(MEDIA_TYPES) == set(FileKind)
    assert all(EXTENSIONS[kind.value] == kind for kind in FileKind)
    assert list(ALLOWED) == [kind.value for kind in FileKind]


def test_the_facts_of_a_reading_are_json_and_leave_out_the_text() -> None:
    facts = json.loads(json.dumps(READING.facts()))

    assert facts["segments"] == 2
    assert facts["notes"] == [["images_with_text_possible", {"count": 2}]]
    assert "Open" not in json.dumps(facts)


def test_new_words_are_those_not_repeated_and_unknown_for_opaque_files() -> None:
    assert READING.new == 1
    assert replace(READING, words=None, repeated=None).new is None


@pytest.mark.parametrize(
    "refusal",
    [
        FileTooLarge("a.pdf", 5),
        FileEmpty("a.pdf"),
        FileKindUnknown("a.pdf", "zip"),
        FileKindDisguised("a.pdf", "pdf", "zip"),
        FileEncrypted("a.pdf", FileKind.PDF),
        FileBroken("a.pdf", FileKind.PDF, Fault.PDF, "page 2"),
        ArchiveBomb("a.pdf", Measure.RATIO, 250, "x"),
        NoTextInFile("a.pdf", FileKind.PDF, 3, 3),
    ],
)
def test_each_refusal_names_the_file(refusal: FileRefused) -> None:
    assert isinstance(refusal, Invalid)
    assert refusal.file_name == "a.pdf"
    assert str(refusal).startswith(f"{type(refusal).__name__}: file_name=a.pdf")
