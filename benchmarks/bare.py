"""Matching by hand, in memory, without reasons: the harsher baseline of `benchmarks.match`."""

from collections.abc import Iterable
from heapq import nsmallest

from langaccess.domain.matching import Need
from langaccess.domain.people import (
    Booking,
    Candidate,
    Direction,
    Presence,
    Qualification,
    QualificationStatus,
)

Key = tuple[bool, bool, int, int, bool, float, int]


def bare_best_of(people: Iterable[Candidate], need: Need, most: int) -> list[int]:
    """Ids of the fittest, the fittest first: the cheapest check first, nothing built to explain."""
    ranked = [
        _key(one, skill, need)
        for one in people
        if _is_free(one, need) and (skill := _best(one, need)) is not None
    ]
    return [key[-1] for key in nsmallest(most, ranked)]


def _key(one: Candidate, skill: Qualification, need: Need) -> Key:
    served = one.last_served_at
    return (
        skill.language_tag != need.language_tags[0],
        one.location_id is None or one.location_id != need.location_id,
        skill.level_tenths,
        one.taken_today,
        served is not None,
        served.timestamp() if served else 0.0,
        one.person_id,
    )


def _best(one: Candidate, need: Need) -> Qualification | None:
    """The person's row that fits closest, if any does."""
    fitting = [skill for skill in one.qualifications if _fits(skill, need)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    asked = need.language_tags[0]
    return min(fitting, key=lambda skill: (skill.language_tag != asked, skill.level_tenths))


def _fits(skill: Qualification, need: Need) -> bool:
    return (
        skill.language_tag in need.language_tags
        and skill.level_tenths >= need.level_tenths
        and skill.status is QualificationStatus.ACTIVE
        and (need.scope, need.domain) in skill.grants
        and skill.modality is need.modality
        and skill.direction is Direction.BOTH
        and skill.valid_from <= need.on
        and (skill.valid_until is None or need.on < skill.valid_until)
        and skill.ethics_signed_on is not None
        and skill.ethics_signed_on <= need.on
    )


def _is_free(one: Candidate, need: Need) -> bool:
    at = need.at
    return (
        one.presence is Presence.ON_DUTY
        and one.is_listed
        and not one.in_conversation
        and one.seen_at is not None
        and at - one.seen_at <= need.seen_within
        and (one.daily_cap is None or one.taken_today < one.daily_cap)
        and not (one.conflicts and need.department_id in one.conflicts)
        and any(span.starts_at <= at < span.ends_at for span in one.shifts)
        and not any(span.starts_at <= at < span.ends_at for span in one.absences)
        and not any(_collides(booking, one, need) for booking in one.bookings)
    )


def _collides(booking: Booking, one: Candidate, need: Need) -> bool:
    starts, ends = booking.span.starts_at, booking.span.ends_at
    at, until = need.at, need.at + need.expected
    if starts < until and ends > at:
        return True
    elsewhere = booking.location_id is not None and booking.location_id != one.location_id
    return elsewhere and starts < until + need.travel and ends > at - need.travel
