"""The line in which writers of one SQLite file wait, across threads and processes.

SQLite lets waiting writers retry at random, so some wait for seconds while others overtake them.
A plain file lock is better and still lets a writer who just left overtake those who were woken.
"""

import fcntl
import os
import struct
import time

# How long somebody at the head of the line looks away before looking for the desk again.
LOOK_AGAIN_SECONDS = 0.001

_NUMBER = struct.Struct("=Q")
# struct flock of Linux: type, whence, start, length, process.
_RANGE = struct.Struct("hhqqi4x")


class LineTooSlow(Exception):
    """Whoever is at the desk has been there too long: it hangs."""


class WritersLine:
    """One writer's place: first a number in the line, then the desk, where one writer works.

    Everybody draws a number and holds the byte of that number in the line's file; they wait for
    the byte of the number before theirs, so nobody is overtaken. Only the head of the line looks
    for the desk again and again, so waiting costs next to nothing. Every lock falls when its
    process dies. Waiting ends after the time given, also for those behind: when the head of the
    line gives up, who came at the same time has waited as long. (A process that is stopped, not
    killed, while it waits would hold up those behind it.)
    """

    def __init__(self, database: str) -> None:
        self._line = f"{database}.line"
        self._desk = f"{database}.lock"
        self._held: int | None = None

    def enter(self, patience_seconds: float) -> None:
        """Wait for the desk and take it. Raises LineTooSlow."""
        give_up_at = time.monotonic() + patience_seconds
        line = _opened(self._line)
        desk = _opened(self._desk)
        try:
            _wait_for_turn(line)
            while not _is_free(desk):
                if time.monotonic() > give_up_at:
                    raise LineTooSlow
                time.sleep(LOOK_AGAIN_SECONDS)
        except BaseException:
            os.close(desk)
            raise
        finally:
            os.close(line)
        self._held = desk

    def leave(self) -> None:
        """Let the next writer in, if we hold the desk."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _wait_for_turn(line: int) -> None:
    """Draw a number, then wait until whoever has the number before is through."""
    fcntl.flock(line, fcntl.LOCK_EX)
    if not hasattr(fcntl, "F_OFD_SETLKW"):  # pragma: no cover - outside Linux the lock is the line
        return
    drawn = os.pread(line, _NUMBER.size, 0)
    number = _NUMBER.unpack(drawn)[0] if drawn else 1
    os.pwrite(line, _NUMBER.pack(number + 1), 0)
    _hold(line, number, fcntl.F_OFD_SETLK)
    fcntl.flock(line, fcntl.LOCK_UN)
    _hold(line, number - 1, fcntl.F_OFD_SETLKW)


def _hold(line: int, number: int, command: int) -> None:
    """Hold the byte of this number, as long as the file is open."""
    fcntl.fcntl(line, command, _RANGE.pack(fcntl.F_WRLCK, os.SEEK_SET, number, 1, 0))


def _opened(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _is_free(desk: int) -> bool:
    try:
        fcntl.flock(desk, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
