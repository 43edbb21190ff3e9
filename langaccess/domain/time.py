"""Spans of time, and the city's calendar: on which days it works, from when to when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from langaccess.domain.errors import Invalid

DAY = timedelta(days=1)

# A city that works on no day of a whole year has no next business day; the search says so.
LONGEST_SEARCH_DAYS = 366

Hours = tuple[time, time]
HolidayName = Callable[[date], str | None]


class EndsBeforeStart(Invalid):
    """A span of time ends at or before its start."""


class NeverOpen(LookupError):
    """The calendar holds no business day within a year of the day asked about."""


class ClosedFor(StrEnum):
    """Why the city does not work on a day; the first that holds is told."""

    HOLIDAY = "holiday"
    CLOSED_ON = "closed_on"
    NO_HOURS = "no_hours"


@dataclass(frozen=True, slots=True)
class Closure:
    """Why a day is not worked. `name` is the holiday's, and empty for the other reasons."""

    reason: ClosedFor
    name: str = ""


def as_utc(at: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError when `at` does not say its zone."""
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} does not say its zone")
    return at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half-open: its start belongs to it, its end does not.

    Kept in UTC whatever the zone it was given in, because moments of one zone that stand on both
    sides of a clock change neither compare nor subtract as elapsed time. Raises EndsBeforeStart.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts_at", as_utc(self.starts_at))
        object.__setattr__(self, "ends_at", as_utc(self.ends_at))
        if self.ends_at <= self.starts_at:
            raise EndsBeforeStart

    @property
    def duration(self) -> timedelta:
        """Real elapsed time."""
        return self.ends_at - self.starts_at

    def contains(self, at: datetime) -> bool:
        """Whether the moment lies within; the end does not."""
        return self.starts_at <= as_utc(at) < self.ends_at

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share any time; touching ends do not count."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def widened(self, margin: timedelta) -> "Span":
        """The same span with the margin before and after it. Raises EndsBeforeStart."""
        return Span(self.starts_at - margin, self.ends_at + margin)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a city works. Days and hours are those on its walls; moments are UTC.

    `weekly` holds the hours of Monday to Sunday, None for a day off. `special_hours` win over
    everything, then `holiday_name` (the name, or None) and `closed_on` close a day. A business day
    is a day with hours; whatever comes at or after its closing is no longer of that day.
    """

    zone: ZoneInfo
    weekly: tuple[Hours | None, ...]
    closed_on: frozenset[date]
    special_hours: Mapping[date, Hours]
    holiday_name: HolidayName
    # Ranking a hundred thousand documents asks for the same few days again and again.
    _known: dict[date, Span | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def local_date(self, at: datetime) -> date:
        """The date on the city's walls at this moment."""
        return self.city_time(at).date()

    def city_time(self, at: datetime) -> datetime:
        """The same moment as the city's clocks show it, with the city's offset."""
        return as_utc(at).astimezone(self.zone)

    def hours_on(self, day: date) -> Span | None:
        """From opening to closing on this day in UTC; None when the city does not work.

        A wall time that the clocks skip counts as if they had not jumped, one that they show
        twice is the first of the two. Hours that a clock change swallows whole are no hours.
        """
        if day not in self._known:
            self._known[day] = self._read_hours(day)
        return self._known[day]

    def _read_hours(self, day: date) -> Span | None:
        hours = self.special_hours.get(day)
        if hours is None and day not in self.closed_on and not self.holiday_name(day):
            hours = self.weekly[day.weekday()]
        if hours is None:
            return None
        opens_at, closes_at = (
            datetime.combine(day, wall, self.zone).astimezone(UTC) for wall in hours
        )
        return Span(opens_at, closes_at) if opens_at < closes_at else None

    def closure(self, day: date) -> Closure | None:
        """Why the city does not work on this day; None when it does."""
        if self.hours_on(day) is not None:
            return None
        if name := self.holiday_name(day):
            return Closure(ClosedFor.HOLIDAY, name)
        if day in self.closed_on:
            return Closure(ClosedFor.CLOSED_ON)
        return Closure(ClosedFor.NO_HOURS)

    def is_business_day(self, day: date) -> bool:
        """Whether the city works on this day at all."""
        return self.hours_on(day) is not None

    def is_open(self, at: datetime) -> bool:
        """Whether the city works at this moment; at closing it no longer does."""
        hours = self.hours_on(self.local_date(at))
        return hours is not None and hours.contains(at)

    def next_opening(self, at: datetime) -> datetime:
        """The first opening at or after this moment, UTC. Raises NeverOpen."""
        day = self.local_date(at)
        hours = self.hours_on(day)
        if hours is not None and as_utc(at) <= hours.starts_at:
            return hours.starts_at
        return self._worked(self.business_day_after(day)).starts_at

    def closing_of(self, day: date) -> datetime:
        """When this business day ends, UTC. Raises ValueError for a day that is none."""
        return self._worked(day).ends_at

    def day_zero(self, received_at: datetime) -> date:
        """The business day that something received at this moment counts from.

        The day of receipt when it came before that day's closing (before opening too), else the
        next business day. Raises NeverOpen.
        """
        day = self.local_date(received_at)
        hours = self.hours_on(day)
        if hours is not None and as_utc(received_at) < hours.ends_at:
            return day
        return self.business_day_after(day)

    def closing_of_nth_business_day_after(self, day: date, count: int) -> datetime:
        """When the `count`th business day after `day` ends, UTC; `day` itself is not counted.

        A turnaround of business days is this of `day_zero`. Raises NeverOpen.
        """
        return self.closing_of(self.plus_business_days(day, count))

    def business_day_after(self, day: date) -> date:
        """The next business day; never `day` itself. Raises NeverOpen."""
        return self._nearest(day + DAY, DAY)

    def business_day_before_or_on(self, day: date) -> date:
        """The day itself if the city works on it, else the one before. Raises NeverOpen."""
        return self._nearest(day, -DAY)

    def plus_business_days(self, day: date, count: int) -> date:
        """The `count`th business day after `day`; for 0, `day` as it is. Raises NeverOpen."""
        return self._stepped(day, count, DAY)

    def minus_business_days(self, day: date, count: int) -> date:
        """The `count`th business day before `day`; for 0, `day` as it is. Raises NeverOpen."""
        return self._stepped(day, count, -DAY)

    def last_business_day_of_week(self, day: date) -> date:
        """The last business day of a business day's week, Monday to Sunday."""
        return self.business_day_before_or_on(day + (6 - day.weekday()) * DAY)

    def _worked(self, day: date) -> Span:
        hours = self.hours_on(day)
        if hours is None:
            raise ValueError(f"{day.isoformat()} is no business day")
        return hours

    def _stepped(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError("business days are counted from nought up")
        for _ in range(count):
            day = self._nearest(day + step, step)
        return day

    def _nearest(self, day: date, step: timedelta) -> date:
        for ahead in range(LONGEST_SEARCH_DAYS):
            if self.is_business_day(day + ahead * step):
                return day + ahead * step
        raise NeverOpen(day.isoformat())
