"""A disk that keeps only what was fsynced: SQLite's own files, as a power cut leaves them.

SQLite reaches the disk through a table of functions, its VFS. Here the functions that write,
truncate, sync and delete are put behind ours in the very library that Python's sqlite3 uses, so
the real engine, its settings, and the real deeds run on it unchanged. Each call goes on to the
real file; beside that, we keep what a disk would hold that forgets everything not yet synced.
Harsher still, of what was not synced any sector may have reached the disk, and any not.

What is not simulated: a disk that lies about its syncs, and a folder that forgets its files (a
new or deleted file is so at once).
"""

import _sqlite3
import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import RLock
from typing import Any, TypeVar

OK = 0
SECTOR = 512
# What the table of functions holds, in its order (sqlite.org/c3ref/io_methods.html, version 1).
WRITE, TRUNCATE, SYNC = 3, 4, 5
SLOTS = 19  # the whole of version 3, after the number of the version
NAME = b"power-drill"


class FileMethods(ctypes.Structure):
    """sqlite3_io_methods: a version, then addresses of functions."""

    _fields_ = [("version", ctypes.c_int), ("slots", ctypes.c_void_p * SLOTS)]


class File(ctypes.Structure):
    """sqlite3_file: its functions; the rest is the real VFS's own."""

    _fields_ = [("methods", ctypes.POINTER(FileMethods))]


FileAt = ctypes.POINTER(File)
# The name is passed on as the address it came as: SQLite keeps it as long as the file is open.
Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, FileAt, ctypes.c_int,
    ctypes.POINTER(ctypes.c_int),
)  # fmt: skip
Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
Write = ctypes.CFUNCTYPE(ctypes.c_int, FileAt, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
Truncate = ctypes.CFUNCTYPE(ctypes.c_int, FileAt, ctypes.c_int64)
Sync = ctypes.CFUNCTYPE(ctypes.c_int, FileAt, ctypes.c_int)


class Vfs(ctypes.Structure):
    """sqlite3_vfs, as far as its third version goes (sqlite.org/c3ref/vfs.html)."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("own", ctypes.c_void_p),
        ("open", Open),
        ("delete", Delete),
        ("rest", ctypes.c_void_p * 16),
    ]


Change = Callable[[bytearray], None]
Function = TypeVar("Function")


@dataclass(slots=True)
class Kept:
    """One file: what the disk holds for good, and what was changed since, oldest first."""

    durable: bytearray
    pending: list[Change] = field(default_factory=list)
    synced: int = 0  # how many changes are on the disk for good

    @property
    def made(self) -> int:
        """How many changes there were in all."""
        return self.synced + len(self.pending)

    def sync(self, made: int) -> None:
        """That many changes, of all there were, are on the disk now."""
        count = max(0, made - self.synced)
        for change in self.pending[:count]:
            change(self.durable)
        del self.pending[:count]
        self.synced += count

    def after_cut(self, chance: Random | None) -> bytes:
        """What is found when power is back; by chance, any of the changes may have made it."""
        found = bytearray(self.durable)
        for change in self.pending:
            if chance is not None and chance.random() < 0.5:
                change(found)
        return bytes(found)


class Disk:
    """Everything written below one folder, and what of it would outlive a power cut now.

    Something can be made to happen at a certain call of SQLite, in the middle of a deed.
    """

    def __init__(self, folder: Path) -> None:
        self.lock = RLock()
        self.calls = self.syncs = 0
        self._armed: tuple[int, Callable[[], None]] | None = None
        self._folder = str(folder)
        self._files: dict[str, Kept] = {}
        self._paths: dict[int, str] = {}

    def opened(self, path: str, handle: int) -> None:
        """A file of the folder is there; what it held before today is on the disk."""
        if path.startswith(self._folder) and not path.endswith(("-shm", ".lock")):
            with self.lock:
                self._paths[handle] = path
                if path not in self._files:
                    self._files[path] = Kept(bytearray(Path(path).read_bytes()))

    def kept(self, handle: int) -> Kept | None:
        """The file behind an open handle, if it is one of ours."""
        path = self._paths.get(handle)
        return self._files.get(path) if path else None

    def arm(self, calls: int, deed: Callable[[], None]) -> None:
        """Have this done, once, before so many calls from now on go through."""
        with self.lock:
            self._armed = (self.calls + calls, deed)

    def count_call(self) -> None:
        """One more write, truncation or sync is about to be made."""
        self.calls += 1
        if self._armed is not None and self._armed[0] == self.calls:
            self._armed[1]()

    def deleted(self, path: str) -> None:
        """A file is gone. A disk that had it back would show an old log, which its salt rejects."""
        with self.lock:
            self._files.pop(path, None)

    def cut(self, into: Path, chance: Random | None) -> int:
        """Write down what is found after a power cut now; how much was not synced."""
        with self.lock:
            found = {path: kept.after_cut(chance) for path, kept in self._files.items()}
            waiting = sum(len(kept.pending) for kept in self._files.values())
        for path, content in found.items():
            (into / Path(path).name).write_bytes(content)
        return waiting


class Wiring:
    """Our functions in front of the real ones; kept alive as long as SQLite may call them."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.library = ctypes.CDLL(_sqlite3.__file__)
        self.library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        self.real = self.library.sqlite3_vfs_find(None)
        self._tables: dict[int, FileMethods] = {}
        self._kept_alive: list[object] = []
        self.ours = Vfs.from_buffer_copy(self.real.contents)
        self.ours.name = NAME
        self.ours.next = None
        self.ours.open = self._keep(Open(self._open))
        self.ours.delete = self._keep(Delete(self._delete))

    def _open(self, vfs: int, name: int | None, file: Any, flags: int, out: Any) -> int:
        code: int = self.real.contents.open(vfs, name, file, flags, out)
        if code == OK and name is not None:
            real = ctypes.addressof(file.contents.methods.contents)
            if real not in self._tables:
                self._tables[real] = self._wired(FileMethods.from_address(real))
            file.contents.methods = ctypes.pointer(self._tables[real])
            path = ctypes.string_at(name).decode()
            self._disk.opened(path, ctypes.addressof(file.contents))
        return code

    def _delete(self, vfs: int, name: bytes, sync: int) -> int:
        self._disk.deleted(name.decode())
        code: int = self.real.contents.delete(vfs, name, sync)
        return code

    def _wired(self, real: FileMethods) -> FileMethods:
        """The real table with three functions of ours in it."""
        table = FileMethods.from_buffer_copy(real)
        for place, make in ((WRITE, self._write), (TRUNCATE, self._truncate), (SYNC, self._sync)):
            function = self._keep(make(real.slots[place - 1]))
            table.slots[place - 1] = ctypes.cast(function, ctypes.c_void_p).value or 0
        return table

    def _write(self, real: int) -> Any:
        write, disk = Write(real), self._disk

        def on_write(file: Any, data: int, size: int, offset: int) -> int:
            with disk.lock:
                kept = disk.kept(ctypes.addressof(file.contents))
                if kept is not None:
                    disk.count_call()
                    kept.pending += _writes(ctypes.string_at(data, size), offset)
                return int(write(file, data, size, offset))

        return Write(on_write)

    def _truncate(self, real: int) -> Any:
        truncate, disk = Truncate(real), self._disk

        def on_truncate(file: Any, size: int) -> int:
            with disk.lock:
                kept = disk.kept(ctypes.addressof(file.contents))
                if kept is not None:
                    disk.count_call()
                    kept.pending.append(lambda held: held.__delitem__(slice(size, None)))
                return int(truncate(file, size))

        return Truncate(on_truncate)

    def _sync(self, real: int) -> Any:
        sync, disk = Sync(real), self._disk

        def on_sync(file: Any, flags: int) -> int:
            with disk.lock:
                kept = disk.kept(ctypes.addressof(file.contents))
                if kept is not None:
                    disk.count_call()
                made = kept.made if kept is not None else 0
            code = int(sync(file, flags))  # others may write meanwhile: that is not synced by it
            with disk.lock:
                if kept is not None and code == OK:
                    disk.syncs += 1
                    kept.sync(made)
            return code

        return Sync(on_sync)

    def _keep(self, function: Function) -> Function:
        self._kept_alive.append(function)
        return function


def _writes(data: bytes, offset: int) -> Iterator[Change]:
    """One write as a disk may take it: sector by sector."""
    for start in range(0, len(data), SECTOR):
        yield _put(data[start : start + SECTOR], offset + start)


def _put(piece: bytes, offset: int) -> Change:
    def change(held: bytearray) -> None:
        if len(held) < offset:
            held.extend(bytes(offset - len(held)))
        held[offset : offset + len(piece)] = piece

    return change


@contextmanager
def forgetful_disk(folder: Path) -> Iterator[Disk]:
    """Every SQLite file of this folder opened meanwhile lies on such a disk."""
    disk = Disk(folder)
    wiring = Wiring(disk)
    register = wiring.library.sqlite3_vfs_register
    assert register(ctypes.byref(wiring.ours), 1) == OK
    try:
        yield disk
    finally:
        assert register(wiring.real, 1) == OK
        wiring.library.sqlite3_vfs_unregister(ctypes.byref(wiring.ours))
