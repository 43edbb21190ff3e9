"""What makes sixty people a city: who is away, who must not be asked where, who waits today."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.counter import TicketStatus
from langaccess.storage.accounts import Account
from langaccess.storage.counter import Ticket
from langaccess.storage.languages import ApprovedVariant
from langaccess.storage.people import (
    Absence,
    ConflictOfInterest,
    Interpreter,
    Listing,
    ListKind,
)
from langaccess.storage.places import Department, Location

# Spoken so much alike that one interpreter serves both; each direction was approved.
VARIANTS = (("tl", "fil"), ("fil", "tl"), ("pt-BR", "pt-PT"), ("pt-PT", "pt-BR"))
# By name: days from today on which the person is away.
ABSENCES = {
    "Elena Vargas": (0, 1),
    "Lin Zhao": (0, 5),
    "Minh Tran": (1, 8),
    "Irina Volkova": (7, 21),
    "Amina Warsame": (-3, 2),
}
CAPS = {"Carmen Ortiz": 6, "Linh Nguyen": 8, "Jordan Ellis": 4}
AGAINST_DEPARTMENTS = {
    "Diego Salazar": "Police",
    "Layla Haddad": "Housing and Community Development",
}
AGAINST_RESIDENTS = {"Marta Aguilar": "CASE-2026-0418"}
# Who alone is called, and who never, by these departments.
ONLY = {"Police": ("Ana Morales", "Luis Herrera", "Jing Liu", "Quang Le", "Omar Nasser")}
NEVER = {"Public Health": ("Hugo Rivas", "Bo Zhang"), "Libraries": ("Natalia Belova",)}

# Who waits: the language, minutes since they came, and in how many minutes an appointment is.
WAITING: tuple[tuple[str | None, int, int | None], ...] = (
    ("es", 22, None),
    ("cmn", 16, None),
    ("es", 11, None),
    (None, 9, None),
    ("ar", 6, None),
    ("vi", 3, 30),
)


def make_circumstances(
    session: Session,
    people: Iterable[Interpreter],
    departments: Iterable[Department],
    *,
    approved_by: Account,
    on: date,
    now: datetime,
) -> None:
    """Absences, caps, conflicts of interest, departments' lists, and approved variants."""
    by_name = {one.account.name: one for one in people}
    ids = {one.name: one.id for one in departments}
    _make_absences(by_name, on)
    for name, cap in CAPS.items():
        by_name[name].daily_cap = cap
    for name, department in AGAINST_DEPARTMENTS.items():
        conflict = ConflictOfInterest(department_id=ids[department], declared_at=now)
        by_name[name].conflicts.append(conflict)
    for name, reference in AGAINST_RESIDENTS.items():
        conflict = ConflictOfInterest(resident_reference=reference, declared_at=now)
        by_name[name].conflicts.append(conflict)
    session.add_all(_listed(ONLY, ListKind.ONLY, by_name, ids))
    session.add_all(_listed(NEVER, ListKind.NEVER, by_name, ids))
    for asked, accepted in VARIANTS:
        approval = ApprovedVariant(
            asked_tag=asked, accepted_tag=accepted, approved_by_id=approved_by.id, approved_at=now
        )
        session.add(approval)
    session.flush()


def _make_absences(by_name: Mapping[str, Interpreter], on: date) -> None:
    noon = datetime.combine(on, time(12), UTC)
    for name, (first, last) in ABSENCES.items():
        starts_at, ends_at = noon + timedelta(days=first - 0.5), noon + timedelta(days=last)
        by_name[name].absences.append(Absence(starts_at=starts_at, ends_at=ends_at))


def _listed(
    lists: Mapping[str, tuple[str, ...]],
    kind: ListKind,
    by_name: Mapping[str, Interpreter],
    ids: Mapping[str, int],
) -> list[Listing]:
    return [
        Listing(department_id=ids[department], account_id=by_name[name].account_id, kind=kind)
        for department, names in lists.items()
        for name in names
    ]


def make_tickets(
    session: Session, city: City, locations: list[Location], *, now: datetime
) -> list[Ticket]:
    """Residents who wait now at the first two sites, one of them with an appointment."""
    made = [
        Ticket(
            location_id=location.id,
            on=city.calendar.local_date(now),
            number=number,
            language_tag=tag,
            arrived_at=now - timedelta(minutes=since),
            appointment_at=now + timedelta(minutes=ahead) if ahead else None,
            status=TicketStatus.WAITING,
        )
        for location in locations[:2]
        for number, (tag, since, ahead) in enumerate(WAITING, 1)
    ]
    session.add_all(made)
    session.flush()
    return made
