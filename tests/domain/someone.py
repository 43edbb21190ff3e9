"""Somebody who may be asked, and the need they fit: what the tests of matching change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from langaccess.domain.languages import Modality
from langaccess.domain.matching import Need
from langaccess.domain.people import (
    Candidate,
    Direction,
    Domain,
    Presence,
    Qualification,
    QualificationStatus,
    Scope,
)
from langaccess.domain.time import Span

NINE = datetime(2026, 11, 23, 17, tzinfo=UTC)
TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
HERE, THERE = 1, 2
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

NEED = Need(
    language_tags=("es", "lad"),
    at=NINE,
    on=TODAY,
    department_id=7,
    location_id=HERE,
    resident_reference="R-1",
)
SKILL = Qualification(
    id=1,
    language_tag="es",
    modality=Modality.SPOKEN,
    direction=Direction.BOTH,
    grants=frozenset({(Scope.INTERPRET, Domain.GENERAL)}),
    level_tenths=30,
    valid_from=YESTERDAY,
    valid_until=TOMORROW,
    ethics_signed_on=YESTERDAY,
    status=QualificationStatus.ACTIVE,
)
PERSON = Candidate(
    person_id=1,
    qualifications=(SKILL,),
    location_id=HERE,
    shifts=(Span(NINE - 60 * MINUTE, NINE + 60 * MINUTE),),
    presence=Presence.ON_DUTY,
    seen_at=NINE - SECOND,
    daily_cap=5,
)


def skilled(**changes: object) -> Candidate:
    """The person with one changed qualification."""
    return replace(PERSON, qualifications=(replace(SKILL, **changes),))  # type: ignore[arg-type] # any field


def person(**changes: object) -> Candidate:
    """The person, changed."""
    return replace(PERSON, **changes)  # type: ignore[arg-type] # any field


def span(start: int, end: int) -> Span:
    """From so many minutes after nine to so many."""
    return Span(NINE + start * MINUTE, NINE + end * MINUTE)
