"""The CSV file of a glossary: a row a term, read whole or not at all, and written again."""

import csv
import io
import re
from collections.abc import Iterable

from langaccess.domain.csv_cells import Cells, Register
from langaccess.domain.csv_table import Faults, read_records
from langaccess.domain.documents.glossary import Term, TermStatus
from langaccess.domain.documents.words import words_of
from langaccess.domain.languages import Language
from langaccess.domain.rules.kinds import shown

COLUMNS = ("source", "target", "language", "department", "status", "note")
_BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins with one of these as a formula; an apostrophe before it
# says that it is text (OWASP, "CSV Injection", read 2026-11-22).
_GUARD = "'"
_RUN = re.compile(r"'*[=+@-]")
_GUARDED = re.compile(r"'+[=+@-]")
_A_SOURCE = "the word or phrase of the source"
_A_TARGET = "its translation; only a name to keep has none"

_Key = tuple[tuple[str, ...], tuple[str, ...], str, str | None]


def read_glossary(
    content: bytes, *, file_name: str, languages: Iterable[Language], departments: Iterable[str]
) -> tuple[Term, ...]:
    """The terms of the file in its order, or every fault in it. Raises FileInvalid.

    A term without a department is the whole city's. One row for a source, target, language and
    department, whatever their case.
    """
    reader = _Reader(languages, departments)
    for record in read_records(content, COLUMNS, reader.faults):
        reader.read(Cells(record, reader.faults))
    reader.faults.refuse(file_name)
    return tuple(reader.terms)


def write_glossary(terms: Iterable[Term]) -> bytes:
    """The file of these terms, which `read_glossary` reads back as they are.

    UTF-8 with a byte order mark, so that a spreadsheet shows every script; what it would run as
    a formula has an apostrophe before it.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in terms:
        cells = (
            one.source,
            one.target,
            one.language_tag,
            one.department or "",
            one.status.value,
            one.note,
        )
        writer.writerow(map(_guarded, cells))
    return (_BYTE_ORDER_MARK + file.getvalue()).encode()


class _Reader:
    """What the rows said so far."""

    def __init__(self, languages: Iterable[Language], departments: Iterable[str]) -> None:
        self.faults = Faults()
        self.terms: list[Term] = []
        self._register = Register(languages)
        self._departments = {one.casefold(): one for one in departments}
        self._lines: dict[_Key, int] = {}

    def read(self, cells: Cells) -> None:
        """Take in one row."""
        status = cells.one_of("status", tuple(TermStatus))
        term = Term(
            source=_unguarded(cells.filled("source", _A_SOURCE)),
            target=_unguarded(cells["target"]),
            language_tag=self._language(cells),
            department=self._department(cells),
            status=TermStatus(status or TermStatus.APPROVED),
            note=_unguarded(cells["note"]),
        )
        _check_words(cells, "source", term.source)
        _check_words(cells, "target", term.target)
        if status and status != TermStatus.KEEP:
            cells.filled("target", _A_TARGET)
        self._check_once(cells, term)
        self.terms.append(term)

    def _language(self, cells: Cells) -> str:
        tag = cells.filled("language", "the tag of the language of the target")
        if tag:
            cells.language("language", tag, self._register)
        return tag

    def _department(self, cells: Cells) -> str | None:
        name = _unguarded(cells["department"])
        if not name:
            return None
        if name.casefold() not in self._departments:
            allowed = "a department of the city, or nothing for the whole city"
            cells.fault("department", f"{shown(name)} is no known department", allowed)
        return self._departments.get(name.casefold(), name)

    def _check_once(self, cells: Cells, term: Term) -> None:
        said = (words_of(term.source), words_of(term.target))
        line = self._lines.setdefault((*said, term.language_tag, term.department), cells.line)
        if line != cells.line:
            cells.fault(
                "row",
                f"stands on line {line} already",
                "one row for a source, target, language and department",
            )


def _check_words(cells: Cells, column: str, text: str) -> None:
    if text and not words_of(text):
        cells.fault(column, f"{shown(text)} holds no letter and no digit", "a word or phrase")


def _guarded(text: str) -> str:
    """A text that no spreadsheet runs; one that looks guarded already is guarded once more."""
    return _GUARD + text if _RUN.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
