"""What drills ask for: databases that survive, as in production."""

import os
from collections.abc import Iterator

import pytest

from tests import postgres


@pytest.fixture
def bare_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the kind the test names, without tables; PostgreSQL makes all durable."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'langaccess.sqlite'}"
        return
    with postgres.database(os.environ, memory=postgres.DURABLE) as url:
        yield url
