"""Work in business days: when an amount of it is done, or has to begin, by the city's hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Protocol, cast

from langaccess.domain.time import Calendar, Span, as_utc

# What a person does in a business day is done in this time when work goes on day and night.
DAY_OF_WORK = timedelta(hours=8)
_MINUTE = timedelta(minutes=1)
_TICK = timedelta.resolution
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class WorkTime(Protocol):
    """A way to spread work over time. Amounts are business days of one person."""

    def done_at(self, starts_at: datetime, amount: Fraction) -> datetime:
        """When work that starts then is done: whole minutes, rounded up, UTC."""
        ...

    def begun_by(self, done_at: datetime, amount: Fraction) -> datetime:
        """When work must begin to be done by then: whole minutes, rounded down, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class DayAndNight:
    """Work that goes on without a pause, as preempting work does."""

    def done_at(self, starts_at: datetime, amount: Fraction) -> datetime:
        """When it is done, in real time."""
        return _minute_up(starts_at + _scaled(DAY_OF_WORK, amount))

    def begun_by(self, done_at: datetime, amount: Fraction) -> datetime:
        """When it must begin, in real time."""
        return _minute_down(done_at - _scaled(DAY_OF_WORK, amount))


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Work while the city is open: each business day holds one day of work, long or short.

    Nothing is done or begun while the city is closed; what ends with a day ends at its closing.
    """

    calendar: Calendar

    def done_at(self, starts_at: datetime, amount: Fraction) -> datetime:
        """When it is done. Raises NeverOpen."""
        day, part = self._place_from(as_utc(starts_at))
        days, rest = divmod(part + amount, 1)
        if rest == 0 and days > 0:
            days, rest = days - 1, Fraction(1)
        hours = self._hours(self.calendar.plus_business_days(day, int(days)))
        at = _minute_up(hours.starts_at + _scaled(hours.duration, rest))
        return min(at, hours.ends_at)

    def begun_by(self, done_at: datetime, amount: Fraction) -> datetime:
        """When it must begin. Raises NeverOpen."""
        day, part = self._place_until(as_utc(done_at))
        days, rest = divmod(1 - part + amount, 1)
        if rest == 0 and days > 0:
            days, rest = days - 1, Fraction(1)
        hours = self._hours(self.calendar.minus_business_days(day, int(days)))
        at = _minute_down(hours.ends_at - _scaled(hours.duration, rest))
        return max(at, hours.starts_at)

    def _place_from(self, at: datetime) -> tuple[date, Fraction]:
        """The business day that work at this moment falls on or waits for, and what is over."""
        day = self.calendar.local_date(at)
        hours = self.calendar.hours_on(day)
        if hours is None or at > hours.ends_at:
            return self.calendar.business_day_after(day), Fraction(0)
        return day, _part(hours, max(at, hours.starts_at))

    def _place_until(self, at: datetime) -> tuple[date, Fraction]:
        """The last business day that has hours before this moment, and what is over of it."""
        day = self.calendar.local_date(at)
        hours = self.calendar.hours_on(day)
        if hours is None or at < hours.starts_at:
            day = self.calendar.minus_business_days(day, 1)
            return day, Fraction(1)
        return day, _part(hours, min(at, hours.ends_at))

    def _hours(self, day: date) -> Span:
        return cast(Span, self.calendar.hours_on(day))  # every day asked for is a business day


def _part(hours: Span, at: datetime) -> Fraction:
    return Fraction((at - hours.starts_at) // _TICK, hours.duration // _TICK)


def _scaled(length: timedelta, amount: Fraction) -> timedelta:
    """That many times the length, rounded up."""
    return ceil(length // _TICK * amount) * _TICK


def _minute_down(at: datetime) -> datetime:
    return at - (at - _EPOCH) % _MINUTE


def _minute_up(at: datetime) -> datetime:
    return at + (_EPOCH - at) % _MINUTE
