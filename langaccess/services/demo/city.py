"""Making the demonstration city: once, in an empty database."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.errors import Conflict
from langaccess.services.accounts import set_password
from langaccess.services.demo.cast import cast_of
from langaccess.services.demo.circumstances import make_circumstances, make_tickets
from langaccess.services.demo.days import moments_of
from langaccess.services.demo.documents import make_documents
from langaccess.services.demo.history import History
from langaccess.services.demo.people import make_bilingual, make_employee
from langaccess.services.demo.places import make_departments, make_locations, make_vendors
from langaccess.services.demo.ways import Files
from langaccess.services.demo.writers import make_agencies, make_terms, make_writers
from langaccess.storage.accounts import Account
from langaccess.storage.audit import record

MONTH_DAYS = 30
ENCOUNTERS = 900
# What is still going on when the city is made belongs to no past.
SINCE_THE_LAST = timedelta(hours=2)
SEED = 20261122
# Each role's person: name, job title, places in the lists of departments and of sites.
SIGN_INS = {
    Role.STAFF: ("Dana Whitfield", "Service Representative", 1, 0),
    Role.COORDINATOR: ("Robin Carter", "Language Access Coordinator", 0, 0),
    Role.COMMUNICATIONS: ("Alex Brandt", "Communications Officer", 0, 0),
    Role.ADMIN: ("Morgan Hale", "Service Administrator", 0, 0),
}
WORDS = """
amber anchor apple autumn bamboo basket beacon birch bridge button candle canyon cedar cherry
clover cobalt copper coral cotton cradle crystal daisy delta denim dolphin ember falcon fern
fiddle forest garnet ginger glacier hammock harbor hazel heron honey indigo island ivory
jasmine juniper kettle lagoon lantern lemon linen lotus magnet maple marble meadow mellow
mirror mosaic nectar nutmeg oasis olive onyx orchid otter paddle papaya pebble pepper pine
plum pocket poppy prairie quartz quilt rabbit ribbon river rocket saddle saffron sage sailor
silver sparrow spruce sunset tango teapot thistle tiger timber topaz tulip tunnel velvet
violet walnut willow winter yarrow zephyr
"""


class NotEmpty(Conflict):
    """There are accounts already: a demonstration city is made in an empty database only."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One sign-in of the demonstration city."""

    role: Role
    email: str
    password: str


def is_empty(session: Session) -> bool:
    """Whether nobody has an account yet."""
    return not session.scalar(select(exists().where(Account.id.is_not(None))))


def make_demo_city(
    session: Session, city: City, papers: Files, *, now: datetime
) -> list[DemoAccount]:
    """Make the whole city and give one sign-in per role, in the order of `Role`.

    The people and their past are the same in every installation; only the passphrase is not.
    `papers` are the files of its documents, read before. Raises NotEmpty.
    """
    if not is_empty(session):
        raise NotEmpty
    on = city.calendar.local_date(now)
    departments, locations = make_departments(session), make_locations(session)
    make_vendors(session, departments, now=now)
    people = make_bilingual(session, departments, locations, on=on, now=now)
    accounts = {
        role: make_employee(
            session,
            name,
            role,
            department=departments[department],
            location=locations[location],
            job_title=title,
            number=60 + number,
            now=now,
        )
        for number, (role, (name, title, department, location)) in enumerate(SIGN_INS.items())
    }
    accounts[Role.INTERPRETER] = people[0].account
    coordinator = accounts[Role.COORDINATOR]
    make_circumstances(session, people, departments, approved_by=coordinator, on=on, now=now)
    _make_past(session, city, now=now)
    make_tickets(session, city, locations, now=now)
    make_writers(session, people, on=on)
    make_agencies(session)
    team = accounts[Role.COMMUNICATIONS]
    make_terms(session, team.actor, now=now)
    requester = accounts[Role.STAFF]
    make_documents(session, city, papers, team=team, requester=requester, now=now)
    record(session, None, "make_demo_city", "city", "", now=now)
    return _open_to_all(session, accounts, now=now)


def _make_past(session: Session, city: City, *, now: datetime) -> None:
    random = Random(SEED)  # noqa: S311 - an invented past, the same everywhere
    cast = cast_of(session)
    until = now - SINCE_THE_LAST
    moments = moments_of(city, random, how_many=ENCOUNTERS, days=MONTH_DAYS, until=until)
    History(city, cast, random, now).make(session, moments)
    cast.write_loads(session)


def _open_to_all(
    session: Session, accounts: dict[Role, Account], *, now: datetime
) -> list[DemoAccount]:
    """Give each of these accounts the passphrase of this installation."""
    password = "-".join(secrets.choice(WORDS.split()) for _ in range(5))
    for account in accounts.values():
        set_password(session, account, password=password, now=now)
    return [DemoAccount(role, accounts[role].email, password) for role in Role]
