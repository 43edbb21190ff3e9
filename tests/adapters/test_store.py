import hashlib
import io
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from langaccess.adapters.store import CHUNK_BYTES, STALE_AFTER, FileStore
from langaccess.domain.documents.files import FileTooLarge
from tests.factories import NINE

CONTENT = b"Open on weekdays." * 100_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store."""
    return FileStore(tmp_path / "files")


class Broken(io.BytesIO):
    """An upload whose line breaks."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ConnectionResetError
        return super().read(size)


class Endless:
    """An upload that never ends, and what was taken of it."""

    taken = 0

    def read(self, size: int, /) -> bytes:
        self.taken += size
        return b"x" * size


def left_in(store: FileStore) -> list[Path]:
    """Every file in a store."""
    return [one for one in store.folder.rglob("*") if one.is_file()]


def test_what_is_kept_is_found_under_its_hash(store: FileStore) -> None:
    kept = store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT))

    assert (kept.sha256, kept.size, kept.is_new) == (SHA256, len(CONTENT), True)
    assert kept.path == store.folder / SHA256[:2] / SHA256[2:4] / SHA256 == store.path_of(SHA256)
    assert store.has(SHA256)
    with store.open(SHA256) as file:
        assert file.read() == CONTENT


def test_the_same_content_again_makes_no_second_copy(store: FileStore) -> None:
    first = store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT))
    written = first.path.stat()

    again = store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT))

    assert (again.is_new, again.path) == (False, first.path)
    assert first.path.stat().st_ino == written.st_ino
    assert left_in(store) == [first.path]


def test_a_copy_that_was_cut_is_replaced(store: FileStore) -> None:
    kept = store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT))
    kept.path.write_bytes(b"cut")

    assert store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT)).is_new
    assert kept.path.read_bytes() == CONTENT


def test_a_stream_over_the_limit_is_dropped_at_once(store: FileStore) -> None:
    stream = Endless()

    with pytest.raises(FileTooLarge) as refused:
        store.keep(stream, most_bytes=CHUNK_BYTES + 10, name="big.pdf")

    assert (refused.value.file_name, refused.value.most_bytes) == ("big.pdf", CHUNK_BYTES + 10)
    assert stream.taken == CHUNK_BYTES + 11
    assert left_in(store) == []


def test_a_broken_upload_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(ConnectionResetError):
        store.keep(Broken(CONTENT), most_bytes=len(CONTENT))

    assert left_in(store) == []


def test_only_this_user_may_look(store: FileStore) -> None:
    path = store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT)).path

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, store.folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_forgotten_is_gone(store: FileStore) -> None:
    store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT))

    assert store.forget(SHA256)
    assert not store.forget(SHA256)
    assert not store.has(SHA256)
    with pytest.raises(FileNotFoundError):
        store.open(SHA256)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", SHA256.upper(), f"{SHA256}\n"])
def test_only_a_hash_is_looked_up(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        store.path_of(name)


def test_only_old_temporary_files_are_cleaned_away(store: FileStore) -> None:
    path = store.keep(io.BytesIO(CONTENT), most_bytes=len(CONTENT)).path
    old, young = store.folder / ".part-old", store.folder / ".part-young"
    for file, age in ((old, STALE_AFTER + timedelta(minutes=1)), (young, timedelta(hours=1))):
        file.write_bytes(b"half")
        os.utime(file, (0, (NINE - age).timestamp()))

    assert store.clean(NINE) == 1
    assert sorted(left_in(store)) == sorted([path, young])
