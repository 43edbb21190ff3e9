"""What can be wrong with the ladder, and with the levels that count as qualified."""

from collections.abc import Callable
from pathlib import Path

import pytest

from langaccess.domain.rules import Fault

FaultsOf = Callable[[str], tuple[Fault, ...]]

REFERENCE = (Path(__file__).parents[1] / "data/priority/rules.toml").read_text("utf-8")


def line_with(text: str, part: str) -> int:
    """The line of the first such part."""
    return text[: text.index(part)].count("\n") + 1


LADDER_START, LADDER_END = REFERENCE.index("[[dispatch.step]]"), REFERENCE.index("[capacity]")


def with_ladder(*steps: str) -> str:
    """The reference with this ladder, a step a line."""
    ladder = "step = [\n" + ",\n".join(f"{{ {step} }}" for step in steps) + "\n]\n"
    return REFERENCE[:LADDER_START] + ladder + REFERENCE[LADDER_END:]


AT_ONCE = 'after_seconds = 0, ring = "city"'

LADDERS = [
    (('after_seconds = 5, ring = "city"',), 1, ".after_seconds", "does not start at once"),
    ((AT_ONCE, "after_seconds = 0, vendor = 1"), 2, ".after_seconds", "0 does not come after"),
    (
        (AT_ONCE, "after_seconds = 60, vendor = 1", "after_seconds = 20, vendor = 2"),
        3,
        ".after_seconds",
        "20 does not come after the step before, at 60",
    ),
    ((AT_ONCE, "after_seconds = 9"), 2, "", "rings nobody, starts no vendor and alerts nobody"),
    ((AT_ONCE, 'after_seconds = 9, offer = ["booking"]'), 2, "", "rings nobody"),
    (
        (AT_ONCE, 'after_seconds = 9, vendor = 1, offer = ["coffee"]'),
        2,
        ".offer[1]",
        '"coffee" is not a known thing to offer',
    ),
    (
        (AT_ONCE + ", vendor = 2", "after_seconds = 9, vendor = 2"),
        2,
        ".vendor",
        "vendor 2 does not come after vendor 2",
    ),
    (
        (AT_ONCE, 'after_seconds = 9, ring = "same_site"'),
        2,
        ".ring",
        "the whole city is rung already",
    ),
    ((AT_ONCE, 'ring = "city"'), 2, ".after_seconds", "is missing"),
]


@pytest.mark.parametrize(("steps", "number", "key", "wrong"), LADDERS)
def test_a_wrong_step_is_one_fault_on_its_line(
    steps: tuple[str, ...], number: int, key: str, wrong: str, faults_of: FaultsOf
) -> None:
    text = with_ladder(*steps)
    (fault,) = faults_of(text)
    assert fault.line == line_with(text, "step = [") + number
    assert fault.key == f"dispatch.step[{number}]{key}"
    assert wrong in fault.wrong


def test_a_ladder_that_rings_nobody_is_refused(faults_of: FaultsOf) -> None:
    text = with_ladder("after_seconds = 0, vendor = 1")
    (fault,) = faults_of(text)
    assert (fault.line, fault.key) == (line_with(text, "step = ["), "dispatch.step")
    assert "no step of the ladder rings anybody" in fault.wrong


def test_a_ladder_without_steps_is_refused(faults_of: FaultsOf) -> None:
    assert [fault.key for fault in faults_of(with_ladder())] == ["dispatch.step"]
    missing = REFERENCE[:LADDER_START] + REFERENCE[LADDER_END:]
    (fault,) = faults_of(missing)
    assert (fault.line, fault.key) == (line_with(missing, "[dispatch]"), "dispatch.step")
    assert (fault.wrong, fault.allowed) == (
        "is missing",
        "tables that begin with [[dispatch.step]]",
    )


def test_a_step_that_is_wrong_in_four_ways_has_four_faults(faults_of: FaultsOf) -> None:
    step = 'after_seconds = 0, ring = "same_site", vendor = 1, volume = 11'
    found = faults_of(with_ladder(AT_ONCE + ", vendor = 1", step))
    assert {fault.key.removeprefix("dispatch.step[2].") for fault in found} == {
        "after_seconds",
        "ring",
        "vendor",
        "volume",
    }


def test_a_level_that_is_not_of_the_scale_is_refused(faults_of: FaultsOf) -> None:
    table = '[qualified]\nserve = { helth = "2" }\ninterpret = { legal = "6", general = 3 }\n'
    found = faults_of(REFERENCE + table)
    assert [(fault.key, fault.wrong) for fault in found] == [
        ("qualified.serve.helth", 'is not a known key (did you mean "health"?)'),
        ("qualified.interpret.general", "is a whole number, not text"),
        ("qualified.interpret.legal", '"6" is not a known ILR level'),
    ]
