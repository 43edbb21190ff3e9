"""What API tests ask for: another city's system with a token of somebody."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.accounts import Account
from langaccess.storage.people import Interpreter
from tests.factories import make_clerk, make_interpreter, make_vendor
from tests.web.api.machine import Machine
from tests.web.pages import Clock

System = Callable[..., Machine]


@pytest.fixture
def system(app: Flask, session: Session, clock: Clock) -> System:
    """Makes a system of an account, an interpreter, or a new account with this role."""

    def make(who: Account | Interpreter | Role = Role.STAFF) -> Machine:
        if isinstance(who, Role):
            account = make_clerk(session, who)
        else:
            account = who.account if isinstance(who, Interpreter) else who
        return Machine(app, session, clock, account)

    return make


@pytest.fixture
def stranger(app: Flask, session: Session, clock: Clock) -> Machine:
    """A system without a token."""
    return Machine(app, session, clock)


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk at a counter, with an interpreter of Spanish on the same site and two lines."""
    clerk = make_clerk(session)
    make_interpreter(session, location_id=clerk.location_id, name="Ines", phone="+15105550123")
    make_vendor(session, name="First line")
    make_vendor(session, name="Second line")
    return clerk


@pytest.fixture
def desk(system: System, clerk: Account) -> Machine:
    """That clerk's system."""
    return system(clerk)
