"""A city's worth of interpreters, written in bulk: the same people for the same numbers."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from langaccess.domain.languages import Modality
from langaccess.domain.people import Direction, Domain, Presence, QualificationStatus, Scope
from langaccess.storage.accounts import Account
from langaccess.storage.base import Base, begin_write
from langaccess.storage.languages import register_rows
from langaccess.storage.people import (
    Absence,
    Booking,
    ConflictOfInterest,
    DayLoad,
    Grant,
    Interpreter,
    Listing,
    ListKind,
    Qualification,
    WorkingHours,
)
from langaccess.storage.places import Department, Location
from tests.factories import MONDAY, NINE, ZONE

Rows = list[dict[str, object]]

LANGUAGES = 100
DEPARTMENTS = 12
LOCATIONS = 20
YEAR_DAYS = 365
SIGNED = frozenset(one.tag for one in register_rows() if one.is_signed)
LEVELS = {"2": 20, "2+": 25, "3": 30, "3+": 35, "4": 40}
# The commonest language has many speakers, the rarest a few: shares fall like 1/rank.
STEEPNESS = 0.8


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many there are of everything, and who they are."""

    people: int = 2_000
    absences: int = 8_000
    bookings: int = 100_000
    tags: tuple[str, ...] = tuple(
        one.tag for one in register_rows() if one.is_spoken or one.is_signed
    )[:LANGUAGES]

    @property
    def weights(self) -> list[float]:
        """How common each language is."""
        return [1 / (rank + 1) ** STEEPNESS for rank in range(len(self.tags))]


def modality_of(tag: str) -> Modality:
    """How a language is interpreted."""
    return Modality.SIGNED if tag in SIGNED else Modality.SPOKEN


def seed_crowd(engine: Engine, crowd: Crowd) -> None:
    """Write all of them into an empty, migrated database."""
    chance = random.Random(20261123)
    people = range(1, crowd.people + 1)
    # Nothing here flushes by itself: each list is one statement, in the order of its keys.
    with Session(engine) as session:
        begin_write(session)
        everything: tuple[tuple[type[Base], Rows], ...] = (
            (
                Department,
                [_department(one) for one in _up_to(DEPARTMENTS)],
            ),
            (Location, [_location(one) for one in _up_to(LOCATIONS)]),
            (Account, [_account(one, chance) for one in people]),
            (Interpreter, [_interpreter(one, chance) for one in people]),
            *_skills(crowd, people, chance).items(),
            (WorkingHours, _hours(people, chance)),
            (Absence, [_absence(crowd, chance) for _ in range(crowd.absences)]),
            (Booking, [_booking(crowd, chance) for _ in range(crowd.bookings)]),
            (DayLoad, [_load(one, chance) for one in people if chance.random() < 0.7]),
            (ConflictOfInterest, [_conflict(one, chance) for one in people if one % 20 == 0]),
            (Listing, _lists(people, chance)),
        )
        for table, rows in everything:
            session.execute(insert(table), rows)
        session.commit()


def _up_to(count: int) -> Iterable[int]:
    return range(1, count + 1)


def _department(number: int) -> dict[str, object]:
    return {"id": number, "name": f"Crowd department {number}"}


def _location(number: int) -> dict[str, object]:
    return {"id": number, "name": f"Crowd site {number}", "slug": f"crowd-{number}", "address": ""}


def _account(number: int, chance: random.Random) -> dict[str, object]:
    return {
        "id": number,
        "email": f"person{number}@crowd.example",
        "name": f"Crowd {number}",
        "location_id": chance.randint(1, LOCATIONS),
        "created_at": NINE,
        "is_active": chance.random() < 0.98,
    }


def _interpreter(number: int, chance: random.Random) -> dict[str, object]:
    kinds = (Presence.ON_DUTY, Presence.BUSY, Presence.AWAY, Presence.OFF_DUTY)
    long_ago = timedelta(minutes=chance.randint(0, 300))
    served = NINE - timedelta(minutes=chance.randint(1, 20_000))
    return {
        "account_id": number,
        "daily_cap": chance.choice((None, None, 4, 8)),
        "presence": chance.choices(kinds, (70, 5, 10, 15))[0],
        "seen_at": NINE - long_ago,
        "last_served_at": served if chance.random() < 0.8 else None,
    }


def _skills(crowd: Crowd, people: Iterable[int], chance: random.Random) -> dict[type[Base], Rows]:
    """Three or so languages each, some expired, unverified or without ethics signed."""
    skills: Rows = []
    grants: Rows = []
    for person in people:
        wanted = chance.choices(crowd.tags, crowd.weights, k=chance.randint(1, 6))
        for tag in dict.fromkeys(wanted):
            number = len(skills) + 1
            skills.append(_skill(number, person, tag, chance))
            domains = [one for one in Domain if one is Domain.GENERAL or chance.random() < 0.4]
            grants += [
                {"qualification_id": number, "scope": scope, "domain": domain}
                for scope in (Scope.SERVE, Scope.INTERPRET)
                for domain in domains
            ]
    return {Qualification: skills, Grant: grants}


def _skill(number: int, person: int, tag: str, chance: random.Random) -> dict[str, object]:
    level = chance.choices(tuple(LEVELS), (1, 1, 5, 3, 2))[0]
    standings = (
        QualificationStatus.ACTIVE,
        QualificationStatus.EXPIRED,
        QualificationStatus.SELF_DECLARED,
    )
    return {
        "id": number,
        "account_id": person,
        "language_tag": tag,
        "modality": modality_of(tag),
        "direction": Direction.BOTH if chance.random() < 0.95 else Direction.INTO_ENGLISH,
        "level_scale": "ILR",
        "level": level,
        "level_tenths": LEVELS[level],
        "valid_from": date(2025, 1, 1),
        "valid_until": chance.choice((None, date(2028, 1, 1), date(2026, 11, 1))),
        "ethics_signed_on": date(2025, 1, 1) if chance.random() < 0.95 else None,
        "status": chance.choices(standings, (90, 5, 5))[0],
    }


def _hours(people: Iterable[int], chance: random.Random) -> Rows:
    rows: Rows = []
    for person in people:
        starts = chance.choice((7, 8, 9, 10)) * 60
        rows += [
            {
                "account_id": person,
                "weekday": weekday,
                "starts_minute": starts,
                "ends_minute": starts + 8 * 60,
            }
            for weekday in range(5)
        ]
    return rows


def _absence(crowd: Crowd, chance: random.Random) -> dict[str, object]:
    starts_at = _some_day(chance)
    return {
        "account_id": chance.randint(1, crowd.people),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(days=chance.choice((1, 2, 5, 10))),
    }


def _booking(crowd: Crowd, chance: random.Random) -> dict[str, object]:
    starts_at = _some_day(chance) + timedelta(minutes=chance.randint(0, 540))
    return {
        "account_id": chance.randint(1, crowd.people),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=chance.choice((15, 30, 60, 120))),
        "location_id": chance.choice((None, chance.randint(1, LOCATIONS))),
    }


def _some_day(chance: random.Random) -> datetime:
    """Eight in the morning of a day of the year around the Monday that is asked about."""
    on = MONDAY + timedelta(days=chance.randint(-YEAR_DAYS // 2, YEAR_DAYS // 2))
    return datetime.combine(on, time(8), ZONE).astimezone(UTC)


def _load(person: int, chance: random.Random) -> dict[str, object]:
    return {"account_id": person, "on": MONDAY, "taken": chance.randint(0, 8)}


def _conflict(person: int, chance: random.Random) -> dict[str, object]:
    return {
        "account_id": person,
        "department_id": chance.randint(1, DEPARTMENTS),
        "declared_at": NINE,
    }


def _lists(people: Iterable[int], chance: random.Random) -> Rows:
    """The first department calls only some people; the second and third never call a few."""
    only: Rows = [
        {"department_id": 1, "account_id": one, "kind": ListKind.ONLY}
        for one in people
        if chance.random() < 0.3
    ]
    never: Rows = [
        {"department_id": department, "account_id": one, "kind": ListKind.NEVER}
        for department in (2, 3)
        for one in people
        if chance.random() < 0.02
    ]
    return [*only, *never]
