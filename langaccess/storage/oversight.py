"""Questions a supervisor asks of the whole city: who is on duty, what is late, what moved."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from langaccess.domain.dispatch import ENGAGED, OPEN, Outcome, StandIn
from langaccess.domain.people import Direction, Presence, QualificationStatus, Scope
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter, FollowUp
from langaccess.storage.people import Grant, Interpreter, Qualification
from langaccess.storage.places import Location
from langaccess.storage.vendors import Vendor

# More than a supervisor can work through on one page; the oldest come first.
LATE_AT_MOST = 50


class OnDuty(NamedTuple):
    """One language that somebody on duty may interpret."""

    language_tag: str
    account_id: int
    name: str
    location: str | None
    since_at: datetime | None
    presence: Presence
    is_talking: bool


class LateFollowUp(NamedTuple):
    """A promise to a resident that is overdue."""

    reference: str
    language_tag: str
    promised_by: str
    due_at: datetime
    reach: str


class OpenStandIn(NamedTuple):
    """A conversation that nobody qualified interpreted, and nobody went over since."""

    reference: str
    language_tag: str
    city_date: date
    stand_in: StandIn
    why: str
    is_emergency: bool
    clerk: str


def pulse(session: Session, on: date, *, seen_since: datetime, now: datetime) -> tuple[object, ...]:
    """Numbers that are others as soon as anything on the supervisor's page is; one query.

    `on` is the city's date, `seen_since` the moment since when a page on duty must have spoken.
    """
    of_the_day = or_(Encounter.city_date == on, Encounter.status.in_(OPEN))
    moved = select(func.count(), func.sum(Encounter.version)).where(of_the_day).subquery()
    duty = (
        select(func.count(), func.max(Interpreter.presence_since_at))
        .where(_reachable(seen_since))
        .subquery()
    )
    late = select(func.count()).select_from(FollowUp).where(*_late(now)).scalar_subquery()
    stood_in = select(func.count()).select_from(Encounter).where(*_stood_in()).scalar_subquery()
    both = moved.join(duty, true())  # one row each
    query = select(*moved.c, *duty.c, late, stood_in).select_from(both)
    return tuple(session.execute(query).one())


def on_duty(session: Session, on: date, *, seen_since: datetime) -> list[OnDuty]:
    """Who may interpret which language and can be reached now, by language and name."""
    talking = exists().where(
        Encounter.interpreter_id == Interpreter.account_id, Encounter.status.in_(ENGAGED)
    )
    query = (
        select(
            Qualification.language_tag,
            Account.id,
            Account.name,
            Location.name,
            Interpreter.presence_since_at,
            Interpreter.presence,
            talking,
        )
        .join(Account, Account.id == Qualification.account_id)
        .join(Interpreter, Interpreter.account_id == Qualification.account_id)
        .outerjoin(Location, Location.id == Account.location_id)
        .where(Account.is_active, _reachable(seen_since), *_counts(on))
        .distinct()
        .order_by(Qualification.language_tag, Account.name, Account.id)
    )
    return [OnDuty._make(row) for row in session.execute(query)]


def qualified_by_language(session: Session, on: date) -> dict[str, int]:
    """How many active employees may interpret each language on that day, by tag."""
    query = (
        select(Qualification.language_tag, func.count(Qualification.account_id.distinct()))
        .join(Account, Account.id == Qualification.account_id)
        .where(Account.is_active, *_counts(on))
        .group_by(Qualification.language_tag)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def late_follow_ups(session: Session, now: datetime) -> list[LateFollowUp]:
    """Promises to residents that are overdue, the longest first."""
    query = (
        select(
            Encounter.reference,
            Encounter.language_tag,
            Account.name,
            FollowUp.due_at,
            FollowUp.reach,
        )
        .join(Encounter, Encounter.id == FollowUp.encounter_id)
        .join(Account, Account.id == FollowUp.promised_by_id)
        .where(*_late(now))
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(LATE_AT_MOST)
    )
    return [LateFollowUp._make(row) for row in session.execute(query)]


def open_stand_ins(session: Session) -> list[OpenStandIn]:
    """Companions and minors who interpreted and whose work awaits a qualified person's look."""
    query = (
        select(
            Encounter.reference,
            Encounter.language_tag,
            Encounter.city_date,
            Encounter.stand_in,
            Encounter.stand_in_why,
            func.coalesce(Encounter.stand_in_emergency, False),
            Account.name,
        )
        .join(Account, Account.id == Encounter.clerk_id)
        .where(*_stood_in())
        .order_by(Encounter.id)
        .limit(LATE_AT_MOST)
    )
    return [OpenStandIn._make(row) for row in session.execute(query)]


def outcomes_on(session: Session, on: date) -> dict[Outcome, int]:
    """How many conversations of one of the city's days ended in which way."""
    query = (
        select(Encounter.outcome, func.count())
        .where(Encounter.city_date == on, Encounter.outcome.is_not(None))
        .group_by(Encounter.outcome)
    )
    return {row[0]: row[1] for row in session.execute(query) if row[0] is not None}


def names_of_people(session: Session, account_ids: set[int]) -> dict[int, str]:
    """Names by account id."""
    query = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def names_of_vendors(session: Session) -> dict[int, str]:
    """The names of all lines by id, also of those out of use."""
    return {row[0]: row[1] for row in session.execute(select(Vendor.id, Vendor.name))}


def _reachable(seen_since: datetime) -> ColumnElement[bool]:
    return and_(
        Interpreter.presence.in_((Presence.ON_DUTY, Presence.BUSY)),
        Interpreter.seen_at >= seen_since,
    )


def _counts(on: date) -> tuple[ColumnElement[bool], ...]:
    """A qualification that counts for interpreting on this day, whatever the subject."""
    return (
        Qualification.status == QualificationStatus.ACTIVE,
        Qualification.direction == Direction.BOTH,
        Qualification.valid_from <= on,
        or_(Qualification.valid_until.is_(None), Qualification.valid_until > on),
        Qualification.ethics_signed_on <= on,
        exists().where(Grant.qualification_id == Qualification.id, Grant.scope == Scope.INTERPRET),
    )


def _late(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return FollowUp.kept_at.is_(None), FollowUp.due_at < now


def _stood_in() -> tuple[ColumnElement[bool], ...]:
    return Encounter.stand_in.is_not(None), Encounter.stand_in_confirmed_at.is_(None)
