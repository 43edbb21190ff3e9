"""The demonstration city's sixty bilingual employees: who they are and how they were tested."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.languages import Modality
from langaccess.domain.people import Domain, Presence, QualificationStatus, Scope, level_tenths
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.languages import Language
from langaccess.storage.people import (
    Grant,
    Interpreter,
    Qualification,
    WorkingHours,
)
from langaccess.storage.places import Department, Location

# Names by language, sixty in all; a person of two languages stands with the first.
NAMES = {
    "es": (
        "Ana Morales, Luis Herrera, Carmen Ortiz, Diego Salazar, Elena Vargas, Jorge Medina,"
        " Lucía Romero, Marta Aguilar, Pablo Fuentes, Rosa Delgado, Sofía Navarro, Tomás Ibarra,"
        " Valeria Campos, Miguel Cordero, Irene Pacheco, Andrés Lozano, Gloria Benítez, Hugo Rivas"
    ),
    "cmn": "Wei Chen, Lin Zhao, Jing Liu, Hao Wang, Mei Sun, Yan Xu, Bo Zhang",
    "vi": "Linh Nguyen, Minh Tran, Thuy Pham, Quang Le, Hoa Vo",
    "yue": "Ka Wai Chan, Siu Ming Lau, Wing Yan Ho",
    "ar": "Layla Haddad, Omar Nasser, Samira Khoury",
    "ru": "Irina Volkova, Sergei Orlov, Natalia Belova",
    "tl": "Maria Santos, Jose Reyes, Liza Bautista",
    "fil": "Grace Mendoza",
    "ko": "Ji-woo Kim, Min-jun Park",
    "ht": "Marie Pierre, Jean Baptiste",
    "pt-BR": "Beatriz Souza, Rafael Lima",
    "so": "Amina Warsame, Abdi Farah",
    "am": "Selam Tesfaye, Dawit Bekele",
    "fa": "Shirin Ahmadi",
    "uk": "Oksana Kovalenko",
    "hi": "Priya Sharma",
    "ne": "Sunita Gurung",
    "km": "Sophea Chea",
    "fr": "Claire Dubois",
    "ase": "Jordan Ellis",
}
SECOND_LANGUAGES = {"Luis Herrera": "pt-BR", "Ka Wai Chan": "cmn", "Jean Baptiste": "fr"}
TITLES = ("Service Representative", "Case Worker", "Clerk", "Inspector", "Librarian", "Nurse")
EVERY_DOMAIN = tuple(Domain)
USUAL_DOMAINS = (Domain.GENERAL, Domain.BENEFITS, Domain.SAFETY)
FICTION = "+1510555{:04d}"  # 0100 to 0199 are reserved for fiction; lines have 0171 to 0173

# Minutes of the day, the first and last weekday (Monday is 0).
USUAL = (8 * 60, 17 * 60, 0, 4)
SHIFTS = (USUAL, USUAL, USUAL, (7 * 60, 15 * 60, 0, 4), (10 * 60, 19 * 60, 1, 5))
ALL_WEEK = (0, 24 * 60, 0, 6)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What keeps one person's qualification from counting, or will soon."""

    status: QualificationStatus = QualificationStatus.ACTIVE
    level: str = "3"
    ends_in_days: int = 500
    signed_ethics: bool = True


# By name: what a coordinator of a real city would find in the register on a Monday morning.
FLAWS = {
    "Jorge Medina": Flaw(QualificationStatus.EXPIRED, ends_in_days=-60),
    "Wei Chen": Flaw(ends_in_days=-3),  # still active on paper
    "Rosa Delgado": Flaw(ends_in_days=12),
    "Thuy Pham": Flaw(ends_in_days=25),
    "Pablo Fuentes": Flaw(QualificationStatus.SELF_DECLARED, signed_ethics=False),
    "Yan Xu": Flaw(QualificationStatus.SELF_DECLARED, signed_ethics=False),
    "Sophea Chea": Flaw(QualificationStatus.SELF_DECLARED, signed_ethics=False),
    "Valeria Campos": Flaw(QualificationStatus.PROVISIONAL),
    "Rafael Lima": Flaw(QualificationStatus.PROVISIONAL),
    "Sergei Orlov": Flaw(QualificationStatus.SUSPENDED),
    "Tomás Ibarra": Flaw(level="2"),
    "Hao Wang": Flaw(level="2+"),
    "Min-jun Park": Flaw(signed_ethics=False),
}
SOUND = Flaw()


def make_employee(
    session: Session,
    name: str,
    *roles: Role,
    department: Department,
    location: Location,
    job_title: str,
    number: int,
    now: datetime,
) -> Account:
    """One employee without a password."""
    account = Account(
        email=f"{_letters(name)}@city.example",
        name=name,
        job_title=job_title,
        phone=FICTION.format(100 + number),
        department_id=department.id,
        location_id=location.id,
        created_at=now - timedelta(days=400),
        roles=[AccountRole(role=role) for role in roles],
    )
    session.add(account)
    session.flush()
    return account


def make_bilingual(
    session: Session,
    departments: list[Department],
    locations: list[Location],
    *,
    on: date,
    now: datetime,
) -> list[Interpreter]:
    """Sixty bilingual employees in twenty languages, the first of them always on shift."""
    made: list[Interpreter] = []
    people = [(tag, name) for tag, names in NAMES.items() for name in names.split(", ")]
    for number, (tag, name) in enumerate(people):
        is_pure = number % 5 == 0 or tag == "ase"
        account = make_employee(
            session,
            name,
            *((Role.INTERPRETER,) if is_pure else (Role.STAFF, Role.INTERPRETER)),
            department=departments[number % len(departments)],
            location=locations[number % len(locations)],
            job_title="Staff Interpreter" if is_pure else TITLES[number % len(TITLES)],
            number=number,
            now=now,
        )
        shift = SHIFTS[number % len(SHIFTS)] if number else ALL_WEEK
        tags = [tag, SECOND_LANGUAGES[name]] if name in SECOND_LANGUAGES else [tag]
        domains = USUAL_DOMAINS if number % 3 == 1 else EVERY_DOMAIN
        made.append(_interpreter(session, account, tags, shift, domains, on=on))
    session.flush()
    return made


def _interpreter(
    session: Session,
    account: Account,
    tags: Iterable[str],
    shift: tuple[int, int, int, int],
    domains: tuple[Domain, ...],
    *,
    on: date,
) -> Interpreter:
    starts, ends, first, last = shift
    row = Interpreter(
        account_id=account.id,
        account=account,
        presence=Presence.OFF_DUTY,
        hours=[
            WorkingHours(weekday=day, starts_minute=starts, ends_minute=ends)
            for day in range(first, last + 1)
        ],
        qualifications=[
            _qualification(session.get_one(Language, tag), account, domains, on=on) for tag in tags
        ],
    )
    session.add(row)
    return row


def _qualification(
    language: Language, account: Account, domains: tuple[Domain, ...], *, on: date
) -> Qualification:
    flaw = FLAWS.get(account.name, SOUND)
    is_declared = flaw.status is QualificationStatus.SELF_DECLARED
    return Qualification(
        account_id=account.id,
        language_tag=language.tag,
        language=language,
        modality=Modality.SIGNED if language.is_signed else Modality.SPOKEN,
        level_scale="ILR",
        level=flaw.level,
        level_tenths=level_tenths("ILR", flaw.level),
        test="" if is_declared else "Oral proficiency interview",
        issuer="" if is_declared else "Example Testing Board",
        certificate="" if is_declared else f"EX-{account.id:05d}-{language.tag}",
        valid_from=on - timedelta(days=700),
        valid_until=on + timedelta(days=flaw.ends_in_days),
        ethics_signed_on=on - timedelta(days=690) if flaw.signed_ethics else None,
        status=flaw.status,
        grants=[
            Grant(scope=scope, domain=domain)
            for scope in (Scope.SERVE, Scope.INTERPRET)
            for domain in domains
        ],
    )


def _letters(name: str) -> str:
    """The name as an address has it: `ana.morales`."""
    plain = name.lower().translate(str.maketrans("áéíóúñ", "aeioun"))
    return ".".join(plain.split())
