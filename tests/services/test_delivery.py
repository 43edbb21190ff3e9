"""Sending what is owed: never lost, the same letter each time, and nobody waits for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from langaccess.adapters.mail import Letter, MailRefused, RecordingMailer, SmtpMailer
from langaccess.services.delivery import (
    CLAIM_LASTS,
    WAITS,
    Delivery,
    NoLetter,
    claim_next,
    deliver,
    note_delivery,
)
from langaccess.services.notices import owe
from langaccess.storage.base import begin_write
from langaccess.storage.notices import Notice, lock_notice, next_owed_at, undelivered
from tests.factories import NINE, later, make_account
from tests.mailbox import Mailbox, free_port, mailbox


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


def write(notice: Notice) -> Letter:
    return Letter(
        to=notice.email,
        sender="language-access@city.example",
        subject=notice.kind,
        text=str(notice.facts["words"]),
        language_tag=notice.locale,
        message_id=notice.message_id,
        written_at=notice.created_at,
    )


def make_notice(session: Session, once: str = "first", **facts: object) -> Notice:
    owe(
        session,
        "ana@city.example",
        "missed_offer",
        account=None,
        once=once,
        now=NINE,
        thread=None,
        **({"words": "You were asked."} | facts),
    )
    session.flush()
    return session.query(Notice).filter_by(dedupe_key=once).one()


def claim(session: Session, now: datetime = NINE) -> Notice:
    notice = claim_next(session, now=now)
    assert notice is not None
    return notice


def test_a_message_is_written_once_for_each_occasion(session: Session) -> None:
    first = make_notice(session)

    assert make_notice(session, words="again") is first
    assert first.facts == {"words": "You were asked."}
    assert first.locale == "en"


def test_a_message_is_in_its_recipients_language(session: Session) -> None:
    account = make_account(session, locale="es")

    owe(session, account.email, "missed_offer", account=account, once="x", now=NINE)

    session.flush()
    assert session.query(Notice).one().locale == "es"


def test_what_is_sent_arrives_and_is_owed_no_more(session: Session, box: Mailbox) -> None:
    made = make_notice(session)
    notice = claim(session)

    note_delivery(session, notice.id, deliver(SmtpMailer(box.url), write, notice), now=later(1))

    assert [one["Message-ID"] for one in box.letters] == [made.message_id]
    assert (made.sent_at, made.due_at, made.tries) == (later(1), None, 1)
    assert claim_next(session, now=later(10_000)) is None
    assert undelivered(session) == []


def test_the_oldest_is_sent_first(session: Session) -> None:
    older, newer = make_notice(session, "a"), make_notice(session, "b")
    older.due_at, newer.due_at = later(-5), later(-10)
    session.flush()

    assert next_owed_at(session) == later(-10)
    assert claim(session) is newer
    assert claim(session) is older
    assert claim_next(session, now=NINE) is None


def test_what_is_claimed_is_nobody_elses_until_the_claim_runs_out(session: Session) -> None:
    make_notice(session)
    first = claim(session)

    assert claim_next(session, now=NINE + CLAIM_LASTS - timedelta(seconds=1)) is None
    assert claim(session, NINE + CLAIM_LASTS) is first
    assert first.tries == 2


def test_two_workers_never_claim_the_same(engine: Engine) -> None:
    with Session(engine) as session:
        begin_write(session)
        make_notice(session, "a")
        make_notice(session, "b")
        session.commit()

    claimed = []
    for _ in range(3):
        with Session(engine) as session:
            begin_write(session)
            claimed.append(claim_next(session, now=NINE))
            session.commit()

    assert [one is None for one in claimed] == [False, False, True]


def test_a_worker_killed_before_it_noted_the_sending_sends_the_same_again(
    engine: Engine, box: Mailbox
) -> None:
    mailer = SmtpMailer(box.url)
    with Session(engine, expire_on_commit=False) as killed:
        begin_write(killed)
        make_notice(killed)
        notice = claim(killed)
        killed.commit()
    assert deliver(mailer, write, notice) == Delivery()  # and nothing is noted

    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        again = claim(session, NINE + CLAIM_LASTS)
        session.commit()
        delivery = deliver(mailer, write, again)
        begin_write(session)
        note_delivery(session, again.id, delivery, now=NINE + CLAIM_LASTS)
        session.commit()

    assert [one["Message-ID"] for one in box.letters] == [notice.message_id] * 2
    assert again.sent_at == NINE + CLAIM_LASTS


def test_the_database_is_free_while_a_letter_is_sent(engine: Engine, box: Mailbox) -> None:
    others = []

    def meanwhile() -> str:
        with Session(engine) as other:
            begin_write(other)
            others.append(make_notice(other, "b").id)
            other.commit()
        return "250 Taken"

    box.say = meanwhile
    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        make_notice(session)
        notice = claim(session)
        session.commit()

    assert deliver(SmtpMailer(box.url), write, notice) == Delivery()
    assert len(others) == 1


def test_a_server_that_is_away_is_tried_again_ever_more_rarely(session: Session) -> None:
    made = make_notice(session)
    mailer = SmtpMailer(f"smtp://127.0.0.1:{free_port()}")
    now, waits = NINE, []

    while made.given_up_at is None:
        notice = claim(session, now)
        note_delivery(session, notice.id, deliver(mailer, write, notice), now=now)
        if made.due_at is not None:
            waits.append(made.due_at - now)
            now = made.due_at

    assert waits == list(WAITS)
    assert made.last_fault is not None
    assert "refused" in made.last_fault
    assert (made.given_up_at, made.sent_at) == (now, None)
    assert undelivered(session) == [made]


@pytest.mark.parametrize("said", ["550 No such person", "554 Refused"])
def test_what_will_never_be_taken_is_given_up_at_once(
    session: Session, box: Mailbox, said: str
) -> None:
    made = make_notice(session)
    box.say = lambda: said

    note_delivery(session, made.id, deliver(SmtpMailer(box.url), write, claim(session)), now=NINE)

    assert made.given_up_at == NINE
    assert made.due_at is None


def test_a_message_without_words_is_given_up(session: Session) -> None:
    made = make_notice(session)

    def wordless(notice: Notice) -> Letter:
        raise NoLetter(notice.kind)

    note_delivery(session, made.id, deliver(RecordingMailer(), wordless, claim(session)), now=NINE)

    assert made.given_up_at == NINE
    assert made.last_fault == "missed_offer"


def test_what_was_sent_stays_sent_whoever_comes_later(session: Session) -> None:
    made = make_notice(session)
    note_delivery(session, made.id, Delivery(), now=NINE)

    note_delivery(session, made.id, Delivery("slow", is_final=True), now=later(60))

    assert (made.sent_at, made.given_up_at, made.last_fault) == (NINE, None, None)


def test_what_is_gone_needs_no_note(session: Session) -> None:
    note_delivery(session, 1, Delivery(), now=NINE)

    assert lock_notice(session, 1) is None


def test_a_fault_without_words_is_told_by_its_kind() -> None:
    class Silent:
        def send(self, _letter: Letter) -> None:
            raise TimeoutError

    notice = Notice(email="a@b.example", kind="x", facts={"words": ""}, locale="en")

    assert deliver(Silent(), write, notice) == Delivery("TimeoutError")


def test_a_refusal_is_final() -> None:
    class Refusing:
        def send(self, _letter: Letter) -> None:
            raise MailRefused("no")

    notice = Notice(email="a@b.example", kind="x", facts={"words": ""}, locale="en")

    assert deliver(Refusing(), write, notice) == Delivery("no", is_final=True)


def test_a_one_time_link_is_forgotten_once_its_letter_is_sent(session: Session) -> None:
    notice = make_notice(session, token="secret", title="Pool hours")

    note_delivery(session, notice.id, Delivery("mail server away"), now=NINE)
    assert notice.facts["token"] == "secret"
    note_delivery(session, notice.id, Delivery(), now=NINE)

    assert notice.facts == {"words": "You were asked.", "title": "Pool hours"}
