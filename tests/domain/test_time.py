"""Spans and the city's calendar."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.time import (
    Calendar,
    ClosedFor,
    Closure,
    EndsBeforeStart,
    Hours,
    NeverOpen,
    Span,
    as_utc,
)

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


NINE = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OFFICE = (time(8), time(17))


def make_calendar(
    zone: ZoneInfo = LOS_ANGELES,
    *,
    weekly: tuple[Hours | None, ...] = (OFFICE,) * 5 + (None, None),
    closed_on: frozenset[date] = frozenset(),
    special_hours: Mapping[date, Hours] | None = None,
    holidays: Mapping[date, str] | None = None,
) -> Calendar:
    names = holidays or {}
    return Calendar(zone, weekly, closed_on, special_hours or {}, names.get)


def city(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOS_ANGELES)


# --- Moments and spans


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11-23T09:00:00 does not say its zone"):
        as_utc(datetime(2026, 11, 23, 9))  # noqa: DTZ001  # that is what is refused


def test_a_moment_of_any_zone_is_kept_as_utc() -> None:
    assert as_utc(city(2026, 11, 23, 9)) == NINE
    assert as_utc(city(2026, 11, 23, 9)).tzinfo is UTC


@pytest.mark.parametrize("length", [timedelta(0), -HOUR])
def test_a_span_that_ends_at_or_before_its_start_is_refused(length: timedelta) -> None:
    with pytest.raises(EndsBeforeStart):
        Span(NINE, NINE + length)


def test_a_span_holds_its_start_and_not_its_end() -> None:
    span = Span(NINE, NINE + HOUR)
    assert span.contains(NINE)
    assert span.contains(NINE + HOUR - timedelta(microseconds=1))
    assert not span.contains(NINE + HOUR)
    assert not span.contains(NINE - timedelta(microseconds=1))


def test_spans_that_only_touch_do_not_overlap() -> None:
    first, second = Span(NINE, NINE + HOUR), Span(NINE + HOUR, NINE + 2 * HOUR)
    assert not first.overlaps(second)
    assert not second.overlaps(first)
    assert first.widened(timedelta(seconds=1)).overlaps(second)


def test_a_span_narrowed_to_nothing_is_refused() -> None:
    with pytest.raises(EndsBeforeStart):
        Span(NINE, NINE + HOUR).widened(-HOUR / 2)


def test_a_span_over_the_clock_change_is_as_long_as_it_really_takes() -> None:
    night = Span(city(2026, 10, 31, 22), city(2026, 11, 1, 6))
    assert night.duration == 9 * HOUR
    assert Span(city(2026, 3, 7, 22), city(2026, 3, 8, 6)).duration == 7 * HOUR


def test_a_span_may_begin_and_end_on_the_same_wall_time_when_the_clock_shows_it_twice() -> None:
    first = city(2026, 11, 1, 1, 30)
    assert Span(first, first.replace(fold=1)).duration == HOUR


moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(days=3))
spans = st.builds(lambda at, length: Span(at, at + length), moments, lengths)


@given(spans, spans)
def test_spans_overlap_exactly_when_one_holds_the_start_of_the_other(one: Span, two: Span) -> None:
    expected = one.contains(two.starts_at) or two.contains(one.starts_at)
    assert one.overlaps(two) is two.overlaps(one) is expected


# --- The calendar, by example


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (date(2026, 3, 6), "2026-03-06T16:00:00+00:00", "2026-03-07T01:00:00+00:00"),
        (date(2026, 3, 9), "2026-03-09T15:00:00+00:00", "2026-03-10T00:00:00+00:00"),
        (date(2026, 10, 30), "2026-10-30T15:00:00+00:00", "2026-10-31T00:00:00+00:00"),
        (date(2026, 11, 2), "2026-11-02T16:00:00+00:00", "2026-11-03T01:00:00+00:00"),
    ],
)
def test_hours_keep_to_the_walls_on_both_sides_of_a_clock_change(
    day: date, opens: str, closes: str
) -> None:
    expected = Span(datetime.fromisoformat(opens), datetime.fromisoformat(closes))
    assert make_calendar().hours_on(day) == expected


def test_a_day_on_which_the_clock_changes_within_the_hours_is_shorter_or_longer() -> None:
    round_the_clock = make_calendar(weekly=((time(0), time(23)),) * 7)
    lengths = {
        day: span.duration / HOUR
        for day in (date(2026, 3, 7), date(2026, 3, 8), date(2026, 11, 1))
        if (span := round_the_clock.hours_on(day))
    }
    assert list(lengths.values()) == [23, 22, 24]


def test_hours_that_the_clock_change_swallows_are_no_hours() -> None:
    spring = date(2026, 3, 8)
    calendar = make_calendar(special_hours={spring: (time(2), time(3))})
    assert calendar.hours_on(spring) is None
    assert calendar.closure(spring) == Closure(ClosedFor.NO_HOURS)


def test_special_hours_win_over_weekends_holidays_and_closed_days() -> None:
    sunday, christmas, bridge = date(2026, 11, 22), date(2026, 12, 25), date(2026, 12, 28)
    short = (time(9), time(10))
    calendar = make_calendar(
        closed_on=frozenset({bridge}),
        holidays={christmas: "Christmas Day"},
        special_hours=dict.fromkeys((sunday, christmas, bridge), short),
    )
    for day in (sunday, christmas, bridge):
        assert calendar.is_business_day(day)
        assert calendar.closure(day) is None


def test_a_closed_day_says_why_and_the_holiday_is_told_first() -> None:
    christmas, bridge, sunday = date(2026, 12, 25), date(2026, 12, 28), date(2026, 12, 27)
    calendar = make_calendar(
        closed_on=frozenset({christmas, bridge}), holidays={christmas: "Christmas Day"}
    )
    assert calendar.closure(christmas) == Closure(ClosedFor.HOLIDAY, "Christmas Day")
    assert calendar.closure(bridge) == Closure(ClosedFor.CLOSED_ON)
    assert calendar.closure(sunday) == Closure(ClosedFor.NO_HOURS)


def test_what_comes_at_closing_counts_from_the_next_business_day() -> None:
    calendar, friday, monday = make_calendar(), date(2026, 11, 20), date(2026, 11, 23)
    assert calendar.day_zero(city(2026, 11, 20, 16, 59)) == friday
    assert calendar.day_zero(city(2026, 11, 20, 17)) == monday
    assert calendar.day_zero(city(2026, 11, 21, 9)) == monday
    assert calendar.day_zero(city(2026, 11, 23, 0, 1)) == monday


def test_the_day_is_that_of_the_citys_walls() -> None:
    in_manila = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Asia/Manila"))
    assert make_calendar().local_date(in_manila) == date(2026, 11, 23)
    assert make_calendar().city_time(in_manila).isoformat() == "2026-11-23T16:00:00-08:00"


def test_the_next_opening_is_now_at_opening_and_tomorrow_once_it_has_opened() -> None:
    calendar = make_calendar()
    opening = city(2026, 11, 23, 8)
    assert calendar.next_opening(city(2026, 11, 20, 18)) == opening
    assert calendar.next_opening(opening) == opening
    assert calendar.next_opening(city(2026, 11, 23, 8, 1)) == city(2026, 11, 24, 8)


def test_the_closing_of_the_nth_business_day_passes_over_holidays() -> None:
    calendar = make_calendar(holidays={date(2026, 11, 26): "Thanksgiving Day"})
    wednesday = date(2026, 11, 25)
    assert calendar.closing_of_nth_business_day_after(wednesday, 1) == city(2026, 11, 27, 17)
    assert calendar.closing_of_nth_business_day_after(wednesday, 2) == city(2026, 11, 30, 17)


def test_a_closed_day_has_no_closing_time() -> None:
    with pytest.raises(ValueError, match="2026-11-22 is no business day"):
        make_calendar().closing_of(date(2026, 11, 22))


def test_business_days_are_not_counted_below_nought() -> None:
    with pytest.raises(ValueError, match="from nought up"):
        make_calendar().plus_business_days(date(2026, 11, 23), -1)


def test_a_city_that_never_works_is_named_instead_of_searched_for_ever() -> None:
    closed = make_calendar(weekly=(None,) * 7)
    with pytest.raises(NeverOpen):
        closed.day_zero(NINE)
    with pytest.raises(NeverOpen):
        closed.minus_business_days(date(2026, 11, 23), 1)


def test_calendars_of_the_same_city_are_equal_whatever_they_were_asked() -> None:
    names = {date(2026, 11, 26): "Thanksgiving Day"}
    one, other = make_calendar(holidays=names), make_calendar(holidays=names)
    one.hours_on(date(2026, 11, 23))
    assert one == other
    assert repr(one) == repr(other)
