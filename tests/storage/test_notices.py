"""The outbox: what is due, what failed, and that two workers never take the same."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.services.notices import owe
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.notices import (
    Notice,
    due_notices,
    lock_notice,
    next_owed_at,
    undelivered,
)
from tests.factories import NINE, later


def owed(session: Session, once: str, seconds: float = 0) -> Notice:
    """A message owed so many seconds after nine."""
    now = later(seconds)
    owe(session, "a@city.example", "alert", account=None, once=once, now=now)
    session.flush()
    return session.scalars(select(Notice).filter_by(dedupe_key=once)).one()


def test_what_is_due_comes_oldest_first(session: Session) -> None:
    assert next_owed_at(session) is None
    second, first, ahead = owed(session, "b", 2), owed(session, "a", 1), owed(session, "c", 99)
    sent = owed(session, "d")
    sent.due_at = None
    session.flush()

    assert due_notices(session, later(5), 9) == [first, second]
    assert due_notices(session, later(5), 1) == [first]
    assert next_owed_at(session) == later(1)
    assert ahead.due_at == later(99)


def test_what_failed_or_was_given_up_is_told_and_what_was_sent_is_not(session: Session) -> None:
    given_up, failed, sent, _ = (owed(session, one) for one in "abcd")
    given_up.given_up_at, given_up.due_at = NINE, None
    failed.tries = 1
    sent.tries, sent.sent_at = 2, NINE
    session.flush()

    assert undelivered(session) == [given_up, failed]


def test_a_message_is_locked_as_it_now_stands(session: Session) -> None:
    notice = owed(session, "a")

    assert lock_notice(session, notice.id) is notice
    assert lock_notice(session, notice.id + 1) is None


def test_on_postgres_a_second_worker_takes_other_messages(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with Session(engine) as one, Session(engine) as two:
        begin_write(one)
        first, second = owed(one, "a").id, owed(one, "b").id
        one.commit()

        assert [notice.id for notice in due_notices(one, NINE, 1)] == [first]
        assert [notice.id for notice in due_notices(two, NINE, 9)] == [second]
    engine.dispose()
