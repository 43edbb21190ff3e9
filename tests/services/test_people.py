from dataclasses import replace

import pytest
from sqlalchemy import delete, event, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.counter import LocationUnknown
from langaccess.domain.people import (
    CapInvalid,
    DepartmentUnknown,
    EmailInvalid,
    EmailTaken,
    LastOverseer,
    NameMissing,
    PersonUnknown,
    Presence,
)
from langaccess.services.people.employees import (
    PersonFacts,
    add_person,
    change_person,
    make_interpreter,
    set_daily_cap,
)
from langaccess.storage.accounts import Account
from langaccess.storage.audit import history
from langaccess.storage.people import Interpreter
from langaccess.storage.places import Department
from tests import factories
from tests.factories import NINE, make_account, make_department, make_location

BO = PersonFacts(email="Bo@City.example", name=" Bo  Lee ")


def deeds(session: Session, account_id: int) -> list[str]:
    session.flush()
    return [one.deed for one in history(session, "account", account_id)]


def test_a_new_person_is_kept_whole_and_without_a_password(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    department, location = make_department(session), make_location(session)
    facts = replace(
        BO,
        job_title=" Clerk ",
        phone="+15105550101",
        department_id=department.id,
        location_id=location.id,
        roles=frozenset({Role.STAFF, Role.COMMUNICATIONS}),
    )

    account = add_person(session, actor, facts, now=NINE)

    assert (account.email, account.name, account.job_title) == (
        "bo@city.example",
        "Bo Lee",
        "Clerk",
    )
    assert account.department is department
    assert account.location is location
    assert account.password_hash is None
    assert account.actor.roles == facts.roles
    assert deeds(session, account.id) == ["add_person"]


def test_only_coordinators_look_after_people(session: Session) -> None:
    actor = make_account(session, Role.STAFF, Role.INTERPRETER).actor
    with pytest.raises(NotAllowed):
        add_person(session, actor, BO, now=NINE)
    with pytest.raises(NotAllowed):
        change_person(session, actor, BO, account_id=actor.account_id, now=NINE)
    with pytest.raises(NotAllowed):
        make_interpreter(session, actor, account_id=actor.account_id, now=NINE)
    with pytest.raises(NotAllowed):
        set_daily_cap(session, actor, account_id=actor.account_id, daily_cap=1, now=NINE)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"email": "bo"}, EmailInvalid),
        ({"email": "TAKEN@city.example"}, EmailTaken),
        ({"name": " "}, NameMissing),
        ({"department_id": 999}, DepartmentUnknown),
        ({"location_id": 999}, LocationUnknown),
    ],
)
def test_what_cannot_be_kept_is_refused(
    session: Session, changes: dict[str, object], refusal: type[Exception]
) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    make_account(session, email="taken@city.example")
    with pytest.raises(refusal):
        add_person(session, actor, replace(BO, **changes), now=NINE)  # type: ignore[arg-type] # any of its fields


def test_an_address_taken_at_the_same_moment_is_refused(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor

    @event.listens_for(session, "before_flush", once=True)
    def another_adds_bo(*_: object) -> None:
        values = {"email": "bo@city.example", "name": "Bo", "created_at": NINE}
        session.connection().execute(insert(Account), [values])

    with pytest.raises(EmailTaken):
        add_person(session, actor, BO, now=NINE)


def test_a_department_removed_at_the_same_moment_is_no_taken_address(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    department_id = make_department(session).id

    @event.listens_for(session, "before_flush", once=True)
    def another_removes_it(*_: object) -> None:
        session.connection().execute(delete(Department).where(Department.id == department_id))

    with pytest.raises(IntegrityError):
        add_person(session, actor, replace(BO, department_id=department_id), now=NINE)


def test_a_person_is_changed_and_keeps_the_roles_that_stay(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    account = make_account(session, Role.STAFF, Role.INTERPRETER)
    facts = replace(BO, roles=frozenset({Role.STAFF, Role.COMMUNICATIONS}))

    change_person(session, actor, facts, account_id=account.id, now=NINE)
    change_person(session, actor, facts, account_id=account.id, now=NINE)

    session.expire_all()
    assert account.email == "bo@city.example"
    assert account.actor.roles == facts.roles
    assert deeds(session, account.id) == ["change_person", "change_person"]


def test_nobody_unknown_is_changed(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    with pytest.raises(PersonUnknown):
        change_person(session, actor, BO, account_id=999, now=NINE)
    with pytest.raises(PersonUnknown):
        make_interpreter(session, actor, account_id=999, now=NINE)
    with pytest.raises(PersonUnknown):
        set_daily_cap(session, actor, account_id=actor.account_id, daily_cap=1, now=NINE)


def test_an_interpreter_who_leaves_is_off_duty(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    person = factories.make_interpreter(session)
    gone = replace(BO, is_active=False)
    change_person(session, actor, gone, account_id=person.account_id, now=NINE)
    assert person.presence is Presence.OFF_DUTY


def test_an_interpreter_who_stays_keeps_their_presence(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    person = factories.make_interpreter(session)
    change_person(session, actor, BO, account_id=person.account_id, now=NINE)
    assert person.presence is Presence.ON_DUTY


@pytest.mark.parametrize(
    "facts", [BO, replace(BO, roles=frozenset({Role.COORDINATOR}), is_active=False)]
)
def test_the_last_who_may_look_after_people_stays(session: Session, facts: PersonFacts) -> None:
    last = make_account(session, Role.COORDINATOR)
    make_account(session, Role.ADMIN, is_active=False)
    with pytest.raises(LastOverseer):
        change_person(session, last.actor, facts, account_id=last.id, now=NINE)

    make_account(session, Role.ADMIN)
    assert change_person(session, last.actor, facts, account_id=last.id, now=NINE) is last


def test_an_employee_becomes_an_interpreter_once(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    account = make_account(session)

    person = make_interpreter(session, actor, account_id=account.id, now=NINE)

    assert make_interpreter(session, actor, account_id=account.id, now=NINE) is person
    assert account.actor.roles == {Role.STAFF, Role.INTERPRETER}
    assert session.get(Interpreter, account.id) is person
    assert person.presence is Presence.OFF_DUTY
    assert deeds(session, account.id) == ["make_interpreter"]


def test_a_daily_cap_is_one_at_least_or_none(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    person = factories.make_interpreter(session)

    def cap(daily_cap: int | None) -> int | None:
        who = person.account_id
        return set_daily_cap(
            session, actor, account_id=who, daily_cap=daily_cap, now=NINE
        ).daily_cap

    assert cap(3) == 3
    assert cap(None) is None
    with pytest.raises(CapInvalid):
        cap(0)
