"""The CSV file of document requests: what its rows become, and every fault by line and column."""

import csv
import io
from datetime import date, timedelta

import pytest

from langaccess.domain.csv_table import FileInvalid
from langaccess.domain.documents.documents_csv import (
    COLUMNS,
    DocumentRow,
    Known,
    read_documents,
    refusal_of,
)
from langaccess.domain.documents.files import (
    FileEmpty,
    FileKind,
    FileRefused,
    FileTooLarge,
    NoTextInFile,
)
from langaccess.domain.languages import Language, Modality
from tests.factories import NINE

_WRITTEN = frozenset({Modality.WRITTEN, Modality.SPOKEN})
LANGUAGES = (
    Language("en", "eng", "English", "", "Latn", "ltr", _WRITTEN),
    Language("es", "spa", "Spanish", "", "Latn", "ltr", _WRITTEN),
    Language("zh-Hant", "zho", "Chinese", "", "Hant", "ltr", frozenset({Modality.WRITTEN})),
    Language("ase", "ase", "American Sign Language", "", "", "ltr", frozenset({Modality.SIGNED})),
)
ROW = {
    "requester": "Rosa@city.example",
    "title": "Boil water notice",
    "document_type": "boil-water-notice",
    "summary": "West of 5th Street",
    "flags": "health|safety",
    "department": "Water and Sewer",
    "source_language": "",
    "target_languages": "es; zh-Hant",
    "audience": "all residents",
    "reach": "12000",
    "legal_deadline": "2026-12-04",
    "legal_ground": "40 CFR 141.202",
    "mailing_days": "2",
    "layout": "yes",
    "received_at": "2026-11-20T16:30:00-08:00",
    "subject": "water",
    "files": "notice.txt; the map.pdf",
}
KNOWN = Known(
    languages=LANGUAGES,
    requesters={"rosa@city.example": 7},
    departments={"Water and Sewer": 3, "Libraries": 4},
    classes=("P0", "P1"),
    files={"notice.txt", "the map.pdf", "other.txt"},
    files_at_most=2,
)


def read(*rows: dict[str, str]) -> tuple[DocumentRow, ...]:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return read_documents(
        file.getvalue().encode(), file_name="documents.csv", known=KNOWN, now=NINE
    )


def faults_of(*rows: dict[str, str]) -> list[str]:
    with pytest.raises(FileInvalid) as refused:
        read(*rows)
    return str(refused.value).splitlines()


def only_fault(**changes: str) -> str:
    [fault] = faults_of(ROW | changes)
    return fault.removeprefix("documents.csv:2: ")


def test_a_row_is_a_request() -> None:
    (row,) = read(ROW)

    assert (row.line, row.requester_id, row.department_id) == (2, 7, 3)
    assert row.files == ("notice.txt", "the map.pdf")
    assert (row.subject, row.plain_language_waived) == ("water", "")
    request = row.request
    assert request.target_languages == ("es", "zh-Hant")
    assert request.source_language == "en"
    assert request.flags == ("health", "safety")
    assert (request.reach, request.mailing_days, request.printing_days) == (12000, 2, 0)
    assert request.legal_deadline == date(2026, 12, 4)
    assert request.layout
    assert request.received_at.isoformat() == "2026-11-21T00:30:00+00:00"


def test_what_is_not_said_is_as_usual() -> None:
    (row,) = read(
        ROW | {"department": "", "layout": "", "received_at": "", "reach": "", "flags": ""}
    )

    assert row.department_id is None
    assert (row.request.layout, row.request.reach, row.request.flags) == (False, None, ())
    assert row.request.received_at == NINE


def test_the_same_row_has_the_same_key_wherever_it_stands() -> None:
    other = ROW | {"title": "Another"}

    first, second = read(ROW, other)
    again = read(other, ROW)

    assert {first.key, second.key} == {one.key for one in again}
    assert first.key != second.key


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"requester": ""}, "requester: is empty; "),
        ({"requester": "x@y.z"}, 'requester: is "x@y.z", which nobody here has; '),
        ({"title": ""}, "title: is missing; text that is not empty"),
        ({"document_type": ""}, "document_type: is missing; "),
        ({"department": "Librarys"}, 'department: is "Librarys", which is none (did you mean "Lib'),
        ({"source_language": "eng"}, 'source_language: "eng" is no known language tag'),
        ({"source_language": "ase"}, 'source_language: "ase" is not written; '),
        ({"target_languages": ""}, "target_languages: is empty; "),
        ({"target_languages": "spa"}, 'target_languages: "spa" is no known language tag'),
        ({"target_languages": "es|ase"}, 'target_languages: "ase" is not written; '),
        ({"target_languages": "en"}, "target_languages: holds nothing but the language of the"),
        ({"reach": "many"}, "reach: is text, not a whole number; "),
        ({"mailing_days": "900"}, "mailing_days: is above what is allowed; "),
        ({"legal_deadline": "4 December"}, 'legal_deadline: "4 December" is no date; '),
        ({"layout": "maybe"}, 'layout: is "maybe"; "yes", "no" or nothing'),
        ({"received_at": "2026-11-20T16:30"}, 'received_at: "2026-11-20T16:30" has no offset'),
        ({"raised_to": "P9"}, 'raised_to: is "P9", which is no class; one of "P0", "P1"'),
        ({"files": ""}, "files: holds 0 names; 1 to 2 names of files in this folder"),
        ({"files": "a.txt"}, 'files: names "a.txt", which is not in the folder; '),
        ({"files": "../notice.txt"}, 'files: names "../notice.txt", which is not in the folder'),
        ({"files": "notice.txt|notice.txt"}, 'files: names "notice.txt" twice; each file once'),
        ({"files": "notice.txt|the map.pdf|other.txt"}, "files: holds 3 names; 1 to 2 names"),
    ],
)
def test_a_fault_is_told_by_its_column(changes: dict[str, str], said: str) -> None:
    assert only_fault(**changes).startswith(said)


def test_what_is_still_to_come_has_not_come_in() -> None:
    later = (NINE + timedelta(minutes=1)).isoformat()

    assert only_fault(received_at=later).startswith("received_at: is still to come; ")


def test_the_same_request_twice_is_a_fault_of_the_second() -> None:
    assert faults_of(ROW, ROW) == [
        "documents.csv:3: row: says the same as line 2; each request once"
    ]


def test_every_fault_of_every_row_is_told() -> None:
    assert len(faults_of(ROW | {"title": "", "files": ""}, ROW | {"requester": ""})) == 3


@pytest.mark.parametrize(
    ("refused", "wrong"),
    [
        (FileEmpty("a.txt"), '"a.txt" is empty'),
        (FileTooLarge("a.txt", 5), '"a.txt" is too large'),
        (NoTextInFile("a.pdf", FileKind.PDF), '"a.pdf" holds no text that can be read'),
        (FileRefused("a.bin"), '"a.bin" is not taken'),
    ],
)
def test_a_file_that_is_not_taken_is_told_by_name(refused: FileRefused, wrong: str) -> None:
    assert refusal_of(refused)[0] == wrong
