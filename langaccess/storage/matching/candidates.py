"""Everything the domain wants to know of a few people, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import Session, selectinload

from langaccess.domain.matching import Need
from langaccess.domain.people import (
    Booking as BookingFacts,
)
from langaccess.domain.people import (
    Candidate,
)
from langaccess.domain.time import Calendar, Span
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
from langaccess.storage.matching.fittest import LONGEST_BOOKING
from langaccess.storage.people import (
    Absence,
    Booking,
    DayLoad,
    Interpreter,
    Listing,
    ListKind,
    Qualification,
)


def candidates(
    session: Session, account_ids: Sequence[int], need: Need, calendar: Calendar
) -> list[Candidate]:
    """Everything that decides about these people, in the order given."""
    if not account_ids:
        return []
    query = (
        select(Interpreter)
        .where(Interpreter.account_id.in_(account_ids))
        .options(
            selectinload(Interpreter.account),
            selectinload(Interpreter.qualifications).selectinload(Qualification.grants),
            selectinload(Interpreter.hours),
            selectinload(Interpreter.conflicts),
        )
        .execution_options(populate_existing=True)
    )
    people = {one.account_id: one for one in session.scalars(query)}
    day = _Day(session, account_ids, need, calendar)
    return [day.candidate(people[one]) for one in account_ids if one in people]


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


class _Day:
    """What the day holds for a few people: read once, then asked of each."""

    def __init__(
        self, session: Session, ids: Sequence[int], need: Need, calendar: Calendar
    ) -> None:
        self._need = need
        self._calendar = calendar
        reach = need.travel + LONGEST_BOOKING
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

    def candidate(self, one: Interpreter) -> Candidate:
        """One person as the domain sees them."""
        who = one.account_id
        return Candidate(
            person_id=who,
            qualifications=tuple(row.facts for row in one.qualifications),
            location_id=one.account.location_id,
            shifts=tuple(self._shifts(one)),
            absences=tuple(self._absences[who]),
            bookings=tuple(self._bookings[who]),
            presence=one.presence,
            seen_at=one.seen_at,
            in_conversation=who in self._talking,
            taken_today=self._taken.get(who, 0),
            daily_cap=one.daily_cap,
            conflicts=frozenset(
                subject
                for row in one.conflicts
                if (subject := row.department_id or row.resident_reference)
            ),
            is_listed=self._is_listed(who),
            last_served_at=one.last_served_at,
        )

    def _is_listed(self, who: int) -> bool:
        if self._lists.get(who) is ListKind.NEVER:
            return False
        has_only_list = ListKind.ONLY in self._lists.values()
        return not has_only_list or self._lists.get(who) is ListKind.ONLY

    def _shifts(self, one: Interpreter) -> Iterable[Span]:
        zone, on = self._calendar.zone, self._need.on
        midnight = datetime.combine(on, time(), zone)
        for row in one.hours:
            if row.weekday == on.weekday():
                starts = (midnight + timedelta(minutes=row.starts_minute)).astimezone(UTC)
                ends = (midnight + timedelta(minutes=row.ends_minute)).astimezone(UTC)
                if ends > starts:
                    yield Span(starts, ends)
