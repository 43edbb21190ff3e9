"""The worker as a process: what it does, how it ends, and what a kill leaves."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.services.notices import owe
from langaccess.storage.base import begin_write
from langaccess.storage.dispatch import Encounter
from langaccess.storage.heartbeat import Heartbeat
from langaccess.storage.notices import Notice
from tests.cli.conftest import Installation
from tests.cli.processes import eventually, running
from tests.factories import make_encounter
from tests.mailbox import Mailbox, mailbox


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


def owe_message(here: Installation, once: str = "first") -> None:
    with Session(here.engine) as session:
        begin_write(session)
        owe(
            session,
            "ana@city.example",
            "missed_offer",
            account=None,
            once=once,
            now=datetime.now(UTC),
            reference="ABC234",
            language="es",
            offered_at="2026-11-23T17:00:00+00:00",
        )
        session.commit()


def notice(here: Installation) -> Notice:
    with Session(here.engine) as session:
        return session.scalars(select(Notice)).one()


def test_once_does_what_is_due_and_ends(
    here: Installation, box: Mailbox, city: City, rows: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    encounter = make_encounter(rows, city, now=datetime.now(UTC) - timedelta(minutes=5))
    rows.commit()
    owe_message(here)
    monkeypatch.setenv("LANGACCESS_SMTP_URL", box.url)

    result = here.run("worker", "--once")

    assert (result.exit_code, result.exception) == (0, None)
    rows.refresh(encounter)
    assert encounter.alerted_at is not None
    told = [one["Subject"].split(":")[1] for one in box.letters]
    assert len(told) == 2  # the supervisor's alert was written just now
    assert rows.scalars(select(Heartbeat)).all() == []


def test_without_a_mail_server_messages_stay(here: Installation) -> None:
    owe_message(here)

    assert here.run("worker", "--once").exit_code == 0

    assert notice(here).due_at is not None
    assert notice(here).tries == 0


def test_it_climbs_and_sends_until_it_is_told_to_stop(
    here: Installation, box: Mailbox, city: City, tmp_path: Path
) -> None:
    environment = {**here.environment, "LANGACCESS_SMTP_URL": box.url}
    with running(tmp_path / "log", environment, "worker") as worker:
        worker.wait_for("The worker is at work; mail is on.")
        with Session(here.engine) as session:
            begin_write(session)
            encounter = make_encounter(session, city, now=datetime.now(UTC))
            session.commit()
            encounter_id = encounter.id
        owe_message(here)
        eventually(lambda: box.letters)
        eventually(lambda: notice(here).sent_at)
        with Session(here.engine) as session:
            begin_write(session)
            session.execute(update(Encounter).values(due_at=datetime.now(UTC)))
            session.commit()

        worker.wait_for(f"encounter {encounter_id}: advanced")
        with Session(here.engine) as session:
            assert len(session.scalars(select(Heartbeat)).all()) == 1
        assert worker.stop() == 0

    said = worker.said()
    assert "The worker has stopped." in said
    assert "notice 1: sent" in said
    assert "ana@city.example" not in said
    with Session(here.engine) as session:
        assert session.scalars(select(Heartbeat)).all() == []


def test_a_kill_between_sending_and_noting_sends_the_same_letter_again(
    here: Installation, box: Mailbox, tmp_path: Path
) -> None:
    environment = {**here.environment, "LANGACCESS_SMTP_URL": box.url}
    owe_message(here)
    with running(tmp_path / "log", environment, "worker") as worker:

        def take_and_kill() -> str:
            worker.process.send_signal(signal.SIGKILL)
            worker.process.wait()
            return "250 Taken"

        box.say = take_and_kill
        eventually(lambda: worker.process.poll() is not None)
        eventually(lambda: box.letters)
    claimed = notice(here)
    assert (claimed.sent_at, claimed.tries) == (None, 1)
    with Session(here.engine) as session:  # three minutes later
        begin_write(session)
        session.execute(update(Notice).values(due_at=datetime.now(UTC)))
        session.commit()

    box.say = lambda: "250 Taken"
    with running(tmp_path / "log", environment, "worker"):
        eventually(lambda: notice(here).sent_at)

    assert [one["Message-ID"] for one in box.letters] == [claimed.message_id] * 2
    assert notice(here).tries == 2


def test_a_slow_mail_server_holds_up_no_search(
    here: Installation, box: Mailbox, city: City, tmp_path: Path
) -> None:
    environment = {**here.environment, "LANGACCESS_SMTP_URL": box.url}
    owe_message(here)
    with Session(here.engine) as session:
        begin_write(session)
        encounter_id = make_encounter(session, city, now=datetime.now(UTC)).id
        session.commit()

    def later_than_the_search() -> str:
        with Session(here.engine) as session:
            begin_write(session)
            session.execute(update(Encounter).values(due_at=datetime.now(UTC)))
            session.commit()
        worker.wait_for(f"encounter {encounter_id}: advanced")
        return "250 Taken"

    box.say = later_than_the_search
    with running(tmp_path / "log", environment, "worker") as worker:
        eventually(lambda: notice(here).sent_at)
        assert worker.stop(signal.SIGINT) == 0
