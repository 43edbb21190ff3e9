"""Volume: as many invented people as wanted, on the places that are there."""

from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.services.seed import places_of, seed_people
from langaccess.storage.accounts import Account
from langaccess.storage.languages import load_register
from langaccess.storage.people import Absence, Interpreter, Qualification
from langaccess.storage.places import all_departments, all_locations
from langaccess.storage.vendors import active_vendors
from tests.factories import MONDAY, NINE, make_department, make_location


def test_places_are_made_where_there_are_none(session: Session) -> None:
    load_register(session)

    first, again = places_of(session, now=NINE), places_of(session, now=NINE)

    assert first == again
    assert len(first.department_ids) == 12
    assert len(first.location_ids) == 6
    assert len(active_vendors(session)) == 3


def test_places_that_are_there_are_used(session: Session) -> None:
    load_register(session)
    department, location = make_department(session), make_location(session)

    places = places_of(session, now=NINE)

    assert places.department_ids == [department.id]
    assert places.location_ids == [location.id]
    assert len(all_departments(session)) == len(all_locations(session)) == 1


def test_people_are_numbered_on_and_qualified(session: Session) -> None:
    load_register(session)
    places = places_of(session, now=NINE)
    random = Random(1)

    for size in (40, 20):
        seed_people(session, places, random, how_many=size, on=MONDAY, now=NINE)

    assert session.scalar(select(func.count(Interpreter.account_id))) == 60
    assert len(set(session.scalars(select(Account.email)))) == 60
    assert session.scalar(select(func.count(Absence.id)))
    common = session.scalar(select(func.count()).where(Qualification.language_tag == "es"))
    assert common
    assert common > 20
