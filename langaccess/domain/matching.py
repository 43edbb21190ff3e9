"""Who is qualified for this encounter, now, and why: every reason, in the order it is read aloud.

"Qualified" follows 45 CFR 92.4: proficient in both languages, in both directions, with the
vocabulary of the subject, and bound by interpreter ethics. A self-declared skill never counts
(San Francisco Admin Code 91.11 excludes self-designated staff).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from langaccess.domain.languages import Modality
from langaccess.domain.people import (
    Booking,
    Candidate,
    Direction,
    Domain,
    Presence,
    Qualification,
    QualificationStatus,
    Scope,
    Standing,
)
from langaccess.domain.time import Span

Facts = Mapping[str, str | int]


class Check(StrEnum):
    """What is looked at, in the order it is read aloud. The text of each is the web's."""

    STANDING = "standing"
    LANGUAGE = "language"
    MODALITY = "modality"
    SCOPE = "scope"
    DOMAIN = "domain"
    DIRECTION = "direction"
    STATUS = "status"
    LEVEL = "level"
    VALIDITY = "validity"
    ETHICS = "ethics"
    CONFLICT = "conflict"
    LISTED = "listed"
    SHIFT = "shift"
    ABSENCE = "absence"
    PRESENCE = "presence"
    CONVERSATION = "conversation"
    BOOKING = "booking"
    LOAD = "load"
    SECOND_PERSON = "second_person"  # for written work alone


# What is looked at for an encounter, in order.
OF_AN_ENCOUNTER = tuple(check for check in Check if check is not Check.SECOND_PERSON)


@dataclass(frozen=True, slots=True)
class Need:
    """What one encounter asks of an interpreter at one moment.

    `language_tags` begins with the variant asked for; the rest are those a coordinator approved
    as mutually intelligible. `on` is the city's date at `at`: certificates are judged by it.
    """

    language_tags: tuple[str, ...]
    at: datetime
    on: date
    domain: Domain = Domain.GENERAL
    scope: Scope = Scope.INTERPRET
    modality: Modality = Modality.SPOKEN
    level_tenths: int = 30
    department_id: int | None = None
    location_id: int | None = None
    resident_reference: str | None = None
    expected: timedelta = timedelta(minutes=15)
    travel: timedelta = timedelta(minutes=45)
    seen_within: timedelta = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Reason:
    """One check and how it came out; `facts` fill the sentence that a clerk reads."""

    check: Check
    holds: bool
    facts: Facts


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a person may be asked, and every reason in the order of `Check`."""

    person_id: int
    reasons: tuple[Reason, ...]
    qualification_id: int | None = None

    @property
    def is_eligible(self) -> bool:
        """Whether every check holds."""
        return all(reason.holds for reason in self.reasons)

    @property
    def obstacles(self) -> tuple[Check, ...]:
        """The checks that do not hold, in order."""
        return tuple(reason.check for reason in self.reasons if not reason.holds)


def eligible(candidate: Candidate, need: Need) -> Decision:
    """Whether the person may be asked to interpret, with every reason for and against.

    Reasons come in the order of `Check`. Of several qualifications in the language, the one that
    fails fewest checks speaks, the exact variant first. Nothing is decided by the present
    moment: certificates are judged on `need.on`, hours at `need.at`.
    Source: 45 CFR 92.4; SF Admin Code 91.11; 45 CFR 92.201(e) for companions and minors.
    """
    standing = Reason(
        Check.STANDING,
        candidate.standing is Standing.EMPLOYEE,
        {"standing": candidate.standing.value},
    )
    spoken = [one for one in candidate.qualifications if one.language_tag in need.language_tags]
    if not spoken:
        absent = Reason(Check.LANGUAGE, False, {"asked": need.language_tags[0]})
        return Decision(candidate.person_id, (standing, absent, *_availability(candidate, need)))
    best = min(spoken, key=lambda one: _shortcomings(one, need))
    reasons = (standing, *_skill(best, need), *_availability(candidate, need))
    return Decision(candidate.person_id, reasons, best.id)


def fitness(
    candidate: Candidate, decision: Decision, need: Need
) -> tuple[bool, bool, int, int, bool, float, int]:
    """The key that orders eligible people; the smallest is asked first.

    Exact variant, same site, closest level above what is needed (so that rare skills stay free),
    least taken today, longest since the last one, then the person's number.
    """
    used = next(one for one in candidate.qualifications if one.id == decision.qualification_id)
    never = candidate.last_served_at is None
    return (
        used.language_tag != need.language_tags[0],
        not is_same_site(candidate.location_id, need.location_id),
        used.level_tenths - need.level_tenths,
        candidate.taken_today,
        not never,
        candidate.last_served_at.timestamp() if candidate.last_served_at else 0.0,
        candidate.person_id,
    )


def is_same_site(one: int | None, other: int | None) -> bool:
    """Whether two places are one place; an unknown place is nobody's neighbour."""
    return one is not None and one == other


def best_of(candidates: Iterable[Candidate], need: Need, most: int) -> list[Decision]:
    """The decisions of the `most` fittest eligible people, the fittest first."""
    ranked = [
        (fitness(candidate, decision, need), decision)
        for candidate in candidates
        if (decision := eligible(candidate, need)).is_eligible
    ]
    ranked.sort(key=lambda row: row[0])
    return [decision for _, decision in ranked[:most]]


def _skill(one: Qualification, need: Need) -> tuple[Reason, ...]:
    """The checks that one qualification answers."""
    until = one.valid_until
    ethics = one.ethics_signed_on
    return (
        Reason(
            Check.LANGUAGE, True, {"asked": need.language_tags[0], "language": one.language_tag}
        ),
        Reason(Check.MODALITY, one.modality is need.modality, {"modality": one.modality.value}),
        Reason(
            Check.SCOPE,
            any(scope is need.scope for scope, _ in one.grants),
            {"scope": need.scope.value},
        ),
        Reason(
            Check.DOMAIN, (need.scope, need.domain) in one.grants, {"domain": need.domain.value}
        ),
        Reason(
            Check.DIRECTION, one.direction is Direction.BOTH, {"direction": one.direction.value}
        ),
        Reason(
            Check.STATUS, one.status is QualificationStatus.ACTIVE, {"status": one.status.value}
        ),
        Reason(
            Check.LEVEL,
            one.level_tenths >= need.level_tenths,
            {"level": one.level_tenths, "needed": need.level_tenths},
        ),
        Reason(
            Check.VALIDITY,
            one.valid_from <= need.on and (until is None or need.on < until),
            {"from": one.valid_from.isoformat(), "until": until.isoformat() if until else ""},
        ),
        Reason(
            Check.ETHICS,
            ethics is not None and ethics <= need.on,
            {"signed": ethics.isoformat() if ethics else ""},
        ),
    )


def _shortcomings(one: Qualification, need: Need) -> tuple[int, bool, int, int]:
    """How far a qualification is from what is needed; the smallest speaks for the person."""
    failed = sum(not reason.holds for reason in _skill(one, need))
    surplus = abs(one.level_tenths - need.level_tenths)
    return failed, one.language_tag != need.language_tags[0], surplus, one.id


def _availability(person: Candidate, need: Need) -> tuple[Reason, ...]:
    """The checks that the person's day answers."""
    conflicted = bool(person.conflicts & {need.department_id, need.resident_reference})
    shift = next((span for span in person.shifts if span.contains(need.at)), None)
    absence = next((span for span in person.absences if span.contains(need.at)), None)
    is_seen = person.seen_at is not None and need.at - person.seen_at <= need.seen_within
    booking = next((one for one in person.bookings if _collides(one, person, need)), None)
    under_cap = person.daily_cap is None or person.taken_today < person.daily_cap
    return (
        Reason(Check.CONFLICT, not conflicted, {}),
        Reason(Check.LISTED, person.is_listed, {}),
        Reason(
            Check.SHIFT, shift is not None, {"until": shift.ends_at.isoformat()} if shift else {}
        ),
        Reason(
            Check.ABSENCE,
            absence is None,
            {"until": absence.ends_at.isoformat()} if absence else {},
        ),
        Reason(
            Check.PRESENCE,
            person.presence is Presence.ON_DUTY and is_seen,
            {"presence": person.presence.value, "seen": int(is_seen)},
        ),
        Reason(Check.CONVERSATION, not person.in_conversation, {}),
        Reason(
            Check.BOOKING,
            booking is None,
            {"at": booking.span.starts_at.isoformat()} if booking else {},
        ),
        Reason(Check.LOAD, under_cap, {"taken": person.taken_today, "cap": person.daily_cap or 0}),
    )


def _collides(booking: Booking, person: Candidate, need: Need) -> bool:
    """Whether a booking leaves no room: elsewhere it also takes the way there and back."""
    elsewhere = booking.location_id is not None and booking.location_id != person.location_id
    margin = need.travel if elsewhere else timedelta(0)
    return booking.span.widened(margin).overlaps(Span(need.at, need.at + need.expected))
