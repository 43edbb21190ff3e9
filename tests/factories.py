"""Valid rows: `make_…(session, **changes)`. A test names only what matters to it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.counter import TicketStatus
from langaccess.domain.dispatch import Mode
from langaccess.domain.languages import Modality
from langaccess.domain.people import Domain, Presence, QualificationStatus, Scope, level_tenths
from langaccess.domain.rules import calendar_of, parse_rules
from langaccess.services.dispatch.request import Ask, request_interpreter
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.counter import Ticket
from langaccess.storage.dispatch import Encounter
from langaccess.storage.languages import Language, register_rows
from langaccess.storage.people import (
    Absence,
    Booking,
    Grant,
    Interpreter,
    Listing,
    ListKind,
    Qualification,
    WorkingHours,
)
from langaccess.storage.places import Department, Location
from langaccess.storage.vendors import AccessCode, Vendor, VendorHours, VendorLanguage

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=ZONE).astimezone(UTC)  # while the city is open
EVENING = datetime(2026, 11, 23, 20, tzinfo=ZONE).astimezone(UTC)  # when it is not
AROUND_NINE = {"starts_at": NINE - timedelta(hours=1), "ends_at": NINE + timedelta(hours=1)}
SUPERVISOR = "language-access@city.example"

RULES = """
version = "test"
timezone = "America/Los_Angeles"
calendar = { country = "US", hours = { monday = "08:00-17:00", tuesday = "08:00-17:00", \
wednesday = "08:00-17:00", thursday = "08:00-17:00", friday = "08:00-17:00" } }
after_hours = { name = "After-hours city service", phone = "+15105550142" }
capacity = { translate = 2500, revise = 5000, proofread = 10000, layout_days = 1 }
gate = { four_eyes = true, machine_translation_needs_reviser = ["P0"] }

[response]
counter = { within = "same_business_day" }
phone = { within = "same_business_day" }
voicemail = { within = "same_business_day" }
email = { within = "same_business_day" }
web = { within = "same_business_day" }
fax = { within = "same_business_day" }
letter = { within = "business_week" }
social = { within = "same_business_day" }
internal = { within = "same_business_day" }

[dispatch]
offer_seconds = 20
connect_seconds = 60
presence_seconds = 90
travel_minutes = 45
encounter_minutes = 15
vendor_at_once = ["safety", "enforcement"]
alert_emails = ["language-access@city.example"]
step = [
  { after_seconds = 0, ring = "same_site" },
  { after_seconds = 20, ring = "city", vendor = 1 },
  { after_seconds = 60, vendor = 2 },
  { after_seconds = 120, alert = "supervisor", offer = ["call_back", "booking"] },
]

[[class]]
id = "P0"
name = "Danger to life or health"
turnaround = { hours = 24 }
"""

# Rows that must differ are told apart by a number that is never used twice in a run.
_numbers = count(1)
Row = TypeVar("Row")
_OF_ACCOUNT = frozenset(inspect(Account).attrs.keys())


def later(seconds: float) -> datetime:
    """This many seconds after nine."""
    return NINE + timedelta(seconds=seconds)


def make_city(rules_text: str = RULES, **changes: object) -> City:
    """A city without holidays; `changes` replace parts of its `Dispatch`."""
    rules = parse_rules(rules_text)
    rules = replace(rules, dispatch=replace(rules.dispatch, **changes))  # type: ignore[arg-type] # any of its fields
    return City(rules, calendar_of(rules, lambda _: None))


def make_language(session: Session, tag: str) -> Language:
    """A language as the register ships it; the same row when asked for again."""
    known = session.get(Language, tag)
    if known is not None:
        return known
    return _made(session, next(one for one in register_rows() if one.tag == tag))


def make_department(session: Session, **changes: object) -> Department:
    """A department with a supervisor."""
    facts = {"name": f"Department {next(_numbers)}", "supervisor_email": "boss@city.example"}
    return _made(session, Department(**(facts | changes)))


def make_location(session: Session, **changes: object) -> Location:
    """A site with a counter."""
    number = next(_numbers)
    facts = {"name": f"Site {number}", "slug": f"site-{number}", "address": f"{number} Main Street"}
    return _made(session, Location(**(facts | changes)))


def make_account(session: Session, *roles: Role, **changes: object) -> Account:
    """An employee with these roles (staff, unless others are given) and without a place."""
    number = next(_numbers)
    facts = {
        "email": f"person{number}@city.example",
        "name": f"Person {number}",
        "phone": "+15105550100",
        "created_at": NINE - timedelta(days=100),
        "roles": [AccountRole(role=role) for role in roles or (Role.STAFF,)],
    }
    return _made(session, Account(**(facts | changes)))


def make_clerk(session: Session, *roles: Role, **changes: object) -> Account:
    """An account at a department and a site of its own."""
    places: dict[str, object] = {}
    if "department_id" not in changes:
        places["department_id"] = make_department(session).id
    if "location_id" not in changes:
        places["location_id"] = make_location(session).id
    return make_account(session, *roles, **(places | changes))


def make_interpreter(
    session: Session,
    *language_tags: str,
    roles: Iterable[Role] = (Role.INTERPRETER,),
    hours: tuple[int, int] = (8 * 60, 17 * 60),
    **changes: object,
) -> Interpreter:
    """Somebody on duty and just seen, on shift on weekdays, qualified in the languages (Spanish).

    `changes` are those of the account (`location_id`, `name`) or of the interpreter's own row.
    """
    of_account = {name: value for name, value in changes.items() if name in _OF_ACCOUNT}
    account = make_account(session, *roles, **of_account)
    facts = {
        "account_id": account.id,
        "account": account,
        "presence": Presence.ON_DUTY,
        "presence_since_at": NINE - timedelta(hours=1),
        "seen_at": NINE,
        "hours": [
            WorkingHours(weekday=weekday, starts_minute=hours[0], ends_minute=hours[1])
            for weekday in range(5)
        ],
    }
    own = {name: value for name, value in changes.items() if name not in of_account}
    person = _made(session, Interpreter(**(facts | own)))
    for tag in language_tags or ("es",):
        make_qualification(session, person, language_tag=tag)
    return person


def make_qualification(
    session: Session,
    person: Interpreter,
    *,
    language_tag: str = "es",
    scopes: Iterable[Scope] = (Scope.INTERPRET,),
    domains: Iterable[Domain] = tuple(Domain),
    level: str = "3",
    **changes: object,
) -> Qualification:
    """An active qualification on the ILR scale, with ethics signed, valid from 2025 to 2028."""
    language = make_language(session, language_tag)
    facts = {
        "account_id": person.account_id,
        "language_tag": language_tag,
        "modality": Modality.SIGNED if language.is_signed else Modality.SPOKEN,
        "level_scale": "ILR",
        "level": level,
        "level_tenths": level_tenths("ILR", level),
        "valid_from": date(2025, 1, 1),
        "valid_until": date(2028, 1, 1),
        "ethics_signed_on": date(2025, 1, 1),
        "status": QualificationStatus.ACTIVE,
        "grants": [Grant(scope=scope, domain=domain) for scope in scopes for domain in domains],
    }
    skill = Qualification(**(facts | changes))
    person.qualifications.append(skill)
    session.flush()
    return skill


def make_absence(session: Session, person: Interpreter, **changes: object) -> Absence:
    """An absence that began an hour before nine and ends an hour after."""
    facts = {"account_id": person.account_id, **AROUND_NINE}
    return _made(session, Absence(**(facts | changes)))


def make_booking(session: Session, person: Interpreter, **changes: object) -> Booking:
    """A booking from an hour before nine to an hour after, without travel."""
    facts = {"account_id": person.account_id, **AROUND_NINE}
    return _made(session, Booking(**(facts | changes)))


def make_listing(
    session: Session, department_id: int, person: Interpreter, kind: ListKind
) -> Listing:
    """The person on a list of the department."""
    listing = Listing(department_id=department_id, account_id=person.account_id, kind=kind)
    return _made(session, listing)


def make_vendor(
    session: Session,
    *language_tags: str,
    modes: Iterable[Mode] = (Mode.PHONE, Mode.VIDEO),
    hours: dict[int, tuple[int, int]] | None = None,
    codes: dict[int | None, str] | None = None,
    **changes: object,
) -> Vendor:
    """A line for the languages (Spanish), day and night, last in the order, with a code for all."""
    tags = [make_language(session, tag).tag for tag in language_tags or ("es",)]
    number = next(_numbers)
    facts = {
        "name": f"Line {number}",
        "position": number,
        "phone": "+15105550171",
        "client_id": "C-77",
        "script": "Client $client_id, code $code, $language for $department, $reference",
        "video_link": "https://video.example/$room?language=$language",
        "rate_cents_per_minute": 75,
        "created_at": NINE - timedelta(days=100),
        "languages": [
            VendorLanguage(language_tag=tag, mode=mode) for tag in tags for mode in modes
        ],
        "hours": [
            VendorHours(weekday=weekday, opens_minute=opens, closes_minute=closes)
            for weekday, (opens, closes) in (hours or {}).items()
        ],
        "codes": [
            AccessCode(department_id=department_id, code=code)
            for department_id, code in (codes or {None: "4711"}).items()
        ],
    }
    return _made(session, Vendor(**(facts | changes)))


def make_ticket(session: Session, location_id: int, **changes: object) -> Ticket:
    """A walk-in who came five minutes before nine and waits."""
    facts = {
        "location_id": location_id,
        "on": MONDAY,
        "number": next(_numbers),
        "arrived_at": NINE - timedelta(minutes=5),
        "status": TicketStatus.WAITING,
    }
    return _made(session, Ticket(**(facts | changes)))


def make_encounter(
    session: Session,
    city: City,
    *,
    clerk: Account | None = None,
    now: datetime = NINE,
    **changes: object,
) -> Encounter:
    """A search for a Spanish interpreter by phone, begun by the real deed."""
    clerk = clerk or make_clerk(session)
    ask = Ask(request_key=f"key-{next(_numbers)}", language_tag="es", mode=Mode.PHONE)
    ask = replace(ask, **changes)  # type: ignore[arg-type] # any of its fields
    make_language(session, ask.language_tag)
    return request_interpreter(session, clerk.actor, city, ask, now=now)


def _made(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
