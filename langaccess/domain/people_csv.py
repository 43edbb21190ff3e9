"""The CSV file of people: a row a qualification, or an employee without one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from langaccess.domain.csv_cells import Cells, Names, Register, place_key
from langaccess.domain.csv_table import Faults, read_records
from langaccess.domain.languages import Language, Modality
from langaccess.domain.people import (
    SCALES,
    Domain,
    QualificationStatus,
    Scope,
    ScopeUnfit,
    ValidityUnordered,
)
from langaccess.domain.qualifications import EMAIL, ORAL_SCOPES, Skill, check_validity, modality_of
from langaccess.domain.rules.kinds import quoted, shown

PERSON_COLUMNS = ("email", "name", "job_title", "department", "location", "phone")
SKILL_COLUMNS = (
    "language",
    "scopes",
    "domains",
    "level_scale",
    "level",
    "test",
    "issuer",
    "certificate",
    "valid_from",
    "valid_until",
    "ethics_signed_on",
    "status",
)
_PLACES = ("department", "location")
COLUMNS = PERSON_COLUMNS + SKILL_COLUMNS

_PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{2,24}( ?(x|ext\.?) ?[0-9]{1,8})?", re.IGNORECASE)
_A_LANGUAGE = "a language tag, or a row without anything of a qualification"
_SELF_DECLARED = QualificationStatus.SELF_DECLARED


@dataclass(frozen=True, slots=True)
class TestedSkill:
    """One row's qualification, and how its language is used in it."""

    skill: Skill
    modality: Modality


@dataclass(frozen=True, slots=True)
class PersonRows:
    """One person of the file with all their qualifications; `line` is where they first stand."""

    line: int
    email: str
    name: str
    job_title: str
    department: str
    location: str
    phone: str
    skills: tuple[TestedSkill, ...] = ()

    @property
    def is_interpreter(self) -> bool:
        """Whether any of their qualifications is for interpreting."""
        return any(one.skill.scopes & ORAL_SCOPES for one in self.skills)


@dataclass(frozen=True, slots=True)
class Roster:
    """What the file says: its people in order, and places that the city does not know yet."""

    people: tuple[PersonRows, ...]
    new_departments: tuple[str, ...]
    new_locations: tuple[str, ...]


def read_people(
    content: bytes,
    *,
    file_name: str,
    languages: Iterable[Language],
    departments: Iterable[str],
    locations: Iterable[str],
) -> Roster:
    """The people of the file, or every fault in it. Raises FileInvalid.

    A department or location that the city does not know is a new one, unless it differs from a
    known one in nothing but case and spaces.
    """
    reader = _Reader(languages, departments, locations)
    for record in read_records(content, COLUMNS, reader.faults):
        reader.read(Cells(record, reader.faults))
    reader.faults.refuse(file_name)
    return reader.roster()


class _Reader:
    """What the rows said so far."""

    def __init__(
        self, languages: Iterable[Language], departments: Iterable[str], locations: Iterable[str]
    ) -> None:
        self.faults = Faults()
        self._register = Register(languages)
        self._departments = Names(departments)
        self._locations = Names(locations)
        self._people: dict[str, PersonRows] = {}
        self._first: dict[str, Cells] = {}
        self._skills: dict[str, list[TestedSkill]] = {}
        self._lines: dict[tuple[str, str, str, str], int] = {}

    def roster(self) -> Roster:
        """Everything read."""
        people = (
            replace(one, skills=tuple(self._skills[email])) for email, one in self._people.items()
        )
        return Roster(tuple(people), tuple(self._departments.new), tuple(self._locations.new))

    def read(self, cells: Cells) -> None:
        """Take in one row."""
        email = self._email(cells)
        person = PersonRows(
            line=cells.line,
            email=email,
            name=" ".join(cells.filled("name", "the person's name").split()),
            job_title=cells["job_title"],
            department=self._departments.take(cells, "department"),
            location=self._locations.take(cells, "location"),
            phone=cells.fitting("phone", _PHONE, "a number such as +15105550100, or nothing"),
        )
        found = self._skill(cells)
        if not email:
            return
        self._people.setdefault(email, person)
        _check_same(cells, self._first.setdefault(email, cells))
        self._check_once(cells, email)
        skills = self._skills.setdefault(email, [])
        if found is not None:
            skills.append(found)

    def _email(self, cells: Cells) -> str:
        allowed = "an email address"
        cells.filled("email", allowed)
        return cells.fitting("email", EMAIL, allowed).lower()

    def _check_once(self, cells: Cells, email: str) -> None:
        key = (email, cells["language"], cells["test"], cells["valid_from"])
        line = self._lines.setdefault(key, cells.line)
        if line != cells.line:
            cells.fault(
                "row",
                f"stands on line {line} already",
                "one row for a person, language, test and valid_from",
            )

    def _skill(self, cells: Cells) -> TestedSkill | None:
        """The row's qualification; None for somebody who has none, and for a faulty one."""
        if not cells["language"]:
            filled = [one for one in SKILL_COLUMNS if cells[one]]
            if filled:
                cells.fault("language", f"is empty, but {quoted(filled)} is not", _A_LANGUAGE)
            return None
        language = cells.language("language", cells["language"], self._register)
        scopes = cells.some_of("scopes", Scope)
        modality = _modality(cells, language, scopes)
        domains = cells.some_of("domains", Domain)
        status = cells.one_of("status", tuple(QualificationStatus))
        scale, level = _level(cells, is_optional=status == _SELF_DECLARED)
        valid_from, valid_until = _validity(cells)
        ethics_signed_on = cells.day("ethics_signed_on")
        if modality is None or status is None or valid_from is None:
            return None
        skill = Skill(
            language_tag=cells["language"],
            scopes=scopes,
            domains=domains | {Domain.GENERAL},
            level_scale=scale,
            level=level,
            test=cells["test"],
            issuer=cells["issuer"],
            certificate=cells["certificate"],
            valid_from=valid_from,
            valid_until=valid_until,
            ethics_signed_on=ethics_signed_on,
            status=QualificationStatus(status),
        )
        return TestedSkill(skill, modality)


def _check_same(cells: Cells, first: Cells) -> None:
    """A person who stands in several rows is the same in all of them."""
    for column in PERSON_COLUMNS[1:]:
        # Two spellings of one place are told where the place is read.
        key = place_key if column in _PLACES else str
        if key(cells[column]) != key(first[column]):
            cells.fault(
                column,
                f"is {shown(cells[column])}, but {shown(first[column])} on line {first.line}",
                "the same in every row of one person",
            )


def _modality(cells: Cells, language: Language | None, scopes: frozenset[Scope]) -> Modality | None:
    if not scopes:
        cells.filled("scopes", f"one or more of {quoted(Scope)}")
    if language is None or not scopes:
        return None
    try:
        return modality_of(language, scopes)
    except ScopeUnfit as refused:
        used = " and ".join(sorted(language.modalities))
        cells.fault(
            "scopes",
            f"holds {quoted(sorted(refused.scopes))}, but {language.tag} is only {used}",
            "translate and revise for written languages, the others for spoken or signed ones",
        )
        return None


def _level(cells: Cells, *, is_optional: bool) -> tuple[str, str]:
    if is_optional and not cells["level_scale"] and not cells["level"]:
        return "", ""
    scale = cells.one_of("level_scale", tuple(SCALES))
    if scale is None:
        return "", ""
    return scale, cells.one_of("level", tuple(SCALES[scale])) or ""


def _validity(cells: Cells) -> tuple[date | None, date | None]:
    cells.filled("valid_from", "the first day on which it counts, such as 2026-03-31")
    valid_from, valid_until = cells.day("valid_from"), cells.day("valid_until")
    if valid_from is not None:
        try:
            check_validity(valid_from, valid_until)
        except ValidityUnordered:
            cells.fault(
                "valid_until",
                f"is {cells['valid_until']}, on or before valid_from",
                "the first day on which it no longer counts, or nothing if it has no end",
            )
    return valid_from, valid_until
