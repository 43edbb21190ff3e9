"""Two people at one job at the same moment, in processes of their own: one wins, one is told."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from langaccess.domain.documents.workflow import JobState, Step
from langaccess.domain.errors import WorkError
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.documents.jobs import Assignment, Delivery
from langaccess.storage.documents.requests import Document
from langaccess.storage.people import Interpreter
from tests.factories import make_city
from tests.services.documents.office import SHIPPED, Office, make_office, make_translator

PEOPLE = 6
FORK = get_context("fork")
Deed = Callable[[Office, Document, int], object]


def said_by_all(url: str, office: Office, reference: str, deed: Deed) -> Counter[str]:
    """What each process was told when all of them did this deed at once."""
    gate, answers = FORK.Barrier(PEOPLE), FORK.Queue()
    processes = [
        FORK.Process(target=_try, args=(url, office, reference, deed, place, gate, answers))
        for place in range(PEOPLE)
    ]
    for one in processes:
        one.start()
    said = Counter(answers.get(timeout=60) for _ in processes)
    for one in processes:
        one.join(60)
    return said


def _try(
    url: str,
    office: Office,
    reference: str,
    deed: Deed,
    place: int,
    gate: Barrier,
    answers: Any,
) -> None:
    engine = open_engine(url)
    try:
        with Session(engine) as session:
            mine = replace(office, session=session)
            session.execute(select(1))
            gate.wait(60)
            begin_write(session)
            document = session.scalars(select(Document).filter_by(reference=reference)).one()
            deed(mine, document, place)
            session.commit()
        answers.put("mine")
    except WorkError as refusal:
        answers.put(type(refusal).__name__)
    except Exception as error:  # noqa: BLE001 - told to the test, which fails
        answers.put(repr(error))
    finally:
        engine.dispose(close=False)


def committed(engine: Engine, folder: Path) -> tuple[Office, str, list[int]]:
    """An office with one document and as many translators as processes, all committed."""
    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        office = make_office(session, make_city(SHIPPED.read_text()), folder)
        document = office.ask()
        people = [make_translator(session).account_id for _ in range(PEOPLE)]
        session.commit()
        for row in (office.team, office.requester, office.translator, office.reviser):
            session.refresh(row)
        assert office.team.actor.account_id
        assert office.translator.account.actor.account_id
        return office, document.reference, people


def test_a_step_that_all_give_out_at_once_is_given_to_one(engine: Engine, tmp_path: Path) -> None:
    office, reference, people = committed(engine, tmp_path)
    url = engine.url.render_as_string(hide_password=False)

    def give(mine: Office, document: Document, place: int) -> None:
        mine.offer(document, person=mine.session.get_one(Interpreter, people[place]))

    said = said_by_all(url, office, reference, give)

    assert said["mine"] == 1
    assert said["mine"] + said["MoveUnfit"] + said["StepTaken"] == PEOPLE
    with Session(engine) as session:
        assert session.scalar(select(func.count(Assignment.id))) == 1


def test_a_translation_that_is_handed_over_many_times_at_once_is_taken_once(
    engine: Engine, tmp_path: Path
) -> None:
    office, reference, _ = committed(engine, tmp_path)
    url = engine.url.render_as_string(hide_password=False)
    with Session(engine) as session:
        begin_write(session)
        mine = replace(office, session=session)
        document = session.scalars(select(Document).filter_by(reference=reference)).one()
        mine.give(document, Step.TRANSLATE)
        session.commit()

    def deliver(mine: Office, document: Document, _place: int) -> None:
        mine.hand_over(document, actor=office.team.actor)

    said = said_by_all(url, office, reference, deliver)

    assert said == {"mine": 1, "MoveUnfit": PEOPLE - 1}
    with Session(engine) as session:
        assert session.scalar(select(func.count(Delivery.id))) == 1
        mine = replace(office, session=session)
        document = session.scalars(select(Document).filter_by(reference=reference)).one()
        assert mine.state(document) is JobState.REVISING
