"""Reading a rules file so that every fault is found in one go, each with its line."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

from langaccess.domain.rules.faults import Fault
from langaccess.domain.rules.kinds import Kind, Wrong, name_of, quoted, shown
from langaccess.domain.rules.lines import Path

T = TypeVar("T")
D = TypeVar("D")

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def key_of(path: Path) -> str:
    """A path as it is written in the file; items of lists count from 1."""
    return "".join(_written(part) for part in path).removeprefix(".")


def _written(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part + 1}]"
    return f".{part}" if _BARE_KEY.fullmatch(part) else f".{shown(part)}"


class Ledger:
    """The faults found so far, and on which line each key stands."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self._faults: list[Fault] = []

    def note(self, path: Path, wrong: str, allowed: str) -> None:
        """Keep one fault."""
        self._faults.append(Fault(self.line_of(path), key_of(path), wrong, allowed))

    def line_of(self, path: Path) -> int:
        """The line of this key; of the nearest table around it if it is not there; else 1."""
        around = (path[:length] for length in range(len(path), 0, -1))
        return next((self._lines[one] for one in around if one in self._lines), 1)

    def faults(self) -> tuple[Fault, ...]:
        """All faults by line; those of one line in the order they were found."""
        return tuple(sorted(self._faults, key=lambda fault: fault.line))


class Table:
    """One table of the file: asked for its keys one by one, then closed.

    Every question is answered with a value of the right type, a blank one where the file is wrong,
    so that reading goes on to the next fault. `close` names keys that nobody asked for and keys
    that are missing; a key that was only misspelt is not reported as missing too.
    """

    def __init__(self, ledger: Ledger, path: Path, values: Mapping[str, object] | None) -> None:
        self.path = path
        self.is_there = values is not None
        self._ledger = ledger
        self._values = values or {}
        self._asked: list[str] = []
        self._missing: dict[str, str] = {}
        self._misspelt: set[str] = set()
        self._faulty: set[str] = set()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are there, in the order of the file."""
        return tuple(self._values)

    def required(self, key: str, kind: Kind[T]) -> T:
        """The value of a key that must be there."""
        self._demand(key, kind.allowed)
        return self.optional(key, kind, kind.blank)

    def optional(self, key: str, kind: Kind[T], default: D) -> T | D:
        """The value of a key, or the default when it is not there."""
        self._asked.append(key)
        if key not in self._values:
            return default
        return self._read((*self.path, key), self._values[key], kind)

    def listed(self, key: str, kind: Kind[T]) -> tuple[T, ...]:
        """The items of a list; none when the key is not there."""
        self._asked.append(key)
        items = self._values.get(key, [])
        if not isinstance(items, list):
            self.fault(key, f"is {name_of(items)}, not a list", f"a list, each {kind.allowed}")
            return ()
        return tuple(
            self._read((*self.path, key, number), item, kind) for number, item in enumerate(items)
        )

    def filled(self, key: str, kind: Kind[T]) -> tuple[T, ...]:
        """The items of a list that may be left out but not be empty."""
        if self._values.get(key) == []:
            self.fault(key, "is an empty list", f"a list, each {kind.allowed}")
        return self.listed(key, kind)

    def key_as(self, key: str, kind: Kind[T]) -> T:
        """A key that is itself a value, as its kind reads it."""
        return self._read((*self.path, key), key, kind)

    def table(self, key: str, allowed: str, *, required: bool = True) -> "Table":
        """The table under a key; one that is not there when it is missing or no table."""
        self._asked.append(key)
        if required:
            self._demand(key, allowed)
        return self._opened(key, (*self.path, key), self._values.get(key), allowed)

    def tables(self, key: str, *, required: bool = False) -> list["Table"]:
        """The tables of a list like [[key]], in the order of the file."""
        self._asked.append(key)
        allowed = f"tables that begin with [[{key_of((*self.path, key))}]]"
        if required:
            self._demand(key, allowed)
        items = self._values.get(key, [])
        if not isinstance(items, list):
            self.fault(key, f"is {name_of(items)}, not a list of tables", allowed)
            return []
        if required and self._values.get(key) == []:
            self.fault(key, "is an empty list", allowed)
        opened = (
            self._opened(key, (*self.path, key, number), item, allowed)
            for number, item in enumerate(items)
        )
        return [table for table in opened if table.is_there]

    def close(self) -> None:
        """Name every key that is not known and every one that is missing."""
        unknown = [key for key in self._values if key not in self._asked]
        for key in unknown:
            near = get_close_matches(key, [one for one in self._asked if one not in self._values])
            self._misspelt.update(near[:1])
            self._missing = {one: why for one, why in self._missing.items() if one not in near[:1]}
            hint = f" (did you mean {quoted(near[:1])}?)" if near else ""
            self.fault(key, f"is not a known key{hint}", f"keys here: {', '.join(self._asked)}")
        for key, allowed in self._missing.items():
            self.fault(key, "is missing", allowed)

    def has(self, key: str) -> bool:
        """Whether the key is there, even misspelt (known after `close`) or with a bad value."""
        return key in self._values or key in self._misspelt

    def is_good(self, key: str) -> bool:
        """Whether the key is there and nothing was wrong with its value so far."""
        return key in self._values and key not in self._faulty

    def line_of(self, key: str) -> int:
        """The line of a key of this table."""
        return self._ledger.line_of((*self.path, key))

    def fault(self, key: str, wrong: str, allowed: str) -> None:
        """Note something wrong with one key of this table."""
        self._note((*self.path, key), wrong, allowed)

    def blame(self, wrong: str, allowed: str) -> None:
        """Note something wrong with this table as a whole."""
        self._ledger.note(self.path, wrong, allowed)

    def _demand(self, key: str, allowed: str) -> None:
        if self.is_there and key not in self._values:
            self._missing[key] = allowed

    def _opened(self, key: str, path: Path, value: object, allowed: str) -> "Table":
        if isinstance(value, dict):
            return Table(self._ledger, path, value)
        if key in self._values:
            self._note(path, f"is {name_of(value)}, not a table", allowed)
        return Table(self._ledger, path, None)

    def _read(self, path: Path, value: object, kind: Kind[T]) -> T:
        try:
            return kind.read(value)
        except Wrong as wrong:
            self._note(path, str(wrong), kind.allowed)
            return kind.blank

    def _note(self, path: Path, wrong: str, allowed: str) -> None:
        self._faulty.add(str(path[len(self.path)]))
        self._ledger.note(path, wrong, allowed)
