"""The people who interpret: what each was tested in, when they work, and whether they are free."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from langaccess.domain.errors import Conflict, Invalid, Missing
from langaccess.domain.languages import Modality
from langaccess.domain.time import Span


class PersonUnknown(Missing):
    """No employee of ours is known by this."""


class QualificationUnknown(Missing):
    """This person has no such qualification."""


class EmailTaken(Conflict):
    """Another person already has this email address."""


class AlreadyInConversation(Conflict):
    """The interpreter is in another conversation."""


class LevelUnknown(Invalid):
    """The level is not one of its scale."""


class EmailInvalid(Invalid):
    """This is no email address."""


class NameMissing(Invalid):
    """A person needs a name."""


class DepartmentUnknown(Missing):
    """No such department."""


class LastOverseer(Conflict):
    """Nobody would be left who may look after people."""


class CapInvalid(Invalid):
    """A daily cap is a whole number from 1 on, or none."""


class ScopesMissing(Invalid):
    """A qualification is for something: it needs a scope."""


class ScopeUnfit(Invalid):
    """These scopes need a language that is used otherwise: spoken and written are apart."""

    def __init__(self, scopes: "frozenset[Scope]") -> None:
        super().__init__(*sorted(scopes))
        self.scopes = scopes


class ValidityUnordered(Invalid):
    """A qualification ends on or before its first day."""


class HoursInvalid(Invalid):
    """Working hours lie within one day of the week and end after they begin."""


class HoursOverlap(Invalid):
    """Two working hours of one weekday overlap."""


class AbsenceUnknown(Missing):
    """This person has no such absence."""


class ConflictUnknown(Missing):
    """This person declared no such conflict of interest."""


class ConflictSubjectUnclear(Invalid):
    """A conflict of interest is with a department or with a resident, one of the two."""


class ListingUnknown(Missing):
    """The person is on no list of this department."""


class Scope(StrEnum):
    """What a person may do with a language; each is tested apart (Washington DSHS)."""

    SERVE = "serve"
    INTERPRET = "interpret"
    SIGHT_TRANSLATE = "sight_translate"
    TRANSLATE = "translate"
    REVISE = "revise"


class Domain(StrEnum):
    """The subject of an encounter, as far as it asks for its own vocabulary."""

    GENERAL = "general"
    HEALTH = "health"
    SAFETY = "safety"
    LEGAL = "legal"
    ENFORCEMENT = "enforcement"
    BENEFITS = "benefits"


class Direction(StrEnum):
    """Which way a person was tested to interpret."""

    BOTH = "both"
    INTO_ENGLISH = "into_english"
    FROM_ENGLISH = "from_english"


class QualificationStatus(StrEnum):
    """Where a qualification stands; only an active one counts."""

    ACTIVE = "active"
    PROVISIONAL = "provisional"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    SELF_DECLARED = "self_declared"


class Standing(StrEnum):
    """What somebody is to the resident: only an employee of the city is ever matched."""

    EMPLOYEE = "employee"
    COMPANION = "companion"
    MINOR = "minor"


class Presence(StrEnum):
    """Whether an interpreter can be rung."""

    ON_DUTY = "on_duty"
    BUSY = "busy"
    AWAY = "away"
    OFF_DUTY = "off_duty"


@dataclass(frozen=True, slots=True)
class Qualification:
    """One tested skill of one person in one language.

    `grants` are the pairs of scope and domain it covers. `level_tenths` is the ILR level times
    ten ("2+" is 25). `valid_until` is the first day on which it no longer counts; None: no end.
    """

    id: int
    language_tag: str
    modality: Modality
    direction: Direction
    grants: frozenset[tuple[Scope, Domain]]
    level_tenths: int
    valid_from: date
    valid_until: date | None
    ethics_signed_on: date | None
    status: QualificationStatus


@dataclass(frozen=True, slots=True)
class Booking:
    """A time the person is already promised. `location_id` is None when it needs no travel."""

    span: Span
    location_id: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Everything known of one person that decides whether they may be asked.

    `shifts` are the person's working hours of the day in question, in UTC. `conflicts` are
    department ids and resident references the person declared. `is_listed` is False when the
    department must not call them, or has a call-only list without them. `seen_at` is when their
    page last spoke to us.
    """

    person_id: int
    qualifications: tuple[Qualification, ...]
    standing: Standing = Standing.EMPLOYEE
    location_id: int | None = None
    shifts: tuple[Span, ...] = ()
    absences: tuple[Span, ...] = ()
    bookings: tuple[Booking, ...] = ()
    presence: Presence = Presence.OFF_DUTY
    seen_at: datetime | None = None
    in_conversation: bool = False
    taken_today: int = 0
    daily_cap: int | None = None
    conflicts: frozenset[int | str] = frozenset()
    is_listed: bool = True
    last_served_at: datetime | None = None


# Professional levels on the scales cities meet, in tenths of the ILR scale.
# ILR: ilr.gov descriptions; a passed interpreter examination (CCHI, RID, state court) is taken as
# ILR 3, where all interpreting skills align (ASTM F3516-22). ACTFL Superior is taken as ILR 3 and
# Advanced High as 2+, CEFR C1 as 3 and B2 as 2+: customary, for a city to confirm.
SCALES: dict[str, dict[str, int]] = {
    "ILR": {
        "0": 0, "0+": 5, "1": 10, "1+": 15, "2": 20, "2+": 25,
        "3": 30, "3+": 35, "4": 40, "4+": 45, "5": 50,
    },
    "ACTFL": {
        "intermediate-mid": 10, "intermediate-high": 15, "advanced-low": 20,
        "advanced-mid": 20, "advanced-high": 25, "superior": 30, "distinguished": 40,
    },
    "CEFR": {"A1": 5, "A2": 10, "B1": 15, "B2": 25, "C1": 30, "C2": 40},
    "exam": {"pass": 30},
}  # fmt: skip


def level_tenths(scale: str, level: str) -> int:
    """The level in tenths of the ILR scale ("2+" is 25). Raises LevelUnknown."""
    try:
        return SCALES[scale][level]
    except KeyError:
        raise LevelUnknown(scale, level) from None
