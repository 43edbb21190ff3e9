"""Whom a person must not interpret for, and whom a department calls only or never."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.people import (
    ConflictSubjectUnclear,
    ConflictUnknown,
    ListingUnknown,
)
from langaccess.services.people.known import check_places, interpreter_known
from langaccess.storage.audit import record
from langaccess.storage.people import ConflictOfInterest, Listing, ListKind


def declare_conflict(
    session: Session,
    actor: Actor,
    *,
    account_id: int,
    department_id: int | None = None,
    resident_reference: str | None = None,
    now: datetime,
) -> ConflictOfInterest:
    """This person must not interpret for a department, or for a resident; one of the two.

    The same conflict again is the same row.
    Raises PersonUnknown, ConflictSubjectUnclear, DepartmentUnknown.
    """
    actor.must(Permission.PEOPLE_EDIT)
    interpreter_known(session, account_id)
    resident = (resident_reference or "").strip() or None
    if (department_id is None) == (resident is None):
        raise ConflictSubjectUnclear
    check_places(session, department_id, None)
    subject = {
        "account_id": account_id,
        "department_id": department_id,
        "resident_reference": resident,
    }
    known = session.scalar(select(ConflictOfInterest).filter_by(**subject))
    if known is not None:
        return known
    conflict = ConflictOfInterest(**subject, declared_at=now)
    session.add(conflict)
    session.flush()
    record(session, actor, "declare_conflict", "account", account_id, now=now, conflict=conflict.id)
    return conflict


def withdraw_conflict(
    session: Session, actor: Actor, *, account_id: int, conflict_id: int, now: datetime
) -> None:
    """The conflict of interest is over. Raises ConflictUnknown."""
    actor.must(Permission.PEOPLE_EDIT)
    conflict = session.get(ConflictOfInterest, conflict_id)
    if conflict is None or conflict.account_id != account_id:
        raise ConflictUnknown
    session.delete(conflict)
    session.flush()
    record(
        session, actor, "withdraw_conflict", "account", account_id, now=now, conflict=conflict_id
    )


def set_listing(
    session: Session,
    actor: Actor,
    *,
    department_id: int,
    account_id: int,
    kind: ListKind,
    now: datetime,
) -> Listing:
    """Put a person on a department's list: call only these, or never this one.

    Raises DepartmentUnknown, PersonUnknown.
    """
    actor.must(Permission.PEOPLE_EDIT)
    check_places(session, department_id, None)
    interpreter_known(session, account_id)
    listing = session.get(Listing, (department_id, account_id))
    if listing is None:
        listing = Listing(department_id=department_id, account_id=account_id, kind=kind)
        session.add(listing)
    listing.kind = kind
    session.flush()
    record(
        session,
        actor,
        "set_listing",
        "account",
        account_id,
        now=now,
        department=department_id,
        kind=kind.value,
    )
    return listing


def clear_listing(
    session: Session, actor: Actor, *, department_id: int, account_id: int, now: datetime
) -> None:
    """Take a person off a department's list. Raises ListingUnknown."""
    actor.must(Permission.PEOPLE_EDIT)
    listing = session.get(Listing, (department_id, account_id))
    if listing is None:
        raise ListingUnknown
    session.delete(listing)
    session.flush()
    record(
        session, actor, "clear_listing", "account", account_id, now=now, department=department_id
    )
