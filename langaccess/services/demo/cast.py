"""Who may appear in an invented past: clerks, interpreters as they were tested, vendors."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import Mode
from langaccess.domain.languages import Modality
from langaccess.domain.matching import Decision, Need, eligible
from langaccess.domain.people import Candidate, Domain, Presence, Qualification
from langaccess.domain.time import Span
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.languages import all_languages
from langaccess.storage.people import DayLoad, Interpreter
from langaccess.storage.people import Qualification as QualificationRow
from langaccess.storage.vendors import Vendor, active_vendors

LOOKED_AT, ASKED_AT_MOST = 20, 3


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who asks for interpreters."""

    account_id: int
    department_id: int | None
    location_id: int | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who interprets: their skills, and their hours in minutes of each weekday."""

    account_id: int
    location_id: int | None
    qualifications: tuple[Qualification, ...]
    hours: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was asked for, where and when."""

    tag: str
    domain: Domain
    department_id: int | None
    location_id: int | None
    at: datetime


@dataclass(slots=True)
class Cast:
    """Everybody who may appear, and until when each is busy."""

    clerks: list[Clerk]
    speakers: dict[str, list[Speaker]]
    vendors: list[Vendor]
    signed: frozenset[str]
    busy_until: dict[int, datetime] = field(default_factory=dict)
    loads: dict[tuple[int, date], int] = field(default_factory=dict)

    def is_signed(self, tag: str) -> bool:
        """Whether this is a sign language."""
        return tag in self.signed

    def vendor_for(self, tag: str, mode: Mode) -> int:
        """The first line that serves this; the first of all where none does."""
        fitting = [one.id for one in self.vendors if one.serves(tag, mode)]
        return fitting[0] if fitting else self.vendors[0].id

    def eligible(self, city: City, moment: Moment, random: Random) -> list[Decision]:
        """A few of those who could have been asked, in the order they were, with every reason."""
        speakers = self.speakers.get(moment.tag, [])
        decisions = (
            eligible(self._candidate(city, one, moment.at), self._need(city, moment))
            for one in random.sample(speakers, min(len(speakers), LOOKED_AT))
            if self.busy_until.get(one.account_id, moment.at) <= moment.at
        )
        found: list[Decision] = []
        for decision in decisions:
            if decision.is_eligible:
                found.append(decision)
            if len(found) == ASKED_AT_MOST:
                break
        return found

    def note_busy(self, account_id: int, on: date, until: datetime) -> None:
        """Count one more encounter of this person, who is free again then."""
        self.busy_until[account_id] = until
        self.loads[account_id, on] = self.loads.get((account_id, on), 0) + 1

    def write_loads(self, session: Session) -> None:
        """Keep what was counted since the last time: each person's days, and their last moment."""
        if not self.loads:
            return
        days = [on for _, on in self.loads]
        known = {
            (row.account_id, row.on): row
            for row in session.scalars(
                select(DayLoad).where(DayLoad.on.between(min(days), max(days)))
            )
        }
        for (account_id, on), taken in self.loads.items():
            if (account_id, on) in known:
                known[account_id, on].taken += taken
            else:
                session.add(DayLoad(account_id=account_id, on=on, taken=taken))
        served = sorted({account_id for account_id, _ in self.loads})
        session.execute(
            update(Interpreter),
            [{"account_id": one, "last_served_at": self.busy_until[one]} for one in served],
        )
        self.loads.clear()
        session.flush()

    def _need(self, city: City, moment: Moment) -> Need:
        return Need(
            language_tags=(moment.tag,),
            at=moment.at,
            on=city.calendar.local_date(moment.at),
            domain=moment.domain,
            modality=Modality.SIGNED if self.is_signed(moment.tag) else Modality.SPOKEN,
            level_tenths=city.rules.qualified.interpret[moment.domain],
            department_id=moment.department_id,
            location_id=moment.location_id,
        )

    def _candidate(self, city: City, one: Speaker, at: datetime) -> Candidate:
        on = city.calendar.local_date(at)
        shifts: tuple[Span, ...] = ()
        if on.weekday() in one.hours:
            midnight = datetime.combine(on, time(), city.calendar.zone)
            starts, ends = (timedelta(minutes=minute) for minute in one.hours[on.weekday()])
            shifts = (Span((midnight + starts).astimezone(UTC), (midnight + ends).astimezone(UTC)),)
        return Candidate(
            person_id=one.account_id,
            qualifications=one.qualifications,
            location_id=one.location_id,
            shifts=shifts,
            presence=Presence.ON_DUTY,
            seen_at=at,
            taken_today=self.loads.get((one.account_id, on), 0),
        )


def cast_of(session: Session) -> Cast:
    """Everybody of this installation who may appear in an invented past."""
    speakers: dict[str, list[Speaker]] = defaultdict(list)
    for row in session.scalars(
        select(Interpreter)
        .join(Interpreter.account)
        .where(Account.is_active)
        .order_by(Interpreter.account_id)
        .options(
            selectinload(Interpreter.account),
            selectinload(Interpreter.hours),
            selectinload(Interpreter.qualifications).selectinload(QualificationRow.grants),
        )
    ):
        speaker = _speaker(row)
        for tag in {one.language_tag for one in speaker.qualifications}:
            speakers[tag].append(speaker)
    languages = all_languages(session)
    return Cast(
        clerks=_clerks(session),
        speakers=dict(speakers),
        vendors=active_vendors(session),
        signed=frozenset(one.tag for one in languages if one.is_signed),
    )


def _speaker(row: Interpreter) -> Speaker:
    return Speaker(
        account_id=row.account_id,
        location_id=row.account.location_id,
        qualifications=tuple(one.facts for one in row.qualifications),
        hours={one.weekday: (one.starts_minute, one.ends_minute) for one in row.hours},
    )


def _clerks(session: Session) -> list[Clerk]:
    query = (
        select(Account.id, Account.department_id, Account.location_id)
        .join(AccountRole)
        .where(AccountRole.role == Role.STAFF, Account.is_active)
        .order_by(Account.id)
    )
    return [Clerk(*row) for row in session.execute(query)]
