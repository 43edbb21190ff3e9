"""The door to the `holidays` library: public holidays of a country and its subdivisions."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays

from langaccess.domain.errors import Invalid
from langaccess.domain.time import HolidayName


class PlaceUnknown(Invalid):
    """The library holds no holidays of this country, or of this subdivision of it."""

    def __init__(self, country: str, subdivision: str | None) -> None:
        super().__init__(country, subdivision)
        self.country = country
        self.subdivision = subdivision

    def __str__(self) -> str:
        """Which place, for the operator who wrote it."""
        if self.country not in known_places():
            return f"no holidays are known of the country {self.country!r}"
        return f"no holidays are known of {self.subdivision!r} in {self.country}"


@cache
def known_places() -> Mapping[str, tuple[str, ...]]:
    """Every country whose holidays are known (two letters), with its subdivisions."""
    countries = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(parts) for country, parts in countries.items()}


def holiday_name(country: str, subdivision: str | None = None) -> HolidayName:
    """What gives a day's public holiday by name, or None; for any year.

    Names are in the language that the library has for the country (English for the US). Where a
    holiday that falls on a weekend is also kept on a weekday, both days have it.
    Raises PlaceUnknown.
    """
    parts = known_places().get(country)
    if parts is None or (subdivision is not None and subdivision not in parts):
        raise PlaceUnknown(country, subdivision)

    def name(day: date) -> str | None:
        return _holidays_of(country, subdivision, day.year).get(day)

    return name


@cache
def _holidays_of(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    """The holidays of one year.

    A calendar that the library fills as it is asked marks a year as known before it is filled, so
    a second thread would see a holiday as a working day: ours is complete before anybody has it.
    """
    found = holidays.country_holidays(country, subdiv=subdivision, years=year, expand=False)
    return dict(found.items())
