"""kill -9 of web and worker at random moments while people work, again and again.

What it proves: no process of ours keeps anything that matters in its memory. What it does not:
that the machine may lose power (see `power`), for what a killed process wrote stays with the
kernel.
"""

import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from langaccess.domain.dispatch import Status
from langaccess.storage.base import begin_write
from langaccess.storage.dispatch import Encounter
from langaccess.storage.notices import Notice
from tests.drills.crowd import Told, crowd
from tests.drills.house import House, house, wait_until
from tests.drills.ledger import Losses, losses_when_settled, read, sent_again
from tests.drills.town import UNSPOKEN, make_town
from tests.mailbox import Mailbox, mailbox

CLERKS, INTERPRETERS = 2, 3
# How many deeds are acknowledged between two kills.
DEEDS = (5, 30)
# How long a letter stays at the mail server, so that some kills strike while one is on its way.
MAIL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Toll:
    """What came of one drill. A kill strikes both: the web server's processes and the worker."""

    kills: int
    requests: int
    accepts: int
    other_deeds: int
    cut_off: int
    messages: int
    sent_again: int
    steps_due_meanwhile: int
    resumed_after_ms: int  # the longest, from the worker's start to the last overdue step
    down_ms: int  # the longest, from the kill to the last overdue step
    faults: tuple[str, ...]
    losses: Losses

    @property
    def figures(self) -> dict[str, int]:
        """Everything as numbers."""
        told: dict[str, int] = asdict(self)
        del told["losses"]
        lost: dict[str, int] = asdict(self.losses)
        return told | {"faults": len(self.faults), "lost": self.losses.total} | lost


@dataclass(frozen=True, slots=True)
class Resumption:
    """How the ladder went on after one kill."""

    steps_due: int
    seconds: float
    down_seconds: float


def drill(
    folder: Path,
    database_url: str,
    *,
    kills: int,
    seed: int,
    at: Callable[[int], None] = lambda _: None,
) -> Toll:
    """Kill web and worker so many times under load; wait until all is settled; count.

    `at` hears of every kill.
    """
    dice = random.Random(seed)
    with mailbox() as box:
        box.say = _slowly
        town = make_town(
            folder, database_url, clerks=CLERKS, interpreters=INTERPRETERS, smtp_url=box.url
        )
        engine = town.engine()
        with house(town, folder) as one:
            with crowd(town, one.port, seed) as told:
                resumed = []
                for number in range(kills):
                    resumed.append(strike(one, engine, dice, told))
                    at(number + 1)
            settle(engine)
        toll = _counted(engine, told, box, resumed)
        engine.dispose()
    return toll


def strike(one: House, engine: Engine, dice: random.Random, told: Told) -> Resumption:
    """Kill both at moments of their own, start both, and watch the ladders go on."""
    enough = told.acknowledged + dice.randint(*DEEDS)
    wait_until(lambda: told.acknowledged >= enough, lambda: "nobody works", pause=0.005)
    time.sleep(dice.uniform(0, 0.1))  # the kill may fall anywhere in the deeds that follow
    names = dice.sample(["web", "worker"], 2)
    began = time.monotonic()
    one.kill(names[0])
    time.sleep(dice.uniform(0, 0.5))
    one.kill(names[1])
    searches = _ladders(engine)
    for name in names:
        one.begin(name)
    one.wait_for("worker")
    at_work_at, now = time.monotonic(), datetime.now(UTC)
    overdue = {key for key in searches if key[1] <= now}
    wait_until(lambda: not overdue & _ladders(engine), lambda: f"{overdue}", pause=0.02)
    ended = time.monotonic()
    one.wait_for("web")
    return Resumption(len(overdue), ended - at_work_at, ended - began)


def settle(engine: Engine) -> None:
    """Wait until every alert is out and every message is with the mail server.

    A killed worker's claim on a message lasts three minutes; here it is cut short.
    """
    climbing = select(func.count()).where(
        Encounter.language_tag == UNSPOKEN, Encounter.alerted_at.is_(None)
    )
    unsent = select(func.count()).where(Notice.sent_at.is_(None))
    wait_until(lambda: _count(engine, climbing) == 0, lambda: "an alert is missing")
    with Session(engine) as session:
        begin_write(session)
        session.execute(
            update(Notice).where(Notice.sent_at.is_(None)).values(due_at=datetime.now(UTC))
        )
        session.commit()
    wait_until(lambda: _count(engine, unsent) == 0, lambda: "a message is not sent")


def _count(engine: Engine, query: object) -> int:
    with Session(engine) as session:
        return int(session.scalar(query) or 0)  # type: ignore[call-overload]  # any count


def _ladders(engine: Engine) -> set[tuple[int, datetime]]:
    """Every search with the moment at which its ladder needs a look."""
    query = select(Encounter.id, Encounter.due_at).where(
        Encounter.due_at.is_not(None), Encounter.status.in_((Status.SEARCHING, Status.READY))
    )
    with Session(engine) as session:
        return {(row[0], row[1]) for row in session.execute(query) if row[1] is not None}


def _slowly() -> str:
    time.sleep(MAIL_SECONDS)
    return "250 Taken"


def _counted(engine: Engine, told: Told, box: Mailbox, resumed: list[Resumption]) -> Toll:
    ids = [str(one["Message-ID"]) for one in box.letters]
    book = read(engine)
    return Toll(
        kills=len(resumed),
        requests=len(told.requested),
        accepts=len(told.accepted),
        other_deeds=told.acknowledged - len(told.requested) - len(told.accepted),
        cut_off=len(told.cut_off),
        messages=len(book.notices),
        sent_again=sent_again(ids),
        steps_due_meanwhile=sum(one.steps_due for one in resumed),
        resumed_after_ms=round(1000 * max(one.seconds for one in resumed)),
        down_ms=round(1000 * max(one.down_seconds for one in resumed)),
        faults=tuple(told.faults),
        losses=losses_when_settled(book, told, ids),
    )
