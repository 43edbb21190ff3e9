"""What the worker does with documents on its rounds, on both databases, with two at once."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, create_engine, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from langaccess.adapters.store import FileStore
from langaccess.cli import document_rounds as module
from langaccess.cli.document_rounds import PAUSE_SECONDS, Documents
from langaccess.domain.city import City
from langaccess.domain.documents.workflow import AssignmentStatus
from langaccess.storage.base import begin_write
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.requests import Document, DocumentEvent
from tests.factories import make_city
from tests.mailbox import free_port
from tests.services.documents.office import SHIPPED, Office, make_agency, make_office

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def policy() -> City:
    """The city by the rules the product ships."""
    return make_city(SHIPPED.read_text())


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def documents(engine: Engine, policy: City, store: FileStore) -> Documents:
    """A worker that has just begun."""
    return Documents(engine, policy, store)


@contextmanager
def office_on(documents: Documents) -> Iterator[Office]:
    """An office at work beside the worker; what it did is there once it is left."""
    with Session(documents.engine) as session:
        begin_write(session)
        yield make_office(session, documents.city, documents.store.folder)
        session.commit()


def now() -> datetime:
    return datetime.now(UTC)


def kinds(documents: Documents) -> list[str]:
    """Everything that happened, in order."""
    with Session(documents.engine) as session:
        return list(session.scalars(select(DocumentEvent.kind).order_by(DocumentEvent.id)))


def test_an_offer_is_reminded_of_once_at_half_time_and_ends_in_time(documents: Documents) -> None:
    with office_on(documents) as office:
        offered = office.offer(office.ask(now=now()), now=now() - 13 * HOUR)
        offered_id = offered.id

    for _ in range(2):
        assert documents.work() == PAUSE_SECONDS
    assert kinds(documents) == ["requested", "offered", "reminded"]

    with Session(documents.engine) as session:
        begin_write(session)
        session.execute(update(Assignment).values(expires_at=now()))
        session.commit()
    for _ in range(2):
        documents.work()
    assert kinds(documents)[3:] == ["expired"]
    with Session(documents.engine) as session:
        ended = session.get_one(Assignment, offered_id)
        assert ended.status is AssignmentStatus.EXPIRED


def test_an_agencys_offer_lasts_as_long_as_its_link(documents: Documents) -> None:
    with office_on(documents) as office:
        agency = make_agency(office.session)
        office.offer(office.ask(now=now()), vendor=agency, now=now() - 40 * HOUR)

    documents.work()

    assert kinds(documents) == ["requested", "offered", "reminded"]


def test_documents_ranked_by_other_rules_are_ranked_anew_in_batches_and_told(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RANKED_AT_ONCE", 2)
    with office_on(documents) as office:
        for _ in range(3):
            office.ask(now=now()).rules_edition = "older"

    with caplog.at_level(logging.INFO, "langaccess.worker"):
        assert documents.work() == 0
        assert documents.work() == PAUSE_SECONDS
        assert documents.work() == PAUSE_SECONDS

    assert [one for one in caplog.messages if "ranked" in one] == [
        "2 of 3 documents ranked by these rules",
        "3 of 3 documents ranked by these rules",
    ]


def test_progress_is_not_told_with_every_batch(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RANKED_AT_ONCE", 1)
    with office_on(documents) as office:
        for _ in range(3):
            office.ask(now=now()).rules_edition = "older"

    with caplog.at_level(logging.INFO, "langaccess.worker"):
        assert [documents.work() for _ in range(3)] == [0, 0, 0]

    assert [one for one in caplog.messages if "ranked" in one] == [
        "1 of 3 documents ranked by these rules"
    ]


def test_dates_are_worked_out_again_when_something_happened_and_not_before_their_time(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office_on(documents) as office:
        office.ask(now=now() - timedelta(days=60))
    documents.work()
    assert kinds(documents) == ["requested", "date_moved", "at_risk"]
    assert documents.change is not None

    with office_on(documents) as office:
        office.ask(now=now() - timedelta(days=60))
    documents.work()
    assert kinds(documents).count("date_moved") == 1  # half a minute is not over

    monkeypatch.setattr(module, "DATES_EVERY", timedelta())
    documents.work()
    assert kinds(documents).count("date_moved") == 2
    known = documents.change
    documents.work()
    assert documents.change == known


def test_a_long_queue_is_planned_in_rounds_from_the_most_urgent_on(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DATES_AT_ONCE", 1)
    monkeypatch.setattr(module, "DATES_EVERY", timedelta())
    with office_on(documents) as office:
        later = office.ask(now=now() - timedelta(days=60)).id
        first = office.ask(now=now() - timedelta(days=90)).id

    told = []
    for _ in range(3):
        documents.work()
        with Session(documents.engine) as session:
            query = select(DocumentEvent.document_id).filter_by(kind="date_moved")
            told.append(list(session.scalars(query.order_by(DocumentEvent.id))))

    assert told == [[first], [first, later], [first, later]]
    assert not documents.is_planning


def test_files_that_nothing_names_are_forgotten_after_a_day(
    documents: Documents, caplog: pytest.LogCaptureFixture
) -> None:
    with office_on(documents) as office:
        office.ask(now=now())
        named = office.upload()
    store = documents.store
    kept = store.keep(BytesIO(b"refused"), most_bytes=9)
    left = store.folder / ".part-broken-off"
    left.touch()
    for path in (kept.path, store.path_of(named.sha256), left):
        os.utime(path, (0, 0))

    with caplog.at_level(logging.INFO, "langaccess.worker"):
        for _ in range(2):
            documents.cleaned_at = None
            documents.work()
        documents.work()

    assert (store.has(kept.sha256), store.has(named.sha256), left.exists()) == (False, True, False)
    assert [one for one in caplog.messages if one.startswith("files")] == [
        "files: 1 forgotten that nothing names"
    ]


def test_the_trouble_of_one_document_is_not_the_others(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "DATES_EVERY", timedelta())
    with office_on(documents) as office:
        broken = office.ask(now=now() - timedelta(days=90))
        broken.decision = {}
        office.ask(now=now() - timedelta(days=60))

    for _ in range(2):
        documents.change = None
        documents.work()

    assert kinds(documents).count("date_moved") == 1
    assert caplog.text.count("failed: KeyError at ") == 1  # then it is left alone for a while


def test_a_statement_that_fails_is_the_pieces_own_trouble_while_the_database_answers(
    documents: Documents, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> bool:
        raise OperationalError("UPDATE", {}, Exception("deadlock"))

    monkeypatch.setattr(module, "plan_again", fail)
    with office_on(documents) as office:
        office.ask(now=now())

    assert documents.work() == PAUSE_SECONDS
    assert "planned: failed: OperationalError at " in caplog.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_away_is_everybodys_trouble(documents: Documents) -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"
    away = create_engine(url)
    documents.engine = away

    with pytest.raises(OperationalError):
        documents.work()
    with pytest.raises(OperationalError):
        documents._piece("document 1: planned", lambda session: bool(session.connection()), now())


def much_to_do(documents: Documents) -> None:
    """Six late documents of other rules, three of them offered, one of those over."""
    with office_on(documents) as office:
        for number in range(6):
            document = office.ask(now=now() - timedelta(days=60))
            document.rules_edition = "older"
            office.session.flush()
            offered = office.offer(document, now=now() - 13 * HOUR) if number < 3 else None
            if offered is not None and number == 0:
                offered.expires_at = now()


def test_two_workers_at_once_do_everything_once(documents: Documents) -> None:
    much_to_do(documents)
    another = Documents(documents.engine, documents.city, documents.store)
    together = Barrier(2)

    def work(one: Documents) -> None:
        together.wait()
        for _ in range(3):
            one.looked_at = one.change = None
            one.work()

    threads = [Thread(target=work, args=(one,)) for one in (documents, another)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    happened = kinds(documents)
    counted = {kind: happened.count(kind) for kind in sorted(set(happened))}
    assert counted == {
        "at_risk": 6,
        "date_moved": 6,
        "expired": 1,
        "offered": 3,
        "reminded": 3,
        "requested": 6,
    }
    with Session(documents.engine) as session:
        editions = set(session.scalars(select(Document.rules_edition)))
        assert editions == {documents.city.rules.edition}
        assert session.scalars(select(Job.id).where(Job.finish_at.is_(None))).all() == []
