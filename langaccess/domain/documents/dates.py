"""Dates and times of day in an English text, and whether a translation has them too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from langaccess.domain.documents.number_words import MONTH, month_of
from langaccess.domain.documents.numbers import Figures, plain

_YEAR = "(?:1[5-9]|20|21)[0-9]{2}"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9])"
_ORDINAL = "(?:st|nd|rd|th)?(?![0-9A-Za-z])"
_WRITTEN = re.compile(
    "(?<![A-Za-z])(?:"
    rf"(?P<m1>{MONTH})\.? (?P<d1>{_DAY}){_ORDINAL}(?!:)(?:,? (?:of )?(?P<y1>{_YEAR})(?![0-9]))?"
    rf"|(?<![0-9.,])(?P<d2>{_DAY}){_ORDINAL} (?:of )?(?P<m2>{MONTH})\.?(?![A-Za-z])"
    rf"(?:,? (?P<y2>{_YEAR})(?![0-9]))?"
    rf"|(?P<m3>{MONTH})\.?,? (?:of )?(?P<y3>{_YEAR})(?![0-9])"
    ")",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?<![0-9./-])(?:(?P<y1>(?:19|20)[0-9]{2})-(?P<a1>[01]?[0-9])-(?P<b1>[0-3]?[0-9])"
    r"|(?P<a2>[0-3]?[0-9])(?P<sep>[/.-])(?P<b2>[0-3]?[0-9])(?P=sep)(?P<y2>(?:19|20)?[0-9]{2}))"
    r"(?![0-9/-]|\.[0-9])"
)
_CLOCK = re.compile(
    r"(?<![0-9:.,])(?P<hour>1[0-9]|2[0-3]|0?[0-9])(?:[:.](?P<minute>[0-5][0-9]))?"
    r"(?: ?(?P<half>[ap])\.? ?m(?:\.|(?![A-Za-z])))(?![0-9])"
    r"|(?<![0-9:.,])(?P<hour24>1[0-9]|2[0-3]|0?[0-9]):(?P<minute24>[0-5][0-9])(?![0-9:])",
    re.IGNORECASE,
)
_NOON = 12
# How far a year stands from ours in the calendars that a translation may use instead: Buddhist,
# Persian (two years, by the season), Ethiopian (likewise), Republic of China, Reiwa.
_CALENDARS = {
    "buddhist": (543,),
    "persian": (-621, -622),
    "ethiopian": (-7, -8),
    "minguo": (-1911,),
    "reiwa": (-2018,),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it is written; `month` and `day` are 0 where it has none, `year` likewise.

    A numeric date may be read either way round, so `is_numeric` ones are compared without order.
    """

    written: str
    year: int
    month: int
    day: int
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it is written, with every hour that it may be told as."""

    written: str
    hours: tuple[str, ...]
    minute: str


def clocks_in(text: str) -> tuple[list[Clock], str]:
    """The times of day in a folded English text, and the text without them."""
    if ":" not in text and "m" not in text.casefold():
        return [], text
    found = [_clock(one) for one in _CLOCK.finditer(text)]
    return found, _CLOCK.sub(" ; ", text) if found else text


def days_in(text: str) -> tuple[list[Day], str]:
    """The dates in a folded English text, and the text without them."""
    found: list[Day] = []

    def take(match: re.Match[str]) -> str:
        day = _numeric(match)
        if day is None:
            return match[0]
        found.append(day)
        return " ; "

    rest = _NUMERIC.sub(take, text)
    written = [_written(one) for one in _WRITTEN.finditer(rest)]
    return [*found, *written], _WRITTEN.sub(" ; ", rest) if written else rest


def holds_clock(figures: Figures, clock: Clock, *, has_extra: bool) -> bool:
    """Whether the numbers of a translation tell this time: 5:00 p.m. as 5, 17 or 17:00."""
    if not any(figures.holds(hour) for hour in clock.hours):
        return False
    # Half past and quarters have words of their own in many languages.
    is_worded = clock.minute in {"15", "30", "45"} and not has_extra
    return clock.minute == "0" or is_worded or figures.holds(clock.minute)


def holds_day(figures: Figures, day: Day, *, has_extra: bool) -> bool:
    """Whether the numbers of a translation hold the day and the year; the month may be a name."""
    if day.year and not any(figures.holds(one) for one in _years(day)):
        return False
    if not day.day or figures.holds(str(day.day)):
        return True
    # The first of a month has a word of its own in many languages.
    return day.day == 1 and not has_extra


def holds_month(days: list[Day], day: Day) -> bool:
    """Whether no numeric date of a translation says another month of the same day and year."""
    same = [one for one in days if one.year == day.year and day.day in {one.day, one.month}]
    if not same or not day.day or not day.month:
        return True
    return any({one.day, one.month} == {day.day, day.month} for one in same)


def calendar_of(figures: Figures, day: Day) -> str:
    """The other calendar in which the year stands in a translation; empty if in none."""
    if not day.year:
        return ""
    for name, offsets in _CALENDARS.items():
        if any(figures.holds(str(day.year + one)) for one in offsets if day.year + one > 0):
            return name
    hijri = (day.year - 622) * 33 // 32
    found = any(figures.holds(str(one)) for one in (hijri, hijri + 1))
    return "hijri" if found else ""


def told_as(days: list[Day], clocks: list[Clock]) -> Iterator[str]:
    """Numbers that a translation may hold for these, though the source does not."""
    for day in days:
        yield from (str(day.month), str(day.day), str(day.year), str(day.year % 100))
    for clock in clocks:
        yield from (*clock.hours, clock.minute)


def _years(day: Day) -> tuple[str, ...]:
    return (str(day.year), plain(str(day.year)[-2:])) if day.is_numeric else (str(day.year),)


def _clock(match: re.Match[str]) -> Clock:
    hour = int(match["hour"] or match["hour24"])
    minute = plain(match["minute"] or match["minute24"] or "0")
    half = (match["half"] or "").casefold()
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    others = {hour, hour % _NOON, hour % _NOON or _NOON}
    if hour == 0:
        others.add(24)
    return Clock(match[0], tuple(str(one) for one in sorted(others)), minute)


def _numeric(match: re.Match[str]) -> Day | None:
    """The day that a numeric date means; None if there is none."""
    year = int(match["y1"] or match["y2"])
    if year < 100:
        year += 2000
    month, day = int(match["a1"] or match["a2"]), int(match["b1"] or match["b2"])
    if not 1 <= min(month, day) <= _NOON or max(month, day) > 31:
        return None
    return Day(match[0], year, month, day, is_numeric=True)


def _written(match: re.Match[str]) -> Day:
    parts = match.groupdict()
    return Day(
        match[0],
        int(parts["y1"] or parts["y2"] or parts["y3"] or 0),
        month_of(parts["m1"] or parts["m2"] or parts["m3"]),
        int(parts["d1"] or parts["d2"] or 0),
    )
