"""Sending what is owed: the only caller of the mail server."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.adapters.mail import Letter, Mailer, MailRefused
from langaccess.storage.notices import Notice, due_notices

# Minutes between tries: a server that is down for a night still gets the message.
WAITS = tuple(timedelta(minutes=one) for one in (1, 2, 5, 15, 30, 60, 120, 240, 480, 960))

Writer = Callable[[Notice], Letter]


def deliver_next(session: Session, mailer: Mailer, write: Writer, *, now: datetime) -> bool:
    """Send the oldest message that is due; whether there was one.

    One message is one transaction: a worker killed in between sends at most that one again,
    with the same Message-ID, so that it is never lost and shown once.
    """
    for notice in due_notices(session, now, 1):
        notice.tries += 1
        try:
            mailer.send(write(notice))
        except MailRefused as error:
            _give_up(notice, str(error), now=now)
        except OSError as error:
            _try_later(notice, str(error), now=now)
        else:
            notice.sent_at = now
            notice.due_at = None
        return True
    return False


def _try_later(notice: Notice, fault: str, *, now: datetime) -> None:
    if notice.tries > len(WAITS):
        _give_up(notice, fault, now=now)
        return
    notice.last_fault = fault[:500]
    notice.due_at = now + WAITS[notice.tries - 1]


def _give_up(notice: Notice, fault: str, *, now: datetime) -> None:
    notice.last_fault = fault[:500]
    notice.given_up_at = now
    notice.due_at = None
