"""Taking in a folder of requests: all of them or none, and the same again changes nothing."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.csv_table import FileInvalid, Tally
from langaccess.domain.documents.documents_csv import COLUMNS
from langaccess.services.documents_import import (
    LIST,
    import_documents,
    read_files,
    read_folder,
)
from langaccess.storage.audit import AuditEntry
from langaccess.storage.documents.requests import Document, SourceFile, SourceVersion
from tests.factories import NINE, make_language
from tests.services.documents.conftest import office as office  # noqa: PLC0414 - a fixture
from tests.services.documents.office import ENGLISH, Office

HARD = "Notwithstanding aforementioned administrative determinations, beneficiaries' " * 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "requests"
    found.mkdir()
    (found / "notice.txt").write_text(ENGLISH)
    (found / "flyer.txt").write_text("Come and swim. The water is warm.")
    return found


def row(office: Office, **changes: str) -> dict[str, str]:
    usual = {
        "requester": office.requester.email.upper(),
        "title": "Summer hours",
        "document_type": "programme-flyer",
        "target_languages": "es",
        "received_at": (NINE - timedelta(days=1)).isoformat(),
        "files": "notice.txt",
    }
    return usual | changes


def take_in(office: Office, folder: Path, *rows: dict[str, str]) -> Tally:
    for tag in ("en", "es", "vi"):
        make_language(office.session, tag)
    with (folder / LIST).open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    found = read_folder(office.session, office.city, folder, now=NINE)
    files = read_files(office.store, folder, found)
    return import_documents(office.session, office.city, folder, found, files, now=NINE)


def counted(session: Session) -> int:
    return session.scalar(select(func.count(Document.id))) or 0


def test_each_row_is_asked_for_by_its_requester_when_it_came_in(
    office: Office, folder: Path
) -> None:
    flyer = row(office, title="Flyer", files="flyer.txt|notice.txt", target_languages="es|vi")

    done = take_in(office, folder, row(office), flyer)

    assert (done.added, done.changed, done.unchanged) == (2, 0, 0)
    documents = office.session.scalars(select(Document).order_by(Document.id)).all()
    assert [one.title for one in documents] == ["Summer hours", "Flyer"]
    for one in documents:
        assert one.requester_id == office.requester.id
        assert one.department_id == office.requester.department_id
        assert one.received_at == NINE - timedelta(days=1)
        assert office.events(one) == ["requested"]
    assert office.job(documents[1], "vi").words == documents[1].words
    names = office.session.scalars(
        select(SourceFile.name)
        .join(SourceVersion, SourceVersion.id == SourceFile.version_id)
        .where(SourceVersion.document_id == documents[1].id)
        .order_by(SourceFile.position)
    )
    assert list(names) == ["flyer.txt", "notice.txt"]
    told = office.session.scalars(select(AuditEntry.deed)).all()
    assert "import_documents" in told


def test_the_same_folder_again_changes_nothing_and_a_new_row_is_added(
    office: Office, folder: Path
) -> None:
    take_in(office, folder, row(office))

    again = take_in(office, folder, row(office))
    more = take_in(office, folder, row(office, title="Another"), row(office))

    assert (again.added, again.unchanged) == (0, 1)
    assert (more.added, more.unchanged) == (1, 1)
    assert counted(office.session) == 2


def test_a_file_that_is_not_taken_is_told_at_every_row_that_names_it(
    office: Office, folder: Path
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "tool.pdf").write_bytes(b"MZ" + bytes(200))
    bad = row(office, files="empty.txt|notice.txt")

    with pytest.raises(FileInvalid) as refused:
        take_in(office, folder, row(office), bad, row(office, files="tool.pdf|empty.txt"))

    assert [line.partition("; ")[0] for line in str(refused.value).splitlines()] == [
        f'{folder / LIST}:3: files: "empty.txt" is empty',
        f'{folder / LIST}:4: files: "tool.pdf" is not what its name says',
        f'{folder / LIST}:4: files: "empty.txt" is empty',
    ]
    assert counted(office.session) == 0


def test_text_that_is_hard_to_read_needs_a_reason_where_the_rules_ask_for_it(
    office: Office, folder: Path
) -> None:
    (folder / "hard.txt").write_text(HARD)
    denial = row(office, document_type="denial", files="hard.txt")

    with pytest.raises(FileInvalid) as refused:
        take_in(office, folder, denial)
    waived = denial | {"plain_language_waived": "The law sets the wording."}
    done = take_in(office, folder, waived)

    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{folder / LIST}:2: plain_language_waived: is empty, and the English")
    assert done.added == 1


def test_a_folder_with_a_fault_is_refused_before_any_file_is_read(
    office: Office, folder: Path
) -> None:
    with pytest.raises(FileInvalid):
        take_in(office, folder, row(office), row(office, requester="nobody@city.example"))

    assert not list(office.store.folder.glob("*/*/*"))
    assert counted(office.session) == 0
