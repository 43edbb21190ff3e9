from collections.abc import Callable
from pathlib import Path

import pytest

from langaccess.adapters.files.read import read_file
from langaccess.domain.documents.files import Reading

Read = Callable[[bytes, str], Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes as the file of this name."""

    def read_bytes(content: bytes, name: str) -> Reading:
        path = tmp_path / "stored"
        path.write_bytes(content)
        return read_file(path, name, most_bytes=50 << 20)

    return read_bytes


def texts(reading: Reading) -> list[str]:
    """The text of each segment."""
    return [one.text for one in reading.segments]
