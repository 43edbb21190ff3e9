"""Reading what the rules file says of the city: its days, its after-hours line, its promises."""

from collections.abc import Collection, Mapping
from datetime import date

from langaccess.domain.clocks import Channel, ResponseClock, Within
from langaccess.domain.rules.kinds import (
    DAY,
    DAY_KEY,
    EMAIL,
    HOURS,
    PHONE,
    TEXT,
    meant,
    one_of,
    quoted,
    shown,
)
from langaccess.domain.rules.model import AfterHours, CalendarSource
from langaccess.domain.rules.reading import Table
from langaccess.domain.time import Hours

Places = Mapping[str, Collection[str]]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WITHIN = one_of(Within, "promise")


def read_calendar(table: Table, places: Places | None) -> CalendarSource:
    """The city's working days. Country and subdivision must be among `places`, when given."""
    country = table.required("country", TEXT)
    subdivision = table.optional("subdivision", TEXT, None)
    hours = _weekly_hours(table.table("hours", 'a table of weekdays, monday = "08:00-17:00"'))
    closed_on = frozenset(table.listed("closed_on", DAY))
    special = table.table("special_hours", "a table of dates", required=False)
    special_hours = _special_hours(special)
    table.close()
    if places is not None and table.is_good("country"):
        _check_place(table, country, subdivision, places)
    return CalendarSource(country, subdivision, hours, closed_on, special_hours)


def _weekly_hours(table: Table) -> tuple[Hours | None, ...]:
    hours = tuple(table.optional(weekday, HOURS, None) for weekday in WEEKDAYS)
    table.close()
    if table.is_there and not table.keys:
        table.blame("holds no weekday, so the city never works", "hours of at least one weekday")
    return hours


def _special_hours(table: Table) -> dict[date, Hours]:
    return {table.key_as(key, DAY_KEY): table.required(key, HOURS) for key in table.keys}


def _check_place(table: Table, country: str, subdivision: str | None, places: Places) -> None:
    if country not in places:
        table.fault(
            "country",
            f"{shown(country)} is not a country whose holidays are known",
            'the two letters of a country, like "US"',
        )
    elif subdivision and subdivision not in places[country]:
        parts = places[country]
        table.fault(
            "subdivision",
            f"{shown(subdivision)} is not a part of {country} whose holidays are known"
            f"{meant(subdivision, parts)}",
            f"one of {quoted(parts)}" if parts else "none: leave the key out",
        )


def read_after_hours(table: Table) -> AfterHours:
    """Who helps when the city is closed."""
    name = table.required("name", TEXT)
    phone = table.required("phone", PHONE)
    email = table.optional("email", EMAIL, None)
    table.close()
    return AfterHours(name, phone, email)


def read_response(table: Table) -> dict[Channel, ResponseClock]:
    """The promise of every channel."""
    allowed = f"a table with within = {_WITHIN.allowed}"
    clocks = {channel: _read_clock(table.table(channel, allowed)) for channel in Channel}
    table.close()
    return clocks


def _read_clock(table: Table) -> ResponseClock:
    within = table.required("within", _WITHIN)
    if_reachable = table.optional("within_if_reachable", _WITHIN, None)
    table.close()
    return ResponseClock(within, if_reachable)
