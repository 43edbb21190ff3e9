"""Reproducible volume."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.adapters.store import FileStore
from langaccess.domain.documents.workflow import DocumentStatus
from langaccess.storage.dispatch import Encounter
from langaccess.storage.documents.requests import Document, StoredFile
from langaccess.storage.people import Interpreter, Qualification
from tests.cli.conftest import Installation


def made(session: Session) -> list[tuple[object, ...]]:
    session.rollback()
    encounters = session.execute(
        select(Encounter.reference, Encounter.opened_at, Encounter.language_tag).order_by(
            Encounter.id
        )
    )
    skills = session.execute(
        select(Qualification.language_tag, Qualification.level).order_by(Qualification.id)
    )
    return [*map(tuple, encounters), *map(tuple, skills)]


def test_so_many_are_added_with_progress(here: Installation, rows: Session) -> None:
    result = here.run("seed", "--people", "20", "--requests", "600", "--years", "2")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "people: 20 of 20",
        "requests: 500 of 600",
        "requests: 600 of 600",
    ]
    assert rows.scalar(select(func.count(Interpreter.account_id))) == 20
    assert rows.scalar(select(func.count(Encounter.id))) == 600


def test_the_same_seed_gives_the_same_and_goes_on_after_it(
    here: Installation, rows: Session
) -> None:
    words = ("seed", "--people", "5", "--requests", "20", "--years", "1", "--random-seed")
    here.run(*words, "7")
    first = made(rows)
    again = here.run(*words, "7")

    assert again.exit_code == 0
    assert len(made(rows)) > len(first)
    assert len(set(rows.scalars(select(Encounter.reference)))) == 40


def test_documents_are_added_with_their_texts(here: Installation, rows: Session) -> None:
    words = ("--people", "9", "--requests", "0", "--documents", "2040", "--years", "5")

    result = here.run("seed", *words)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-2:] == [
        "documents: 2,000 of 2,040",
        "documents: 2,040 of 2,040",
    ]
    assert rows.scalar(select(func.count(Document.id))) == 2040
    is_open = Document.status == DocumentStatus.OPEN
    assert rows.scalar(select(func.count(Document.id)).where(is_open)) == 102
    kept = FileStore(here.folder / "files")
    assert all(kept.has(sha256) for sha256 in rows.scalars(select(StoredFile.sha256)))


def test_nothing_is_added_where_nothing_is_wanted(here: Installation, rows: Session) -> None:
    result = here.run("seed", "--people", "0", "--requests", "0", "--years", "1")

    assert (result.exit_code, result.stderr) == (0, "")
    assert made(rows) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--people", "0", "--requests", "5", "--years", "1"), 1, "--requests: nobody here asks"),
        (
            ("--people", "1", "--requests", "0", "--years", "1", "--documents", "3"),
            1,
            "--documents: nobody here asks",
        ),
        (("--people", "-1", "--requests", "5", "--years", "1"), 2, "Usage: "),
        (("--people", "1", "--requests", "5", "--years", "0"), 2, "Usage: "),
        (("--people", "1", "--years", "1"), 2, "Usage: "),
    ],
)
def test_what_cannot_be_made_is_told(
    here: Installation, words: tuple[str, ...], code: int, said: str
) -> None:
    assert any(line.startswith(said) for line in here.refused("seed", *words, code=code))


def test_a_database_that_is_behind_gets_nothing(bare: Installation) -> None:
    words = ("seed", "--people", "1", "--requests", "1", "--years", "1")

    assert bare.refused(*words)[0].startswith("the database is not up to date")
