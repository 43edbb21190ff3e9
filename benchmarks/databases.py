"""Databases for benchmarks: new, with every table, and durable, as in production."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from langaccess.storage.base import open_engine
from langaccess.storage.schema import migrate
from tests import postgres

KINDS = ("sqlite", "postgresql")


@contextmanager
def databases(kinds: Sequence[str] | None) -> Iterator[dict[str, str]]:
    """The URL of a new database of each kind, migrated; all are gone afterwards."""
    wanted = kinds or KINDS
    with tempfile.TemporaryDirectory(prefix="langaccess-") as folder:
        urls = {}
        if "sqlite" in wanted:
            urls["sqlite"] = f"sqlite:///{Path(folder) / 'langaccess.sqlite'}"
            _prepare(urls["sqlite"])
        if "postgresql" not in wanted:
            yield urls
            return
        with postgres.database(os.environ, memory=postgres.DURABLE) as url:
            _prepare(url)
            yield urls | {"postgresql": url}


def _prepare(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
