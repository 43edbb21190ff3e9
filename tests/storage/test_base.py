"""What every table stands on: moments, closed sets, transactions, and the writers' line."""

import fcntl
import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from langaccess.storage.base import (
    UtcDateTime,
    begin_write,
    engine_options,
    open_engine,
    violated,
)
from langaccess.storage.places import Department, Location
from tests.factories import NINE, make_account, make_department

WRITERS, ROUNDS = 3, 20
Line = Callable[[], bool]


def test_a_moment_without_its_offset_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="a moment needs its offset"):
        make_account(session, created_at=datetime(2026, 11, 23, 9))  # noqa: DTZ001 the point


def test_a_moment_comes_back_as_the_same_moment_in_utc(session: Session) -> None:
    tokyo = timezone(timedelta(hours=9))
    account = make_account(session, created_at=NINE.astimezone(tokyo))
    session.expire_all()

    assert account.created_at == NINE
    assert account.created_at.tzinfo is UTC


def test_no_moment_stays_none_and_another_offset_becomes_utc() -> None:
    kind = UtcDateTime()
    tokyo = NINE.astimezone(timezone(timedelta(hours=9)))
    dialect = open_engine("sqlite://").dialect

    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None
    assert str(kind.process_result_value(tokyo, dialect)) == "2026-11-23 17:00:00+00:00"


def test_a_word_outside_a_closed_set_is_refused_before_the_database_sees_it(
    session: Session,
) -> None:
    with pytest.raises(StatementError, match="not among the defined enum values"):
        make_account(session, counter_mode="telepathy")


def test_an_integrity_error_is_told_apart_by_the_name_of_its_constraint(session: Session) -> None:
    make_department(session, name="Parks")

    with pytest.raises(IntegrityError) as refused:
        make_department(session, name="Parks")

    assert violated(refused.value, "uq_department_name")
    assert not violated(refused.value, "uq_location_name")
    assert not violated(refused.value, "no_such_constraint")


def test_an_error_of_another_kind_violates_nothing() -> None:
    assert not violated(ValueError("department.name"), "uq_department_name")


def test_a_foreign_key_is_kept(session: Session) -> None:
    with pytest.raises(IntegrityError):
        make_account(session, department_id=404)


def test_only_what_was_committed_is_seen_by_others(
    session: Session, another_session: Session
) -> None:
    make_department(session)
    assert another_session.scalars(select(Department)).all() == []
    another_session.rollback()

    session.commit()

    assert len(another_session.scalars(select(Department)).all()) == 1


def test_what_a_savepoint_rolled_back_is_gone_and_the_rest_stays(
    session: Session, another_session: Session
) -> None:
    make_department(session, name="Parks")
    inner = session.begin_nested()
    make_department(session, name="Water")
    inner.rollback()
    session.commit()

    assert another_session.scalars(select(Department.name)).all() == ["Parks"]


def test_a_released_savepoint_goes_with_the_transaction_around_it(
    session: Session, another_session: Session
) -> None:
    with session.begin_nested():
        make_department(session)
    session.rollback()

    assert another_session.scalars(select(Department)).all() == []


def test_a_table_made_in_a_transaction_goes_with_it(session: Session, engine: Engine) -> None:
    session.execute(text("CREATE TABLE passing (id INTEGER)"))
    session.rollback()

    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "passing")


def test_sqlite_keeps_what_it_acknowledged_and_its_references(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()

    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_a_reader_on_sqlite_sees_one_state_until_its_transaction_ends(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with Session(engine) as reader, Session(engine) as writer:
        assert reader.scalars(select(Location)).all() == []
        begin_write(writer)
        writer.add(Location(name="Annex", slug="annex"))
        writer.commit()

        assert reader.scalars(select(Location)).all() == []
        reader.rollback()
        assert len(reader.scalars(select(Location)).all()) == 1
    engine.dispose()


def test_beginning_to_write_ends_what_was_read_so_far(
    session: Session, another_session: Session
) -> None:
    assert another_session.scalars(select(Department)).all() == []
    make_department(session, name="Parks")
    session.commit()

    begin_write(another_session)

    assert another_session.scalars(select(Department.name)).all() == ["Parks"]


def test_beginning_to_write_again_goes_on_with_everything_written(session: Session) -> None:
    make_department(session, name="Parks")

    begin_write(session)

    assert session.scalars(select(Department.name)).all() == ["Parks"]


def test_postgres_is_opened_with_utc_and_a_limit_on_waiting() -> None:
    options = engine_options("postgresql+psycopg://somewhere")

    assert options["pool_pre_ping"]
    assert "timezone=UTC" in options["connect_args"]["options"]
    assert "lock_timeout=10000" in options["connect_args"]["options"]


def test_writers_of_several_processes_are_let_in_one_after_another(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        begin_write(session)
        make_department(session, name="0")
        session.commit()
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=add_one, args=(sqlite_url, ROUNDS)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with Session(engine) as session:
        assert session.scalars(select(Department.name)).all() == [str(WRITERS * ROUNDS)]
    engine.dispose()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS


def test_a_writer_who_ends_lets_the_next_one_in(sqlite_url: str, another_line: Line) -> None:
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        for end in (session.commit, session.rollback, session.close):
            begin_write(session)
            assert not another_line()
            end()
            assert another_line()
    engine.dispose()


def test_a_writer_who_waits_too_long_is_told_and_leaves_the_line(
    sqlite_url: str, another_line: Line
) -> None:
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    holder.execute("BEGIN IMMEDIATE")  # by a program that does not stand in our line
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        session.execute(text("PRAGMA busy_timeout = 50"))
        with pytest.raises(OperationalError, match="database is locked"):
            begin_write(session)
        assert another_line()
    holder.close()
    engine.dispose()


@pytest.fixture
def another_line(sqlite_url: str) -> Iterator[Line]:
    """Whether the line in front of the database is free for another writer."""
    with Path(sqlite_url.removeprefix("sqlite:///") + ".lock").open("w") as lock:

        def is_free() -> bool:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            fcntl.flock(lock, fcntl.LOCK_UN)
            return True

        yield is_free


def add_one(url: str, rounds: int) -> None:
    """Read a number, then write the next one: wrong at once if two writers are let in."""
    engine = open_engine(url)
    for _ in range(rounds):
        with Session(engine) as session:
            begin_write(session)
            department = session.scalars(select(Department)).one()
            department.name = str(int(department.name) + 1)
            session.commit()
    engine.dispose()
