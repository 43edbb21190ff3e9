"""Power cuts while the real deeds run on the real engine, on a disk that keeps what was synced.

Each life of the installation begins with the files that the last cut left, so a recovered
database must also go on working, and everything acknowledged in any life must be there in the end.

What it proves: with our settings SQLite syncs before a deed is acknowledged, and recovers from
whatever a cut leaves of the rest. What it does not: that a disk keeps what it says it has synced,
and nothing about PostgreSQL, whose own log does this work.
"""

import copy
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from langaccess.adapters.mail import RecordingMailer
from langaccess.cli.letters import letter_writer
from langaccess.domain.access import Actor
from langaccess.domain.dispatch import Mode
from langaccess.services.delivery import claim_next, deliver, note_delivery
from langaccess.services.dispatch.answers import accept_offer
from langaccess.services.dispatch.conversation import connect_as_interpreter, finish_as_interpreter
from langaccess.services.dispatch.ladder import advance
from langaccess.services.dispatch.request import Ask, request_interpreter
from langaccess.settings import load_settings
from langaccess.storage.accounts import Account
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.dispatch import Attempt
from langaccess.storage.offers import conversation_of
from tests.drills.crowd import Told
from tests.drills.house import PATIENCE_SECONDS
from tests.drills.ledger import Losses, losses, read
from tests.drills.power import Disk, forgetful_disk
from tests.drills.town import ANSWERED, STEP_SECONDS, UNSPOKEN, Town, make_town, quick_city
from tests.factories import SUPERVISOR

PEOPLE = 3
FILE = "langaccess.sqlite"
# How many calls SQLite makes to the disk before power goes; a deed takes some 25 of them.
CALLS = (700, 2500)
PAST_THE_LADDER = timedelta(seconds=10 * STEP_SECONDS)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Damage:
    """What came of one drill."""

    cuts: int
    acknowledged: int
    syncs: int
    calls: int
    not_synced: int  # sectors that were still on their way when power went
    losses: Losses

    @property
    def figures(self) -> dict[str, int]:
        """Everything as numbers."""
        lost = asdict(self.losses)
        told = {
            "cuts": self.cuts,
            "acknowledged": self.acknowledged,
            "syncs": self.syncs,
            "calls": self.calls,
            "not_synced": self.not_synced,
        }
        return told | {"lost": self.losses.total} | lost


def drill(folder: Path, *, cuts: int, seed: int, synchronous: str = "FULL") -> Damage:
    """So many lives, each ended by a cut; what everybody was told, against what is left.

    With another `synchronous` than ours the drill shows that it can find losses; it keeps strictly
    what was synced then, so that what is lost is lost cleanly and can be counted.
    """
    dice = random.Random(seed)
    place = folder / "life-0"
    place.mkdir()
    town = make_town(folder, _url(place), interpreters=PEOPLE)
    told = Told()
    syncs = calls = not_synced = 0
    for number in range(1, cuts + 1):
        after = folder / f"life-{number}"
        after.mkdir()
        with forgetful_disk(place) as disk:
            told, waiting = _live(place, after, town, told, disk, dice, synchronous)
        syncs, calls, not_synced = syncs + disk.syncs, calls + disk.calls, not_synced + waiting
        place = after
    engine = open_engine(_url(place))
    found = losses(read(engine), told)
    engine.dispose()
    return Damage(cuts, told.acknowledged, syncs, calls, not_synced, found)


def _live(
    place: Path,
    after: Path,
    town: Town,
    told: Told,
    disk: Disk,
    dice: random.Random,
    synchronous: str,
) -> tuple[Told, int]:
    """One life: work until power goes. What was acknowledged by then, and what was on its way."""
    engine = _engine(_url(place), synchronous)
    known = copy.deepcopy(told)
    is_cut = threading.Event()
    acknowledged, waiting = told, 0

    def cut() -> None:
        nonlocal acknowledged, waiting
        # First what is known, then the disk: what was acknowledged in between is not counted.
        acknowledged = copy.deepcopy(known)
        waiting = disk.cut(after, dice if synchronous == "FULL" else None)
        is_cut.set()

    disk.arm(dice.randint(*CALLS), cut)
    with _at_work(engine, town, known, is_cut):
        assert is_cut.wait(PATIENCE_SECONDS), "nobody works"
    engine.dispose()
    return acknowledged, waiting


def _engine(url: str, synchronous: str) -> Engine:
    engine = open_engine(url)
    if synchronous != "FULL":
        event.listen(
            engine, "connect", lambda raw, _: raw.execute(f"PRAGMA synchronous={synchronous}")
        )
    return engine


@contextmanager
def _at_work(engine: Engine, town: Town, told: Told, stop: threading.Event) -> Iterator[None]:
    """Everybody in town does deed after deed on a connection of their own, until it is enough."""
    failures: list[Exception] = []

    def work(me: int) -> None:
        hand = Hand(engine, told, _clerk(engine, town), me)
        try:
            while not stop.is_set():
                hand.serve()
                hand.alert()
                hand.send(town)
        except Exception as error:  # noqa: BLE001 - told to whoever looks at the drill
            failures.append(error)

    threads = [threading.Thread(target=work, args=(me,)) for me in town.interpreters]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures, failures


@dataclass(frozen=True, slots=True)
class Hand:
    """Does deeds, each in a transaction of its own, and notes what is committed."""

    engine: Engine
    told: Told
    clerk: Actor
    me: int

    def serve(self) -> None:
        """A search that I accept, and the conversation from its begin to its end."""
        interrupted = self._do(lambda one: conversation_of(one, self.me))
        if interrupted is not None:
            self._talk(interrupted.reference)
        reference, encounter_id = self._do(lambda one: self._ask(one, ANSWERED))
        self.told.requested.append(reference)
        me = self._do(lambda one: one.get_one(Account, self.me).actor)
        offer = self._do(lambda one: self._offer(one, encounter_id))
        self._do(lambda one: accept_offer(one, me, CITY, attempt_id=offer, now=_now()))
        self.told.accepted.append((offer, self.me))
        self._talk(reference)

    def alert(self) -> None:
        """A search that nobody can answer, up to the supervisor's alert."""
        reference, encounter_id = self._do(lambda one: self._ask(one, UNSPOKEN))
        self.told.requested.append(reference)
        late = _now() + PAST_THE_LADDER
        self._do(lambda one: advance(one, CITY, encounter_id, now=late))
        self.told.owed.append(f"alert:{encounter_id}:{SUPERVISOR}")

    def send(self, town: Town) -> None:
        """The next message that is due."""
        write = letter_writer(
            load_settings(town.environ, root=Path(town.environ["LANGACCESS_INSTANCE"])), "UTC"
        )
        late = _now() + PAST_THE_LADDER
        notice = self._do(lambda one: claim_next(one, now=late))
        if notice is None:
            return
        done = deliver(RecordingMailer(), write, notice)
        self._do(lambda one: note_delivery(one, notice.id, done, now=late))
        self.told.sent.append(notice.message_id)

    def _talk(self, reference: str) -> None:
        me = self._do(lambda one: one.get_one(Account, self.me).actor)
        self._do(lambda one: connect_as_interpreter(one, me, reference=reference, now=_now()))
        self.told.connected.append((reference, self.me))
        self._do(lambda one: finish_as_interpreter(one, me, CITY, reference=reference, now=_now()))
        self.told.finished.append(reference)

    def _ask(self, session: Session, language_tag: str) -> tuple[str, int]:
        ask = Ask(f"cut-{time.monotonic_ns()}", language_tag, Mode.PHONE)
        one = request_interpreter(session, self.clerk, CITY, ask, now=_now())
        session.flush()
        return one.reference, one.id

    def _offer(self, session: Session, encounter_id: int) -> int:
        query = select(Attempt.id).filter_by(encounter_id=encounter_id, interpreter_id=self.me)
        return session.scalars(query).one()

    def _do(self, deed: Callable[[Session], Made]) -> Made:
        """What the deed gives, once it is committed."""
        with Session(self.engine, expire_on_commit=False) as session:
            begin_write(session)
            made = deed(session)
            session.commit()
        return made


CITY = quick_city()


def _clerk(engine: Engine, town: Town) -> Actor:
    with Session(engine) as session:
        return session.scalars(select(Account).filter_by(email=town.clerks[0])).one().actor


def _url(place: Path) -> str:
    return f"sqlite:///{place / FILE}"


def _now() -> datetime:
    return datetime.now(UTC)
