"""The demonstration city's departments, sites and third-party lines."""

from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.dispatch import Mode
from langaccess.storage.languages import Language, all_languages
from langaccess.storage.places import Department, Location
from langaccess.storage.vendors import AccessCode, Vendor, VendorHours, VendorLanguage

DEPARTMENTS = (
    "Mayor's Office",
    "City Clerk",
    "Human Services",
    "Public Health",
    "Housing and Community Development",
    "Finance and Revenue",
    "Public Works",
    "Water and Sewer",
    "Parks and Recreation",
    "Libraries",
    "Police",
    "Fire and Emergency Management",
)
LOCATIONS = (
    ("City Hall", "city-hall", "1 Civic Square"),
    ("Eastside Service Center", "eastside", "2200 East 14th Street"),
    ("Westside Service Center", "westside", "410 West 5th Street"),
    ("Central Library", "central-library", "77 Library Row"),
    ("Public Health Clinic", "health-clinic", "18 Orchard Avenue"),
    ("Public Safety Building", "public-safety", "900 Harbor Road"),
)
SCRIPT = (
    "This is $department of the City of Example, client ID $client_id, access code $code."
    " I need an interpreter for $language. Our reference is $reference."
)
MINUTES = 60
# What the video line interprets: the sign languages of the register, and what is asked for most.
BY_VIDEO = ("ase", "mfs", "es", "cmn", "yue", "vi", "ar", "ru", "pt-BR", "ht", "so", "fa")


def make_departments(session: Session) -> list[Department]:
    """Twelve departments, each with somebody who is told when nobody was found."""
    made = [
        Department(name=name, supervisor_email=f"{_slug(name)}@city.example")
        for name in DEPARTMENTS
    ]
    session.add_all(made)
    session.flush()
    return made


def make_locations(session: Session) -> list[Location]:
    """Six sites with counters."""
    made = [Location(name=name, slug=slug, address=address) for name, slug, address in LOCATIONS]
    session.add_all(made)
    session.flush()
    return made


def make_vendors(session: Session, departments: list[Department], *, now: datetime) -> list[Vendor]:
    """Three lines in order: by phone day and night, by video in the day, a second by phone.

    Their numbers are reserved for fiction (555-0100 to 555-0199).
    """
    languages = all_languages(session)
    made = [
        Vendor(
            name="Northgate Interpreting",
            position=1,
            phone="+15105550171",
            client_id="CX-2041",
            script=SCRIPT,
            every_language=True,
            rate_cents_per_minute=75,
            created_at=now,
            codes=[_code(one, 410_000) for one in departments],
        ),
        Vendor(
            name="Clearview Video Interpreters",
            position=2,
            phone="+15105550172",
            client_id="8815-EX",
            script=SCRIPT,
            video_link="https://video.example.invalid/$room",
            rate_cents_per_minute=195,
            created_at=now,
            languages=[VendorLanguage(language_tag=tag, mode=Mode.VIDEO) for tag in BY_VIDEO],
            hours=[
                VendorHours(weekday=day, opens_minute=6 * MINUTES, closes_minute=22 * MINUTES)
                for day in range(6)
            ],
            codes=[_code(one, 720_000) for one in departments],
        ),
        Vendor(
            name="Harbor Phone Interpreters",
            position=3,
            phone="+15105550173",
            client_id="EXAMPLE-CITY",
            script=SCRIPT,
            rate_cents_per_minute=89,
            created_at=now,
            languages=[VendorLanguage(language_tag=tag, mode=Mode.PHONE) for tag in _by(languages)],
            codes=[AccessCode(code="5530")],
        ),
    ]
    session.add_all(made)
    session.flush()
    return made


def _by(languages: list[Language]) -> list[str]:
    """Tags that the second phone line interprets: spoken, with a written form."""
    return [one.tag for one in languages if one.is_spoken and one.is_written]


def _code(department: Department, base: int) -> AccessCode:
    return AccessCode(department_id=department.id, code=str(base + 7 * department.id))


def _slug(name: str) -> str:
    return name.lower().replace("'", "").replace(" ", "-")
