"""The query that finds people and the domain that explains them say the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.matching import Check, Need, best_of, eligible, is_same_site
from langaccess.domain.people import Candidate
from langaccess.storage.base import begin_write
from langaccess.storage.matching.candidates import candidates, speakers
from langaccess.storage.matching.fittest import fittest
from langaccess.storage.people import ListKind
from tests.factories import (
    EVENING,
    MONDAY,
    NINE,
    ZONE,
    make_booking,
    make_department,
    make_interpreter,
    make_listing,
    make_location,
    make_qualification,
)
from tests.storage.crowd import gather, some_need

NEEDS_A_CROWD = 12
NEED = Need(language_tags=("es",), at=NINE, on=MONDAY)

# The clocks go back on 2026-11-01 (1:30 comes twice) and forward on 2027-03-14 (no 2:30).
FIRST_HALF_PAST_ONE = datetime(2026, 11, 1, 1, 30, tzinfo=ZONE).astimezone(UTC)
MOMENTS = [
    NINE,
    EVENING,
    datetime(2026, 11, 23, 23, 59, 30, tzinfo=ZONE).astimezone(UTC),
    datetime(2026, 11, 24, tzinfo=ZONE).astimezone(UTC),
    FIRST_HALF_PAST_ONE,
    FIRST_HALF_PAST_ONE + timedelta(hours=1),
    datetime(2027, 3, 14, 1, 59, tzinfo=ZONE).astimezone(UTC),
    datetime(2027, 3, 14, 3, 15, tzinfo=ZONE).astimezone(UTC),
]


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a seed cannot be made simpler
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 10**9), st.sampled_from(MOMENTS))
def test_query_and_memory_agree_on_any_crowd(
    session: Session, city: City, seed: int, at: datetime
) -> None:
    chance = Random(seed)
    session.rollback()
    begin_write(session)
    places, everybody = gather(session, chance, city, at)

    for _ in range(NEEDS_A_CROWD):
        need = some_need(chance, city, at, places)
        most = chance.choice([1, 5, 30])
        besides = chance.sample(everybody, chance.choice([0, 3]))
        pool = [one for one in everybody if one not in besides]
        known = candidates(session, pool, need, city.calendar)
        near = [one for one in known if is_same_site(one.location_id, need.location_id)]

        wide = fittest(session, need, city.calendar, most=most, besides=besides)
        site = fittest(session, need, city.calendar, most=most, besides=besides, site_only=True)

        assert wide == ids(known, need, most)
        assert site == ids(near, need, most)


def ids(people: list[Candidate], need: Need, most: int) -> list[int]:
    """Whom the domain would ask, in order."""
    return [one.person_id for one in best_of(people, need, most)]


@pytest.mark.parametrize(
    ("at", "hours", "on_shift"),
    [
        (FIRST_HALF_PAST_ONE, (60, 105), True),
        (FIRST_HALF_PAST_ONE + timedelta(hours=1), (60, 105), True),
        (FIRST_HALF_PAST_ONE + timedelta(hours=1), (60, 90), False),
        (datetime(2027, 3, 14, 3, 15, tzinfo=ZONE).astimezone(UTC), (60, 150), False),
        (datetime(2027, 3, 14, 3, 15, tzinfo=ZONE).astimezone(UTC), (180, 240), True),
    ],
    ids=["once", "once more", "over", "the clocks skipped its end", "after the jump"],
)
def test_hours_are_those_on_the_citys_clock_also_when_it_is_changed(
    session: Session, city: City, at: datetime, hours: tuple[int, int], on_shift: bool
) -> None:
    person = make_interpreter(session, hours=hours, seen_at=at)
    for one in person.hours:
        one.weekday = (one.weekday + 6) % 7  # Sunday to Thursday
    session.flush()
    need = replace(NEED, at=at, on=city.calendar.local_date(at))

    asked = [person.account_id] if on_shift else []
    assert fittest(session, need, city.calendar, most=5) == asked
    known = candidates(session, [person.account_id], need, city.calendar)
    assert ids(known, need, 5) == asked


def test_people_are_told_in_the_order_asked_for_and_who_is_nobody_is_left_out(
    session: Session, city: City
) -> None:
    one, two = make_interpreter(session), make_interpreter(session)
    gone = make_interpreter(session, is_active=False)
    wanted = [two.account_id, gone.account_id, 404, one.account_id]

    known = candidates(session, wanted, NEED, city.calendar)

    assert [person.person_id for person in known] == [two.account_id, one.account_id]
    assert candidates(session, [], NEED, city.calendar) == []


def test_who_left_the_city_is_not_found(session: Session, city: City) -> None:
    make_interpreter(session, is_active=False)

    assert fittest(session, NEED, city.calendar, most=5) == []


@pytest.mark.parametrize(
    ("kind", "listed", "other"),
    [(ListKind.NEVER, False, True), (ListKind.ONLY, True, False)],
)
def test_a_departments_list_says_who_is_called(
    session: Session, city: City, kind: ListKind, listed: bool, other: bool
) -> None:
    on_it, not_on_it = make_interpreter(session), make_interpreter(session)
    department = make_department(session)
    make_listing(session, department.id, on_it, kind)
    need = replace(NEED, department_id=department.id)
    everybody = [on_it.account_id, not_on_it.account_id]

    said = [one.is_listed for one in candidates(session, everybody, need, city.calendar)]

    assert said == [listed, other]
    elsewhere = candidates(session, everybody, NEED, city.calendar)
    assert [one.is_listed for one in elsewhere] == [True, True]


def test_a_booking_at_another_site_takes_the_way_there(session: Session, city: City) -> None:
    here, there = make_location(session).id, make_location(session).id
    near = make_interpreter(session, location_id=here)
    far = make_interpreter(session, location_id=here)
    soon = {"starts_at": NINE + timedelta(minutes=40), "ends_at": NINE + timedelta(hours=2)}
    make_booking(session, near, location_id=here, **soon)
    make_booking(session, far, location_id=there, **soon)

    assert fittest(session, NEED, city.calendar, most=5) == [near.account_id]


def test_the_fittest_of_the_site_are_those_of_the_site(session: Session, city: City) -> None:
    here = make_location(session).id
    make_interpreter(session)
    near = make_interpreter(session, location_id=here)
    need = replace(NEED, location_id=here)

    assert fittest(session, need, city.calendar, most=5, site_only=True) == [near.account_id]
    assert fittest(session, NEED, city.calendar, most=5, site_only=True) == []


def test_speakers_are_those_with_any_row_in_the_language_whatever_it_is_worth(
    session: Session, city: City
) -> None:
    weak = make_interpreter(session, "fr")
    make_qualification(session, weak, level="1")
    make_interpreter(session, "fr")
    make_interpreter(session, is_active=False)
    strong = make_interpreter(session)

    assert speakers(session, ["es"], 9) == [weak.account_id, strong.account_id]
    assert speakers(session, ["es"], 1) == [weak.account_id]
    (known,) = candidates(session, [weak.account_id], NEED, city.calendar)
    assert eligible(known, NEED).obstacles == (Check.LEVEL,)
