"""Response clocks."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.adapters.holidays import holiday_name
from langaccess.domain.clocks import (
    Answer,
    Channel,
    Reach,
    Reason,
    ResponseClock,
    Why,
    Within,
    respond_by,
)
from langaccess.domain.rules import calendar_of, parse_rules
from langaccess.domain.time import Calendar

PRIORITY = Path(__file__).parents[1] / "data" / "priority"
REFERENCE = parse_rules((PRIORITY / "rules.toml").read_text(encoding="utf-8"))
CALENDAR = calendar_of(REFERENCE, holiday_name("US", "CA"))
CASES = [json.loads(line) for line in (PRIORITY / "clocks.jsonl").read_text("utf-8").splitlines()]


def answer(channel: Channel, received: str, *reachable: Reach) -> Answer:
    return respond_by(
        channel,
        datetime.fromisoformat(received),
        clocks=REFERENCE.response,
        calendar=CALENDAR,
        reachable=reachable,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["request"]["received"])
def test_every_reference_case_is_answered_exactly(case: dict[str, Any]) -> None:
    request = case["request"]
    reachable = [Reach(way) for way in request.get("reachable", [])]

    found = answer(Channel(request["channel"]), request["received"], *reachable)

    told = CALENDAR.city_time(found.respond_by).isoformat()
    assert {"respond_by": told} == case["expect"]


def test_the_reference_holds_forty_cases() -> None:
    assert len(CASES) == 40


def test_reasons_tell_the_day_of_receipt_the_way_to_reach_and_the_promise() -> None:
    found = answer(Channel.LETTER, "2026-12-31T18:00:00-08:00", Reach.EMAIL, Reach.PHONE)
    assert found.because == (
        Reason(Why.CAME_AFTER_CLOSING, {"received_on": "2026-12-31", "counts_from": "2027-01-04"}),
        Reason(Why.REACHABLE, {"channel": "letter", "by": "phone,email"}),
        Reason(Why.SAME_BUSINESS_DAY, {"channel": "letter", "answer_on": "2027-01-04"}),
    )


def test_a_letter_from_nobody_reachable_has_the_business_week() -> None:
    found = answer(Channel.LETTER, "2026-10-27T10:34:00-07:00")
    assert found.because == (
        Reason(Why.CAME_BEFORE_CLOSING, {"received_on": "2026-10-27"}),
        Reason(Why.NOT_REACHABLE, {"channel": "letter"}),
        Reason(Why.BUSINESS_WEEK, {"channel": "letter", "answer_on": "2026-10-30"}),
    )


def test_a_holiday_is_told_by_its_name() -> None:
    found = answer(Channel.FAX, "2026-11-26T10:00:00-08:00", Reach.PHONE)
    assert found.because == (
        Reason(
            Why.CAME_ON_HOLIDAY,
            {
                "received_on": "2026-11-26",
                "counts_from": "2026-11-30",
                "holiday": "Thanksgiving Day",
            },
        ),
        Reason(Why.NEXT_BUSINESS_DAY, {"channel": "fax", "answer_on": "2026-12-01"}),
    )


@pytest.mark.parametrize("received", ["2026-12-28T10:00:00-08:00", "2026-12-27T10:00:00-08:00"])
def test_a_day_off_has_no_name(received: str) -> None:
    first, _ = answer(Channel.EMAIL, received).because
    assert first.why is Why.CAME_ON_CLOSED_DAY
    assert first.facts == {"received_on": received[:10], "counts_from": "2026-12-29"}


def test_the_same_day_promise_outlives_the_closing_only_into_the_next_business_day() -> None:
    before = answer(Channel.PHONE, "2026-11-23T16:59:59-08:00").respond_by
    after = answer(Channel.PHONE, "2026-11-23T17:00:00-08:00").respond_by
    assert (before, after) == (
        datetime(2026, 11, 24, 1, tzinfo=UTC),
        datetime(2026, 11, 25, 1, tzinfo=UTC),
    )


# Half the weeks of this calendar hold a Wednesday off; the zone changes its clocks at midnight.
HAVANA = Calendar(
    ZoneInfo("America/Havana"),
    ((time(8), time(17)),) * 4 + ((time(9), time(12)), None, (time(22), time(23, 30))),
    frozenset(date(2026, 1, 7) + timedelta(weeks=2 * count) for count in range(26)),
    {},
    lambda _: None,
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.builds(ResponseClock, st.sampled_from(Within), st.none() | st.sampled_from(Within))
ways = st.frozensets(st.sampled_from(Reach))


@given(moments, moments, clocks, ways)
def test_who_writes_later_is_never_owed_an_answer_earlier(
    one: datetime, other: datetime, clock: ResponseClock, reachable: frozenset[Reach]
) -> None:
    earlier, later = (
        respond_by(
            Channel.LETTER,
            at,
            clocks={Channel.LETTER: clock},
            calendar=HAVANA,
            reachable=reachable,
        ).respond_by
        for at in sorted((one, other))
    )
    assert earlier <= later


@given(moments, clocks, ways)
def test_an_answer_is_always_owed_at_a_closing_that_is_still_to_come(
    at: datetime, clock: ResponseClock, reachable: frozenset[Reach]
) -> None:
    found = respond_by(
        Channel.WEB, at, clocks={Channel.WEB: clock}, calendar=HAVANA, reachable=reachable
    )
    assert at < found.respond_by
    assert found.respond_by == HAVANA.closing_of(HAVANA.local_date(found.respond_by))
    assert found.because[-1].facts["answer_on"] == HAVANA.local_date(found.respond_by).isoformat()
