"""The fittest people for a need, in one query.

The query and `langaccess.domain.matching` say the same; tests and `benchmarks.match` hold them
together. The query finds whom to ask; the domain says why, and its word is what is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from langaccess.domain.matching import Need
from langaccess.domain.people import (
    Direction,
    Presence,
    QualificationStatus,
)
from langaccess.domain.time import Calendar
from langaccess.storage.accounts import Account
from langaccess.storage.base import UtcDateTime
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

# No booking is longer than this, so the index range of those that may overlap stays short.
LONGEST_BOOKING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CityMoment:
    """A moment as working hours are written: weekday from Monday 0, minute of the city's day."""

    weekday: int
    minute: int

    @classmethod
    def of(cls, at: datetime, calendar: Calendar) -> "CityMoment":
        """The moment on the city's clock."""
        local = at.astimezone(calendar.zone)
        return cls(local.weekday(), local.hour * 60 + local.minute)


def fittest(
    session: Session,
    need: Need,
    calendar: Calendar,
    *,
    most: int,
    site_only: bool = False,
    besides: Iterable[int] = (),
) -> list[int]:
    """Ids of the `most` fittest eligible people, the fittest first; `besides` are left out."""
    moment = CityMoment.of(need.at, calendar)
    values = {
        "on": need.on,
        "at": need.at,
        "until": need.at + need.expected,
        "early": need.at - need.travel,
        "late": need.at + need.expected + need.travel,
        "long_ago": need.at - need.travel - LONGEST_BOOKING,
        "seen_since": need.at - need.seen_within,
        "weekday": moment.weekday,
        "minute": moment.minute,
        "scope": need.scope,
        "domain": need.domain,
        "modality": need.modality,
        "level": need.level_tenths,
        "department": need.department_id,
        "resident": need.resident_reference,
        "location": need.location_id,
        "most": most,
        "asked": need.language_tags[0],
        "tags": list(need.language_tags),
        "besides": list(besides) or [0],
    }
    query = _SITE_QUERY if site_only else _CITY_QUERY
    return list(session.scalars(query, values))


def _query(*, site_only: bool) -> Select[int]:
    """The one query: first what one row of a person tells, then what must be looked up for each.

    The grouping keeps databases from looking up for everybody what few are left for.
    """
    at = bindparam("at", type_=UtcDateTime())
    able = _able(site_only=site_only)
    taken = func.coalesce(DayLoad.taken, 0)
    same_site = case((able.c.location_id == bindparam("location"), 0), else_=1)
    return (
        select(able.c.account_id)
        .outerjoin(
            DayLoad,
            and_(DayLoad.account_id == able.c.account_id, DayLoad.on == bindparam("on")),
        )
        .where(
            or_(able.c.daily_cap.is_(None), taken < able.c.daily_cap),
            _on_shift(able),
            ~_conflicted(able),
            *_listed(able),
            ~exists().where(
                Encounter.interpreter_id == able.c.account_id,
                Encounter.status.in_(("ready", "connected")),
            ),
            ~exists().where(
                Absence.account_id == able.c.account_id,
                Absence.ends_at > at,
                Absence.starts_at <= at,
            ),
            ~_booked(able),
        )
        .order_by(
            able.c.best_row // 100,
            same_site,
            able.c.best_row % 100,
            taken,
            able.c.last_served_at.asc().nulls_first(),
            able.c.account_id,
        )
        .limit(bindparam("most"))
    )


def _able(*, site_only: bool) -> Subquery:
    """Who has the skill and is there, each once, with what decides their place."""
    skill = aliased(Qualification)
    # Exact variant and level of a person's best row in one number, so that one row gives both.
    inexact = case((skill.language_tag == bindparam("asked"), 0), else_=100)
    facts = (
        Interpreter.account_id,
        Account.location_id,
        Interpreter.daily_cap,
        Interpreter.last_served_at,
    )
    query = (
        select(*facts, func.min(inexact + skill.level_tenths).label("best_row"))
        .join(Account, Account.id == Interpreter.account_id)
        .join(skill, skill.account_id == Interpreter.account_id)
        .join(
            Grant,
            and_(
                Grant.qualification_id == skill.id,
                Grant.scope == bindparam("scope"),
                Grant.domain == bindparam("domain"),
            ),
        )
        .where(
            Account.is_active,
            *_skilled(skill),
            Interpreter.presence == Presence.ON_DUTY,
            Interpreter.seen_at >= bindparam("seen_since", type_=UtcDateTime()),
            Interpreter.account_id.not_in(bindparam("besides", expanding=True)),
        )
        .group_by(*facts)
    )
    if site_only:
        query = query.where(Account.location_id == bindparam("location"))
    return query.subquery("able")


def _skilled(skill: type[Qualification]) -> tuple[ColumnElement[bool], ...]:
    on: BindParameter[date] = bindparam("on")
    return (
        skill.language_tag.in_(bindparam("tags", expanding=True)),
        skill.modality == bindparam("modality"),
        skill.direction == Direction.BOTH,
        skill.status == QualificationStatus.ACTIVE,
        skill.level_tenths >= bindparam("level"),
        skill.valid_from <= on,
        or_(skill.valid_until.is_(None), skill.valid_until > on),
        skill.ethics_signed_on <= on,
    )


def _conflicted(able: Subquery) -> ColumnElement[bool]:
    return exists().where(
        ConflictOfInterest.account_id == able.c.account_id,
        or_(
            ConflictOfInterest.department_id == bindparam("department"),
            ConflictOfInterest.resident_reference == bindparam("resident"),
        ),
    )


def _listed(able: Subquery) -> tuple[ColumnElement[bool], ...]:
    mine, anyone = aliased(Listing), aliased(Listing)
    department: BindParameter[int] = bindparam("department")

    def named(kind: ListKind) -> ColumnElement[bool]:
        return exists().where(
            mine.department_id == department,
            mine.account_id == able.c.account_id,
            mine.kind == kind,
        )

    has_only_list = exists().where(anyone.department_id == department, anyone.kind == ListKind.ONLY)
    return ~named(ListKind.NEVER), or_(~has_only_list, named(ListKind.ONLY))


def _on_shift(able: Subquery) -> ColumnElement[bool]:
    return exists().where(
        WorkingHours.account_id == able.c.account_id,
        WorkingHours.weekday == bindparam("weekday"),
        WorkingHours.starts_minute <= bindparam("minute"),
        WorkingHours.ends_minute > bindparam("minute"),
    )


def _booked(able: Subquery) -> ColumnElement[bool]:
    """A booking in the way; one at another site also takes the way there and back."""

    def moment(name: str) -> ColumnElement[datetime]:
        return bindparam(name, type_=UtcDateTime())

    elsewhere = and_(
        Booking.location_id.is_not(None),
        Booking.location_id.is_distinct_from(able.c.location_id),
    )
    return exists().where(
        Booking.account_id == able.c.account_id,
        Booking.starts_at > moment("long_ago"),
        Booking.starts_at < moment("late"),
        or_(
            and_(elsewhere, Booking.ends_at > moment("early")),
            and_(Booking.ends_at > moment("at"), Booking.starts_at < moment("until")),
        ),
    )


_CITY_QUERY = _query(site_only=False)
_SITE_QUERY = _query(site_only=True)
