"""The counter's queue: walk-ins as they came, appointments at their time (Pittsburg, row PB-P1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from langaccess.domain.errors import Conflict, Missing


class TicketUnknown(Missing):
    """No such number today at this place."""


class TicketAlreadyCalled(Conflict):
    """Another desk called this number first."""


class NobodyWaits(Conflict):
    """Nobody is waiting who may be called now."""


class LocationUnknown(Missing):
    """No such place."""


class TicketStatus(StrEnum):
    """Where a number stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One number that waits. `appointment_at` is None for a walk-in."""

    ticket_id: int
    number: int
    arrived_at: datetime
    appointment_at: datetime | None = None


def in_turn(waiting: Iterable[Waiting], now: datetime) -> list[Waiting]:
    """Who is called next, in order: appointments whose time has come, then walk-ins as they came.

    Somebody with an appointment is not called before its time while walk-ins wait; appointments
    to come stand last, by their time.
    """

    def turn(one: Waiting) -> tuple[int, datetime, int]:
        if one.appointment_at is None:
            return 1, one.arrived_at, one.number
        has_come = one.appointment_at <= now
        return (0 if has_come else 2), one.appointment_at, one.number

    return sorted(waiting, key=turn)
