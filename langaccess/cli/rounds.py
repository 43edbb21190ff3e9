"""What the worker does over and over: climb ladders that are due, send what is owed, be seen.

Each piece of work is a transaction of its own. Ids are logged, and nothing else of anybody.
"""

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from traceback import extract_tb

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from langaccess.adapters.mail import Mailer
from langaccess.cli.transaction import session_on
from langaccess.domain.city import City
from langaccess.services.delivery import Writer, claim_next, deliver, note_delivery
from langaccess.services.dispatch.ladder import advance
from langaccess.services.upkeep import forget
from langaccess.storage.encounters import due_encounters, next_due_at
from langaccess.storage.heartbeat import beat, retire
from langaccess.storage.notices import next_owed_at

log = logging.getLogger("langaccess.worker")

# Somebody's tap is acted on by their own page; this is how late a step of the clock may be.
PAUSE_SECONDS = 0.5
# How long the database is left alone when it cannot be reached.
AWAY_SECONDS = 2.0
BEAT_EVERY = timedelta(seconds=5)
FORGET_AFTER = timedelta(days=1)
FORGET_EVERY = timedelta(hours=1)
# An encounter that cannot be advanced must not keep the others waiting.
LEFT_ALONE = timedelta(seconds=10)
AT_ONCE = 200


def rounds(stop: Event, one_round: Callable[[], float]) -> None:
    """Run rounds until stopped; each says when the next one comes.

    A database that is away is waited for.
    """
    while not stop.is_set():
        try:
            pause = one_round()
        except SQLAlchemyError as error:
            log.warning("database: %s; next try in %s s", place_of(error), AWAY_SECONDS)
            pause = AWAY_SECONDS
        stop.wait(pause)


@dataclass(slots=True)
class Ladders:
    """The clock of every open search, and the sign that a worker is at work."""

    engine: Engine
    city: City
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    beaten_at: datetime | None = None
    forgot_at: datetime | None = None
    left_alone: dict[int, datetime] = field(default_factory=dict)

    def climb(self) -> float:
        """Take every step that is due; how many seconds nothing will be."""
        now = datetime.now(UTC)
        self._beat(now)
        self._forget(now)
        with session_on(self.engine) as session:
            due = due_encounters(session, now, AT_ONCE)
        for encounter_id in due:
            self._advance(encounter_id, now)
        with session_on(self.engine) as session:
            next_at = next_due_at(session)
        if next_at is None or next_at <= now:
            return PAUSE_SECONDS
        return min(PAUSE_SECONDS, (next_at - now).total_seconds())

    def retire(self) -> None:
        """Be no longer seen."""
        now = datetime.now(UTC)
        with session_on(self.engine, write=True) as session:
            retire(session, self.name, now - FORGET_AFTER)

    def _beat(self, now: datetime) -> None:
        if self.beaten_at is not None and now - self.beaten_at < BEAT_EVERY:
            return
        with session_on(self.engine, write=True) as session:
            beat(session, self.name, now)
        self.beaten_at = now

    def _forget(self, now: datetime) -> None:
        if self.forgot_at is not None and now - self.forgot_at < FORGET_EVERY:
            return
        with session_on(self.engine, write=True) as session:
            forget(session, now=now)
        self.forgot_at = now

    def _advance(self, encounter_id: int, now: datetime) -> None:
        if now < self.left_alone.get(encounter_id, now):
            return
        self.left_alone.pop(encounter_id, None)
        try:
            with session_on(self.engine, write=True) as session:
                moved = advance(session, self.city, encounter_id, now=now)
        except Exception as error:  # noqa: BLE001 - one encounter's trouble is not the others'
            log.error("encounter %s: %s", encounter_id, place_of(error))
            self.left_alone[encounter_id] = now + LEFT_ALONE
        else:
            if moved:
                log.info("encounter %s: advanced", encounter_id)


@dataclass(frozen=True, slots=True)
class Mails:
    """What takes messages from the outbox to the mail server."""

    engine: Engine
    mailer: Mailer
    write: Writer

    def send_next(self) -> float:
        """Send the message that is due, if any; how many seconds to wait for the next."""
        with session_on(self.engine) as session:
            owed_at = next_owed_at(session)
        if owed_at is None or owed_at > datetime.now(UTC):
            return PAUSE_SECONDS
        with session_on(self.engine, write=True) as session:
            notice = claim_next(session, now=datetime.now(UTC))
        if notice is None:  # another worker was first
            return PAUSE_SECONDS
        delivery = deliver(self.mailer, self.write, notice)
        with session_on(self.engine, write=True) as session:
            note_delivery(session, notice.id, delivery, now=datetime.now(UTC))
        log.info("notice %s: %s", notice.id, "not sent" if delivery.fault else "sent")
        return 0.0


def place_of(error: BaseException) -> str:
    """The kind of an error and where it arose; never its text, which may hold names."""
    frames = extract_tb(error.__traceback__)
    at = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"
