"""Document requests in a file: one JSON object, or one a line; all of them or every fault."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from langaccess.cli.failing import WrongUse
from langaccess.domain.documents.reading import RequestInvalid, read_request
from langaccess.domain.documents.request import DocumentRequest

ALLOWED = "one JSON object, or one JSON object a line"


@dataclass(frozen=True, slots=True)
class Piece:
    """One JSON text of a file: all of it or one line; `line` is where it begins."""

    line: int
    text: str

    def line_of(self, field: str) -> int:
        """The line on which the field stands, or the first."""
        before, found, _ = self.text.partition(json.dumps(field, ensure_ascii=False))
        return self.line + before.count("\n") if field and found else self.line


class Unreadable(ValueError):
    """A piece is no JSON; the text says what is wrong and where."""

    def __init__(self, line: int, wrong: str) -> None:
        super().__init__(wrong)
        self.line = line


def read_requests(file: TextIO) -> list[DocumentRequest]:
    """Every request of a file, in its order; else the end of the command with all faults."""
    found: list[DocumentRequest] = []
    faults: list[str] = []
    for piece in _pieces(_text(file)):
        try:
            found.append(read_request(_decoded(piece)))
        except Unreadable as error:
            faults.append(f"{file.name}:{error.line}: not JSON: {error}; {ALLOWED}")
        except RequestInvalid as error:
            lines = [(piece.line_of(fault.field), str(fault)) for fault in error.faults]
            faults += [f"{file.name}:{line}: {told}" for line, told in lines]
    if not found and not faults:
        faults = [f"{file.name}:1: holds no request; {ALLOWED}"]
    if faults:
        raise WrongUse(*faults)
    return found


def _text(file: TextIO) -> str:
    try:
        return file.read().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WrongUse(f"{file.name}:{line}: not UTF-8: {error.reason}; JSON is UTF-8") from error


def _pieces(text: str) -> Iterator[Piece]:
    """The whole text where it is one JSON value or the broken beginning of one, else its lines."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), None)
    if first is None:
        return
    if _goes_on(lines[first - 1]):
        yield Piece(first, "\n".join(lines[first - 1 :]))
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Piece(number, line)


def _goes_on(line: str) -> bool:
    """Whether a line is the beginning of a JSON value that lines after it go on with."""
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.pos >= len(line.rstrip())
    except (ValueError, RecursionError):
        return False
    return False


def _decoded(piece: Piece) -> object:
    try:
        return json.loads(piece.text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        line = piece.line + error.lineno - 1
        raise Unreadable(line, f"{error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise Unreadable(piece.line, "nested too deeply") from error
    except ValueError as error:
        raise Unreadable(piece.line, str(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose keys are distinct: of two values nobody could say which one counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{json.dumps(twice, ensure_ascii=False)} is given twice")
    return found
