from collections import Counter
from pathlib import Path

import pytest

from langaccess.adapters.files.read import read_file
from langaccess.domain.documents.counting import METHOD
from langaccess.domain.documents.files import FileKind
from tests.specimens.all import specimens
from tests.specimens.truth import Specimen

MOST_BYTES = 50 << 20


def test_there_are_ten_of_each_kind() -> None:
    assert Counter(one.kind for one in specimens()) == dict.fromkeys(FileKind, 10)


@pytest.mark.parametrize("one", specimens(), ids=lambda one: f"{one.kind}-{one.name}")
def test_what_is_read_of_a_real_file_is_true(one: Specimen, tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(one.content)

    if one.refusal:
        with pytest.raises(one.refusal) as refused:
            read_file(path, one.name, most_bytes=MOST_BYTES)
        assert type(refused.value) is one.refusal
        assert refused.value.file_name == one.name
    else:
        reading = read_file(path, one.name, most_bytes=MOST_BYTES)
        assert reading.kind == one.kind
        assert (reading.words, reading.repeated) == (
            one.words,
            None if one.words is None else one.repeated,
        ), reading.segments
        assert dict(reading.notes) == dict(one.notes)
        assert reading.language_tag == one.language_tag
        assert reading.pages == one.pages
        assert reading.method == (METHOD if one.words else "")
