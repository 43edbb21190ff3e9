"""Third-party lines: when they answer, what they take, and the words to say."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from langaccess.domain.city import City
from langaccess.domain.dispatch import ModalityUnfit, Mode
from langaccess.domain.errors import Invalid
from langaccess.domain.vendors import (
    LINK_FIELDS,
    SCRIPT_FIELDS,
    PhoneInvalid,
    ScriptInvalid,
    VendorFacts,
    VendorHoursInvalid,
    VendorIncomplete,
    VideoLinkInvalid,
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


LINE = VendorFacts(
    name="Line",
    position=1,
    phone="+15105550171",
    script="Code $code",
    video_link="https://video.example/$room",
    languages=frozenset({("es", Mode.PHONE), ("ase", Mode.VIDEO)}),
    hours={0: (0, 1440)},
)


@pytest.mark.parametrize(
    "facts",
    [
        LINE,
        replace(LINE, languages=frozenset(), every_language=True, video_link="", hours={}),
        replace(LINE, rate_cents_per_minute=75, phone="+4912345678"),
    ],
    ids=["as it is", "only by phone, day and night", "with a rate"],
)
def test_a_line_that_can_be_used_passes(facts: VendorFacts) -> None:
    facts.check()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (replace(LINE, name="  "), VendorIncomplete),
        (replace(LINE, position=0), VendorIncomplete),
        (replace(LINE, rate_cents_per_minute=-1), VendorIncomplete),
        (replace(LINE, phone="5105550171"), PhoneInvalid),
        (replace(LINE, phone="+05105550171"), PhoneInvalid),
        (replace(LINE, script="Code $pin"), ScriptInvalid),
        (replace(LINE, video_link="https://video.example/$code"), ScriptInvalid),
        (replace(LINE, video_link=""), VideoLinkInvalid),
        (replace(LINE, video_link="javascript:alert(1)"), VideoLinkInvalid),
        (replace(LINE, video_link="https://video.example/a b"), VideoLinkInvalid),
        (replace(LINE, languages=frozenset({("es", Mode.IN_PERSON)})), ModalityUnfit),
        (replace(LINE, hours={7: (0, 60)}), VendorHoursInvalid),
        (replace(LINE, hours={0: (60, 60)}), VendorHoursInvalid),
        (replace(LINE, hours={0: (-1, 60)}), VendorHoursInvalid),
        (replace(LINE, hours={0: (0, 1441)}), VendorHoursInvalid),
    ],
)
def test_a_line_that_could_not_be_used_is_refused(
    facts: VendorFacts, refusal: type[Invalid]
) -> None:
    with pytest.raises(refusal):
        facts.check()
