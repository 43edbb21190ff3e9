"""Whether a file of rules is without fault."""

from pathlib import Path

import pytest

from tests.cli.conftest import Installation
from tests.factories import RULES

SHIPPED = Path(__file__).parents[2] / "priority_rules.toml"


def test_the_rules_as_shipped_are_without_fault(bare: Installation) -> None:
    result = bare.run("rules", "check", str(SHIPPED))

    assert result.exit_code == 0
    assert result.stdout.startswith(f"{SHIPPED}: without fault; version ")
    assert len(result.stdout.splitlines()) == 1


def test_without_a_file_those_of_the_settings_are_checked(bare: Installation) -> None:
    said = bare.run("rules", "check").stdout

    assert said.startswith(f"{bare.environment['LANGACCESS_RULES']}: without fault; version test (")
    assert said.endswith("4 steps of the ladder, 1 classes, 0 rules\n")


def test_every_fault_is_told_by_file_line_and_key(bare: Installation, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    text = RULES.replace('ring = "same_site"', 'ring = "nobody"').replace('"US"', '"XX"')
    file.write_text(text.replace("offer_seconds = 20", "offer_seconds = -1\nshout = true"))

    lines = bare.refused("rules", "check", str(file), code=2)

    assert len(lines) == 4
    for line, key in zip(
        lines,
        ("calendar.country", "dispatch.offer_seconds", "dispatch.shout", "dispatch.step[1].ring"),
        strict=True,
    ):
        place, _, rest = line.partition(f": {key}: ")
        assert place.rpartition(":")[0] == str(file)
        assert int(place.rpartition(":")[2]) > 0
        assert "; " in rest


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"version = ", ":1: TOML: "),
        (b"version = 'x'\n# \xff\n", ":2: TOML: not UTF-8; TOML 1.0 is UTF-8"),
    ],
)
def test_what_is_no_toml_is_told_by_its_line(
    bare: Installation, tmp_path: Path, written: bytes, said: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_bytes(written)

    (line,) = bare.refused("rules", "check", str(file), code=2)

    assert line.startswith(f"{file}{said}")


def test_a_file_that_is_not_there_is_told(bare: Installation, tmp_path: Path) -> None:
    (line,) = bare.refused("rules", "check", str(tmp_path / "none.toml"), code=2)

    assert line == f"{tmp_path / 'none.toml'}: cannot be read: No such file or directory"
