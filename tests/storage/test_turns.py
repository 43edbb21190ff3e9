"""Many who want the same encounter: one tries, the others wait together for its end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.turns import let_one_try
from tests.cli.processes import eventually

ENCOUNTER, ANOTHER = 7, 8
WAITING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
)


@pytest.fixture
def server(postgres_url: str) -> Iterator[Engine]:
    engine = open_engine(postgres_url)
    yield engine
    engine.dispose()


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        begin_write(session)
        yield session


def test_who_is_alone_waits_for_nobody(session: Session) -> None:
    assert let_one_try(session, ENCOUNTER) is False


def test_those_who_come_meanwhile_wait_for_the_first_and_go_on_together(server: Engine) -> None:
    def come() -> bool:
        with transaction(server) as session:
            return let_one_try(session, ENCOUNTER)

    with (
        ThreadPoolExecutor(2) as others,
        transaction(server) as first,
        server.connect() as onlooker,
    ):
        assert let_one_try(first, ENCOUNTER) is False
        waiting = [others.submit(come) for _ in range(2)]
        eventually(lambda: onlooker.scalar(WAITING) == 2)
        assert not any(one.done() for one in waiting)
        first.rollback()

        assert [one.result() for one in waiting] == [True, True]


def test_another_encounter_is_no_reason_to_wait(server: Engine) -> None:
    with transaction(server) as first, transaction(server) as second:
        assert let_one_try(first, ENCOUNTER) is False
        assert let_one_try(second, ANOTHER) is False
