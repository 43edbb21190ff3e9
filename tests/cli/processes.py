"""Our own commands as processes of their own, as an installation runs them."""

import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from langaccess.cli.demo import PROGRAM

PATIENCE_SECONDS = 60.0
Found = TypeVar("Found")


class Running:
    """One command at work; what it says goes to a file."""

    def __init__(self, process: subprocess.Popen[bytes], file: Path) -> None:
        self.process = process
        self.file = file

    def said(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def wait_for(self, words: str) -> None:
        def has_said() -> bool:
            assert self.process.poll() is None, self.said()
            return words in self.said()

        eventually(has_said)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Its exit code, after being asked to end."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(file: Path, environment: Mapping[str, str], *words: str) -> Iterator[Running]:
    """A command with everything it starts; all of it is gone afterwards."""
    with (
        file.open("wb") as written,
        subprocess.Popen(
            [PROGRAM, *words],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        one = Running(process, file)
        try:
            yield one
        finally:
            if process.poll() is None:
                one.stop()


def eventually(look: Callable[[], Found]) -> Found:
    """What comes of a look as soon as it is something; fails when that takes too long."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < give_up_at, "it did not happen"
        time.sleep(0.05)
    return found


def fetched(port: int, path: str) -> tuple[int, Any]:
    """Status and JSON (or text) of an address of ours; 0 while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(body) if is_json else body
    except OSError:
        return 0, None
    finally:
        connection.close()
