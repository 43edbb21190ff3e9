"""Migrations: up, down, up again, and equal to the tables, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from langaccess.storage import schema
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.languages import Language, register_rows
from langaccess.storage.schema import is_current, migrate, newest, take_back
from langaccess.storage.tables import Base
from tests import postgres

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"
BOOKKEEPING = "alembic_version"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables, once of each kind."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield engine
        engine.dispose()
        return
    server: Engine = request.getfixturevalue("one_postgres")
    with postgres.new_database(server.url.render_as_string(hide_password=False)) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


def shape(engine: Engine) -> dict[str, object]:
    """Everything the database knows of its tables, as values that can be compared."""
    found = inspect(engine)
    return {
        table: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(table)
            ],
            "primary key": found.get_pk_constraint(table),
            "foreign keys": sorted(map(str, found.get_foreign_keys(table))),
            "uniques": sorted(map(str, found.get_unique_constraints(table))),
            "checks": sorted(map(str, found.get_check_constraints(table))),
            "indexes": sorted(
                (
                    str(one["name"]),
                    str(one["column_names"]),
                    one["unique"],
                    str({key: str(value) for key, value in one["dialect_options"].items()}),
                )
                for one in found.get_indexes(table)
            ),
        }
        for table in found.get_table_names()
        if table != BOOKKEEPING
    }


def test_migrations_go_up_and_down_and_up_again(empty: Engine) -> None:
    migrate(empty)
    once = shape(empty)

    take_back(empty, "base")
    assert shape(empty) == {}

    migrate(empty)
    assert shape(empty) == once
    with empty.connect() as connection:
        assert is_current(connection)


def test_migrations_make_exactly_the_tables(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    migrated = shape(empty)
    take_back(empty, "base")

    Base.metadata.create_all(empty)

    assert migrated == shape(empty)


def test_an_empty_database_is_not_current(empty: Engine) -> None:
    with empty.connect() as connection:
        assert not is_current(connection)


def test_two_migrations_at_once_wait_for_each_other(empty: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(empty), range(4)))

    with empty.connect() as connection:
        assert is_current(connection)
        assert connection.scalar(select(func.count(Language.tag))) == len(register_rows())


def test_a_migration_brings_the_register_and_keeps_what_was_chosen(empty: Engine) -> None:
    migrate(empty)
    with Session(empty) as session:
        begin_write(session)
        somali = session.get_one(Language, "so")
        somali.is_offered, somali.english_name = False, "Somalian"
        session.delete(session.get_one(Language, "fr"))
        session.commit()

    migrate(empty)

    with Session(empty) as session:
        somali = session.get_one(Language, "so")
        assert (somali.is_offered, somali.english_name) == (False, "Somali")
        assert session.get_one(Language, "fr").is_offered


def test_a_migration_that_fails_leaves_nothing_behind(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with empty.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE follow_up (id INTEGER)")

    with pytest.raises(Exception, match="follow_up"):
        migrate(empty)

    assert inspect(empty).get_table_names() == ["follow_up"]


def test_a_database_that_cannot_be_reached_says_so(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'langaccess.sqlite'}")

    with pytest.raises((OperationalError, FileNotFoundError)):
        migrate(engine)


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = sorted(file.name[:4] for file in VERSIONS.glob("*.py"))

    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert newest() == numbers[-1]
