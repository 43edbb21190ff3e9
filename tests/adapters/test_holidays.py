"""The door to the holidays library."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from langaccess.adapters.holidays import PlaceUnknown, holiday_name, known_places


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 11, 27), "Day After Thanksgiving"),
        (date(2026, 7, 3), "Independence Day (observed)"),
        (date(2027, 12, 31), "New Year's Day (observed)"),
        (date(2061, 12, 25), "Christmas Day"),
        (date(2026, 11, 25), None),
    ],
)
def test_a_day_has_its_holidays_name_in_any_year(day: date, name: str | None) -> None:
    assert holiday_name("US", "CA")(day) == name


def test_a_subdivision_adds_holidays_to_those_of_its_country() -> None:
    cesar_chavez = date(2026, 3, 31)
    assert holiday_name("US")(cesar_chavez) is None
    assert holiday_name("US", "CA")(cesar_chavez) is not None


@pytest.mark.parametrize(
    ("country", "subdivision", "said"),
    [
        ("XX", None, "no holidays are known of the country 'XX'"),
        ("us", "CA", "no holidays are known of the country 'us'"),
        ("US", "Calif", "no holidays are known of 'Calif' in US"),
        ("US", "", "no holidays are known of '' in US"),
    ],
)
def test_an_unknown_place_is_named(country: str, subdivision: str | None, said: str) -> None:
    with pytest.raises(PlaceUnknown) as refused:
        holiday_name(country, subdivision)
    assert str(refused.value) == said
    assert (refused.value.country, refused.value.subdivision) == (country, subdivision)


def test_known_places_are_countries_with_their_subdivisions() -> None:
    places = known_places()
    assert {"CA", "DC", "PR"} <= set(places["US"])
    assert places["VA"] == ()


def test_two_threads_that_ask_of_a_new_year_at_once_both_see_its_holidays() -> None:
    start = Barrier(8)

    def ask(year: int) -> str | None:
        start.wait()
        return holiday_name("US", "NY")(date(year, 12, 25))

    with ThreadPoolExecutor(8) as threads:
        for year in range(1990, 2020):
            assert set(threads.map(ask, [year] * 8)) == {"Christmas Day"}
