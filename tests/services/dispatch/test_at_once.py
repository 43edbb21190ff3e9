"""Several people doing the same thing at the same moment, each on their own connection."""

import threading
from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.domain.city import City
from langaccess.domain.dispatch import AttemptOutcome, Mode, OfferTaken, Status
from langaccess.services.dispatch.answers import accept_offer
from langaccess.services.dispatch.request import Ask, request_interpreter
from langaccess.storage.base import begin_write
from langaccess.storage.dispatch import Encounter
from tests.factories import NINE, later, make_clerk, make_language
from tests.services.dispatch.scene import make_scene

ASK = Ask(request_key="page-1", language_tag="es", mode=Mode.PHONE)


def all_at_once(deeds: list[Callable[[], None]]) -> None:
    """Do all of these, each in a thread of its own, beginning together."""
    begin = threading.Barrier(len(deeds))

    def after_the_others(deed: Callable[[], None]) -> None:
        begin.wait()
        deed()

    threads = [threading.Thread(target=after_the_others, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_the_same_tap_from_two_connections_is_one_request(engine: Engine, city: City) -> None:
    with Session(engine) as session:
        begin_write(session)
        actor = make_clerk(session).actor
        make_language(session, "es")
        session.commit()
    made: list[str] = []

    def tap() -> None:
        with Session(engine) as session:
            begin_write(session)
            made.append(request_interpreter(session, actor, city, ASK, now=later(1)).reference)
            session.commit()

    with Session(engine) as session:
        begin_write(session)
        first = request_interpreter(session, actor, city, ASK, now=NINE).reference
        other = threading.Thread(target=tap)
        other.start()
        other.join(0.3)  # it waits for us, or for the row we wrote
        session.commit()
    other.join()

    assert made == [first]


def offers_to_three(engine: Engine, city: City) -> tuple[int, list[tuple[Actor, int]]]:
    """An encounter's number, and the offers of it to three people."""
    with Session(engine) as session:
        begin_write(session)
        scene = make_scene(session, city)
        people = [scene.near() for _ in range(3)]
        encounter = scene.ask()
        offers = [(one.account.actor, scene.offer(encounter, one).id) for one in people]
        session.commit()
        return encounter.id, offers


def test_of_three_who_accept_at_once_one_has_it_and_the_others_are_told(
    engine: Engine, city: City
) -> None:
    encounter_id, offers = offers_to_three(engine, city)
    said: list[str] = []

    def answer(actor: Actor, offer: int) -> None:
        with Session(engine) as session:
            begin_write(session)
            try:
                accept_offer(session, actor, city, attempt_id=offer, now=later(1))
                said.append("mine")
            except OfferTaken:
                said.append("taken")
            session.commit()

    all_at_once([partial(answer, *one) for one in offers])

    assert sorted(said) == ["mine", "taken", "taken"]
    with Session(engine) as session:
        kept = session.get_one(Encounter, encounter_id)
        assert kept.status is Status.READY
        outcomes = [one.outcome for one in kept.attempts]
    assert outcomes.count(AttemptOutcome.ACCEPTED) == 1
    assert outcomes.count(AttemptOutcome.TAKEN) == 2
