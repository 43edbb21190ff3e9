"""A zip archive that is read in memory, within limits, whatever its own directory claims."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from langaccess.domain.documents.files import (
    ArchiveBomb,
    Fault,
    FileBroken,
    FileEncrypted,
    Measure,
)

# The largest documents cities publish stay far below all of these; each is tested.
MOST_ENTRIES = 10_000
MOST_PART_BYTES = 64 << 20
MOST_TOTAL_BYTES = 256 << 20
MOST_DEPTH = 3  # a sheet within a slide show within a letter
# Repetitive sheets reach 100 to 1 (the limit of Apache POI's ZipSecureFile, known to be too low).
MOST_RATIO = 250
RATIO_COUNTS_FROM_BYTES = 8 << 20  # an empty picture packs well too
# Largest single read zipfile may ask for: its directory of 10,000 entries with long names.
_MOST_READ = 4 << 20
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_ZIP = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class _Guarded(io.RawIOBase):
    """The file under the archive; refuses the one huge read that a forged directory asks for."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name

    def read(self, size: int = -1, /) -> bytes:
        if size > _MOST_READ:
            raise ArchiveBomb(self._name, Measure.ENTRIES, MOST_ENTRIES)
        return self._file.read(size if size >= 0 else _MOST_READ)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


class _Budget:
    """How many bytes may still come out of an archive and all archives in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.spent = 0

    def spend(self, size: int, where: str) -> None:
        """So much more came out."""
        self.spent += size
        if self.spent > MOST_TOTAL_BYTES:
            raise ArchiveBomb(self.name, Measure.TOTAL_BYTES, MOST_TOTAL_BYTES, where)


class Archive:
    """The parts of a zip file, by name. Every way of reading keeps the limits."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._file = path.open("rb")
        self._budget = _Budget(name)
        self._unread: set[str] = set()
        try:
            self._zip = _opened(self._file, name)
        except BaseException:
            self._file.close()
            raise
        self.parts = {one.filename: one for one in self._zip.infolist()}
        self._unread = {one for one in self.parts if not one.endswith("/")}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def read(self, part: str) -> bytes:
        """One part, whole. Raises ArchiveBomb, FileBroken, FileEncrypted."""
        info = self.parts.get(part)
        if info is None:
            raise FileBroken(self.name, None, Fault.PART_MISSING, part)
        budget = self._budget if part in self._unread else _Budget(self.name)
        self._unread.discard(part)
        return b"".join(_chunks(self._zip, info, budget))

    def check_rest(self) -> None:
        """Unpack what nobody asked for, and the archives in it, and throw it away."""
        for part in sorted(self._unread):
            _check(self._zip, self.parts[part], self._budget, 1)
        self._unread.clear()


def _opened(file: BinaryIO, name: str) -> zipfile.ZipFile:
    try:
        found = zipfile.ZipFile(_Guarded(file, name))
    except _BROKEN as error:
        raise FileBroken(name, None, Fault.ARCHIVE) from error
    if len(found.infolist()) > MOST_ENTRIES:
        raise ArchiveBomb(name, Measure.ENTRIES, MOST_ENTRIES)
    return found


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    if info.flag_bits & _ENCRYPTED:
        raise FileEncrypted(budget.name)
    size = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                budget.spend(len(chunk), info.filename)
                _check_size(size, info, budget.name)
                yield chunk
    except _BROKEN as error:
        raise FileBroken(budget.name, None, Fault.ARCHIVE, info.filename) from error


def _check_size(size: int, info: zipfile.ZipInfo, name: str) -> None:
    if size > MOST_PART_BYTES:
        raise ArchiveBomb(name, Measure.PART_BYTES, MOST_PART_BYTES, info.filename)
    if size > RATIO_COUNTS_FROM_BYTES and size > MOST_RATIO * max(1, info.compress_size):
        raise ArchiveBomb(name, Measure.RATIO, MOST_RATIO, info.filename)


def _check(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget, depth: int) -> None:
    chunks = _chunks(archive, info, budget)
    first = next(chunks, b"")
    if not first.startswith(_ZIP):
        for _ in chunks:
            pass
        return
    if depth >= MOST_DEPTH:
        raise ArchiveBomb(budget.name, Measure.DEPTH, MOST_DEPTH, info.filename)
    inner = io.BytesIO(first + b"".join(chunks))
    try:
        nested = _opened(inner, budget.name)
        for one in nested.infolist():
            if not one.is_dir():
                _check(nested, one, budget, depth + 1)
    except (FileBroken, FileEncrypted):
        return  # an attachment that cannot be opened unpacks to nothing
