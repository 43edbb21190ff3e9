"""The queue's order: the rules' own, by one index, whatever the order of arrival."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, text
from sqlalchemy.orm import Session

from langaccess.adapters.store import FileStore
from langaccess.domain.documents.decision import rank_key
from langaccess.services.seed import places_of, seed_people
from langaccess.services.seed_bureau import bureau_of, read_texts
from langaccess.services.seed_documents import Volume
from langaccess.storage.base import begin_write
from langaccess.storage.documents.board import Order, board_page, edge_of
from langaccess.storage.documents.queue import Queued, queue_page
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.volume import add_rows
from langaccess.storage.documents.wanted import Wanted
from langaccess.storage.languages import load_register
from tests.factories import MONDAY, NINE, make_account, make_city, make_language
from tests.services.documents.office import SHIPPED

INDEX = "ix_document_queue"
# Few moments, so that ranks and receipts are often the same.
MOMENTS = [NINE + timedelta(hours=hour) for hour in range(4)]
Standing = tuple[bool, datetime, datetime]
standings: st.SearchStrategy[list[Standing]] = st.lists(
    st.tuples(st.booleans(), st.sampled_from(MOMENTS), st.sampled_from(MOMENTS)), max_size=12
)
OFTEN = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def row_of(number: int, standing: Standing, requester_id: int) -> dict[str, Any]:
    """The columns of one open document that stands so."""
    preempts, rank_at, received_at = standing
    return {
        "id": number,
        "reference": f"R{number:05d}",
        "requester_id": requester_id,
        "request_key": f"key-{number}",
        "title": f"Document {number}",
        "document_type": "sign",
        "source_language_tag": "en",
        "asked": {},
        "received_at": received_at,
        "class_id": "P0" if preempts else "P3",
        "lane": 0 if preempts else 1,
        "due_at": rank_at,
        "rank_at": rank_at,
        "decision": {},
        "rules_edition": "test",
    }


def whole_queue(session: Session, limit: int) -> list[Queued]:
    """Every page of the queue, one after the other."""
    found: list[Queued] = []
    while page := queue_page(session, limit=limit, after=found[-1].place if found else None):
        found += page
    return found


@OFTEN
@given(standings=standings, arrivals=st.randoms(use_true_random=False), limit=st.integers(1, 5))
def test_the_order_is_the_rules_own_however_they_arrive_and_after_a_restart(
    engine: Engine, standings: list[Standing], arrivals: Any, limit: int
) -> None:
    numbered = list(enumerate(standings, 1))
    expected = sorted(rank_key(*standing, number) for number, standing in numbered)
    arrivals.shuffle(numbered)
    with Session(engine) as session:
        begin_write(session)
        session.execute(delete(Document))
        make_language(session, "en")
        requester = make_account(session)
        # Each comes alone, in this order, however the others came.
        for number, standing in numbered:
            add_rows(session, Document, [row_of(number, standing, requester.id)])
        session.commit()
    engine.dispose()  # nothing of it is left in this process

    with Session(engine) as session:
        queue = whole_queue(session, limit)
        board = boarded(session, limit)

    keys = [rank_key(one.lane == 0, one.rank_at, one.received_at, one.id) for one in queue]
    assert keys == expected
    assert board == [one.id for one in queue]


def boarded(session: Session, limit: int) -> list[int]:
    """The documents of every page of the board, one after the other."""
    found: list[int] = []
    edge = None
    while True:
        page = board_page(session, Wanted(), Order.QUEUE, now=NINE, after=edge, limit=limit)
        found += [one.id for one in page.rows]
        if not page.has_next:
            return found
        edge = edge_of(Order.QUEUE, page.rows[-1])


@pytest.fixture
def filled(session: Session, tmp_path: Path) -> Session:
    """Enough documents, open and done, for a database to want its index."""
    load_register(session)
    places = places_of(session, now=NINE)
    seed_people(session, places, Random(3), how_many=10, on=MONDAY, now=NINE)
    bureau = bureau_of(session, read_texts(FileStore(tmp_path / "files")), now=NINE)
    assert bureau is not None
    city = make_city(SHIPPED.read_text(encoding="utf-8"))
    moments = [NINE - timedelta(hours=back) for back in range(3000, 0, -1)]
    volume = Volume(city, bureau, Random(1), 0, NINE)
    volume.add(session, moments[:1000], are_open=False)
    volume.add(session, moments[1000:], are_open=True)
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()
    return session


def plans_of(session: Session, ask: Any) -> list[str]:
    """How the database goes about each statement that this sends."""
    sent: list[tuple[str, Any]] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: Any, *_: Any
    ) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    is_sqlite = engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    return [
        "\n".join(str(row[-1]) for row in _explained(session, explain + statement, parameters))
        for statement, parameters in sent
    ]


def _explained(session: Session, statement: str, parameters: Any) -> Sequence[Any]:
    return session.connection().exec_driver_sql(statement, parameters).fetchall()


def test_the_first_and_the_next_page_of_the_queue_are_read_off_one_index(filled: Session) -> None:
    middle = queue_page(filled, limit=900)[-1].place

    for after in (None, middle):
        (plan,) = plans_of(filled, lambda after=after: queue_page(filled, limit=25, after=after))
        must_be_by_index(plan)


def test_the_first_and_the_next_page_of_the_board_are_read_off_one_index(filled: Session) -> None:
    def page(after: Any) -> Any:
        return board_page(filled, Wanted(), Order.QUEUE, now=NINE, after=after, limit=25)

    middle = edge_of(
        Order.QUEUE,
        board_page(filled, Wanted(), Order.QUEUE, now=NINE, limit=900).rows[-1],
    )

    for after in (None, middle):
        (plan,) = plans_of(filled, lambda after=after: page(after))
        must_be_by_index(plan)


def must_be_by_index(plan: str) -> None:
    assert INDEX in plan, plan
    assert "Sort" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Seq Scan on document" not in plan, plan
