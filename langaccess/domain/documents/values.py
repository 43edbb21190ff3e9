"""The kinds of value that a document request holds: how each is read, and what is allowed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

from langaccess.domain.rules.kinds import Wrong, shown

__all__ = [
    "DAY",
    "FLAGS",
    "LANGUAGE",
    "LANGUAGES",
    "MOMENT",
    "NAME",
    "SWITCH",
    "TEXT",
    "Value",
    "Wrong",
    "whole",
]

T = TypeVar("T")

MOST_LANGUAGES = 100
MOST_FLAGS = 100
# Years whose holidays can be counted back and forth from without leaving the calendar.
FIRST_YEAR, LAST_YEAR = 2000, 2199

# The shape of a BCP 47 tag: a language, then subtags. Which languages there are, the register says.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_NAMES: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with a fraction",
    str: "text",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """One kind of value. `read` gives the value or raises Wrong."""

    read: Callable[[object], T]
    allowed: str


def _typed(value: object, wanted: type[T]) -> T:
    # True is an int to Python; in a request it is none.
    if not isinstance(value, wanted) or type(value) is not wanted:
        raise Wrong(f"is {_NAMES.get(type(value), 'something else')}, not {_NAMES[wanted]}")
    return value


def _text(value: object) -> str:
    text = _typed(value, str)
    if _UNFIT.search(text):
        raise Wrong("holds a sign that no text can be stored with (NUL or half of a pair)")
    return text


def _name(value: object) -> str:
    text = _text(value)
    if not text.strip():
        raise Wrong("is empty")
    return text


def _tag(value: object) -> str:
    tag = _text(value)
    if not _TAG.fullmatch(tag):
        raise Wrong(f"{shown(tag)} is no language tag")
    return tag


def _items(value: object, read: Callable[[object], str]) -> list[str]:
    items = _typed(value, list)
    found: list[str] = []
    for place, item in enumerate(items, 1):
        try:
            found.append(read(item))
        except Wrong as wrong:
            raise Wrong(f"number {place} {wrong}") from None
    return found


def _at_most(most: int, values: Iterable[str]) -> tuple[str, ...]:
    found = tuple(values)
    if len(found) > most:
        raise Wrong(f"holds {len(found)}")
    return found


def _languages(value: object) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in _items(value, _tag):
        found.setdefault(tag.casefold(), tag)
    if not found:
        raise Wrong("is empty")
    return _at_most(MOST_LANGUAGES, found.values())


def _flags(value: object) -> tuple[str, ...]:
    return _at_most(MOST_FLAGS, dict.fromkeys(_items(value, _name)))


def _day(value: object) -> date:
    text = _text(value)
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise Wrong(f"{shown(text)} is no date")
    return _within_years(day, text)


def _moment(value: object) -> datetime:
    text = _text(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{shown(text)} is no time") from None
    if moment.tzinfo is None:
        raise Wrong(f"{shown(text)} has no offset, so nobody can know when it was")
    return _within_years(moment, text).astimezone(UTC)


D = TypeVar("D", date, datetime)


def _within_years(day: D, text: str) -> D:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Wrong(f"{shown(text)} is in the year {day.year}")
    return day


def whole(unit: str, most: int) -> Value[int]:
    """Whole numbers of a unit from 0 up."""

    def read(value: object) -> int:
        number = _typed(value, int)
        if not 0 <= number <= most:
            raise Wrong("is below nought" if number < 0 else "is above what is allowed")
        return number

    return Value(read, f"a whole number of {unit} from 0 to {most}")


_YEARS = f"of the years {FIRST_YEAR} to {LAST_YEAR}"
TEXT = Value(_text, "text")
NAME = Value(_name, "text that is not empty")
SWITCH = Value(lambda value: _typed(value, bool), "true or false")
DAY = Value(_day, f'a date {_YEARS}, like "2026-12-04"')
MOMENT = Value(_moment, f'a time {_YEARS} with its offset, like "2026-11-25T16:30:00-08:00"')
LANGUAGE = Value(_tag, 'a BCP 47 tag, like "es" or "zh-Hant"')
LANGUAGES = Value(_languages, f'1 to {MOST_LANGUAGES} BCP 47 tags, like ["es", "zh-Hant"]')
FLAGS = Value(_flags, f"at most {MOST_FLAGS} flags as the rules name them, each a text")
