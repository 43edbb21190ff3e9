"""A city's CSV file, read whole: its rows with their lines, or everything that is wrong with it."""

import csv
import io
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langaccess.domain.errors import Invalid
from langaccess.domain.rules.kinds import meant, quoted, shown

LONGEST_CELL = 500
# Signs that turn the reading direction of what stands behind them (Unicode UAX 9, 2.1 and 2.2).
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKING = frozenset({"Cc", "Zl", "Zp"})
_SAVE_AS = 'UTF-8 text ("CSV UTF-8" in a spreadsheet program)'


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the file.

    `line` is the physical line, counted from 1, on which the row begins. `column` is a column's
    name, or "file", "header" or "row" for what concerns no single one.
    """

    line: int
    column: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        """`LINE: column: what is wrong; what is allowed`, on one line."""
        return f"{self.line}: {self.column}: {self.wrong}; {self.allowed}"


@dataclass(eq=False)
class FileInvalid(Invalid):
    """The file cannot be used; `faults` holds everything wrong with it, by line."""

    file_name: str
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        """One fault a line: `FILE:LINE: column: what is wrong; what is allowed`."""
        return "\n".join(f"{self.file_name}:{fault}" for fault in self.faults)


class Faults:
    """What was found wrong so far."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def note(self, line: int, column: str, wrong: str, allowed: str) -> None:
        """Keep one fault."""
        self._found.append(Fault(line, column, wrong, allowed))

    def refuse(self, file_name: str) -> None:
        """Refuse the file if anything was found. Raises FileInvalid."""
        if self._found:
            by_line = sorted(self._found, key=lambda fault: fault.line)
            raise FileInvalid(file_name, tuple(by_line))


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line on which it begins, and its cells by column, without outer spaces."""

    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class Tally:
    """How many things of one kind an import added, changed, and left as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def read_records(content: bytes, columns: Sequence[str], faults: Faults) -> list[Record]:
    """Every row that can be read; what is wrong goes to `faults`.

    UTF-8, with or without a byte order mark. Comma or semicolon, whichever the header holds more
    of. The columns stand in any order, and all of them are there. Empty rows are passed over.
    """
    text = _decoded(content, faults)
    if faults:
        return []
    rows = _rows(text, faults)
    line, header = next(rows, (1, []))
    names = [cell.strip() for cell in header]
    if not faults:
        _check_header(line, names, columns, faults)
    if faults:
        return []
    return [Record(*one) for one in _records(rows, names, faults)]


def _decoded(content: bytes, faults: Faults) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        faults.note(1, "file", "is written in UTF-16", _SAVE_AS)
        return ""
    for line, written in enumerate(content.splitlines(), 1):
        if b"\0" in written:
            faults.note(line, "row", "holds a NUL byte", _SAVE_AS)
            continue
        try:
            written.decode()
        except UnicodeDecodeError as error:
            byte = written[error.start]
            faults.note(line, "row", f"holds the byte 0x{byte:02x}, which is not UTF-8", _SAVE_AS)
    return content.decode("utf-8-sig", errors="replace")


def _rows(text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, each with its first line; reading goes on behind a broken one."""
    first = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.note(
                line,
                "row",
                "has quotation marks that do not balance",
                'a cell in quotation marks ends with one, and "" stands for one inside it',
            )
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _check_header(line: int, names: list[str], columns: Sequence[str], faults: Faults) -> None:
    if not names:
        faults.note(line, "file", "is empty", f"a header with {_listed(columns)}")
        return
    missing = [one for one in columns if one not in names]
    for number, name in enumerate(names, 1):
        if not name:
            faults.note(line, "header", f"cell {number} has no name", _listed(columns))
        elif name in names[: number - 1]:
            faults.note(line, _printed(name), "stands in the header twice", "each column once")
        elif name not in columns:
            hint = meant(name.casefold(), missing)
            missing = [one for one in missing if shown(one) not in hint]
            faults.note(line, _printed(name), f"is no column of this file{hint}", _listed(columns))
    for one in missing:
        faults.note(line, one, "is missing in the header", _listed(columns))


def _records(
    rows: Iterator[tuple[int, list[str]]], names: list[str], faults: Faults
) -> Iterator[tuple[int, dict[str, str]]]:
    for line, cells in rows:
        if len(cells) != len(names):
            held = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            wrong = f"has {held} where the header has {len(names)}"
            faults.note(line, "row", wrong, "one cell for each column, quoted if it holds a comma")
            continue
        clean = [_clean(cell) for cell in cells]
        for name, cell in zip(names, clean, strict=True):
            if len(cell) > LONGEST_CELL or not cell.isprintable():
                _check_signs(line, name, cell, faults)
        yield line, dict(zip(names, clean, strict=True))


def _clean(cell: str) -> str:
    cell = cell.strip()
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def _check_signs(line: int, column: str, cell: str, faults: Faults) -> None:
    if len(cell) > LONGEST_CELL:
        wrong = f"is {len(cell)} characters long"
        faults.note(line, column, wrong, f"at most {LONGEST_CELL} characters")
    if any(sign in _TURNING or unicodedata.category(sign) in _BREAKING for sign in cell):
        faults.note(
            line, column, "holds a line break or a control character", "plain text on one line"
        )


def _listed(columns: Sequence[str]) -> str:
    return f"the columns {quoted(columns)}"


def _printed(name: str) -> str:
    return shown(name)[1:-1]
