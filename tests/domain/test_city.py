"""The city as every deed needs it."""

from langaccess.domain.city import City
from tests.factories import EVENING, NINE


def test_the_city_is_open_in_its_hours_and_closed_in_the_evening(city: City) -> None:
    assert city.is_open(NINE)
    assert not city.is_open(EVENING)
