"""What the address of the board asks for: filters, an order, and where a page begins."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from langaccess.domain.documents.workflow import JobState, TimeStatus
from langaccess.storage.documents.board import BoardRow, Key, Order, edge_of, fits
from langaccess.storage.documents.wanted import Holder, Wanted

E = TypeVar("E", bound=StrEnum)
# Every filter by its name in the address; what is not here is not kept in a saved view.
NAMES = (
    "order",
    "q",
    "class",
    "department",
    "language",
    "state",
    "time",
    "person",
    "holder",
)
TYPED_AT_MOST = 100
# The largest number a row can have in either database.
LAST_ROW = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as the address has them, without what is empty or no filter of ours."""

    filters: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        return dict(self.filters).get(name, "")

    @property
    def order(self) -> Order:
        """In which order the board is to stand."""
        return _one_of(Order, self["order"]) or Order.QUEUE

    def wanted(self, account_id: int) -> Wanted:
        """What is looked for; a value that nothing can have is not asked."""
        department = self["department"]
        return Wanted(
            text=self["q"],
            class_id=self["class"],
            department_id=row_number(department),
            language=self["language"],
            state=_one_of(JobState, self["state"]),
            time=_one_of(TimeStatus, self["time"]),
            person=self["person"],
            holder=_one_of(Holder, self["holder"]),
            me=account_id,
        )

    def address(self, **changes: str) -> str:
        """The board's query with these filters, and others in their place; empty ones go."""
        told = dict(self.filters) | changes
        return urlencode({name: value for name, value in told.items() if value})


def asked_of(args: Mapping[str, str]) -> Asked:
    """The filters in an address or a saved view."""
    told = ((name, " ".join(args.get(name, "").split())[:TYPED_AT_MOST]) for name in NAMES)
    return Asked(tuple((name, value) for name, value in told if value))


def board_address(filters: Mapping[str, str]) -> str:
    """Where the board is, as it was saved."""
    query = asked_of(filters).address()
    return f"/board?{query}" if query else "/board"


def cursor_of(order: Order, row: BoardRow, number: int) -> str:
    """Where a line stands, as an address can hold it; `number` is its place in the queue."""
    edge = [one.isoformat() if isinstance(one, datetime) else one for one in edge_of(order, row)]
    return base64.urlsafe_b64encode(json.dumps([number, *edge]).encode()).decode().rstrip("=")


def read_cursor(order: Order, cursor: str) -> tuple[int, Key] | None:
    """Number and edge that `cursor_of` wrote; None for what it never wrote, or in another order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        number, *edge = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        read = tuple(_read(one) for one in edge)
    except (binascii.Error, ValueError, TypeError):
        return None
    small = all(abs(one) <= LAST_ROW for one in (number, *read) if isinstance(one, int))
    return (number, read) if isinstance(number, int) and small and fits(order, read) else None


def _read(value: object) -> object:
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment if moment.tzinfo else value


def _one_of(members: type[E], value: str) -> E | None:
    return members(value) if value in {one.value for one in members} else None


def row_number(value: str) -> int | None:
    """The number of a row in an address; None for what is no number."""
    return min(int(value), LAST_ROW) if value.isascii() and value.isdigit() else None
