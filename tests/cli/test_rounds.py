"""What the worker does over and over, on both databases."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from langaccess.adapters.mail import Letter, SmtpMailer
from langaccess.cli import rounds as module
from langaccess.cli.rounds import PAUSE_SECONDS, Ladders, Mails, place_of, rounds
from langaccess.domain.city import City
from langaccess.domain.dispatch import Mode, Status
from langaccess.domain.people import Domain
from langaccess.domain.rules.model import Qualified
from langaccess.services.notices import owe
from langaccess.storage.base import begin_write
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.heartbeat import Heartbeat
from langaccess.storage.notices import Notice
from langaccess.storage.vendors import Vendor
from tests.factories import make_account, make_clerk, make_encounter, make_vendor
from tests.mailbox import Mailbox, free_port, mailbox


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


def now() -> datetime:
    return datetime.now(UTC)


def begin_search(
    engine: Engine, city: City, seconds_ago: float, domain: Domain = Domain.GENERAL
) -> int:
    """A search without anybody to ring, begun so long ago; its next step was due meanwhile."""
    with Session(engine) as session:
        begin_write(session)
        make_vendor(session, "es", modes=(Mode.PHONE,))
        clerk = make_clerk(session)
        started = now() - timedelta(seconds=seconds_ago)
        encounter = make_encounter(session, city, clerk=clerk, now=started, domain=domain)
        session.commit()
        return encounter.id


def owe_message(engine: Engine, once: str = "first") -> None:
    with Session(engine) as session:
        begin_write(session)
        owe(session, "ana@city.example", "missed_offer", account=None, once=once, now=now())
        session.commit()


def write(notice: Notice) -> Letter:
    return Letter(
        to=notice.email,
        sender="language-access@city.example",
        subject="Missed",
        text="You were asked.",
        language_tag="en",
        message_id=notice.message_id,
        written_at=notice.created_at,
    )


def test_a_step_that_is_due_is_taken(engine: Engine, city: City) -> None:
    encounter_id = begin_search(engine, city, 300)

    pause = Ladders(engine, city).climb()

    assert 0 < pause <= PAUSE_SECONDS
    with Session(engine) as session:
        encounter = session.get_one(Encounter, encounter_id)
        assert encounter.next_step == 4
        assert encounter.alerted_at is not None
        assert session.scalars(select(Attempt.vendor_id)).all() != []


def test_a_search_nobody_looks_after_ends_by_itself(engine: Engine, city: City) -> None:
    encounter_id = begin_search(engine, city, 3600)

    for _ in range(2):  # every step that was missed, then the end
        Ladders(engine, city).climb()

    with Session(engine) as session:
        assert session.get_one(Encounter, encounter_id).status is Status.CLOSED


def test_the_clock_wakes_for_the_next_step(engine: Engine, city: City) -> None:
    encounter_id = begin_search(engine, city, 0)
    with Session(engine) as session:
        begin_write(session)
        soon = now() + timedelta(seconds=0.3)
        session.get_one(Encounter, encounter_id).due_at = soon
        session.commit()

    assert Ladders(engine, city).climb() < 0.3


def test_a_worker_is_seen_now_and_then_and_no_more_when_it_retires(
    engine: Engine, city: City
) -> None:
    ladders = Ladders(engine, city)
    assert ladders.climb() == PAUSE_SECONDS
    with Session(engine) as session:
        first = session.scalars(select(Heartbeat)).one()
    assert first.worker == ladders.name

    ladders.climb()
    with Session(engine) as session:
        assert session.scalars(select(Heartbeat.at)).one() == first.at

    ladders.retire()
    with Session(engine) as session:
        assert session.scalars(select(Heartbeat)).all() == []


def test_an_encounter_that_cannot_be_advanced_holds_up_no_other(
    engine: Engine, city: City, caplog: pytest.LogCaptureFixture
) -> None:
    ill = begin_search(engine, city, 400, domain=Domain.HEALTH)
    well = begin_search(engine, city, 300)
    with Session(engine) as session:  # whoever was to come did not, so that it must ring again
        begin_write(session)
        waits = session.get_one(Encounter, ill)
        waits.status, waits.vendor_id = Status.READY, session.scalars(select(Vendor.id)).first()
        session.commit()
    general = {Domain.GENERAL: 30}  # rules that forgot health, as no file of rules can
    rules = replace(city.rules, qualified=Qualified(serve=general, interpret=general))
    ladders = Ladders(engine, City(rules, city.calendar))

    with caplog.at_level(logging.INFO):
        assert ladders.climb() == PAUSE_SECONDS
        ladders.climb()

    assert caplog.text.count(f"encounter {ill}: KeyError at ") == 1  # then left alone for a while
    assert caplog.text.count(f"encounter {well}: advanced") == 1
    with Session(engine) as session:
        assert session.get_one(Encounter, ill).status is Status.READY
        assert session.get_one(Encounter, well).next_step == 4

    ladders.left_alone[ill] = now()
    ladders.climb()
    assert caplog.text.count(f"encounter {ill}: KeyError at ") == 2


def test_every_message_that_is_owed_is_sent(engine: Engine, box: Mailbox) -> None:
    for once in ("a", "b"):
        owe_message(engine, once)
    mails = Mails(engine, SmtpMailer(box.url), write)

    pauses = [mails.send_next() for _ in range(3)]

    assert pauses == [0.0, 0.0, PAUSE_SECONDS]
    assert len(box.letters) == 2
    with Session(engine) as session:
        assert all(one.sent_at and one.tries == 1 for one in session.scalars(select(Notice)))


def test_a_message_that_cannot_be_sent_waits_and_holds_up_none(engine: Engine) -> None:
    owe_message(engine)
    mails = Mails(engine, SmtpMailer(f"smtp://127.0.0.1:{free_port()}"), write)

    assert [mails.send_next() for _ in range(2)] == [0.0, PAUSE_SECONDS]
    with Session(engine) as session:
        notice = session.scalars(select(Notice)).one()
        assert notice.due_at is not None
        assert notice.due_at > now() + timedelta(seconds=50)
        assert notice.last_fault


def test_a_database_that_is_away_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "AWAY_SECONDS", 0.01)
    stop, tried = Event(), []
    nowhere = create_engine("sqlite:////nowhere/at/all.sqlite")

    def one_round() -> float:
        tried.append(1)
        if len(tried) == 3:
            stop.set()
        else:
            nowhere.connect()
        return 0.0

    rounds(stop, one_round)

    assert len(tried) == 3
    assert caplog.text.count("database: OperationalError at ") == 2


def test_an_error_is_told_by_its_kind_and_place() -> None:
    assert place_of(ValueError("ana@city.example")) == "ValueError"
    with pytest.raises(OperationalError) as caught:
        create_engine("sqlite:////nowhere/at/all.sqlite").connect()
    assert place_of(caught.value).startswith("OperationalError at /")


def test_people_are_not_told_twice(engine: Engine, city: City) -> None:
    """A second worker that comes late finds nothing left to do."""
    with Session(engine) as session:
        begin_write(session)
        make_account(session)
        session.commit()
    begin_search(engine, city, 300)

    for _ in range(2):
        Ladders(engine, city).climb()

    with Session(engine) as session:
        assert len(session.scalars(select(Notice)).all()) == 1
