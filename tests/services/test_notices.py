"""Owing somebody a message: written with the deed, once, for the worker to send."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.services.notices import owe
from langaccess.storage.notices import Notice
from tests.factories import NINE, later, make_account


def test_a_message_is_written_for_the_worker_in_the_recipients_language(session: Session) -> None:
    account = make_account(session, locale="es")

    owe(session, account.email, "missed_offer", account=account, once="a", now=NINE, language="so")

    (notice,) = session.scalars(select(Notice))
    assert (notice.account_id, notice.email, notice.locale) == (account.id, account.email, "es")
    assert (notice.kind, notice.facts) == ("missed_offer", {"language": "so"})
    assert (notice.created_at, notice.due_at, notice.sent_at) == (NINE, NINE, None)
    assert notice.message_id.startswith("<")


def test_to_an_address_without_an_account_it_is_written_in_english(session: Session) -> None:
    owe(session, "boss@city.example", "supervisor_alert", account=None, once="a", now=NINE)

    (notice,) = session.scalars(select(Notice))
    assert (notice.account_id, notice.locale) == (None, "en")


def test_the_same_message_is_owed_once(session: Session) -> None:
    for seconds in (0, 1):
        owe(session, "a@city.example", "alert", account=None, once="x", now=later(seconds))
    owe(session, "a@city.example", "alert", account=None, once="y", now=later(2))

    notices = session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [one.created_at for one in notices] == [NINE, later(2)]
    assert len({one.message_id for one in notices}) == 2
