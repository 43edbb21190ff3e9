"""gunicorn as in production, two processes of four threads, and what it costs the processor."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import create_engine, text

WORDS = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "60")
PATIENCE_SECONDS = 60
TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")
# Where /proc/PID/stat has user and system time, counted after the name in brackets.
USER, SYSTEM = 11, 12


class NotUp(Exception):
    """A server did not come up; its last words are the text."""


@dataclass(frozen=True, slots=True)
class Server:
    """One server that listens on a port of this machine."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far."""
        return cpu_of_children(self.pid)


@contextmanager
def serving(app: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """A gunicorn with this application, stopped afterwards."""
    port = _free_port()
    told = [*WORDS, "--no-control-socket", "--bind", f"127.0.0.1:{port}", app]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *told],
            env={**os.environ, **environ},
            cwd=Path(__file__).parents[1],
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(port, process)
            yield Server(port, process.pid)
        except NotUp as error:
            log.seek(0)
            raise NotUp(log.read().decode()[-3000:]) from error
        finally:
            process.terminate()
            process.wait()


def cpu_of_children(pid: int) -> float:
    """User and system time of a process and everything it started, in seconds."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _cpu_of(pid) + sum(_cpu_of(int(child)) for child in children)


def postmaster(url: str) -> int:
    """The process that started all of PostgreSQL's."""
    engine = create_engine(url)
    with engine.connect() as connection:
        backend = int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
        parent = int(_stat(backend)[1])
    engine.dispose()
    return parent


def _cpu_of(pid: int) -> float:
    try:
        stat = _stat(pid)
    except FileNotFoundError:
        return 0.0  # a process that has ended since
    return (int(stat[USER]) + int(stat[SYSTEM])) * TICK_SECONDS


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise NotUp
