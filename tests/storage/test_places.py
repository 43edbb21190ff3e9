"""Departments and sites."""

from sqlalchemy.orm import Session

from langaccess.storage.places import (
    all_departments,
    all_locations,
    location_by_slug,
    names_of_places,
)
from tests.factories import make_department, make_location


def test_places_are_told_by_name(session: Session) -> None:
    water, parks = make_department(session, name="Water"), make_department(session, name="Parks")
    hall, annex = make_location(session, name="Hall"), make_location(session, name="Annex")

    assert all_departments(session) == [parks, water]
    assert all_locations(session) == [annex, hall]
    assert names_of_places(session) == (
        {water.id: "Water", parks.id: "Parks"},
        {hall.id: "Hall", annex.id: "Annex"},
    )


def test_a_site_is_found_by_the_word_in_its_address(session: Session) -> None:
    hall = make_location(session, slug="hall")

    assert location_by_slug(session, "hall") is hall
    assert location_by_slug(session, "annex") is None
