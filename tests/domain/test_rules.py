"""The rules file: what it says, and everything that can be wrong with it."""

import re
from collections import Counter
from dataclasses import fields
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from langaccess.adapters.holidays import holiday_name, known_places
from langaccess.domain.clocks import Channel, ResponseClock, Within
from langaccess.domain.people import Domain
from langaccess.domain.rules import (
    AfterHours,
    Alert,
    Bonus,
    BusinessDays,
    Capacity,
    Criterion,
    DocumentRule,
    Elapsed,
    Fallback,
    Gate,
    Ring,
    Rules,
    Step,
    When,
    calendar_of,
    parse_rules,
)

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "tests/data/priority/rules.toml").read_text("utf-8")
SHIPPED = (ROOT / "priority_rules.toml").read_text("utf-8")
OFFICE = (time(8), time(17))


def changed(old: str, new: str) -> str:
    """The reference with the first `old` in it replaced."""
    assert old in REFERENCE
    return REFERENCE.replace(old, new, 1)


def test_the_reference_says_what_it_says() -> None:
    rules = parse_rules(REFERENCE)

    assert (rules.version, rules.timezone) == ("reference-1", "America/Los_Angeles")
    assert (rules.calendar.country, rules.calendar.subdivision) == ("US", "CA")
    assert rules.calendar.hours == (
        *(OFFICE,) * 3,
        (time(8), time(18)),
        (time(8), time(12)),
        None,
        None,
    )
    assert rules.calendar.closed_on == {date(2026, 12, 28)}
    assert rules.calendar.special_hours[date(2026, 12, 5)] == (time(9), time(13))
    assert rules.after_hours == AfterHours("After-hours service line", "+15105550199", None)
    assert set(rules.response) == set(Channel)
    assert rules.response[Channel.LETTER] == ResponseClock(
        Within.BUSINESS_WEEK, Within.SAME_BUSINESS_DAY
    )
    assert rules.capacity == Capacity(2500, 5000, 10000, 1)
    assert [one.id for one in rules.classes] == ["P0", "P1", "P2", "P3", "P4"]
    assert rules.classes[0].turnaround == Elapsed(24)
    assert rules.classes[0].first_release == Elapsed(2)
    assert [one.preempts for one in rules.classes] == [True, False, False, False, False]
    assert rules.classes[4].turnaround == BusinessDays(15)
    assert len(rules.document_rules) == 10
    assert rules.document_rules[2] == DocumentRule(
        id="health-flag-wide",
        criterion=Criterion.HEALTH,
        class_id="P1",
        when=When(flags=("health",), audience_at_least=5000),
        ground="city policy",
    )
    assert rules.bonuses[1] == Bonus("children", 4, When(words=("children", "school", "niños")))
    assert rules.raise_roles["P1"] == {"language-access-coordinator"}
    assert rules.gate == Gate(True, frozenset({"P0", "P1", "P2"}))


def test_what_the_ladder_leaves_out_has_the_customary_value() -> None:
    dispatch = parse_rules(REFERENCE).dispatch
    assert dispatch.steps == (
        Step(0, ring=Ring.SAME_SITE),
        Step(20, ring=Ring.CITY, vendor=1),
        Step(60, vendor=2),
        Step(120, alert=Alert.SUPERVISOR),
    )
    assert dispatch.offer_seconds == 20
    assert (dispatch.connect_seconds, dispatch.presence_seconds) == (60, 90)
    assert (dispatch.travel_minutes, dispatch.encounter_minutes) == (45, 15)
    assert dispatch.vendor_at_once == {Domain.SAFETY, Domain.ENFORCEMENT}
    assert dispatch.alert_emails == ()


def test_what_the_ladder_says_wins_over_the_customary() -> None:
    written = """\
connect_seconds = 45
presence_seconds = 30
travel_minutes = 0
encounter_minutes = 20
vendor_at_once = []
alert_emails = ["desk@city.example"]
offer_seconds = 20"""
    dispatch = parse_rules(changed("offer_seconds = 20", written)).dispatch
    assert (dispatch.connect_seconds, dispatch.presence_seconds) == (45, 30)
    assert (dispatch.travel_minutes, dispatch.encounter_minutes) == (0, 20)
    assert dispatch.vendor_at_once == frozenset()
    assert dispatch.alert_emails == ("desk@city.example",)


def test_levels_are_those_of_the_ilr_scale_and_customary_where_left_out() -> None:
    customary = parse_rules(REFERENCE).qualified
    assert set(customary.serve.values()) == {25}
    assert set(customary.interpret.values()) == {30}

    table = '[qualified]\ninterpret = { legal = "3+", general = "2" }\n[capacity]'
    chosen = parse_rules(changed("[capacity]", table)).qualified
    assert chosen.interpret == dict.fromkeys(Domain, 30) | {Domain.LEGAL: 35, Domain.GENERAL: 20}
    assert chosen.serve == customary.serve


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_rule_counts_on_both_days_of_its_life(on: date, in_force: bool) -> None:
    rule = next(
        one for one in parse_rules(REFERENCE).document_rules if one.id == "old-shutoff-order"
    )
    assert rule.is_in_force(on) is in_force


def test_a_rule_without_dates_always_counts() -> None:
    assert parse_rules(REFERENCE).document_rules[0].is_in_force(date(1900, 1, 1))


def test_the_fingerprint_tells_two_texts_of_one_version_apart() -> None:
    rules, other = parse_rules(REFERENCE), parse_rules(REFERENCE + "# a remark\n")
    assert rules.version == other.version
    assert rules.fingerprint != other.fingerprint
    assert re.fullmatch(r"reference-1 \([0-9a-f]{12}\)", rules.edition)


def test_a_file_saved_on_another_system_is_the_same_file() -> None:
    rules = parse_rules(REFERENCE)
    assert parse_rules("\ufeff" + REFERENCE.replace("\n", "\r\n")) == rules


def test_the_calendar_of_the_rules_has_their_hours_and_the_holidays_of_their_place() -> None:
    calendar = calendar_of(parse_rules(REFERENCE), holiday_name("US", "CA"))
    assert calendar.closing_of(date(2026, 12, 24)) == datetime(2026, 12, 24, 19, 30, tzinfo=UTC)
    for day in (date(2026, 12, 25), date(2026, 12, 28), date(2026, 11, 22)):
        assert not calendar.is_business_day(day)


def test_the_file_a_city_runs_on_is_without_fault_and_whole() -> None:
    rules = parse_rules(SHIPPED, places=known_places())
    of = Counter(rule.criterion for rule in rules.document_rules)
    assert set(of) == set(Criterion)
    assert sum(of.values()) >= 40
    assert [step.after_seconds for step in rules.dispatch.steps] == [0, 20, 60, 120]
    assert rules.dispatch.steps[-1].offer == (Fallback.CALL_BACK, Fallback.BOOKING)
    assert [one.id for one in rules.classes if one.preempts] == ["P0"]
    assert "555-01" in f"{rules.after_hours.phone[-7:-4]}-{rules.after_hours.phone[-4:]}"


def test_an_order_that_was_revoked_counts_only_for_what_came_before() -> None:
    rules = {rule.id: rule for rule in parse_rules(SHIPPED).document_rules}
    revoked_on = date(2025, 3, 1)
    assert not rules["vital-document-federal"].is_in_force(revoked_on)
    assert rules["vital-document-city"].is_in_force(revoked_on)


def test_every_table_of_the_contract_has_its_place_in_the_rules() -> None:
    assert {one.name for one in fields(Rules)} == {
        "version",
        "fingerprint",
        "timezone",
        "calendar",
        "after_hours",
        "response",
        "dispatch",
        "qualified",
        "capacity",
        "classes",
        "document_rules",
        "bonuses",
        "raise_roles",
        "gate",
    }
