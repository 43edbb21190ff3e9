"""Volume for benchmarks and demonstrations: invented people and requests, as many as wanted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.languages import Modality
from langaccess.domain.people import Domain, Presence, QualificationStatus, Scope, level_tenths
from langaccess.services.demo.history import LANGUAGES
from langaccess.services.demo.places import make_departments, make_locations, make_vendors
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.languages import Language, all_languages
from langaccess.storage.people import (
    Absence,
    Grant,
    Interpreter,
    Qualification,
    WorkingHours,
)
from langaccess.storage.places import all_departments, all_locations

LEVELS = ("2", "2+", "3", "3", "3", "3+", "4")
STATUSES = (
    *[QualificationStatus.ACTIVE] * 17,
    QualificationStatus.EXPIRED,
    QualificationStatus.PROVISIONAL,
    QualificationStatus.SELF_DECLARED,
)
SHIFTS = ((8 * 60, 17 * 60), (7 * 60, 15 * 60), (9 * 60, 18 * 60), (12 * 60, 20 * 60))
# How many languages a person has, and the share of people with an absence to come.
HOW_MANY = (1, 1, 1, 1, 2, 2, 3)
ABSENT_SHARE = 0.1
# The share of people who were tested in writing too, in the first of their languages.
WRITING_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Places:
    """Where invented people work, and what they may speak."""

    department_ids: list[int]
    location_ids: list[int]
    languages: list[Language]
    weights: list[int]


def places_of(session: Session, *, now: datetime) -> Places:
    """The installation's places and languages; invented ones where there are none."""
    departments, locations = all_departments(session), all_locations(session)
    if not departments:
        departments = make_departments(session)
        make_vendors(session, departments, now=now)
    if not locations:
        locations = make_locations(session)
    languages = [one for one in all_languages(session) if one.is_spoken or one.is_signed]
    return Places(
        department_ids=sorted(one.id for one in departments),
        location_ids=sorted(one.id for one in locations),
        languages=languages,
        weights=[LANGUAGES.get(one.tag, 1) for one in languages],
    )


def seed_people(
    session: Session, places: Places, random: Random, *, how_many: int, on: date, now: datetime
) -> None:
    """Add so many bilingual employees, numbered on from those that are there."""
    first = (session.scalar(select(func.max(Account.id))) or 0) + 1
    accounts = [_account(places, random, first + number, now) for number in range(how_many)]
    session.add_all(accounts)
    session.flush()
    session.add_all(_interpreter(one, places, random, on=on, now=now) for one in accounts)
    session.flush()


def _account(places: Places, random: Random, number: int, now: datetime) -> Account:
    return Account(
        email=f"person-{number}@seed.example",
        name=f"Person {number}",
        phone=f"+1510555{100 + number % 100:04d}",
        department_id=random.choice(places.department_ids),
        location_id=random.choice(places.location_ids),
        created_at=now,
        roles=[AccountRole(role=Role.STAFF), AccountRole(role=Role.INTERPRETER)],
    )


def _interpreter(
    account: Account, places: Places, random: Random, *, on: date, now: datetime
) -> Interpreter:
    chosen = random.choices(places.languages, places.weights, k=random.choice(HOW_MANY))
    starts, ends = random.choice(SHIFTS)
    row = Interpreter(
        account_id=account.id,
        presence=random.choice((Presence.ON_DUTY, Presence.OFF_DUTY)),
        presence_since_at=now,
        hours=[
            WorkingHours(weekday=day, starts_minute=starts, ends_minute=ends) for day in range(5)
        ],
        qualifications=[
            _qualification(one, random, on) for one in {one.tag: one for one in chosen}.values()
        ],
    )
    if random.random() < WRITING_SHARE and chosen[0].is_written:
        row.qualifications.append(_in_writing(chosen[0], on))
    if random.random() < ABSENT_SHARE:
        leaves_at = now + timedelta(days=random.randrange(30))
        row.absences.append(Absence(starts_at=leaves_at, ends_at=leaves_at + timedelta(days=5)))
    return row


def _qualification(language: Language, random: Random, on: date) -> Qualification:
    level = random.choice(LEVELS)
    domains = random.sample(list(Domain), random.randint(2, len(Domain)))
    return Qualification(
        language_tag=language.tag,
        modality=Modality.SIGNED if language.is_signed else Modality.SPOKEN,
        level_scale="ILR",
        level=level,
        level_tenths=level_tenths("ILR", level),
        valid_from=on - timedelta(days=3650),
        valid_until=on + timedelta(days=random.randrange(10, 1000)),
        ethics_signed_on=on - timedelta(days=3000),
        status=random.choice(STATUSES),
        grants=[
            Grant(scope=scope, domain=domain)
            for scope in (Scope.SERVE, Scope.INTERPRET)
            for domain in domains
        ],
    )


def _in_writing(language: Language, on: date) -> Qualification:
    return Qualification(
        language_tag=language.tag,
        modality=Modality.WRITTEN,
        level_scale="ILR",
        level="3",
        level_tenths=level_tenths("ILR", "3"),
        valid_from=on - timedelta(days=3650),
        valid_until=on + timedelta(days=700),
        ethics_signed_on=on - timedelta(days=3000),
        status=QualificationStatus.ACTIVE,
        grants=[
            Grant(scope=scope, domain=Domain.GENERAL) for scope in (Scope.TRANSLATE, Scope.REVISE)
        ],
    )
