from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.cli.commands import cli
from langaccess.domain import people_csv, vendors_csv
from langaccess.domain.documents import documents_csv
from langaccess.storage.accounts import Account
from langaccess.storage.base import open_engine
from langaccess.storage.documents.requests import Document
from tests.factories import make_account

PEOPLE = ",".join(people_csv.COLUMNS)
ANA = (
    "ana@city.example,Ana Ruiz,Clerk,Housing,City Hall,+15105550100,es,interpret,general,ILR,3,"
    "OPI,LTI,C-1,2025-01-01,2028-01-01,2025-01-01,active"
)
VENDORS = ",".join(vendors_csv.COLUMNS)
RINGWELL = "Ringwell,1,+15105550171,C-77,*,phone,24/7,,Client $client_id,75,*=4711"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("LANGACCESS_INSTANCE", str(tmp_path))
    monkeypatch.setenv("LANGACCESS_DATABASE_URL", f"sqlite:///{tmp_path / 'city.sqlite3'}")
    return CliRunner()


@pytest.fixture
def migrated(run: CliRunner) -> CliRunner:
    assert run.invoke(cli, ["migrate"]).exit_code == 0
    return run


def take_in(run: CliRunner, kind: str, folder: Path, *lines: str) -> Result:
    file = folder / f"{kind}.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return run.invoke(cli, ["import", kind, str(file)])


def test_people_are_taken_in_and_counted(migrated: CliRunner, tmp_path: Path) -> None:
    first = take_in(migrated, "people", tmp_path, PEOPLE, ANA)
    again = take_in(migrated, "people", tmp_path, PEOPLE, ANA)

    assert first.exit_code == again.exit_code == 0
    assert first.stdout.splitlines() == [
        "people: 1 added, 0 changed, 0 unchanged",
        "qualifications: 1 added, 0 changed, 0 unchanged",
        "departments: 1 added",
        "locations: 1 added",
    ]
    assert again.stdout.splitlines()[:2] == [
        "people: 0 added, 0 changed, 1 unchanged",
        "qualifications: 0 added, 0 changed, 1 unchanged",
    ]


def test_vendors_are_taken_in_and_counted(migrated: CliRunner, tmp_path: Path) -> None:
    result = take_in(migrated, "vendors", tmp_path, VENDORS, RINGWELL)
    assert (result.exit_code, result.stdout) == (
        0,
        "vendors: 1 added, 0 changed, 0 unchanged\n",
    )


def test_every_fault_is_a_line_on_stderr_and_nothing_is_kept(
    migrated: CliRunner, tmp_path: Path
) -> None:
    bad = ANA.replace("ana@", "bo@").replace("2028-01-01", "2028-02-30").replace(",es,", ",spa,")
    result = take_in(migrated, "people", tmp_path, PEOPLE, ANA, bad)

    file = tmp_path / "people.csv"
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        (
            f'{file}:3: language: "spa" is no known language tag (did you mean "es"?); '
            "tags of the register of languages, such as es, zh-Hant or ase"
        ),
        (f'{file}:3: valid_until: is "2028-02-30", which is no date; a date such as 2026-03-31'),
    ]
    engine = open_engine(f"sqlite:///{tmp_path / 'city.sqlite3'}")
    with Session(engine) as session:
        assert session.scalar(select(func.count(Account.id))) == 0
    engine.dispose()


@pytest.mark.parametrize("kind", ["people", "vendors"])
def test_a_file_that_is_not_there_is_wrong_use(migrated: CliRunner, kind: str) -> None:
    result = migrated.invoke(cli, ["import", kind, "nowhere.csv"])
    assert result.exit_code == 2
    assert "nowhere.csv" in result.stderr


def test_a_database_that_is_not_up_to_date_is_refused(run: CliRunner, tmp_path: Path) -> None:
    result = take_in(run, "people", tmp_path, PEOPLE, ANA)
    assert result.exit_code == 1
    assert "langaccess migrate" in result.stderr


REQUEST = "dana@city.example,Pool hours,programme-flyer,es,2026-01-05T09:00:00-08:00,pool.txt"
NAMED = ("requester", "title", "document_type", "target_languages", "received_at", "files")


def requests_in(folder: Path, *lines: str) -> Path:
    """A folder with these requests, and one file."""
    found = folder / "requests"
    found.mkdir(exist_ok=True)
    (found / "pool.txt").write_text("The pool opens at 9:00.")
    rows = [",".join(documents_csv.COLUMNS)]
    for line in lines:
        cells = dict(zip(NAMED, line.split(","), strict=True))
        rows.append(",".join(cells.get(one, "") for one in documents_csv.COLUMNS))
    (found / "documents.csv").write_text("\n".join(rows), encoding="utf-8")
    return found


@pytest.fixture
def dana(migrated: CliRunner, tmp_path: Path) -> CliRunner:
    engine = open_engine(f"sqlite:///{tmp_path / 'city.sqlite3'}")
    with Session(engine) as session:
        make_account(session, email="dana@city.example")
        session.commit()
    engine.dispose()
    return migrated


def test_documents_are_taken_in_with_their_files(dana: CliRunner, tmp_path: Path) -> None:
    folder = requests_in(tmp_path, REQUEST, REQUEST.replace("Pool", "Lake"))

    first = dana.invoke(cli, ["import", "documents", str(folder)])
    again = dana.invoke(cli, ["import", "documents", str(folder)])

    assert (first.exit_code, first.stdout) == (
        0,
        "documents: 2 added, 0 changed, 0 unchanged\n",
    )
    assert again.stdout == "documents: 0 added, 0 changed, 2 unchanged\n"
    assert len(list((tmp_path / "files").glob("*/*/*"))) == 1


def test_a_bad_request_keeps_all_of_them_out(dana: CliRunner, tmp_path: Path) -> None:
    bad = REQUEST.replace("es,2026", "spa,2026")
    folder = requests_in(tmp_path, REQUEST, bad)

    result = dana.invoke(cli, ["import", "documents", str(folder)])

    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f'{folder / "documents.csv"}:3: target_languages: "spa" is no known')
    engine = open_engine(f"sqlite:///{tmp_path / 'city.sqlite3'}")
    with Session(engine) as session:
        assert session.scalar(select(func.count(Document.id))) == 0
    engine.dispose()


def test_a_folder_without_its_list_is_wrong_use(dana: CliRunner, tmp_path: Path) -> None:
    result = dana.invoke(cli, ["import", "documents", str(tmp_path)])

    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path / 'documents.csv'}: there is no such file\n"
