"""Third-party lines: when they answer, what they take, and the words to say."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from langaccess.domain.city import City
from langaccess.domain.dispatch import Mode
from langaccess.domain.vendors import (
    LINK_FIELDS,
    SCRIPT_FIELDS,
    ScriptInvalid,
    check_template,
    is_staffed,
    script_words,
    serves,
)

OFFERS = frozenset({("es", Mode.PHONE), ("ase", Mode.VIDEO)})
MORNINGS = {0: (8 * 60, 12 * 60)}  # Mondays only


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_a_line_without_hours_answers_day_and_night(city: City) -> None:
    assert is_staffed({}, monday(3), city.calendar)


@pytest.mark.parametrize(
    ("at", "answers"),
    [
        (monday(7, 59), False),
        (monday(8), True),
        (monday(11, 59), True),
        (monday(12), False),
        (datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("America/Los_Angeles")), False),
        (datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("UTC")), False),
    ],
)
def test_a_line_answers_in_its_hours_on_the_citys_clock(
    city: City, at: datetime, answers: bool
) -> None:
    assert is_staffed(MORNINGS, at, city.calendar) is answers


@pytest.mark.parametrize(
    ("tag", "mode", "holds"),
    [
        ("es", Mode.PHONE, True),
        ("es", Mode.VIDEO, False),
        ("fr", Mode.PHONE, False),
        ("es", Mode.IN_PERSON, True),
        ("ase", Mode.IN_PERSON, True),
        ("fr", Mode.IN_PERSON, False),
    ],
)
def test_a_line_serves_what_it_lists_and_for_a_visit_whatever_it_has(
    tag: str, mode: Mode, holds: bool
) -> None:
    assert serves(OFFERS, tag, mode) is holds


def test_the_words_to_say_hold_language_code_and_reference_and_keep_what_is_unknown() -> None:
    template = "Code $code, ${language}, $$5, $unknown"

    assert script_words(template, code="4711", language="Mam") == "Code 4711, Mam, $5, $unknown"


@pytest.mark.parametrize("template", ["", "Say $code and ${reference}", "It costs $$3"])
def test_a_script_of_known_fields_passes(template: str) -> None:
    check_template(template, SCRIPT_FIELDS)


@pytest.mark.parametrize(
    ("template", "allowed", "field"),
    [
        ("Code $pin", SCRIPT_FIELDS, "pin"),
        ("https://video.example/$code", LINK_FIELDS, "code"),
        ("It costs $3", SCRIPT_FIELDS, "$"),
    ],
)
def test_a_script_with_a_field_that_nothing_fills_is_refused_by_name(
    template: str, allowed: tuple[str, ...], field: str
) -> None:
    with pytest.raises(ScriptInvalid) as refused:
        check_template(template, allowed)

    assert refused.value.field == field
