"""The cells of one CSV row: each asked for as what it must be, every fault noted."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from langaccess.domain.csv_table import Faults, Record
from langaccess.domain.languages import Language, meant_tags
from langaccess.domain.rules.kinds import meant, quoted, shown

E = TypeVar("E", bound=StrEnum)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BETWEEN = re.compile(r"[;|\s]+")
_WHOLE = re.compile(r"[0-9]{1,9}")
_TAGS = "tags of the register of languages, such as es, zh-Hant or ase"

hint_at = lru_cache(maxsize=4096)(meant)


class Cells:
    """One row of the file. A cell that is wrong reads as if it were empty."""

    __slots__ = ("_cells", "_faults", "line")

    def __init__(self, record: Record, faults: Faults) -> None:
        self.line = record.line
        self._cells = record.cells
        self._faults = faults

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def fault(self, column: str, wrong: str, allowed: str) -> None:
        """Note something wrong in this row."""
        self._faults.note(self.line, column, wrong, allowed)

    def filled(self, column: str, allowed: str) -> str:
        """The text of a cell that must not be empty."""
        if not self._cells[column]:
            self.fault(column, "is empty", allowed)
        return self._cells[column]

    def fitting(self, column: str, pattern: re.Pattern[str], allowed: str) -> str:
        """The text of a cell that may be empty and else fits the pattern."""
        text = self._cells[column]
        if not text or pattern.fullmatch(text):
            return text
        self.fault(column, f"is {shown(text)}", allowed)
        return ""

    def day(self, column: str) -> date | None:
        """The date in a cell that may be empty."""
        text = self._cells[column]
        if not text:
            return None
        found = day_of(text)
        if found is None:
            self.fault(column, f"is {shown(text)}, which is no date", "a date such as 2026-03-31")
        return found

    def whole(self, column: str, allowed: str) -> int | None:
        """The whole number in a cell that must not be empty."""
        text = self.filled(column, allowed)
        if not text or _WHOLE.fullmatch(text):
            return int(text) if text else None
        self.fault(column, f"is {shown(text)}, which is no whole number", allowed)
        return None

    def one_of(self, column: str, names: tuple[str, ...]) -> str | None:
        """The name in a cell that must hold one of these."""
        text = self._cells[column]
        if text in names:
            return text
        wrong = f"is {shown(text)}{hint_at(text, names)}" if text else "is empty"
        self.fault(column, wrong, f"one of {quoted(names)}")
        return None

    def some_of(self, column: str, members: type[E]) -> frozenset[E]:
        """The names in a list, those that are known; none for an empty cell."""
        found, wrong = _sorted_out(self._cells[column], members)
        for name in wrong:
            names = tuple(one.value for one in members)
            hint = hint_at(name, names)
            self.fault(
                column,
                f"holds {shown(name)}{hint}",
                f"a list of {quoted(names)}, with ; or | or spaces",
            )
        return found

    def language(self, column: str, tag: str, register: "Register") -> Language | None:
        """The language with this tag, which must be written as in the register."""
        known = register.languages.get(tag)
        if known is None:
            self.fault(column, f"{shown(tag)} is no known language tag{register.hint(tag)}", _TAGS)
        return known


class Register:
    """The languages there are by tag, and what a wrong tag may have meant."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self.languages = {one.tag: one for one in languages}
        self._hints: dict[str, str] = {}

    def hint(self, tag: str) -> str:
        """The hint at tags that may have been meant; empty if none is near."""
        if tag not in self._hints:
            near = meant_tags(tag, self.languages.values())
            self._hints[tag] = f" (did you mean {quoted(near)}?)" if near else ""
        return self._hints[tag]


def list_of(text: str) -> tuple[str, ...]:
    """What a cell lists, with semicolons, bars or spaces between."""
    return tuple(part for part in _BETWEEN.split(text) if part)


@lru_cache(maxsize=4096)
def _sorted_out(text: str, members: type[E]) -> tuple[frozenset[E], tuple[str, ...]]:
    """What a cell lists: the members named in it, and the names that are none."""
    known = {one.value: one for one in members}
    names = list_of(text)
    wrong = tuple(name for name in names if name not in known)
    return frozenset(known[name] for name in names if name in known), wrong


def place_key(name: str) -> str:
    """A name as it is compared: two that differ in case or spaces are one misspelt."""
    return "".join(name.casefold().split())


class Names:
    """Names of departments or locations: a new one is let in, a near-miss of a known one not."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = set(known)
        self._spelt = {place_key(one): (one, 0) for one in self._known}
        self.new: list[str] = []

    def take(self, cells: Cells, column: str) -> str:
        """The name in this cell; a fault if it is known in another spelling."""
        name = cells[column]
        if not name or name in self._known:
            return name
        spelt, line = self._spelt.setdefault(place_key(name), (name, cells.line))
        if spelt == name:
            self._known.add(name)
            self.new.append(name)
        else:
            where = f"on line {line}" if line else "in the city's list"
            cells.fault(
                column,
                f"is {shown(name)}, which stands as {shown(spelt)} {where}",
                "one spelling for one place",
            )
        return name


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | None:
    """The date that YYYY-MM-DD stands for, if there is such a day."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
