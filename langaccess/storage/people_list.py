"""The list of employees as coordinators look through it: filtered, a page at a time."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Text, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from langaccess.domain.people import Presence, QualificationStatus
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.audit import AuditEntry
from langaccess.storage.people import Interpreter, Listing, ListKind, Qualification
from langaccess.storage.places import Department

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a coordinator looks for. What is None or empty is not asked.

    `speaking` are the tags of languages that the typed text may mean. `expires` are the days from
    and until which a qualification ends, the second not included.
    """

    text: str = ""
    speaking: tuple[str, ...] = ()
    language_tag: str = ""
    department_id: int | None = None
    status: QualificationStatus | None = None
    expires: tuple[date, date] | None = None
    is_active: bool | None = True


class PersonRow(NamedTuple):
    """One employee in the list. `roles` are joined by commas."""

    id: int
    name: str
    email: str
    job_title: str
    department: str | None
    is_active: bool
    presence: Presence | None
    roles: str | None


class SkillRow(NamedTuple):
    """One qualification in the list."""

    account_id: int
    language_tag: str
    status: QualificationStatus
    valid_until: date | None


class PeoplePage(NamedTuple):
    """One page of the list, and whether others stand before and after it."""

    rows: list[PersonRow]
    has_previous: bool
    has_next: bool


_ROLES = (
    select(func.aggregate_strings(AccountRole.role.cast(Text()), ","))
    .where(AccountRole.account_id == Account.id)
    .correlate(Account)
    .scalar_subquery()
)
_BY_NAME = tuple_(Account.name, Account.id)


def people_page(
    session: Session,
    wanted: Wanted,
    *,
    after: int | None = None,
    before: int | None = None,
    most: int = PAGE_ROWS,
) -> PeoplePage:
    """The people after (or before) the one with this id, by name; one query at any size."""
    backwards = before is not None
    edge = before if backwards else after
    query = _listed(wanted)
    if edge is not None:
        place = select(Account.name, Account.id).where(Account.id == edge).subquery()
        order_key = _BY_NAME
        there = tuple_(select(place.c.name).scalar_subquery(), edge)
        query = query.where(order_key < there if backwards else order_key > there)
    order = (Account.name.desc(), Account.id.desc()) if backwards else (Account.name, Account.id)
    found = [
        PersonRow._make(row) for row in session.execute(query.order_by(*order).limit(most + 1))
    ]
    has_more = len(found) > most
    rows = found[:most]
    if backwards:
        return PeoplePage(rows[::-1], has_more, True)
    return PeoplePage(rows, after is not None, has_more)


def people_count(session: Session, wanted: Wanted) -> int:
    """How many people the whole list holds."""
    return session.scalar(select(func.count()).select_from(_listed(wanted).subquery())) or 0


def skills_of(session: Session, account_ids: list[int]) -> dict[int, list[SkillRow]]:
    """The qualifications of these people, by account id, in the order of their languages."""
    query = (
        select(
            Qualification.account_id,
            Qualification.language_tag,
            Qualification.status,
            Qualification.valid_until,
        )
        .where(Qualification.account_id.in_(account_ids))
        .order_by(Qualification.language_tag, Qualification.id)
    )
    found: dict[int, list[SkillRow]] = {one: [] for one in account_ids}
    for row in session.execute(query):
        found[row.account_id].append(SkillRow._make(row))
    return found


def listings_of_person(session: Session, account_id: int) -> list[tuple[int, str, ListKind]]:
    """The departments' lists a person stands on: department id, name and kind, by name."""
    query = (
        select(Department.id, Department.name, Listing.kind)
        .join(Listing, Listing.department_id == Department.id)
        .where(Listing.account_id == account_id)
        .order_by(Department.name)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def latest_deeds(
    session: Session, account_id: int, deeds: tuple[str, ...], most: int
) -> list[AuditEntry]:
    """The last of these deeds that concerned an employee, the newest first."""
    query = select(AuditEntry).where(
        AuditEntry.subject == "account",
        AuditEntry.subject_id == str(account_id),
        AuditEntry.deed.in_(deeds),
    )
    return list(session.scalars(query.order_by(AuditEntry.id.desc()).limit(most)))


def _listed(wanted: Wanted) -> Select[int, str, str, str, str | None, bool, Presence | None, str]:
    query = (
        select(
            Account.id,
            Account.name,
            Account.email,
            Account.job_title,
            Department.name.label("department"),
            Account.is_active,
            Interpreter.presence,
            _ROLES.label("roles"),
        )
        .outerjoin(Department, Department.id == Account.department_id)
        .outerjoin(Interpreter, Interpreter.account_id == Account.id)
    )
    if wanted.is_active is not None:
        query = query.where(Account.is_active == wanted.is_active)
    if wanted.department_id is not None:
        query = query.where(Account.department_id == wanted.department_id)
    if wanted.text:
        query = query.where(_named(wanted))
    skill = _skill(wanted)
    return query.where(_has(*skill)) if skill else query


def _named(wanted: Wanted) -> ColumnElement[bool]:
    return or_(
        Account.name.icontains(wanted.text, autoescape=True),
        Account.email.icontains(wanted.text, autoescape=True),
        _has(Qualification.language_tag.in_(wanted.speaking)),
    )


def _skill(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What one and the same qualification must be."""
    asked = []
    if wanted.language_tag:
        asked.append(Qualification.language_tag == wanted.language_tag)
    if wanted.status is not None:
        asked.append(Qualification.status == wanted.status)
    if wanted.expires is not None:
        first, end = wanted.expires
        asked += [Qualification.valid_until >= first, Qualification.valid_until < end]
    return asked


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Qualification.account_id == Account.id, *conditions)
