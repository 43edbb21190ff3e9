"""The city as every deed needs it: its rules and its calendar, together."""

from dataclasses import dataclass
from datetime import datetime

from langaccess.domain.rules.model import Rules
from langaccess.domain.time import Calendar


@dataclass(frozen=True, slots=True)
class City:
    """One city's rules in force and the calendar they make."""

    rules: Rules
    calendar: Calendar

    def is_open(self, at: datetime) -> bool:
        """Whether the city's offices are open at this moment."""
        return self.calendar.is_open(at)
