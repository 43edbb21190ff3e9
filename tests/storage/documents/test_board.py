"""The board's questions: orders that lose no line, and times that are the domain's own."""

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.documents.workflow import TimeStatus, time_status
from langaccess.storage.documents.askable import agencies_for, every_agency, staff_for_steps
from langaccess.storage.documents.board import (
    Order,
    board_count,
    board_jobs,
    board_page,
    edge_of,
    fits,
)
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.wanted import Wanted
from tests.factories import NINE, make_city
from tests.services.documents.office import Office, make_agency, make_office


@pytest.fixture
def office(session: Session, tmp_path: Path) -> Office:
    """A city's translation office."""
    return make_office(session, make_city(), tmp_path)


@pytest.mark.parametrize("order", list(Order))
def test_pages_forth_and_back_are_the_whole_once(office: Office, order: Order) -> None:
    for number in range(5):
        office.ask("es", "vi", now=NINE + timedelta(minutes=number % 2))
    whole = board_page(office.session, Wanted(), order, now=NINE, limit=100).rows

    rows, after = [], None
    while True:
        page = board_page(office.session, Wanted(), order, now=NINE, after=after, limit=2)
        rows += page.rows
        if not page.has_next:
            break
        after = edge_of(order, page.rows[-1])
        assert fits(order, after)
    edge = edge_of(order, whole[3])
    back = board_page(office.session, Wanted(), order, now=NINE, before=edge, limit=2)

    assert rows == whole
    assert back.rows == whole[1:3]
    assert back.has_previous
    assert back.has_next
    assert board_count(office.session, Wanted(), order, now=NINE) == len(whole)


def test_an_edge_of_another_order_does_not_fit() -> None:
    assert not fits(Order.DUE, (NINE, "x"))
    assert not fits(Order.QUEUE, (NINE, 1))
    assert not fits(Order.CLASS, ("P1", 0, NINE, "then", 1))


def moments() -> list[tuple[datetime, datetime | None, datetime | None, datetime | None]]:
    """Every way in which a job's moments can stand to each other: due, expected, done, held."""
    around = [NINE - timedelta(hours=1), NINE, NINE + timedelta(hours=1)]
    return list(product(around, [None, *around], [None, *around], [None, NINE]))


def test_time_as_the_database_finds_it_is_times_as_the_domain_tells_it(office: Office) -> None:
    job = office.job(office.ask("es"))
    for due_at, finish_at, done_at, held_at in moments():
        job.due_at, job.finish_at, job.delivered_at = due_at, finish_at, done_at
        job.held_at, job.held_because = held_at, "Why" if held_at else None
        office.session.flush()
        told = time_status(
            now=NINE,
            due_at=due_at,
            finish_at=finish_at,
            done_at=done_at,
            is_held=held_at is not None,
        )
        found = [one for one in TimeStatus if count(office, Wanted(time=one))]
        assert found == [told], (due_at, finish_at, done_at, held_at)


def count(office: Office, wanted: Wanted) -> int:
    """How many lines the queue has that are like this."""
    return board_count(office.session, wanted, Order.QUEUE, now=NINE)


def test_what_is_said_of_a_job_holds_for_one_and_the_same(office: Office) -> None:
    office.offer(office.ask("es", "vi"))

    for language, person, found in (
        ("es", "tina", 1),
        ("vi", "tina", 0),
        ("ES", "", 1),
        ("tiếng", "", 1),
        ("span", "", 1),
        ("an", "", 0),
    ):
        assert count(office, Wanted(language=language, person=person)) == found, language


def test_an_agency_is_found_by_its_name_too(office: Office) -> None:
    office.offer(office.ask("es"), vendor=make_agency(office.session, "es", name="Words Ltd"))

    assert count(office, Wanted(person="words")) == 1
    page = board_page(office.session, Wanted(), Order.PERSON, now=NINE, limit=9)
    assert [one.who for one in page.rows] == ["Words Ltd"]


def test_the_languages_of_a_line_come_by_name(office: Office) -> None:
    one = office.ask("vi", "es", "ru")

    jobs = board_jobs(office.session, [one.id])

    assert [job.tag for job in jobs] == ["ru", "es", "vi"]


def test_agencies_and_staff_who_can_be_asked(office: Office) -> None:
    first = make_agency(office.session, "es")
    second = make_agency(office.session, "es", revises=True)
    gone = make_agency(office.session, "es", is_active=False)
    office.give(office.ask("es"))

    assert agencies_for(office.session, "es", revises=False) == [first, second]
    assert agencies_for(office.session, "es", revises=True) == [second]
    assert every_agency(office.session) == [first, second, gone]
    words = {one.name: one.words for one in staff_for_steps(office.session)}
    assert words["Tina Translator"] == office.session.query(Job).one().words
    assert words["Rita Reviser"] == 0
    assert "Rosa Requester" not in words
