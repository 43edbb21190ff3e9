"""Employees as a coordinator keeps them: who they are, where they work, what they may do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import GRANTS, Actor, Permission, Role
from langaccess.domain.people import CapInvalid, EmailTaken, LastOverseer, Presence
from langaccess.domain.qualifications import checked_email, checked_name
from langaccess.services.people.known import account_known, check_places, interpreter_known
from langaccess.storage.accounts import Account, AccountRole, account_by_email
from langaccess.storage.audit import record
from langaccess.storage.base import violated
from langaccess.storage.people import Interpreter
from langaccess.storage.roster import active_holders

# Whoever holds one of these may look after people; one of them must be left.
OVERSEERS = frozenset(role for role in Role if Permission.PEOPLE_EDIT in GRANTS[role])


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is kept of an employee."""

    email: str
    name: str
    job_title: str = ""
    phone: str = ""
    department_id: int | None = None
    location_id: int | None = None
    roles: frozenset[Role] = frozenset({Role.STAFF})
    is_active: bool = True


def add_person(session: Session, actor: Actor, facts: PersonFacts, *, now: datetime) -> Account:
    """A new employee, without a password yet.

    Raises EmailInvalid, EmailTaken, NameMissing, DepartmentUnknown, LocationUnknown.
    """
    actor.must(Permission.PEOPLE_EDIT)
    account = Account(created_at=now)
    _write(session, account, facts)
    record(session, actor, "add_person", "account", account.id, now=now)
    return account


def change_person(
    session: Session, actor: Actor, facts: PersonFacts, *, account_id: int, now: datetime
) -> Account:
    """Keep this of an employee instead. Whoever is no longer active is signed out by it.

    Raises PersonUnknown, EmailInvalid, EmailTaken, NameMissing, DepartmentUnknown,
    LocationUnknown, LastOverseer.
    """
    actor.must(Permission.PEOPLE_EDIT)
    account = account_known(session, account_id)
    stays = facts.is_active and facts.roles & OVERSEERS
    if not stays and active_holders(session, OVERSEERS) == {account_id}:
        raise LastOverseer
    _write(session, account, facts)
    person = session.get(Interpreter, account_id)
    if person is not None and not facts.is_active:
        person.presence = Presence.OFF_DUTY
        person.presence_since_at = now
    record(session, actor, "change_person", "account", account_id, now=now)
    return account


def make_interpreter(
    session: Session, actor: Actor, *, account_id: int, now: datetime
) -> Interpreter:
    """Let an employee be an interpreter; the same row when they are one already.

    Raises PersonUnknown.
    """
    actor.must(Permission.PEOPLE_EDIT)
    account = account_known(session, account_id)
    if Role.INTERPRETER not in account.actor.roles:
        account.roles.append(AccountRole(role=Role.INTERPRETER))
    person = session.get(Interpreter, account_id)
    if person is None:
        person = Interpreter(account_id=account_id)
        session.add(person)
        session.flush()
        record(session, actor, "make_interpreter", "account", account_id, now=now)
    return person


def set_daily_cap(
    session: Session, actor: Actor, *, account_id: int, daily_cap: int | None, now: datetime
) -> Interpreter:
    """At most so many conversations a day for this person; None: as many as come.

    Raises PersonUnknown, CapInvalid.
    """
    actor.must(Permission.PEOPLE_EDIT)
    person = interpreter_known(session, account_id)
    if daily_cap is not None and daily_cap < 1:
        raise CapInvalid
    person.daily_cap = daily_cap
    record(session, actor, "set_daily_cap", "account", account_id, now=now, cap=daily_cap)
    return person


def _write(session: Session, account: Account, facts: PersonFacts) -> None:
    email = checked_email(facts.email)
    known = account_by_email(session, email)
    if known is not None and known is not account:
        raise EmailTaken
    check_places(session, facts.department_id, facts.location_id)
    account.email = email
    account.name = checked_name(facts.name)
    account.job_title = facts.job_title.strip()
    account.phone = facts.phone.strip()
    account.department_id = facts.department_id
    account.location_id = facts.location_id
    account.is_active = facts.is_active
    held = {one.role: one for one in account.roles}
    account.roles = [held.get(role) or AccountRole(role=role) for role in sorted(facts.roles)]
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError as error:
        if violated(error, "uq_account_email"):
            raise EmailTaken from error
        raise
