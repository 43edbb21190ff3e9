"""The running house: web server and worker as operators start them, killed without a word."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from langaccess.cli.demo import PROGRAM
from tests.drills.town import Town
from tests.mailbox import free_port

PATIENCE_SECONDS = 90


@dataclass(slots=True)
class House:
    """One web server and one worker on a town; each may be killed and started again."""

    town: Town
    folder: Path
    port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    said_before: dict[str, int] = field(default_factory=dict)

    def begin(self, name: str) -> None:
        """Start "web" or "worker"."""
        words = {"web": ("serve", "--port", str(self.port)), "worker": ("worker",)}[name]
        with self.log(name).open("ab") as out:
            self.said_before[name] = out.tell()
            self.running[name] = subprocess.Popen(
                [PROGRAM, *words],
                env={**os.environ, **self.town.environ},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # its children die with it, and nobody else
            )

    def wait_for(self, name: str) -> None:
        """Wait until it is at work."""
        is_ready = self._answers if name == "web" else self._is_at_work
        wait_until(is_ready, lambda: f"{name}: {self.log(name).read_text()[-2000:]}")

    def kill(self, name: str) -> None:
        """Kill it and its children at once (SIGKILL): none of them can do a last thing."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, name: str) -> Path:
        """The file in which everything stands that it said."""
        return self.folder / f"{name}.log"

    def _is_at_work(self) -> bool:
        return b"is at work" in self.log("worker").read_bytes()[self.said_before["worker"] :]

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def house(town: Town, folder: Path) -> Iterator[House]:
    """A house at work; everything that runs in it is killed at the end."""
    one = House(town, folder, free_port())
    try:
        for name in ("web", "worker"):
            one.begin(name)
        for name in ("web", "worker"):
            one.wait_for(name)
        yield one
    finally:
        for name in list(one.running):
            one.kill(name)


def wait_until(holds: Callable[[], bool], why: Callable[[], str], pause: float = 0.05) -> None:
    """Wait until something holds; fails when that takes too long, and says why."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < give_up_at, why()
        time.sleep(pause)
