import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, NotAllowed, Role
from langaccess.domain.people import (
    ConflictSubjectUnclear,
    ConflictUnknown,
    DepartmentUnknown,
    ListingUnknown,
    PersonUnknown,
)
from langaccess.services.people.limits import (
    clear_listing,
    declare_conflict,
    set_listing,
    withdraw_conflict,
)
from langaccess.storage.audit import history
from langaccess.storage.people import ConflictOfInterest, Interpreter, ListKind, listing_of
from tests.factories import NINE, make_account, make_department, make_interpreter


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_account(session, Role.COORDINATOR).actor


@pytest.fixture
def person(session: Session) -> Interpreter:
    return make_interpreter(session)


def deeds(session: Session, account_id: int) -> list[str]:
    session.flush()
    return [one.deed for one in history(session, "account", account_id)]


def test_a_conflict_is_declared_once_and_withdrawn(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    who = person.account_id
    department = make_department(session).id

    first = declare_conflict(session, actor, account_id=who, department_id=department, now=NINE)
    again = declare_conflict(session, actor, account_id=who, department_id=department, now=NINE)
    other = declare_conflict(session, actor, account_id=who, resident_reference=" R-7 ", now=NINE)
    assert again is first
    assert other.resident_reference == "R-7"

    withdraw_conflict(session, actor, account_id=who, conflict_id=first.id, now=NINE)
    assert session.scalars(select(ConflictOfInterest)).all() == [other]
    assert deeds(session, who) == ["declare_conflict", "declare_conflict", "withdraw_conflict"]


@pytest.mark.parametrize(("department_id", "resident"), [(None, None), (None, " "), (1, "R-7")])
def test_a_conflict_is_with_one_of_the_two(
    session: Session,
    actor: Actor,
    person: Interpreter,
    department_id: int | None,
    resident: str | None,
) -> None:
    with pytest.raises(ConflictSubjectUnclear):
        declare_conflict(
            session,
            actor,
            account_id=person.account_id,
            department_id=department_id,
            resident_reference=resident,
            now=NINE,
        )


def test_a_conflict_is_its_persons(session: Session, actor: Actor, person: Interpreter) -> None:
    conflict = declare_conflict(
        session, actor, account_id=person.account_id, resident_reference="R-7", now=NINE
    )
    other = make_interpreter(session).account_id
    with pytest.raises(ConflictUnknown):
        withdraw_conflict(session, actor, account_id=other, conflict_id=conflict.id, now=NINE)
    with pytest.raises(ConflictUnknown):
        withdraw_conflict(session, actor, account_id=person.account_id, conflict_id=0, now=NINE)


def test_a_person_is_on_one_list_of_a_department(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    department, who = make_department(session).id, person.account_id
    ids = {"department_id": department, "account_id": who}

    set_listing(session, actor, **ids, kind=ListKind.ONLY, now=NINE)
    set_listing(session, actor, **ids, kind=ListKind.NEVER, now=NINE)
    assert listing_of(session, department) == [(who, person.account.name, ListKind.NEVER)]

    clear_listing(session, actor, **ids, now=NINE)
    assert listing_of(session, department) == []
    with pytest.raises(ListingUnknown):
        clear_listing(session, actor, **ids, now=NINE)
    assert deeds(session, who) == ["set_listing", "set_listing", "clear_listing"]


def test_departments_and_people_must_be_there(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    department, who = make_department(session).id, person.account_id
    with pytest.raises(DepartmentUnknown):
        set_listing(session, actor, department_id=0, account_id=who, kind=ListKind.ONLY, now=NINE)
    with pytest.raises(PersonUnknown):
        set_listing(
            session, actor, department_id=department, account_id=0, kind=ListKind.ONLY, now=NINE
        )
    with pytest.raises(DepartmentUnknown):
        declare_conflict(session, actor, account_id=who, department_id=0, now=NINE)
    with pytest.raises(PersonUnknown):
        declare_conflict(session, actor, account_id=0, department_id=department, now=NINE)


def test_limits_are_a_coordinators(session: Session, person: Interpreter) -> None:
    who, own = person.account.actor, person.account_id
    with pytest.raises(NotAllowed):
        declare_conflict(session, who, account_id=own, resident_reference="R-7", now=NINE)
    with pytest.raises(NotAllowed):
        withdraw_conflict(session, who, account_id=own, conflict_id=1, now=NINE)
    with pytest.raises(NotAllowed):
        set_listing(session, who, department_id=1, account_id=own, kind=ListKind.ONLY, now=NINE)
    with pytest.raises(NotAllowed):
        clear_listing(session, who, department_id=1, account_id=own, now=NINE)
