"""Everything the domain wants to know of a few people, read in a fixed number of queries.

Columns, not rows of the ORM: this is the larger part of what one press on a language costs.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.matching import Need
from langaccess.domain.people import (
    Booking as BookingFacts,
)
from langaccess.domain.people import (
    Candidate,
    Domain,
    Presence,
    Scope,
)
from langaccess.domain.people import (
    Qualification as QualificationFacts,
)
from langaccess.domain.time import Calendar, Span
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
from langaccess.storage.matching.fittest import LONGEST_BOOKING, CityMoment
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


def candidates(
    session: Session, account_ids: Sequence[int], need: Need, calendar: Calendar
) -> list[Candidate]:
    """Everything that decides about these people, in the order given; nobody who left the city."""
    if not account_ids:
        return []
    query = (
        select(
            Interpreter.account_id,
            Account.location_id,
            Interpreter.presence,
            Interpreter.seen_at,
            Interpreter.daily_cap,
            Interpreter.last_served_at,
        )
        .join(Account, Account.id == Interpreter.account_id)
        .where(Interpreter.account_id.in_(account_ids), Account.is_active)
    )
    people = {row[0]: _Person._make(row) for row in session.execute(query)}
    skills = _skills(session, account_ids)
    conflicts = _conflicts(session, account_ids)
    day = _Day(session, account_ids, need, calendar)
    return [
        day.candidate(people[one], tuple(skills[one]), frozenset(conflicts[one]))
        for one in account_ids
        if one in people
    ]


def speakers(session: Session, language_tags: Sequence[str], most: int) -> list[int]:
    """Ids of active employees with any row in these languages, whatever it is worth."""
    query = (
        select(Qualification.account_id)
        .join(Account, Account.id == Qualification.account_id)
        .where(Qualification.language_tag.in_(language_tags), Account.is_active)
        .distinct()
        .order_by(Qualification.account_id)
        .limit(most)
    )
    return list(session.scalars(query))


class _Person(NamedTuple):
    """One person's own row."""

    account_id: int
    location_id: int | None
    presence: Presence
    seen_at: datetime | None
    daily_cap: int | None
    last_served_at: datetime | None


def _skills(session: Session, ids: Sequence[int]) -> defaultdict[int, list[QualificationFacts]]:
    """Each person's qualifications, in the order of their numbers."""
    grants: defaultdict[int, set[tuple[Scope, Domain]]] = defaultdict(set)
    granted = (
        select(Grant.qualification_id, Grant.scope, Grant.domain)
        .join(Qualification, Qualification.id == Grant.qualification_id)
        .where(Qualification.account_id.in_(ids))
    )
    for number, scope, domain in session.execute(granted):
        grants[number].add((scope, domain))
    query = (
        select(
            Qualification.account_id,
            Qualification.id,
            Qualification.language_tag,
            Qualification.modality,
            Qualification.direction,
            Qualification.level_tenths,
            Qualification.valid_from,
            Qualification.valid_until,
            Qualification.ethics_signed_on,
            Qualification.status,
        )
        .where(Qualification.account_id.in_(ids))
        .order_by(Qualification.id)
    )
    skills: defaultdict[int, list[QualificationFacts]] = defaultdict(list)
    for who, number, tag, modality, direction, *rest in session.execute(query):
        granted_here = frozenset(grants[number])
        skills[who].append(
            QualificationFacts(number, tag, modality, direction, granted_here, *rest)
        )
    return skills


def _conflicts(session: Session, ids: Sequence[int]) -> defaultdict[int, set[int | str]]:
    """The departments and residents for which each person must not interpret."""
    query = select(
        ConflictOfInterest.account_id,
        ConflictOfInterest.department_id,
        ConflictOfInterest.resident_reference,
    ).where(ConflictOfInterest.account_id.in_(ids))
    conflicts: defaultdict[int, set[int | str]] = defaultdict(set)
    for who, department_id, resident_reference in session.execute(query):
        conflicts[who].update(one for one in (department_id, resident_reference) if one)
    return conflicts


class _Day:
    """What the day holds for a few people: read once, then asked of each."""

    def __init__(
        self, session: Session, ids: Sequence[int], need: Need, calendar: Calendar
    ) -> None:
        reach = need.travel + LONGEST_BOOKING
        self._shifts = _shifts(session, ids, need, calendar)
        self._absences: defaultdict[int, list[Span]] = defaultdict(list)
        for who, starts, ends in session.execute(
            select(Absence.account_id, Absence.starts_at, Absence.ends_at)
            .where(Absence.account_id.in_(ids), Absence.ends_at > need.at)
            .order_by(Absence.starts_at)
        ):
            self._absences[who].append(Span(starts, ends))
        self._bookings: defaultdict[int, list[BookingFacts]] = defaultdict(list)
        for who, starts, ends, where in session.execute(
            select(Booking.account_id, Booking.starts_at, Booking.ends_at, Booking.location_id)
            .where(
                Booking.account_id.in_(ids),
                Booking.starts_at > need.at - reach,
                Booking.starts_at < need.at + need.expected + need.travel,
            )
            .order_by(Booking.starts_at)
        ):
            self._bookings[who].append(BookingFacts(Span(starts, ends), where))
        self._talking = set(
            session.scalars(
                select(Encounter.interpreter_id).where(
                    Encounter.interpreter_id.in_(ids),
                    Encounter.status.in_(("ready", "connected")),
                )
            )
        )
        loads = select(DayLoad.account_id, DayLoad.taken).where(
            DayLoad.account_id.in_(ids), DayLoad.on == need.on
        )
        self._taken = {row[0]: row[1] for row in session.execute(loads)}
        lists = select(Listing.account_id, Listing.kind).where(
            Listing.department_id == need.department_id
        )
        self._lists = {row[0]: row[1] for row in session.execute(lists)}

    def candidate(
        self,
        one: _Person,
        skills: tuple[QualificationFacts, ...],
        conflicts: frozenset[int | str],
    ) -> Candidate:
        """One person as the domain sees them."""
        who = one.account_id
        return Candidate(
            person_id=who,
            qualifications=skills,
            location_id=one.location_id,
            shifts=tuple(self._shifts[who]),
            absences=tuple(self._absences[who]),
            bookings=tuple(self._bookings[who]),
            presence=one.presence,
            seen_at=one.seen_at,
            in_conversation=who in self._talking,
            taken_today=self._taken.get(who, 0),
            daily_cap=one.daily_cap,
            conflicts=conflicts,
            is_listed=self._is_listed(who),
            last_served_at=one.last_served_at,
        )

    def _is_listed(self, who: int) -> bool:
        if self._lists.get(who) is ListKind.NEVER:
            return False
        has_only_list = ListKind.ONLY in self._lists.values()
        return not has_only_list or self._lists.get(who) is ListKind.ONLY


def _shifts(
    session: Session, ids: Sequence[int], need: Need, calendar: Calendar
) -> defaultdict[int, list[Span]]:
    """The day's working hours, counted from the moment of the need on the city's clock.

    So a wall time that a clock change shows twice, or skips, is judged as the query does.
    """
    now = CityMoment.of(need.at, calendar)
    begun = need.at.replace(second=0, microsecond=0)
    query = (
        select(WorkingHours.account_id, WorkingHours.starts_minute, WorkingHours.ends_minute)
        .where(WorkingHours.account_id.in_(ids), WorkingHours.weekday == now.weekday)
        .order_by(WorkingHours.starts_minute)
    )
    shifts: defaultdict[int, list[Span]] = defaultdict(list)
    for who, starts_minute, ends_minute in session.execute(query):
        starts = begun + timedelta(minutes=starts_minute - now.minute)
        shifts[who].append(Span(starts, begun + timedelta(minutes=ends_minute - now.minute)))
    return shifts
