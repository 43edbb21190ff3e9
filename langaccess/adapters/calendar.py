"""The city's calendar joined from its rules and the public holidays of its place."""

from langaccess.adapters.holidays import holiday_name
from langaccess.domain.city import City
from langaccess.domain.rules import Rules, calendar_of


def city_of(rules: Rules) -> City:
    """The city by these rules. Raises PlaceUnknown."""
    place = rules.calendar
    holidays = holiday_name(place.country, place.subdivision)
    return City(rules, calendar_of(rules, holidays))
