"""The person a deed is about, and the places it names: there, or refused."""

from sqlalchemy.orm import Session

from langaccess.domain.counter import LocationUnknown
from langaccess.domain.people import DepartmentUnknown, PersonUnknown, QualificationUnknown
from langaccess.storage.accounts import Account
from langaccess.storage.people import Interpreter, Qualification, qualification_of
from langaccess.storage.places import Department, Location


def account_known(session: Session, account_id: int) -> Account:
    """The employee with this number. Raises PersonUnknown."""
    account = session.get(Account, account_id)
    if account is None:
        raise PersonUnknown
    return account


def interpreter_known(session: Session, account_id: int) -> Interpreter:
    """The interpreter with this number. Raises PersonUnknown."""
    person = session.get(Interpreter, account_id)
    if person is None:
        raise PersonUnknown
    return person


def qualification_known(session: Session, account_id: int, qualification_id: int) -> Qualification:
    """The person's qualification with this number. Raises QualificationUnknown."""
    found = qualification_of(session, account_id, qualification_id)
    if found is None:
        raise QualificationUnknown
    return found


def check_places(session: Session, department_id: int | None, location_id: int | None) -> None:
    """Refuse places that are not the city's. Raises DepartmentUnknown, LocationUnknown."""
    if department_id is not None and session.get(Department, department_id) is None:
        raise DepartmentUnknown
    if location_id is not None and session.get(Location, location_id) is None:
        raise LocationUnknown
