"""Who did what to what, and when."""

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.storage.audit import history, record
from tests.factories import NINE, later, make_account


def test_what_was_done_to_a_thing_is_told_oldest_first(session: Session) -> None:
    actor = make_account(session).actor
    record(session, actor, "open_door", "door", 7, now=NINE, key="brass")
    record(session, None, "close_door", "door", "7", now=later(1))
    record(session, Actor(), "knock", "door", 7, now=later(2))
    record(session, actor, "open_door", "door", 8, now=later(3))
    session.flush()

    told = [(one.deed, one.actor_id, one.at, one.facts) for one in history(session, "door", 7)]

    assert told == [
        ("open_door", actor.account_id, NINE, {"key": "brass"}),
        ("close_door", None, later(1), {}),
        ("knock", None, later(2), {}),
    ]
