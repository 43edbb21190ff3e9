"""The line in which writers of one SQLite file wait, across threads and processes.

SQLite lets waiting writers retry at random, so some wait for seconds while others overtake them.
"""

import fcntl
import os
import time

# How long somebody at the head of the line looks away before looking for the desk again.
LOOK_AGAIN_SECONDS = 0.001


class LineTooSlow(Exception):
    """Whoever is at the desk has been there too long: it hangs."""


class WritersLine:
    """One writer's place: first a turnstile, then the desk, where one writer works at a time.

    The kernel keeps those before the turnstile in the order they came, and wakes one of them
    when it opens; only the one who is through looks for the desk again and again. Both locks
    fall when their process dies. Waiting ends after the time given, also for those behind: when
    the head of the line gives up, who came at the same time has waited as long. (A process that
    is stopped, not killed, exactly in the turnstile would still hold up the others.)
    """

    def __init__(self, database: str) -> None:
        self._turnstile = f"{database}.line"
        self._desk = f"{database}.lock"
        self._held: int | None = None

    def enter(self, patience_seconds: float) -> None:
        """Wait for the desk and take it. Raises LineTooSlow."""
        give_up_at = time.monotonic() + patience_seconds
        turnstile = _opened(self._turnstile)
        desk = _opened(self._desk)
        try:
            fcntl.flock(turnstile, fcntl.LOCK_EX)
            while not _is_free(desk):
                if time.monotonic() > give_up_at:
                    raise LineTooSlow
                time.sleep(LOOK_AGAIN_SECONDS)
        except BaseException:
            os.close(desk)
            raise
        finally:
            os.close(turnstile)
        self._held = desk

    def leave(self) -> None:
        """Let the next writer in, if we hold the desk."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _opened(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _is_free(desk: int) -> bool:
    try:
        fcntl.flock(desk, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
