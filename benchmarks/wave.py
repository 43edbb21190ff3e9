"""Who plays in `benchmarks.accept`: one clerk, 64 interpreters, and 16 busy colleagues."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Role
from langaccess.storage.base import begin_write, open_engine
from tests.factories import make_clerk, make_interpreter

ACCEPTORS = 64
WRITERS = 16


@dataclass(frozen=True, slots=True)
class Town:
    """Who plays: the clerk who asks, those who are rung, and a clerk for each writer."""

    clerk: Actor
    interpreters: tuple[Actor, ...]
    writers: tuple[Actor, ...]


def seed_wave(url: str) -> Town:
    """64 interpreters of Spanish at the clerk's site, and 16 colleagues who speak French."""
    engine = open_engine(url)
    with Session(engine) as session:
        begin_write(session)
        clerk = make_clerk(session)
        site = clerk.location_id
        people = [make_interpreter(session, location_id=site) for _ in range(ACCEPTORS)]
        both = (Role.STAFF, Role.INTERPRETER)
        busy = [make_interpreter(session, "fr", roles=both) for _ in range(WRITERS)]
        town = Town(
            clerk.actor,
            tuple(one.account.actor for one in people),
            tuple(one.account.actor for one in busy),
        )
        session.commit()
    engine.dispose()
    return town
