"""The kinds of value that a rules file holds: how each is read, and what is allowed."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from langaccess.domain.time import Hours

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_PHONE = re.compile(r"\+?[0-9](?:[ ().-]*[0-9]){2,14}")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_LONGEST_SHOWN = 60

_NAMES: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with a fraction",
    str: "text",
    datetime: "a date with a time",
    date: "a date",
    time: "a time of day",
    list: "a list",
    dict: "a table",
}


class Wrong(Exception):
    """A value is not of its kind; the text says what it is instead."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of value. `read` gives the value or raises Wrong; `blank` stands in for a bad one.

    A blank never leaves the parser: a file with any fault yields no rules.
    """

    read: Callable[[object], T]
    allowed: str
    blank: T


def name_of(value: object) -> str:
    """What a value is called where another kind was expected."""
    return _NAMES[type(value)]


def shown(text: str) -> str:
    """Text as the reader of a fault recognises it: in quotes, on one line, not too long."""
    short = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return '"' + "".join(sign if sign.isprintable() else " " for sign in short) + '"'


def quoted(names: Iterable[str]) -> str:
    """Names as they stand in the file, to be copied from a fault."""
    return ", ".join(shown(name) for name in names)


def meant(written: str, known: Iterable[str]) -> str:
    """The hint at the known name that is most like what was written; empty if none is near."""
    near = get_close_matches(written, list(known), 1)
    return f" (did you mean {quoted(near)}?)" if near else ""


def _typed(value: object, wanted: type[T]) -> T:
    # True is an int to Python and a datetime is a date; in the file they are neither.
    if not isinstance(value, wanted) or type(value) is not wanted:
        raise Wrong(f"is {name_of(value)}, not {_NAMES[wanted]}")
    return value


def _text(value: object) -> str:
    text = _typed(value, str)
    if not text.strip():
        raise Wrong("is empty")
    return text


def _phrase(value: object) -> str:
    text = _text(value)
    if not any(sign.isalnum() for sign in unicodedata.normalize("NFKC", text)):
        raise Wrong(f"{shown(text)} holds no letter or digit, so it is never found")
    return text


def _hours(value: object) -> Hours:
    text = _typed(value, str)
    found = _HOURS.fullmatch(text)
    if found is None:
        raise Wrong(f"{shown(text)} is not an opening and a closing time")
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, found.groups())
    opens, closes = time(opens_hour, opens_minute), time(closes_hour, closes_minute)
    if closes <= opens:
        raise Wrong(f"{shown(text)} closes before it opens")
    return opens, closes


def _day_key(value: object) -> date:
    text = _typed(value, str)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{shown(text)} is not a date") from None


def _zone(value: object) -> str:
    name = _text(value)
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):  # absent, a folder of zones, or not a name at all
        hint = meant(name, available_timezones())
        raise Wrong(f"{shown(name)} is not a known zone{hint}") from None


def _like(pattern: re.Pattern[str], what: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _text(value)
        if not pattern.fullmatch(text):
            raise Wrong(f"{shown(text)} is not {what}")
        return text

    return read


TEXT = Kind(_text, "text in quotes, not empty", "")
PHRASE = Kind(_phrase, "a word or phrase in quotes, with a letter or digit in it", "")
PHONE = Kind(
    _like(_PHONE, "a telephone number"), 'a number as dialled, like "+15105550142" or "311"', ""
)
EMAIL = Kind(_like(_EMAIL, "an email address"), 'one address, like "desk@city.example"', "")
SWITCH = Kind(lambda value: _typed(value, bool), "true or false", False)
DAY = Kind(lambda value: _typed(value, date), "a date without quotes, like 2026-12-24", date.min)
DAY_KEY = Kind(_day_key, "a date as key, like 2026-12-24", date.min)
HOURS = Kind(
    _hours,
    'hours like "08:00-17:00", between 00:00 and 23:59, opening before closing',
    (time.min, time.max),
)
ZONE = Kind(_zone, 'an IANA time zone, like "America/Los_Angeles"', "")


def whole(unit: str, least: int, most: int) -> Kind[int]:
    """Whole numbers of a unit, both bounds allowed."""

    def read(value: object) -> int:
        number = _typed(value, int)
        if not least <= number <= most:
            raise Wrong(f"{'is below' if number < least else 'is above'} what is allowed")
        return number

    return Kind(read, f"a whole number of {unit} from {least} to {most}", least)


def named(known: Collection[str], what: str) -> Kind[str]:
    """One of the names that are known."""

    def read(value: object) -> str:
        text = _typed(value, str)
        if text not in known:
            raise Wrong(f"{shown(text)} is not a known {what}{meant(text, known)}")
        return text

    return Kind(read, f"one of {quoted(known)}", next(iter(known), ""))


def one_of(choices: type[E], what: str) -> Kind[E]:
    """One of the values of a closed set."""
    names = named(list(choices), what)
    return Kind(lambda value: choices(names.read(value)), names.allowed, choices(names.blank))
