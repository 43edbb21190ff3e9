"""The calendar beside a slow and obvious walk through the days, over clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.time import Calendar, Hours

# An hour of summer time; half an hour of it; and a clock that jumps at midnight.
ZONES = ["America/Los_Angeles", "Australia/Lord_Howe", "America/Santiago"]

DAY = timedelta(days=1)


FIRST, LAST = date(2026, 1, 1), date(2027, 2, 28)
ALL_DAYS = [FIRST + count * DAY for count in range((LAST - FIRST).days + 1)]

# Between five and eleven in the evening no zone changes its clocks.
hours = st.tuples(st.integers(5, 13), st.integers(0, 59), st.integers(14, 22)).map(
    lambda found: (time(found[0], found[1]), time(found[2], found[1]))
)
days = st.sampled_from(ALL_DAYS)
weeks = st.tuples(hours, *[st.none() | hours] * 6)
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    weekly=weeks,
    closed_on=st.frozensets(days, max_size=20),
    special_hours=st.dictionaries(days, hours, max_size=5),
    holiday_name=st.dictionaries(days, st.just("Founders' Day"), max_size=20).map(
        lambda names: names.get
    ),
)
received = st.datetimes(datetime(2026, 2, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def wall_hours(calendar: Calendar, day: date) -> Hours | None:
    if day in calendar.special_hours:
        return calendar.special_hours[day]
    if calendar.holiday_name(day) or day in calendar.closed_on:
        return None
    return calendar.weekly[day.weekday()]


def moment(calendar: Calendar, day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, calendar.zone).astimezone(UTC)


@given(calendars, received)
def test_the_city_is_open_exactly_when_its_walls_say_so(calendar: Calendar, at: datetime) -> None:
    wall = at.astimezone(calendar.zone)
    todays = wall_hours(calendar, wall.date())
    expected = todays is not None and todays[0] <= wall.time() < todays[1]
    assert calendar.is_open(at) is expected


@given(calendars, received)
def test_day_zero_is_the_first_day_whose_closing_is_still_to_come(
    calendar: Calendar, at: datetime
) -> None:
    today = at.astimezone(calendar.zone).date()
    closings = (
        (day, moment(calendar, day, found[1]))
        for day in ALL_DAYS
        if day >= today and (found := wall_hours(calendar, day))
    )
    assert calendar.day_zero(at) == next(day for day, closing in closings if at < closing)


@given(calendars, received)
def test_the_next_opening_is_the_first_of_all_openings_from_then_on(
    calendar: Calendar, at: datetime
) -> None:
    openings = (
        moment(calendar, day, found[0]) for day in ALL_DAYS if (found := wall_hours(calendar, day))
    )
    assert calendar.next_opening(at) == next(opening for opening in openings if opening >= at)


@given(calendars, received, st.integers(0, 15))
def test_counting_business_days_is_stepping_along_the_list_of_them(
    calendar: Calendar, at: datetime, count: int
) -> None:
    worked = [day for day in ALL_DAYS if wall_hours(calendar, day)]
    day = calendar.day_zero(at)
    ahead = worked[worked.index(day) + count]

    assert calendar.plus_business_days(day, count) == ahead
    assert calendar.minus_business_days(ahead, count) == day
    found = wall_hours(calendar, ahead)
    assert found is not None
    closing = moment(calendar, ahead, found[1])
    assert calendar.closing_of_nth_business_day_after(day, count) == closing


@given(calendars, st.sampled_from(ALL_DAYS[60:-60]))
def test_the_nearest_business_days_are_those_of_the_list(calendar: Calendar, day: date) -> None:
    worked = [one for one in ALL_DAYS if wall_hours(calendar, one)]
    assert calendar.business_day_before_or_on(day) == max(one for one in worked if one <= day)
    assert calendar.business_day_after(day) == min(one for one in worked if one > day)
    if day in worked:
        week = [one for one in worked if one.isocalendar()[:2] == day.isocalendar()[:2]]
        assert calendar.last_business_day_of_week(day) == week[-1]
