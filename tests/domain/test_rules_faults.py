"""Everything that can be wrong with the rules file, one fault at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

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


# --- One fault, one line: what is replaced in the reference, by what, and what is then said

Said = tuple[str, str, str, str, str]

VALUES: list[Said] = [
    # old, new, key, what is wrong, what is allowed
    ('version = "reference-1"', "version = 1", "version", "a whole number, not text", "text"),
    ('version = "reference-1"', 'version = " "', "version", "is empty", "text"),
    ("America/Los_Angeles", "America/Los_Angles", "timezone", "mean", "IANA"),
    ("America/Los_Angeles", "America", "timezone", '"America" is not a known zone', "IANA"),
    ("America/Los_Angeles", "/etc/passwd", "timezone", "is not a known zone", "IANA"),
    ("America/Los_Angeles", "Nirgendwo", "timezone", '"Nirgendwo" is not a known zone', "IANA"),
    ('country = "US"', 'country = "us"', "calendar.country", '"us" is not', "two letters"),
    ('subdivision = "CA"', 'subdivision = ""', "calendar.subdivision", "is empty", "text"),
    ('subdivision = "CA"', 'subdivision = "C"', "calendar.subdivision", "mean", '"CA"'),
    ("[2026-12-28]", "2026-12-28", "calendar.closed_on", "is a date, not a list", "a list"),
    ("[2026-12-28]", '["x"]', "calendar.closed_on[1]", "is text, not a date", "2026-12-24"),
    ("[2026-12-28]", "[2026-12-28T00:00:00]", "calendar.closed_on[1]", "with a time", "date"),
    ('friday = "08:00-12:00"', "friday = 8", "calendar.hours.friday", "number, not text", "hours"),
    ("08:00-12:00", "08:00-25:00", "calendar.hours.friday", '"08:00-25:00" is not', "23:59"),
    ("08:00-12:00", "12:00-08:00", "calendar.hours.friday", "closes before", "opening before"),
    ("08:00-12:00", "8-12", "calendar.hours.friday", '"8-12" is not', "08:00-17:00"),
    ("friday", "freitag", "calendar.hours.freitag", "is not a known key", "monday, tuesday"),
    ("fri", "fi", "calendar.hours.fiday", 'did you mean "friday"', "monday"),
    ("2026-12-05", "2026-13-05", "calendar.special_hours.2026-13-05", "not a date", "2026-12-24"),
    ("09:00-13:00", "shut", "calendar.special_hours.2026-12-05", '"shut" is not', "hours like"),
    ("+15105550199", "call us", "after_hours.phone", "not a telephone number", "as dialled"),
    ('phone = "+', 'email = "x"\nphone = "+', "after_hours.email", "not an email", "address"),
    ('within = "same', 'within = "some', "response.email.within", "mean", '"next_business_day"'),
    ("[response.fax]", "[response.faxx]", "response.faxx", 'mean "fax"', "counter, phone"),
    (
        "within_if_reachable",
        "if_reachable",
        "response.letter.if_reachable",
        "not a known",
        "within",
    ),
    ("offer_seconds = 20", "offer_seconds = 0", "dispatch.offer_seconds", "below", "from 1 to"),
    ("offer_seconds = 20", "offer_seconds = 2.5", "dispatch.offer_seconds", "fraction", "whole"),
    ("offer_seconds = 20", "offer_seconds = true", "dispatch.offer_seconds", "true or", "whole"),
    ("offer_seconds = 20", "offer_secs = 20", "dispatch.offer_secs", 'mean "offer_sec', "keys"),
    ("after_seconds = 20", "after_seconds = -5", "dispatch.step[2].after_seconds", "below", "0 to"),
    ("after_seconds = 20", "after_seconds = 9999", "dispatch.step[2].after_seconds", "above", "0"),
    ("vendor = 1", "vendor = 0", "dispatch.step[2].vendor", "below", "from 1"),
    ('ring = "city"', 'ring = "town"', "dispatch.step[2].ring", '"town" is not', '"same_site"'),
    ('ring = "city"', 'rign = "city"', "dispatch.step[2].rign", 'mean "ring"', "ring, vendor"),
    ('"supervisor"', '"mayor"', "dispatch.step[4].alert", '"mayor" is not', '"supervisor"'),
    ("translate = 2500", "translate = 0", "capacity.translate", "is below", "from 1"),
    ("layout_days = 1", "layout_days = -1", "capacity.layout_days", "is below", "from 0"),
    ('id = "P1"', "id = 1", "class[2].id", "is a whole number, not text", "text"),
    ("{ business_days = 3 }", "3", "class[2].turnaround", "a whole number, not a table", "{ hours"),
    ("{ business_days = 3 }", "{}", "class[2].turnaround", "holds no time", "either"),
    ("{ business_days = 3 }", "{ days = 3 }", "class[2].turnaround.days", "not a known", "hours"),
    ("{ business_days = 3 }", "{ hours = 0 }", "class[2].turnaround.hours", "below", "from 1"),
    ("{ hours = 2 }", '"soon"', "class[1].first_release", "is text, not a table", "either"),
    ("preempts = true", 'preempts = "yes"', "class[1].preempts", "is text, not true", "true or"),
    ('criterion = "health"', 'criterion = "wealth"', "rule[1].criterion", "mean", '"outreach"'),
    ('class = "P0"', 'class = "P9"', "rule[1].class", '"P9" is not a known class', '"P0", "P1"'),
    ('id = "parks"', 'id = "boil-water"', "rule[10].id", "is taken already", "of its own"),
    ('ground = "Gov. Code 7295"', 'ground = ""', "rule[7].ground", "is empty", "text in quotes"),
    ("2026-06-30", "2019-06-30", "rule[5].effective_until", "before effective_from", "2020-01-01"),
    ("2026-06-30", '"2026-06-30"', "rule[5].effective_until", "is text, not a date", "without"),
    ('["shutoff"]', "[]", "rule[5].when.words", "is an empty list", "a list, each"),
    ('["shutoff"]', '["shutoff", "?!"]', "rule[5].when.words[2]", "no letter or digit", "phrase"),
    ('["shutoff"]', '["", "shutoff"]', "rule[5].when.words[1]", "is empty", "phrase"),
    ('{ words = ["shutoff"] }', "{}", "rule[5].when", "holds no condition", "at least one of"),
    ('{ words = ["shutoff"] }', "true", "rule[5].when", "true or false, not a table", "any of"),
    ("{ words =", "{ word =", "rule[1].when.word", 'did you mean "words"', "document_type"),
    ("5000 }", '"5000" }', "rule[3].when.audience_at_least", "text, not a whole", "people"),
    ("hours = 8", "hours = -8", "bonus[1].hours", "is below", "from 1"),
    ('id = "children"', 'id = "wide-reach"', "bonus[2].id", "is taken already", "of its own"),
    ('P1 = ["lang', 'P9 = ["lang', "raise.P9", '"P9" is not a known class', '"P0", "P1"'),
    ('P1 = ["language-access-coordinator"]', "P1 = []", "raise.P1", "is an empty list", "a list"),
    ("four_eyes = true", "four_eyes = 1", "gate.four_eyes", "whole number, not true", "true or"),
    ('"P2"]', '"P7"]', "gate.machine_translation_needs_reviser[3]", '"P7" is not', '"P4"'),
]


@pytest.mark.parametrize(("old", "new", "key", "wrong", "allowed"), VALUES)
def test_a_wrong_value_is_one_fault_on_its_line(
    old: str, new: str, key: str, wrong: str, allowed: str, faults_of: FaultsOf
) -> None:
    text = changed(old, new)

    (fault,) = faults_of(text)

    assert fault.line == line_of_change(text)
    assert fault.key == key
    assert wrong in fault.wrong
    assert allowed in fault.allowed
    assert "\n" not in str(fault)


def line_of_change(text: str) -> int:
    """The last line of the first run of lines in which a text differs from the reference."""
    pairs = zip(text.split("\n"), REFERENCE.split("\n"), strict=False)
    return next(number for number, (one, other) in enumerate(pairs, 1) if one != other)


def test_both_times_of_one_turnaround_are_refused(faults_of: FaultsOf) -> None:
    (fault,) = faults_of(changed("{ business_days = 3 }", "{ business_days = 3, hours = 1 }"))
    assert (fault.key, fault.wrong) == (
        "class[2].turnaround",
        "holds both hours and business days",
    )


def test_a_class_id_taken_twice_leaves_rules_that_name_a_class_that_is_not_there(
    faults_of: FaultsOf,
) -> None:
    text = changed('id = "P4"', 'id = "P3"')
    first = line_with(text, 'id = "P3"')
    taken, lost = faults_of(text)
    assert (taken.line, taken.key) == (line_of_change(text), "class[5].id")
    assert taken.wrong == f'"P3" is taken already, in line {first}'
    assert lost.key == "rule[10].class"
    assert lost.wrong.startswith('"P4" is not a known class')


MISSING = [
    ('version = "reference-1"\n', "version", 'timezone = "'),
    ('timezone = "America/Los_Angeles"\n', "timezone", "# A rules file"),
    ('country = "US"\n', "calendar.country", "[calendar]"),
    ('phone = "+15105550199"\n', "after_hours.phone", "[after_hours]"),
    ("layout_days = 1\n", "capacity.layout_days", "[capacity]"),
    ("offer_seconds = 20\n", "dispatch.offer_seconds", "[dispatch]"),
    ('name = "Mandatory compliance"\n', "class[3].name", '[[class]]\nid = "P2"'),
    ("four_eyes = true\n", "gate.four_eyes", "[gate]"),
    ('[response.fax]\nwithin = "next_business_day"\n', "response.fax", "[response.email]"),
    ('ground = "Gov. Code 7295"\n', "rule[7].ground", '[[rule]]\nid = "vital-form"'),
]


@pytest.mark.parametrize(("gone", "key", "place"), MISSING)
def test_what_is_missing_is_told_at_the_table_it_belongs_to(
    gone: str, key: str, place: str, faults_of: FaultsOf
) -> None:
    text = changed(gone, "")
    (fault,) = faults_of(text)
    expected = line_with(text, place) if "." in key else 1
    assert (fault.line, fault.key, fault.wrong) == (expected, key, "is missing")


@pytest.mark.parametrize(
    ("written", "wrong"),
    [("[]", "is an empty list"), ('"none"', "is text, not a list"), ("[1]", "is a whole number")],
)
def test_a_file_without_classes_is_refused_once_and_not_for_every_rule(
    written: str, wrong: str, faults_of: FaultsOf
) -> None:
    start, end = REFERENCE.index("[[class]]"), REFERENCE.index("[[rule]]")
    text = f"class = {written}\n" + REFERENCE[:start] + REFERENCE[end:]
    (fault,) = faults_of(text)
    assert fault.line == 1
    assert fault.key.startswith("class")
    assert wrong in fault.wrong


def test_a_place_whose_holidays_nobody_knows_is_taken_as_it_stands_without_the_list(
    faults_of: FaultsOf,
) -> None:
    text = changed('country = "US"', 'country = "Utopia"')
    assert parse_rules(text).calendar.country == "Utopia"
    assert [fault.key for fault in faults_of(text)] == ["calendar.country"]


def test_a_country_without_subdivisions_has_none(faults_of: FaultsOf) -> None:
    text = changed('country = "US"', 'country = "VA"')
    (fault,) = faults_of(text)
    assert (fault.key, fault.allowed) == ("calendar.subdivision", "none: leave the key out")
    assert faults_of(text.replace('subdivision = "CA"\n', "")) == ()


def test_a_city_that_works_on_no_weekday_is_refused(faults_of: FaultsOf) -> None:
    start, end = REFERENCE.index("monday"), REFERENCE.index("[calendar.special_hours]")
    text = REFERENCE[:start] + REFERENCE[end:]
    (fault,) = faults_of(text)
    assert (fault.line, fault.key) == (line_with(text, "[calendar.hours]"), "calendar.hours")
    assert "holds no weekday" in fault.wrong
