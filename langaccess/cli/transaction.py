"""One command, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from langaccess.settings import Settings
from langaccess.storage.base import begin_write, open_engine


@contextmanager
def transaction(settings: Settings, *, write: bool = False) -> Iterator[Session]:
    """A session on the installation's database, kept if nothing was raised."""
    engine = open_engine(settings.database_url)
    try:
        with session_on(engine, write=write) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def session_on(engine: Engine, *, write: bool = False) -> Iterator[Session]:
    """A session on an open database, kept if nothing was raised: for many transactions."""
    with Session(engine, expire_on_commit=False) as session:
        if write:
            begin_write(session)
        yield session
        session.commit()
