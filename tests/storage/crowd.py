"""A random crowd around one moment, with every boundary of matching in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import Channel, KnownBy, Mode, Status
from langaccess.domain.languages import Modality
from langaccess.domain.matching import Need
from langaccess.domain.people import Direction, Domain, Presence, QualificationStatus, Scope
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
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
from tests.factories import make_department, make_language, make_location

PEOPLE = 30
TAGS = ("es", "ht", "fr")
EXPECTED, TRAVEL, SEEN_WITHIN = timedelta(minutes=15), timedelta(minutes=45), timedelta(seconds=90)
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Places:
    """What people and needs have in common."""

    departments: tuple[int, ...]
    locations: tuple[int, ...]


def gather(session: Session, chance: Random, city: City, at: datetime) -> tuple[Places, list[int]]:
    """A crowd written into the database: where it works, and everybody's number."""
    for tag in TAGS:
        make_language(session, tag)
    places = Places(
        tuple(make_department(session).id for _ in range(2)),
        tuple(make_location(session).id for _ in range(2)),
    )
    accounts = [
        Account(
            email=f"{number}@crowd.example",
            name=f"Person {number}",
            is_active=chance.random() < 0.9,
            location_id=chance.choice([*places.locations, None]),
            created_at=at,
        )
        for number in range(PEOPLE)
    ]
    session.add_all(accounts)
    session.flush()
    for make in (_interpreter, _day):
        for account in accounts:
            session.add_all(make(chance, city, at, account.id, places))
        session.flush()
    return places, [one.id for one in accounts]


def some_need(chance: Random, city: City, at: datetime, places: Places) -> Need:
    """What somebody may ask for at this moment."""
    return Need(
        language_tags=tuple(chance.sample(TAGS, chance.choice([1, 1, 2]))),
        at=at,
        on=city.calendar.local_date(at),
        domain=_mostly(chance, Domain.GENERAL, [Domain.HEALTH]),
        scope=_mostly(chance, Scope.INTERPRET, [Scope.SERVE]),
        modality=_mostly(chance, Modality.SPOKEN, [Modality.SIGNED]),
        level_tenths=chance.choice([25, 30]),
        department_id=chance.choice([*places.departments, None]),
        location_id=chance.choice([*places.locations, None]),
        resident_reference=chance.choice([None, "R-1"]),
        expected=EXPECTED,
        travel=chance.choice([TRAVEL, timedelta(0)]),
        seen_within=SEEN_WITHIN,
    )


def _mostly(chance: Random, usual: One, others: list[One]) -> One:
    """The usual one nine times of ten, so that few checks fail at once and boundaries show."""
    return usual if chance.random() < 0.9 else chance.choice(others)


def _interpreter(
    chance: Random, city: City, at: datetime, account_id: int, places: Places
) -> list[object]:
    seen_ats = [None, *(at - timedelta(seconds=seconds) for seconds in (89, 90, 91))]
    interpreter = Interpreter(
        account_id=account_id,
        daily_cap=chance.choice([None, 1, 2]),
        presence=_mostly(chance, Presence.ON_DUTY, list(Presence)),
        seen_at=at if chance.random() < 0.8 else chance.choice(seen_ats),
        last_served_at=chance.choice([None, at - timedelta(hours=1), at - timedelta(hours=2)]),
        qualifications=[_qualification(chance, city, at) for _ in range(chance.randint(1, 3))],
        hours=_hours(chance, at.astimezone(city.calendar.zone)),
        absences=[Absence(starts_at=s, ends_at=e) for s, e in _times(chance, at, 0.2)],
        conflicts=_conflicts(chance, at, places),
    )
    return [interpreter]


def _day(chance: Random, city: City, at: datetime, account_id: int, places: Places) -> list[object]:
    """What somebody's day holds: bookings, load, a department's list, a conversation."""
    rows: list[object] = []
    on = city.calendar.local_date(at)
    for starts_at, ends_at in _times(chance, at, 0.5):
        where = chance.choice([*places.locations, None])
        rows.append(
            Booking(account_id=account_id, starts_at=starts_at, ends_at=ends_at, location_id=where)
        )
    if chance.random() < 0.5:
        rows.append(DayLoad(account_id=account_id, on=on, taken=chance.randint(0, 2)))
    if chance.random() < 0.2:
        kind = _mostly(chance, ListKind.NEVER, [ListKind.ONLY])
        where = chance.choice(places.departments)
        rows.append(Listing(department_id=where, account_id=account_id, kind=kind))
    if chance.random() < 0.2:
        rows.append(_conversation(chance, city, at, account_id))
    return rows


def _qualification(chance: Random, city: City, at: datetime) -> Qualification:
    on = city.calendar.local_date(at)
    day = timedelta(days=1)
    valid_from, valid_until = chance.choice(
        [(on, None), (on - day, on), (on, on + day), (on + day, None), *[(on - day, on + day)] * 8]
    )
    scopes = chance.choice([[Scope.INTERPRET], [Scope.INTERPRET, Scope.SERVE], [Scope.SERVE]])
    domains = chance.choice([[Domain.GENERAL], [Domain.GENERAL, Domain.HEALTH]])
    return Qualification(
        language_tag=_mostly(chance, TAGS[0], list(TAGS)),
        modality=_mostly(chance, Modality.SPOKEN, list(Modality)),
        direction=_mostly(chance, Direction.BOTH, list(Direction)),
        level_scale="ILR",
        level="",
        level_tenths=chance.choice([25, 30, 30, 35, 50]),
        valid_from=valid_from,
        valid_until=valid_until,
        ethics_signed_on=chance.choice([on, on, on, on - day, on + day, None]),
        status=_mostly(chance, QualificationStatus.ACTIVE, list(QualificationStatus)),
        grants=[Grant(scope=scope, domain=domain) for scope in scopes for domain in domains],
    )


def _hours(chance: Random, local: datetime) -> list[WorkingHours]:
    """One or two stretches whose ends stand at, or a minute or an hour beside, this minute."""
    now = local.hour * 60 + local.minute
    marks = {0, 60, 120, 150, 180, 240, 1440, now - 1, now, now + 1, now - 60, now + 60}
    inside = sorted(mark for mark in marks if 0 <= mark <= 1440)
    ends = sorted(chance.sample(inside, 2 * chance.randint(1, 2)))
    weekday = _mostly(chance, local.weekday(), [(local.weekday() + 1) % 7])
    return [
        WorkingHours(weekday=weekday, starts_minute=starts, ends_minute=until)
        for starts, until in zip(ends[::2], ends[1::2], strict=True)
    ]


def _conflicts(chance: Random, at: datetime, places: Places) -> list[ConflictOfInterest]:
    if chance.random() < 0.7:
        return []
    if chance.random() < 0.5:
        return [ConflictOfInterest(resident_reference="R-1", declared_at=at)]
    department_id = chance.choice(places.departments)
    return [ConflictOfInterest(department_id=department_id, declared_at=at)]


def _times(chance: Random, at: datetime, share: float) -> list[tuple[datetime, datetime]]:
    """None or two stretches that end or begin at, or just beside, a moment that matters."""
    if chance.random() > share:
        return []
    marks = (timedelta(0), EXPECTED, TRAVEL, -TRAVEL, EXPECTED + TRAVEL)
    second = timedelta(seconds=1)
    moments = [at + mark + chance.choice([-second, 0 * second, second]) for mark in marks]
    moments += [at - timedelta(hours=9), at + timedelta(hours=9)]
    ends = sorted(chance.sample(moments, 4))
    return [(ends[0], ends[1]), (ends[2], ends[3])]


def _conversation(chance: Random, city: City, at: datetime, account_id: int) -> Encounter:
    status = chance.choice([Status.READY, Status.CONNECTED, Status.ENDED])
    return Encounter(
        reference=f"{account_id}-{chance.random()}",
        request_key=str(account_id),
        status=status,
        opened_at=at,
        first_contact_at=at,
        city_date=city.calendar.local_date(at),
        channel=Channel.COUNTER,
        clerk_id=account_id,
        language_tag=TAGS[0],
        known_by=KnownBy.RESIDENT_SAID,
        mode=Mode.PHONE,
        domain=Domain.GENERAL,
        rules_version="test",
        ladder_at=at,
        room="room",
        interpreter_id=account_id,
    )
