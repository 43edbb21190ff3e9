"""What a coordinator records of one test: the skill, and how the language is used in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise, product

from langaccess.domain.languages import Language, Modality
from langaccess.domain.people import (
    Direction,
    Domain,
    EmailInvalid,
    HoursInvalid,
    HoursOverlap,
    NameMissing,
    QualificationStatus,
    Scope,
    ScopesMissing,
    ScopeUnfit,
    ValidityUnordered,
    level_tenths,
)

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
MINUTES_A_DAY = 24 * 60
WRITTEN_SCOPES = frozenset({Scope.TRANSLATE, Scope.REVISE})
ORAL_SCOPES = frozenset({Scope.INTERPRET, Scope.SIGHT_TRANSLATE})


@dataclass(frozen=True, slots=True)
class Skill:
    """One tested skill as it is recorded. General matters are always among its domains.

    `valid_until` is the first day on which it no longer counts; None: no end. Somebody who only
    says so of themselves (self-declared) was never tested and may leave scale and level empty.
    """

    language_tag: str
    scopes: frozenset[Scope]
    level_scale: str
    level: str
    valid_from: date
    status: QualificationStatus
    domains: frozenset[Domain] = frozenset()
    valid_until: date | None = None
    ethics_signed_on: date | None = None
    test: str = ""
    issuer: str = ""
    certificate: str = ""
    direction: Direction = Direction.BOTH

    @property
    def is_untested(self) -> bool:
        """Whether it rests on nothing but the person's own word."""
        return self.status is QualificationStatus.SELF_DECLARED

    @property
    def level_tenths(self) -> int:
        """The level in tenths of the ILR scale; 0 without a test. Raises LevelUnknown."""
        if self.is_untested and not self.level_scale and not self.level:
            return 0
        return level_tenths(self.level_scale, self.level)

    @property
    def grants(self) -> frozenset[tuple[Scope, Domain]]:
        """Every scope in every domain, general matters among them."""
        return _pairs(self.scopes, self.domains)


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Working hours on one weekday (Monday is 0), in minutes of the city's day, end excluded."""

    weekday: int
    starts_minute: int
    ends_minute: int


@lru_cache(maxsize=1024)
def _pairs(scopes: frozenset[Scope], domains: frozenset[Domain]) -> frozenset[tuple[Scope, Domain]]:
    return frozenset(product(scopes, domains | {Domain.GENERAL}))


def modality_of(language: Language, scopes: frozenset[Scope]) -> Modality:
    """How the language is used in these scopes: written, if nothing is said in any of them.

    Raises ScopesMissing, ScopeUnfit.
    """
    if not scopes:
        raise ScopesMissing
    if scopes & WRITTEN_SCOPES and Modality.WRITTEN not in language.modalities:
        raise ScopeUnfit(scopes & WRITTEN_SCOPES)
    if scopes <= WRITTEN_SCOPES:
        return Modality.WRITTEN
    if not language.is_interpreted:
        raise ScopeUnfit(scopes - WRITTEN_SCOPES)
    return Modality.SIGNED if language.is_signed else Modality.SPOKEN


def check_validity(valid_from: date, valid_until: date | None) -> None:
    """Refuse a qualification that never counts. Raises ValidityUnordered."""
    if valid_until is not None and valid_until <= valid_from:
        raise ValidityUnordered


def check_week(week: Iterable[Shift]) -> list[Shift]:
    """A week's working hours in order; touching ends are no overlap.

    Raises HoursInvalid, HoursOverlap.
    """
    shifts = sorted(week)
    for one in shifts:
        if not 0 <= one.weekday <= 6 or not 0 <= one.starts_minute < one.ends_minute:
            raise HoursInvalid
        if one.ends_minute > MINUTES_A_DAY:
            raise HoursInvalid
    for earlier, one in pairwise(shifts):
        if earlier.weekday == one.weekday and one.starts_minute < earlier.ends_minute:
            raise HoursOverlap
    return shifts


def checked_email(email: str) -> str:
    """The address as it is kept, in lower case. Raises EmailInvalid."""
    address = email.strip().lower()
    if not EMAIL.fullmatch(address):
        raise EmailInvalid
    return address


def checked_name(name: str) -> str:
    """The name with single spaces. Raises NameMissing."""
    clean = " ".join(name.split())
    if not clean:
        raise NameMissing
    return clean
