"""Sending what is owed: the only caller of the mail server.

Three steps, so that nobody waits in the database for a slow server: claim and commit, send,
note what came of it and commit. A worker killed in between leaves a claim that runs out, and the
message is sent again with the same Message-ID: never lost, and shown once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.adapters.mail import Letter, Mailer, MailRefused
from langaccess.storage.notices import Notice, due_notices, lock_notice

# Minutes between tries: a server that is down for a night still gets the message.
WAITS = tuple(timedelta(minutes=one) for one in (1, 2, 5, 15, 30, 60, 120, 240, 480, 960))
# Longer than a server can take that answers each of its eight lines at the last moment.
CLAIM_LASTS = timedelta(minutes=3)

Writer = Callable[[Notice], Letter]


class NoLetter(LookupError):
    """There are no words for this kind of message."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one try. `fault` is empty when the server took the letter."""

    fault: str = ""
    is_final: bool = False


def claim_next(session: Session, *, now: datetime) -> Notice | None:
    """Take the oldest message that is due, for as long as sending can last; None: nothing is."""
    for notice in due_notices(session, now, 1):
        notice.tries += 1
        notice.due_at = now + CLAIM_LASTS
        return notice
    return None


def deliver(mailer: Mailer, write: Writer, notice: Notice) -> Delivery:
    """Try to hand one claimed message to the mail server, outside of any transaction."""
    try:
        mailer.send(write(notice))
    except (MailRefused, NoLetter) as error:
        return Delivery(str(error), is_final=True)
    except OSError as error:
        return Delivery(str(error) or type(error).__name__)
    return Delivery()


def note_delivery(session: Session, notice_id: int, delivery: Delivery, *, now: datetime) -> None:
    """Write down what came of a try. What was sent stays sent, whoever comes later."""
    notice = lock_notice(session, notice_id)
    if notice is None or notice.sent_at is not None:
        return
    if not delivery.fault:
        notice.sent_at = now
        notice.due_at = notice.given_up_at = None
        # A one-time link is known to its reader alone: what is kept of it elsewhere is a hash.
        notice.facts = {name: fact for name, fact in notice.facts.items() if name != "token"}
        return
    notice.last_fault = delivery.fault[:500]
    if delivery.is_final or notice.tries > len(WAITS):
        notice.given_up_at = now
        notice.due_at = None
    else:
        notice.due_at = now + WAITS[notice.tries - 1]
