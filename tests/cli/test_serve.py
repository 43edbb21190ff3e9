"""The web server as a process."""

import signal
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from langaccess.cli.serve import gunicorn_words
from langaccess.storage.heartbeat import beat
from tests.cli.conftest import Installation
from tests.cli.processes import eventually, fetched, running
from tests.mailbox import free_port


def test_it_serves_until_it_is_told_to_stop(
    here: Installation, rows: Session, tmp_path: Path
) -> None:
    beat(rows, "another", datetime.now(UTC))
    rows.commit()
    port = free_port()

    with running(tmp_path / "log", here.environment, "serve", "--port", str(port)) as web:
        eventually(lambda: fetched(port, "/healthz")[0] == 200)
        assert fetched(port, "/readyz") == (
            200,
            {"database": True, "migrations": True, "worker": True},
        )
        status, page = fetched(port, "/sign-in")
        assert status == 200
        assert "<h1" in page
        assert web.stop() == 0

    assert "Shutting down" in web.said()
    assert "Traceback" not in web.said()


def test_without_a_worker_it_is_not_ready(here: Installation, tmp_path: Path) -> None:
    port = free_port()
    words = ("serve", "--port", str(port), "--workers", "1")

    with running(tmp_path / "log", here.environment, *words) as web:
        eventually(lambda: fetched(port, "/healthz")[0] == 200)
        assert fetched(port, "/readyz") == (
            503,
            {"database": True, "migrations": True, "worker": False},
        )
        assert web.stop(signal.SIGINT) == 0


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "0.0.0.0:8000"), ("::1", "[::1]:8000")],  # noqa: S104
)
def test_it_is_started_as_measured(host: str, address: str) -> None:
    words = gunicorn_words(host, 8000, 3)

    assert words[-1] == "langaccess.app:create_app()"
    told = dict(pairwise(words))
    assert told["--bind"] == address
    assert (told["--worker-class"], told["--workers"], told["--threads"]) == ("gthread", "3", "8")
    assert int(told["--keep-alive"]) > 2
    assert "--preload" not in words
