"""What every test may ask for: a database of either kind, sessions on it, and a city."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.tables import Base
from tests import postgres
from tests.factories import make_city


@pytest.fixture(scope="session")
def city() -> City:
    """A city without holidays, open from 8 to 17 on weekdays, with the usual ladder."""
    return make_city()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and no row."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    make_tables(f"sqlite:///{file}").dispose()
    return file


@pytest.fixture(scope="session")
def one_postgres() -> Iterator[Engine]:
    """This worker's own PostgreSQL database, with every table."""
    with postgres.database(os.environ) as url:
        engine = make_tables(url)
        try:
            yield engine
        finally:
            engine.dispose()


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    """An empty SQLite database of this test's own."""
    return f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'langaccess.sqlite3')}"


@pytest.fixture
def postgres_url(one_postgres: Engine) -> str:
    """This worker's PostgreSQL database, emptied."""
    with one_postgres.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    return one_postgres.url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each kind."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The database as the worker and the commands open it."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that may write; nobody else sees anything of it until it is committed."""
    with Session(engine) as session:
        begin_write(session)
        yield session


@pytest.fixture
def another_session(engine: Engine) -> Iterator[Session]:
    """A session that sees only what was committed by its first look."""
    with Session(engine) as session:
        yield session


def make_tables(url: str) -> Engine:
    """An engine on this database, after making every table there."""
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    return engine
