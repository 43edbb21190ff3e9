"""On which line of a TOML text each key stands: `tomllib` gives values without places."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator

Path = tuple[str | int, ...]

_STRING = r"""
    \"{3} (?: [^\\] | \\. )*? \"{3,5}
  | '{3} .*? '{3,5}
  | " (?: [^"\\\n] | \\. )* "
  | ' [^'\n]* '
"""
_PART = r"""(?: [A-Za-z0-9_-]+ | " (?: [^"\\\n] | \\. )* " | ' [^'\n]* ' )"""
_STRINGS = re.compile(_STRING, re.VERBOSE | re.DOTALL)
_KEY = re.compile(rf"{_PART} (?: [ \t]* \. [ \t]* {_PART} )*", re.VERBOSE)
_BLANK = re.compile(r"(?: [ \t\r\n] | \#[^\n]* )*", re.VERBOSE)
_BARE = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> dict[Path, int]:
    """The line, counted from 1, of every table, key and list item of a valid TOML text.

    Paths hold keys as text and places in lists as numbers from 0, so they are what leads to the
    same value in what `tomllib.loads` gives. A table that only its keys imply has the line of
    the first of them. Text that `tomllib` refuses gives an arbitrary answer.
    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    """One walk through the text, from its first character to its last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._tables_seen: dict[Path, int] = {}

    def document(self) -> None:
        """Walk the whole text: table headers, and the keys under each."""
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> Path:
        """The path of the table that `[a.b]` or the next one of those that `[[a.b]]` opens."""
        is_list = self.text.startswith("[[", self.at)
        began_at = self.at
        self.at += 2 if is_list else 1
        self._skip(_BLANK)
        path = self._placed(self._key(), is_list=is_list)
        self._note(path, began_at)
        self._skip(_BLANK)
        self.at += 2 if is_list else 1
        return path

    def _placed(self, keys: Path, *, is_list: bool) -> Path:
        """A header's keys with the number of the list item that each list on the way is at."""
        path: Path = ()
        for key in keys[:-1]:
            path = self._latest((*path, key))
        path = (*path, keys[-1])
        if is_list:
            self._tables_seen[path] = self._tables_seen.get(path, -1) + 1
            return self._latest(path)
        return path

    def _latest(self, path: Path) -> Path:
        number = self._tables_seen.get(path)
        return path if number is None else (*path, number)

    def _pair(self, table: Path) -> None:
        """One `key = value` of this table; what a dotted key implies has its line too."""
        began_at = self.at
        path = (*table, *self._key())
        self._note(path, began_at)
        self._skip(_BLANK)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self._list(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._skip(_STRINGS if opening in "\"'" else _BARE)

    def _list(self, path: Path) -> None:
        for number in self._items("]"):
            self._note((*path, number), self.at)
            self._value((*path, number))

    def _inline_table(self, path: Path) -> None:
        for _ in self._items("}"):
            self._pair(path)

    def _items(self, closing: str) -> Iterator[int]:
        """Stand before each item in turn, and at last behind the closing bracket."""
        self.at += 1
        self._skip(_BLANK)
        number = 0
        while self.text[self.at] != closing:
            yield number
            self._skip(_BLANK)
            self.at += self.text[self.at] == ","
            self._skip(_BLANK)
            number += 1
        self.at += 1

    def _key(self) -> Path:
        """The keys of a dotted key, without their quotes: `tomllib` reads them for us."""
        written = _KEY.match(self.text, self.at)
        raw = written.group() if written else ""
        self.at += len(raw)
        found: object = tomllib.loads(f"{raw} = 0")
        path: Path = ()
        while isinstance(found, dict):
            key, found = next(iter(found.items()))
            path = (*path, key)
        return path

    def _note(self, path: Path, at: int) -> None:
        line = bisect_right(self._newlines, at - 1) + 1
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
