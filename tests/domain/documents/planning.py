"""Work to plan in the reference city, as tests of dates ask for it."""

from datetime import UTC, datetime
from typing import Any

from langaccess.domain.documents.plan import Work
from tests.domain.documents.asking import REFERENCE

CALENDAR = REFERENCE.calendar


def at(text: str) -> datetime:
    """A moment by the reference city's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.zone).astimezone(UTC)


def work(**changes: Any) -> Work:
    """2,500 words that come on a Monday at opening and are due on Friday at closing."""
    values = {
        "words": 2500,
        "starts_at": at("2026-11-16T08:00"),
        "due_at": at("2026-11-20T12:00"),
        "capacity": REFERENCE.rules.capacity,
        "calendar": CALENDAR,
    }
    return Work(**{**values, **changes})
