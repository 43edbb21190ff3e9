"""The CSV file of vendors: a row a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from langaccess.domain.csv_cells import Cells, Names, Register, hint_at, list_of, place_key
from langaccess.domain.csv_table import Faults, read_records
from langaccess.domain.dispatch import Mode
from langaccess.domain.languages import Language
from langaccess.domain.rules.kinds import quoted, shown
from langaccess.domain.vendors import (
    E164,
    LINK,
    LINK_FIELDS,
    MINUTES_A_DAY,
    SCRIPT_FIELDS,
    ScriptInvalid,
    VendorFacts,
    check_template,
)

COLUMNS = (
    "name",
    "order",
    "phone",
    "client_id",
    "languages",
    "modes",
    "hours",
    "video_link",
    "script",
    "rate_cents_per_minute",
    "access_codes",
)
EVERY = "*"
ALWAYS = "24/7"
MODES = (Mode.PHONE.value, Mode.VIDEO.value)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_PARTS = re.compile(r"[;|]")
_HOURS = re.compile(
    r"([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+([0-9]{2}):([0-5][0-9])\s*-\s*([0-9]{2}):([0-5][0-9])"
)
_PHONE_ALLOWED = "a number such as +15105550142"
_HOURS_ALLOWED = '24/7, or times such as "mon-fri 07:00-19:00; sat 09:00-13:00"'
_CODES_ALLOWED = '"Department=code; *=code", * for all others, or nothing'
_RATE_ALLOWED = "whole cents a minute, 0 or more"

WeekHours = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class KnownVendor:
    """A line the city has already; its place in the order is free again if the file moves it."""

    name: str
    position: int


def read_vendors(
    content: bytes,
    *,
    file_name: str,
    languages: Iterable[Language],
    departments: dict[str, int],
    vendors: Iterable[KnownVendor],
) -> tuple[VendorFacts, ...]:
    """The lines of the file in their order, or every fault in it. Raises FileInvalid.

    `departments` are the city's, ids by name.
    """
    reader = _Reader(languages, departments, vendors)
    for record in read_records(content, COLUMNS, reader.faults):
        reader.read(Cells(record, reader.faults))
    reader.check_places()
    reader.faults.refuse(file_name)
    return tuple(sorted(reader.found, key=lambda one: one.position))


class _Reader:
    """What the rows said so far."""

    def __init__(
        self,
        languages: Iterable[Language],
        departments: dict[str, int],
        vendors: Iterable[KnownVendor],
    ) -> None:
        self.faults = Faults()
        self.found: list[VendorFacts] = []
        self._register = Register(languages)
        self._departments = departments
        self._known = list(vendors)
        self._names = Names(one.name for one in self._known)
        self._named: dict[str, int] = {}
        self._placed: dict[int, Cells] = {}

    def read(self, cells: Cells) -> None:
        """Take in one row."""
        name = self._name(cells)
        position = self._position(cells)
        cells.filled("phone", _PHONE_ALLOWED)
        modes = self._modes(cells)
        facts = VendorFacts(
            name=name,
            position=position or 0,
            phone=cells.fitting("phone", E164, _PHONE_ALLOWED),
            client_id=cells["client_id"],
            script=_template(cells, "script", SCRIPT_FIELDS),
            video_link=self._link(cells, modes),
            languages=self._languages(cells, modes),
            every_language=cells["languages"] == EVERY,
            hours=_hours(cells),
            codes=self._codes(cells),
            rate_cents_per_minute=cells.whole("rate_cents_per_minute", _RATE_ALLOWED) or 0,
        )
        self.found.append(facts)

    def check_places(self) -> None:
        """Refuse a place in the order that a line outside the file keeps."""
        for one in self._known:
            cells = self._placed.get(one.position)
            if cells is not None and one.name not in self._named:
                wrong = f"is {one.position}, where {shown(one.name)} stands"
                cells.fault("order", wrong, "a place of its own for each line")

    def _name(self, cells: Cells) -> str:
        if not cells.filled("name", "the line's name"):
            return ""
        name = self._names.take(cells, "name")
        line = self._named.setdefault(name, cells.line)
        if line != cells.line:
            cells.fault("name", f"is {shown(name)}, as on line {line}", "one row for each line")
        return name

    def _position(self, cells: Cells) -> int | None:
        allowed = "the line's place in the order, from 1"
        position = cells.whole("order", allowed)
        if position == 0:
            cells.fault("order", "is 0", allowed)
        if position:
            before = self._placed.setdefault(position, cells)
            if before is not cells:
                wrong = f"is {position}, as on line {before.line}"
                cells.fault("order", wrong, "a place of its own for each line")
        return position

    def _modes(self, cells: Cells) -> frozenset[Mode]:
        allowed = f"one or both of {quoted(MODES)}"
        cells.filled("modes", allowed)
        names = list_of(cells["modes"])
        for name in names:
            if name not in MODES:
                cells.fault("modes", f"holds {shown(name)}{hint_at(name, MODES)}", allowed)
        return frozenset(Mode(name) for name in names if name in MODES)

    def _link(self, cells: Cells, modes: frozenset[Mode]) -> str:
        link = _template(cells, "video_link", LINK_FIELDS)
        if link and Mode.VIDEO not in modes:
            cells.fault("modes", "leaves out video, but there is a video_link", "both or neither")
        if Mode.VIDEO in modes and not link:
            cells.fault("video_link", "is empty, but modes holds video", "both or neither")
        return cells.fitting("video_link", LINK, "an address that begins with https://")

    def _languages(self, cells: Cells, modes: frozenset[Mode]) -> frozenset[tuple[str, Mode]]:
        written = cells.filled("languages", "language tags, or * for every language")
        if written == EVERY:
            if modes == {Mode.VIDEO}:
                wrong = "leaves out phone, but languages is *"
                cells.fault("modes", wrong, "phone among the modes, or a list of languages")
            return frozenset()
        found: set[tuple[str, Mode]] = set()
        for tag in list_of(written):
            language = cells.language("languages", tag, self._register)
            if language is not None and not language.is_interpreted:
                wrong = f"holds {shown(tag)}, which is only written"
                cells.fault("languages", wrong, "languages that are spoken or signed")
            elif language is not None:
                found |= {(tag, mode) for mode in _means(language, modes)}
        return frozenset(found)

    def _codes(self, cells: Cells) -> dict[int | None, str]:
        codes: dict[int | None, str] = {}
        for part in _PARTS.split(cells["access_codes"]):
            if not part.strip():
                continue
            name, _, code = (one.strip() for one in part.rpartition("="))
            department = None if name == EVERY else self._departments.get(name)
            if not name or not code:
                cells.fault("access_codes", f"holds {shown(part.strip())}", _CODES_ALLOWED)
            elif department is None and name != EVERY:
                self._unknown(cells, name)
            elif department in codes:
                cells.fault("access_codes", f"names {shown(name)} twice", _CODES_ALLOWED)
            else:
                codes[department] = code
        return codes

    def _unknown(self, cells: Cells, name: str) -> None:
        keys = {place_key(one): one for one in self._departments}
        near = keys.get(place_key(name))
        hint = f" (did you mean {shown(near)}?)" if near else hint_at(name, tuple(keys.values()))
        wrong = f"names {shown(name)}, which is no department{hint}"
        cells.fault("access_codes", wrong, "departments of the city, or * for all others")


def _means(language: Language, modes: frozenset[Mode]) -> frozenset[Mode]:
    """Sign needs pictures; a line that has only the phone can still be a relay service."""
    if language.is_signed and Mode.VIDEO in modes:
        return frozenset({Mode.VIDEO})
    return modes


def _template(cells: Cells, column: str, fields: tuple[str, ...]) -> str:
    allowed = "any of " + ", ".join(f"${one}" for one in fields) + "; $$ for a dollar sign"
    try:
        check_template(cells[column], fields)
    except ScriptInvalid as refused:
        wrong = "holds a $ without a name" if refused.field == "$" else f"names ${refused.field}"
        cells.fault(column, wrong, allowed)
    return cells[column]


def _hours(cells: Cells) -> WeekHours:
    written = cells.filled("hours", _HOURS_ALLOWED).lower()
    hours: WeekHours = {}
    if written in {"", ALWAYS}:
        return hours
    for part in _PARTS.split(written):
        found = _read_hours(part.strip())
        if found is None:
            cells.fault("hours", f"holds {shown(part.strip())}", _HOURS_ALLOWED)
            continue
        for weekday, span in found.items():
            if weekday in hours:
                wrong = f"names {WEEKDAYS[weekday]} twice"
                cells.fault("hours", wrong, "each weekday once, without a break in it")
            hours[weekday] = span
    return hours


def _read_hours(part: str) -> WeekHours | None:
    """The hours by weekday that "mon-fri 07:00-19:00" stands for; None if it stands for none."""
    found = _HOURS.fullmatch(part)
    if found is None:
        return None
    first, last = found[1], found[2] or found[1]
    opens, closes = (int(found[at]) * 60 + int(found[at + 1]) for at in (3, 5))
    if first not in WEEKDAYS or last not in WEEKDAYS or not opens < closes <= MINUTES_A_DAY:
        return None
    start = WEEKDAYS.index(first)
    days = (WEEKDAYS.index(last) - start) % 7 + 1
    return {(start + ahead) % 7: (opens, closes) for ahead in range(days)}
