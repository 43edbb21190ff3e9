"""Where the bytes of files are kept: once each, under the SHA-256 of what is in them."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from langaccess.domain.documents.files import FileTooLarge

CHUNK_BYTES = 1 << 20
# Longer than any upload lives; a younger temporary file may still be growing.
STALE_AFTER = timedelta(hours=24)
_HASH = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = ".part-"


class Readable(Protocol):
    """Anything that gives its bytes piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """One content as it is kept; `is_new` is False where it was there before."""

    sha256: str
    size: int
    path: Path
    is_new: bool


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder of contents. It and everything in it is for this program's user alone."""

    folder: Path

    def keep(self, stream: Readable, *, most_bytes: int, name: str = "") -> Kept:
        """Keep the stream's content; once this returns, it survives a loss of power.

        Raises FileTooLarge, with the file's `name`, as soon as more than `most_bytes` came.
        Whatever goes wrong, nothing of the stream is left.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=self.folder)  # mode 0600
        try:
            with os.fdopen(number, "wb") as file:
                sha256, size = _copy(stream, file, most_bytes, name)
                file.flush()
                os.fsync(file.fileno())
            return self._place(Path(temporary), sha256, size)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def path_of(self, sha256: str) -> Path:
        """Where this content is, or would be. Raises ValueError for what is no hash."""
        if not _HASH.fullmatch(sha256):
            raise ValueError(f"no SHA-256: {sha256[:80]!r}")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        """Whether this content is kept. Raises ValueError for what is no hash."""
        return self.path_of(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """The content, to read; the caller closes it. Raises ValueError, FileNotFoundError."""
        return self.path_of(sha256).open("rb")

    def forget(self, sha256: str) -> bool:
        """Delete this content; False where it was not kept. Raises ValueError for no hash."""
        path = self.path_of(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(path.parent)
        return True

    def older_than(self, before: datetime) -> Iterator[str]:
        """The hashes of contents that nobody brought since this moment, as they are found."""
        since = before.timestamp()
        for path in self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):  # another worker was first
                if _HASH.fullmatch(path.name) and path.stat().st_mtime < since:
                    yield path.name

    def forget_older(self, sha256: str, before: datetime) -> bool:
        """Delete this content unless somebody brings it at this very moment; whether it went.

        It is moved aside before it is looked at, so that nothing that comes meanwhile is lost.
        Raises ValueError for no hash.
        """
        path = self.path_of(sha256)
        aside = self.folder / f"{_TEMPORARY}{sha256}"
        try:
            path.replace(aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime >= before.timestamp():
            aside.replace(path)
            return False
        aside.unlink(missing_ok=True)
        _sync_folder(path.parent)
        return True

    def clean(self, now: datetime) -> int:
        """Delete what broken-off uploads left more than STALE_AFTER ago; how many there were."""
        before = (now - STALE_AFTER).timestamp()
        stale = [one for one in self.folder.glob(f"{_TEMPORARY}*") if one.stat().st_mtime < before]
        for one in stale:
            one.unlink(missing_ok=True)
        return len(stale)

    def _place(self, written: Path, sha256: str, size: int) -> Kept:
        path = self.path_of(sha256)
        with suppress(FileNotFoundError):
            if path.stat().st_size == size:
                os.utime(path)  # brought again: not to be forgotten with what nobody wants
                return Kept(sha256=sha256, size=size, path=path, is_new=False)
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        written.replace(path)
        for folder in (path.parent, path.parent.parent, self.folder):
            _sync_folder(folder)
        return Kept(sha256=sha256, size=size, path=path, is_new=True)


def _copy(stream: Readable, file: BinaryIO, most_bytes: int, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(min(CHUNK_BYTES, most_bytes + 1 - size)):
        size += len(chunk)
        if size > most_bytes:
            raise FileTooLarge(name, most_bytes)
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    """A new name survives a loss of power only once its folder is on the disk."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
