"""A rules file that is broken as a whole: no TOML, empty, wrong in many ways at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.errors import Invalid
from langaccess.domain.rules import Fault, parse_rules

FaultsOf = Callable[[str], tuple[Fault, ...]]

REFERENCE = (Path(__file__).parents[1] / "data/priority/rules.toml").read_text("utf-8")


def changed(old: str, new: str) -> str:
    """The reference with the first `old` in it replaced."""
    assert old in REFERENCE
    return REFERENCE.replace(old, new, 1)


def line_with(text: str, part: str) -> int:
    """The line of the first such part."""
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("version = \n", 1, "Invalid value in column 11"),
        ('version = "1"\n[calendar\n', 2, "in column 10"),
        ("a = 1\n\na = 2\n", 3, "Cannot overwrite a value"),
        ("a = 1\nb = 2026-02-30\n", 2, "Invalid date"),
        ('a = 1\nb = """open', 2, "at the end"),
        ("a = " + "9" * 5000, 1, "limit"),
        ("a = " + "[" * 5000, 1, "too deep"),
    ],
)
def test_text_that_is_not_toml_is_one_fault(
    text: str, line: int, said: str, faults_of: FaultsOf
) -> None:
    (fault,) = faults_of(text)
    assert (fault.line, fault.key, fault.allowed) == (line, "TOML", "TOML 1.0")
    assert said in fault.wrong


def test_an_empty_file_lacks_every_table_that_a_city_needs(faults_of: FaultsOf) -> None:
    found = faults_of("")
    assert {fault.line for fault in found} == {1}
    assert [fault.key for fault in found] == [
        "class",
        "version",
        "timezone",
        "calendar",
        "after_hours",
        "response",
        "dispatch",
        "capacity",
        "gate",
    ]


def test_a_file_broken_in_twelve_ways_has_twelve_faults_in_the_order_of_its_lines(
    faults_of: FaultsOf,
) -> None:
    text = REFERENCE
    for old, new in [
        ("America/Los_Angeles", "Mars/Olympus"),
        ('friday = "08:00-12:00"', 'friday = "17:00-08:00"'),
        ("+15105550199", "none"),
        ("[response.social]", "[response.sozial]"),
        ("after_seconds = 20", "after_seconds = 200"),
        ("revise = 5000", "revise = -1"),
        ("preempts = true", "preempt = true"),
        ('class = "P1"', 'class = "P5"'),
        ('id = "benefit-denial"', 'id = "evacuation"'),
        ("2020-01-01", "2030-01-01"),
        ("hours = 8\n", 'hours = "8"\n'),
        ("four_eyes = true", "four_eyes = 2"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)

    found = faults_of(text)

    assert [fault.key for fault in found] == [
        "timezone",
        "calendar.hours.friday",
        "after_hours.phone",
        "response.sozial",
        "dispatch.step[3].after_seconds",
        "capacity.revise",
        "class[1].preempt",
        "rule[3].class",
        "rule[4].id",
        "rule[5].effective_until",
        "bonus[1].hours",
        "gate.four_eyes",
    ]
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_the_refusal_reads_like_a_compilers_list() -> None:
    text = changed("four_eyes = true", "four_eyes = 1").replace("revise = 5000", "revise = 0")
    with pytest.raises(Invalid) as refused:
        parse_rules(text)
    assert str(refused.value) == (
        f"{line_with(text, 'revise = 0')}: capacity.revise: is below what is allowed; "
        "a whole number of words a business day from 1 to 1000000\n"
        f"{line_with(text, 'four_eyes')}: gate.four_eyes: is a whole number, not true or false; "
        "true or false"
    )


def test_what_a_file_holds_cannot_break_the_lines_of_its_faults(faults_of: FaultsOf) -> None:
    text = '"a\\n1: b" = 1\n' + changed('"America/Los_Angeles"', '"""x\n' + "y" * 200 + '"""')
    found = [str(fault) for fault in faults_of(text)]
    assert len(found) == 2
    assert all("\n" not in one and len(one) < 300 for one in found)


LINES = REFERENCE.splitlines(keepends=True)


@given(st.sampled_from(range(len(LINES))))
def test_a_file_that_lost_a_line_is_refused_with_lines_that_it_has_or_is_whole(
    faults_of: FaultsOf, gone: int
) -> None:
    kept = LINES[:gone] + LINES[gone + 1 :]
    for fault in faults_of("".join(kept)):
        assert 1 <= fault.line <= len(kept)


@given(
    st.integers(0, len(REFERENCE)),
    st.integers(0, 3),
    st.text("[]{}=.\"'#,\n\\ a0-:é", max_size=3),
)
def test_a_slip_of_the_hand_is_refused_or_harmless_and_never_breaks_the_reader(
    faults_of: FaultsOf, at: int, lost: int, typed: str
) -> None:
    text = REFERENCE[:at] + typed + REFERENCE[at + lost :]
    for fault in faults_of(text):
        assert 1 <= fault.line <= text.count("\n") + 1
        assert fault.key
        assert fault.wrong
        assert fault.allowed
