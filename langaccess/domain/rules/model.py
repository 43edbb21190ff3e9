"""The city's policy, as `priority_rules.toml` holds it once it is without fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from langaccess.domain.clocks import Channel, ResponseClock
from langaccess.domain.people import Domain
from langaccess.domain.time import Calendar, HolidayName, Hours


class Ring(StrEnum):
    """How far a step of the ladder rings."""

    SAME_SITE = "same_site"
    CITY = "city"


class Alert(StrEnum):
    """Who is alerted by a step of the ladder."""

    SUPERVISOR = "supervisor"


class Fallback(StrEnum):
    """What a step of the ladder offers the resident instead of waiting on."""

    CALL_BACK = "call_back"
    BOOKING = "booking"


class Criterion(StrEnum):
    """What a document rule looks after, the weightiest first."""

    HEALTH = "health"
    SAFETY = "safety"
    COMPLIANCE = "compliance"
    SERVICE = "service"
    OUTREACH = "outreach"


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """Where the working days come from: the public holidays of a place, and the city's hours.

    `hours` are those of Monday to Sunday, None for a day off; `subdivision` is None for the
    country's own holidays alone.
    """

    country: str
    subdivision: str | None
    hours: tuple[Hours | None, ...]
    closed_on: frozenset[date]
    special_hours: Mapping[date, Hours]


@dataclass(frozen=True, slots=True)
class AfterHours:
    """Who helps when the city is closed. `phone` is as dialled."""

    name: str
    phone: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder; what rings goes on ringing when the next step starts.

    `vendor` is a place in the order of the vendors, 1 the first.
    """

    after_seconds: int
    ring: Ring | None = None
    vendor: int | None = None
    alert: Alert | None = None
    offer: tuple[Fallback, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How an interpreter is found: the ladder, and how long each waits for the other.

    `offer_seconds` of ringing without an answer count as a missed offer; who accepted and has not
    connected within `connect_seconds` is released; a person is on duty only while their page was
    seen within `presence_seconds`. `travel_minutes` lie between two places, `encounter_minutes`
    is how long a conversation is expected to last. Domains in `vendor_at_once` start the first
    vendor at second 0.
    """

    offer_seconds: int
    connect_seconds: int
    presence_seconds: int
    travel_minutes: int
    encounter_minutes: int
    vendor_at_once: frozenset[Domain]
    alert_emails: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Qualified:
    """The level that each subject asks for, in tenths of the ILR scale ("2+" is 25).

    `serve` is helping in the language oneself, `interpret` is interpreting for somebody else.
    """

    serve: Mapping[Domain, int]
    interpret: Mapping[Domain, int]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one person does in a business day, in words; layout takes whole business days."""

    translate_words: int
    revise_words: int
    proofread_words: int
    layout_days: int


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Real hours, day and night."""

    hours: int


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Business days after day zero, until closing."""

    days: int


Turnaround = Elapsed | BusinessDays


@dataclass(frozen=True, slots=True)
class DocumentClass:
    """One class of urgency."""

    id: str
    name: str
    turnaround: Turnaround
    preempts: bool = False
    first_release: Turnaround | None = None


@dataclass(frozen=True, slots=True)
class When:
    """What a document must have: all that is given here, and of each list any one.

    `words` are as written in the file; both sides are folded when they are compared.
    """

    document_types: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    audience_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """What puts a document into a class, and on which ground; both dates belong to its life."""

    id: str
    criterion: Criterion
    class_id: str
    when: When
    ground: str
    effective_from: date | None = None
    effective_until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the rule counts for what came in on this day of the city's calendar."""
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_until is None or on <= self.effective_until
        )


@dataclass(frozen=True, slots=True)
class Bonus:
    """Hours by which a document moves up in the queue."""

    id: str
    hours: int
    when: When


@dataclass(frozen=True, slots=True)
class Gate:
    """What no document passes without: a second person, and a reviser of machine translation.

    In the classes of `plain_language_needed`, English above the Flesch-Kincaid grade
    `plain_language_grade` is rewritten first, or somebody says why not.
    """

    four_eyes: bool
    machine_translation_needs_reviser: frozenset[str]
    plain_language_needed: frozenset[str] = frozenset()
    plain_language_grade: int = 8


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole policy. `classes` begin with the most urgent; `raise_roles` is by class id.

    `fingerprint` is the beginning of the SHA-256 of the file's text, so that a decision can name
    the very text it was made by, even if somebody forgot to change `version`.
    """

    version: str
    fingerprint: str
    timezone: str
    calendar: CalendarSource
    after_hours: AfterHours
    response: Mapping[Channel, ResponseClock]
    dispatch: Dispatch
    qualified: Qualified
    capacity: Capacity
    classes: tuple[DocumentClass, ...]
    document_rules: tuple[DocumentRule, ...]
    bonuses: tuple[Bonus, ...]
    raise_roles: Mapping[str, frozenset[str]]
    gate: Gate

    @property
    def edition(self) -> str:
        """The version and the fingerprint, as decisions keep them."""
        return f"{self.version} ({self.fingerprint})"


def calendar_of(rules: Rules, holiday_name: HolidayName) -> Calendar:
    """The city's calendar by these rules; `holiday_name` knows the holidays of their place."""
    source = rules.calendar
    return Calendar(
        zone=ZoneInfo(rules.timezone),
        weekly=source.hours,
        closed_on=source.closed_on,
        special_hours=source.special_hours,
        holiday_name=holiday_name,
    )
