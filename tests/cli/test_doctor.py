"""What is misconfigured, unreachable, or about to lapse."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from langaccess.storage.heartbeat import beat
from langaccess.storage.languages import Language
from langaccess.storage.notices import Notice
from tests.cli.conftest import Installation
from tests.factories import make_interpreter, make_vendor
from tests.mailbox import Mailbox, free_port, mailbox


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def well(here: Installation, rows: Session) -> Installation:
    """An installation with a worker, and a line for every language."""
    beat(rows, "worker", datetime.now(UTC))
    make_vendor(rows, every_language=True)
    (here.folder / "langaccess.sqlite").chmod(0o600)
    rows.commit()
    return here


def told(here: Installation, mark: str) -> list[str]:
    """What the doctor says with this mark; it fails exactly if something is wrong."""
    result = here.run("doctor")
    lines = [line.split(maxsplit=1) for line in result.stdout.splitlines()]
    assert result.exit_code == int("FAIL" in {line[0] for line in lines})
    assert result.stderr == ""
    assert {line[0] for line in lines} <= {"OK", "WARN", "FAIL"}
    return [line[1] for line in lines if line[0] == mark]


def test_an_installation_that_is_well_is_told_what_was_looked_at(
    well: Installation, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGACCESS_SMTP_URL", box.url)

    said = told(well, "OK")

    assert [line.partition(":")[0] for line in said] == [
        *("secrets", "address", "rules", "mail", "database", "worker", "languages")
    ]
    assert told(well, "WARN") == told(well, "FAIL") == []


def test_mail_that_is_off_is_a_warning(well: Installation) -> None:
    assert told(well, "WARN") == ["mail: off; messages stay in the outbox (LANGACCESS_SMTP_URL)"]


def test_a_mail_server_that_is_away_is_wrong(
    well: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("LANGACCESS_SMTP_URL", f"smtp://user:secret@127.0.0.1:{port}")

    (line,) = told(well, "FAIL")

    assert line.startswith(f"mail: 127.0.0.1:{port} cannot be reached: ")
    assert "secret" not in line


def test_a_database_that_is_behind_is_wrong(bare: Installation) -> None:
    assert told(bare, "FAIL") == ["database: not up to date: run `langaccess migrate`"]


def test_a_database_that_is_away_is_wrong(
    bare: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGACCESS_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")

    (line,) = told(bare, "FAIL")

    assert line.startswith("database: the database cannot be used: ")


def test_every_fault_of_the_rules_is_wrong(well: Installation) -> None:
    path = Path(well.environment["LANGACCESS_RULES"])
    path.write_text(path.read_text().replace('"US"', '"XX"') + "\nshout = true\n")

    assert len(told(well, "FAIL")) == 2
    assert all(line.startswith(f"rules: {path}:") for line in told(well, "FAIL"))


def test_a_worker_that_was_never_seen_or_long_ago_is_wrong(
    here: Installation, rows: Session
) -> None:
    rows.commit()
    assert "worker: never seen: run `langaccess worker`" in told(here, "FAIL")

    beat(rows, "worker", datetime.now(UTC) - timedelta(minutes=2))
    rows.commit()

    assert any(line.startswith("worker: last seen at 20") for line in told(here, "FAIL"))


@pytest.mark.parametrize("name", ["secret_key", "demo_accounts.txt", "langaccess.sqlite"])
def test_a_secret_that_others_can_read_is_wrong(well: Installation, name: str) -> None:
    told(well, "OK")
    (well.folder / name).touch()
    (well.folder / name).chmod(0o644)
    assert told(well, "FAIL") == []  # the folder keeps them out

    well.folder.chmod(0o755)

    assert told(well, "FAIL") == [
        f"{well.folder / name}: others on this machine can read it: run `chmod 600`"
    ]


@pytest.mark.parametrize(
    ("settings", "mark", "said"),
    [
        ({"PUBLIC_URL": "http://help.city.example"}, "FAIL", "is not served over HTTPS"),
        ({"PUBLIC_URL": "https://help.city.example"}, "FAIL", "is not served over HTTPS"),
        ({"PUBLIC_URL": "https://help.city.example", "HTTPS": "true"}, "OK", "help.city.example"),
        (
            {"PUBLIC_URL": "https://help.city.example", "HTTPS": "true", "DEMO": "true"},
            "WARN",
            "shows a demonstration's passwords",
        ),
    ],
)
def test_an_address_off_this_machine_needs_https(
    well: Installation,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    mark: str,
    said: str,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"LANGACCESS_{name}", value)

    (line,) = [line for line in told(well, mark) if line.startswith("address: ")]

    assert line.endswith(said)


def test_qualifications_that_end_soon_or_ended_are_named(well: Installation, rows: Session) -> None:
    today = datetime.now(UTC).date()
    for days in (-1, 10, *[20] * 11):
        person = make_interpreter(rows, "es")
        person.qualifications[0].valid_until = today + timedelta(days=days)
    rows.commit()

    said = [line for line in told(well, "WARN") if line.startswith("qualification: ")]

    assert len(said) == 12
    assert said[0].endswith(f"es no longer counts, but is called active ({said[0][-11:-1]})")
    assert f"es ends soon ({(today + timedelta(days=10)).isoformat()})" in said[1]
    assert said[-1] == "qualification: 2 more: ends soon"


def test_what_is_offered_and_served_by_nobody_is_named(here: Installation, rows: Session) -> None:
    make_vendor(rows, name="Silent line", script="")
    rows.commit()
    assert any(" and 8" in line and " more" in line for line in told(here, "WARN"))

    for language in rows.query(Language):
        language.is_offered = language.tag in {"es", "so"}
    rows.add(
        Notice(
            email="ana@city.example",
            locale="en",
            kind="missed_offer",
            facts={},
            dedupe_key="x",
            message_id="x",
            created_at=datetime.now(UTC),
            given_up_at=datetime.now(UTC),
        )
    )
    rows.commit()

    assert told(here, "WARN")[1:] == [
        "vendor: Silent line has no words to say, or no access code",
        "languages: offered, but nobody and no line serves: Somali",
        "messages: 1 could not be delivered and are tried no more",
    ]
