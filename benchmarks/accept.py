"""64 processes accept one offer wave: exactly one winner, and everybody gets an answer.

Each round, one encounter rings 64 interpreters; 64 processes, one for each, accept at once by
the real deeds, as their page does them. Then the same while 16 writers work without a pause.
The ladder rings 25 people at a time (RING_AT_MOST), so the rest of a wave's offers is copied from
those that the ladder made: that is the only row here that no deed wrote.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized, SynchronizedArray
from multiprocessing.synchronize import Barrier, Event
from queue import Empty
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from benchmarks.databases import databases
from benchmarks.report import Collected, Figure, Progress, arguments, finish, spread, table
from benchmarks.wave import ACCEPTORS, WRITERS, Town, seed_wave
from langaccess.domain.access import Actor
from langaccess.domain.dispatch import Mode
from langaccess.domain.errors import WorkError
from langaccess.domain.people import Presence
from langaccess.services.dispatch.answers import accept_offer, refuse_late
from langaccess.services.dispatch.conversation import cancel
from langaccess.services.dispatch.request import Ask, request_interpreter
from langaccess.services.people.availability import set_presence
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.dispatch import Attempt, Encounter
from tests.factories import NINE, later, make_city

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

PATIENCE_SECONDS = 120
FORK = get_context("fork")
CITY = make_city()
WON, ERROR = "won", "error"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one process was told, and how long it took from asking to having it for good."""

    said: str
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What all processes of one run share. `stop` ends the writers, `over` the acceptors."""

    url: str
    offers: "SynchronizedArray[int]"
    moment: "Synchronized[float]"
    gate: Barrier
    over: Event
    stop: Event
    answers: "Queue[Answer]"
    written: "Queue[int]"


def main() -> None:
    """Run on both databases and print."""
    told = arguments("64 processes accept one offer wave").parse_args()
    rounds, busy_rounds = (10, 5) if told.quick else (500, 60)
    figures: Collected = {}
    rows: list[list[Figure]] = []
    with databases(told.database) as urls:
        for kind, url in urls.items():
            town = seed_wave(url)
            alone = run(kind, url, town, rounds, writers=0)
            busy = run(kind, url, town, busy_rounds, writers=WRITERS)
            figures[kind] = {"alone": alone, "with_16_writers": busy}
            for name, one in (("alone", alone), ("16 writers", busy)):
                rows.append([f"{kind}, {name}", *one.values()])
    heads = list(alone)
    table(["", *heads], rows)
    finish("accept", figures, quick=told.quick)


def run(kind: str, url: str, town: Town, rounds: int, *, writers: int) -> dict[str, Figure]:
    """Play so many rounds and count who was told what."""
    stage = Stage(
        url=url,
        offers=FORK.Array("i", ACCEPTORS),
        moment=FORK.Value("d", 0.0),
        gate=FORK.Barrier(ACCEPTORS + 1),
        over=FORK.Event(),
        stop=FORK.Event(),
        answers=FORK.Queue(),
        written=FORK.Queue(),
    )
    processes = [_begin(_accept, stage, town, place) for place in range(ACCEPTORS)]
    busy = [_begin(_write, stage, town, place) for place in range(writers)]
    engine = open_engine(url)
    progress = Progress(f"{kind}, {writers} writers", rounds)
    began = time.monotonic()
    waves = []
    for number in range(rounds):
        waves.append(_play(engine, stage, town, number))
        progress.at(number + 1)
    took = time.monotonic() - began
    stage.over.set()
    stage.stop.set()
    stage.gate.wait(PATIENCE_SECONDS)
    writes = sum(stage.written.get(timeout=PATIENCE_SECONDS) for _ in busy)
    for process in (*processes, *busy):
        process.join(PATIENCE_SECONDS)
    engine.dispose()
    return _counted(waves, writes, took)


@dataclass(frozen=True, slots=True)
class Wave:
    """One round: what the 64 were told, how long all of it took, and what the database keeps."""

    answers: tuple[Answer, ...]
    seconds: float
    accepted_rows: int


def _play(engine: Engine, stage: Stage, town: Town, number: int) -> Wave:
    """Ring 64 people, let all accept at once, collect their answers, and clear the table."""
    now = later(number * 0.001)
    with Session(engine) as session:
        begin_write(session)
        ask = Ask(f"wave-{time.monotonic_ns()}", "es", Mode.PHONE)
        one = request_interpreter(session, town.clerk, CITY, ask, now=now)
        _ring_the_rest(session, one, town)
        query = select(Attempt.interpreter_id, Attempt.id).filter_by(encounter_id=one.id)
        offers = {row[0]: row[1] for row in session.execute(query)}
        reference, encounter_id = one.reference, one.id
        session.commit()
    stage.offers[:] = [offers[actor.account_id] for actor in town.interpreters]
    stage.moment.value = now.timestamp()
    stage.gate.wait(PATIENCE_SECONDS)
    began = time.monotonic()
    answers = _collect(stage)
    took = time.monotonic() - began
    with Session(engine) as session:
        begin_write(session)
        kept = select(func.count()).where(
            Attempt.encounter_id == encounter_id, Attempt.outcome == "accepted"
        )
        accepted = session.scalar(kept) or 0
        cancel(session, town.clerk, CITY, reference=reference, now=now)
        session.commit()
    return Wave(answers, took, accepted)


def _collect(stage: Stage) -> tuple[Answer, ...]:
    """The answers of one round; fewer than 64 if somebody was left without one."""
    answers: list[Answer] = []
    while len(answers) < ACCEPTORS:
        try:
            answers.append(stage.answers.get(timeout=PATIENCE_SECONDS))
        except Empty:
            break
    return tuple(answers)


def _ring_the_rest(session: Session, one: Encounter, town: Town) -> None:
    """Copy the ladder's own offers until all 64 ring."""
    session.flush()
    made = session.execute(
        select(Attempt.interpreter_id, Attempt.decision).filter_by(encounter_id=one.id)
    ).all()
    rung = {row[0] for row in made}
    rest = [
        {
            "encounter_id": one.id,
            "round": one.round,
            "step": 0,
            "interpreter_id": actor.account_id,
            "offered_at": one.opened_at,
            "decision": made[0][1],
        }
        for actor in town.interpreters
        if actor.account_id not in rung
    ]
    session.execute(insert(Attempt), rest)


def _accept(stage: Stage, town: Town, place: int) -> None:
    """One interpreter's process: accept whatever rings, once a round."""
    engine, actor = open_engine(stage.url), town.interpreters[place]
    with Session(engine) as session:
        session.execute(select(1))  # connected before the first race
    while True:
        stage.gate.wait(PATIENCE_SECONDS * 10)
        if stage.over.is_set():
            break
        now = datetime.fromtimestamp(stage.moment.value, UTC)
        began = time.monotonic()
        with Session(engine) as session:
            said, error = _try(session, actor, stage.offers[place], now)
        stage.answers.put(Answer(said, time.monotonic() - began, error))
    engine.dispose()


def _try(session: Session, actor: Actor, attempt_id: int, now: datetime) -> tuple[str, str]:
    """What the deed said, and the database's words if it failed."""
    try:
        refuse_late(session, actor, attempt_id=attempt_id)
        begin_write(session)
        accept_offer(session, actor, CITY, attempt_id=attempt_id, now=now)
        session.commit()
    except WorkError as refusal:
        session.rollback()
        return type(refusal).__name__, ""
    except SQLAlchemyError as error:
        session.rollback()
        return ERROR, str(error)[:200]
    return WON, ""


def _write(stage: Stage, town: Town, place: int) -> None:
    """A busy colleague: asks for another language, cancels, changes presence, without a pause."""
    engine, actor = open_engine(stage.url), town.writers[place]
    written = 0
    while not stage.stop.is_set():
        now = datetime.fromtimestamp(stage.moment.value or NINE.timestamp(), UTC)
        with Session(engine) as session:
            begin_write(session)
            ask = Ask(f"busy-{place}-{written}", "fr", Mode.PHONE)
            reference = request_interpreter(session, actor, CITY, ask, now=now).reference
            session.commit()
            begin_write(session)
            cancel(session, actor, CITY, reference=reference, now=now)
            session.commit()
            for presence in (Presence.AWAY, Presence.ON_DUTY):
                begin_write(session)
                set_presence(session, actor, CITY, presence=presence, now=now)
                session.commit()
        written += 4
    stage.written.put(written)
    engine.dispose()


def _begin(work: Callable[[Stage, Town, int], None], *args: Any) -> ForkProcess:
    process = FORK.Process(target=work, args=args, daemon=True)
    process.start()
    return process


def _counted(waves: Sequence[Wave], writes: int, seconds: float) -> dict[str, Figure]:
    """Who was told what, over all rounds, and how long it took."""
    answers = [one for wave in waves for one in wave.answers]
    said = Counter(one.said for one in answers)
    won = [sum(one.said == WON for one in wave.answers) for wave in waves]
    faults = {one.error for one in answers if one.error}
    for fault in faults:
        print(f"error: {fault}")
    return {
        "rounds": len(waves),
        "won": said[WON],
        "told_taken": said["OfferTaken"],
        "told_else": len(answers) - said[WON] - said["OfferTaken"] - said[ERROR],
        "errors": said[ERROR],
        "unanswered": len(waves) * ACCEPTORS - len(answers),
        "rounds_without_one_winner": sum(one != 1 for one in won),
        "rounds_kept_otherwise": sum(wave.accepted_rows != 1 for wave in waves),
        "answers_per_s": round(len(answers) / sum(wave.seconds for wave in waves), 1),
        # The first wave finds processes that have never done the deed; it is told apart.
        **spread([one.seconds for wave in waves[1:] for one in wave.answers]),
        "first_wave_max_ms": round(max(one.seconds for one in waves[0].answers) * 1000, 3),
        "other_writes_per_s": round(writes / seconds, 1),
    }


if __name__ == "__main__":
    main()
