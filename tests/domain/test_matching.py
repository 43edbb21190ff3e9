"""Who may be asked, with every reason for and against."""

from dataclasses import replace

import pytest

from langaccess.domain.languages import Modality
from langaccess.domain.matching import OF_AN_ENCOUNTER, Check, eligible
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
from tests.domain.someone import (
    HERE,
    NEED,
    NINE,
    PERSON,
    SECOND,
    SKILL,
    THERE,
    TODAY,
    TOMORROW,
    YESTERDAY,
    person,
    skilled,
    span,
)

ABLE = {
    "as he is": PERSON,
    "an approved variant": skilled(language_tag="lad"),
    "more than the level": skilled(level_tenths=50),
    "valid from today": skilled(valid_from=TODAY),
    "valid without end": skilled(valid_until=None),
    "ethics signed today": skilled(ethics_signed_on=TODAY),
    "a conflict elsewhere": person(conflicts=frozenset({8, "R-2"})),
    "shift begins now": person(shifts=(span(0, 60),)),
    "the second of two shifts": person(shifts=(span(-120, -60), span(0, 60))),
    "back from an absence now": person(absences=(span(-60, 0),)),
    "absent later": person(absences=(span(1, 60),)),
    "seen just long enough ago": person(seen_at=NINE - 90 * SECOND),
    "a booking ends now": person(bookings=(Booking(span(-60, 0)),)),
    "a booking begins after it": person(bookings=(Booking(span(15, 60)),)),
    "a booking on the same site ends now": person(bookings=(Booking(span(-60, 0), HERE),)),
    "travel is just over": person(bookings=(Booking(span(-105, -45), THERE),)),
    "travel begins just after it": person(bookings=(Booking(span(60, 90), THERE),)),
    "one below the cap": person(taken_today=4),
    "no cap": person(taken_today=99, daily_cap=None),
}

UNABLE: dict[str, tuple[Candidate, tuple[Check, ...]]] = {
    "a companion": (person(standing=Standing.COMPANION), (Check.STANDING,)),
    "a minor": (person(standing=Standing.MINOR), (Check.STANDING,)),
    "no language": (person(qualifications=()), (Check.LANGUAGE,)),
    "another language": (skilled(language_tag="fr"), (Check.LANGUAGE,)),
    "tested in writing": (skilled(modality=Modality.WRITTEN), (Check.MODALITY,)),
    "only serves": (
        skilled(grants=frozenset({(Scope.SERVE, Domain.GENERAL)})),
        (Check.SCOPE, Check.DOMAIN),
    ),
    "another subject": (
        skilled(grants=frozenset({(Scope.INTERPRET, Domain.HEALTH)})),
        (Check.DOMAIN,),
    ),
    "the subject in another scope": (
        skilled(grants=frozenset({(Scope.SERVE, Domain.GENERAL), (Scope.INTERPRET, Domain.LEGAL)})),
        (Check.DOMAIN,),
    ),
    "only into English": (skilled(direction=Direction.INTO_ENGLISH), (Check.DIRECTION,)),
    "only from English": (skilled(direction=Direction.FROM_ENGLISH), (Check.DIRECTION,)),
    "provisional": (skilled(status=QualificationStatus.PROVISIONAL), (Check.STATUS,)),
    "expired by status": (skilled(status=QualificationStatus.EXPIRED), (Check.STATUS,)),
    "suspended": (skilled(status=QualificationStatus.SUSPENDED), (Check.STATUS,)),
    "self-declared": (skilled(status=QualificationStatus.SELF_DECLARED), (Check.STATUS,)),
    "below the level": (skilled(level_tenths=25), (Check.LEVEL,)),
    "valid from tomorrow": (skilled(valid_from=TOMORROW, valid_until=None), (Check.VALIDITY,)),
    "valid until yesterday": (skilled(valid_until=TODAY), (Check.VALIDITY,)),
    "ethics never signed": (skilled(ethics_signed_on=None), (Check.ETHICS,)),
    "ethics signed tomorrow": (skilled(ethics_signed_on=TOMORROW), (Check.ETHICS,)),
    "a conflict with the department": (person(conflicts=frozenset({7})), (Check.CONFLICT,)),
    "a conflict with the resident": (person(conflicts=frozenset({"R-1"})), (Check.CONFLICT,)),
    "not to be called": (person(is_listed=False), (Check.LISTED,)),
    "no shift": (person(shifts=()), (Check.SHIFT,)),
    "shift ends now": (person(shifts=(span(-60, 0),)), (Check.SHIFT,)),
    "absent since now": (person(absences=(span(0, 60),)), (Check.ABSENCE,)),
    "busy": (person(presence=Presence.BUSY), (Check.PRESENCE,)),
    "away": (person(presence=Presence.AWAY), (Check.PRESENCE,)),
    "off duty": (person(presence=Presence.OFF_DUTY), (Check.PRESENCE,)),
    "never seen": (person(seen_at=None), (Check.PRESENCE,)),
    "seen too long ago": (person(seen_at=NINE - 91 * SECOND), (Check.PRESENCE,)),
    "in a conversation": (person(in_conversation=True), (Check.CONVERSATION,)),
    "booked now": (person(bookings=(Booking(span(-60, 1)),)), (Check.BOOKING,)),
    "booked before it ends": (person(bookings=(Booking(span(14, 60)),)), (Check.BOOKING,)),
    "on the way back": (person(bookings=(Booking(span(-104, -44), THERE),)), (Check.BOOKING,)),
    "soon on the way": (person(bookings=(Booking(span(59, 90), THERE),)), (Check.BOOKING,)),
    "no place of his own": (
        person(location_id=None, bookings=(Booking(span(-104, -44), HERE),)),
        (Check.BOOKING,),
    ),
    "at the cap": (person(taken_today=5), (Check.LOAD,)),
    "everything at once": (
        Candidate(
            person_id=1,
            qualifications=(
                Qualification(
                    id=1,
                    language_tag="es",
                    modality=Modality.WRITTEN,
                    direction=Direction.INTO_ENGLISH,
                    grants=frozenset(),
                    level_tenths=0,
                    valid_from=TOMORROW,
                    valid_until=None,
                    ethics_signed_on=None,
                    status=QualificationStatus.SELF_DECLARED,
                ),
            ),
            standing=Standing.MINOR,
            absences=(span(-1, 1),),
            bookings=(Booking(span(-1, 1)),),
            in_conversation=True,
            daily_cap=1,
            taken_today=1,
            conflicts=frozenset({7, "R-1"}),
            is_listed=False,
        ),
        tuple(one for one in OF_AN_ENCOUNTER if one is not Check.LANGUAGE),
    ),
}


@pytest.mark.parametrize("candidate", ABLE.values(), ids=ABLE.keys())
def test_a_person_whom_nothing_hinders_may_be_asked(candidate: Candidate) -> None:
    decision = eligible(candidate, NEED)

    assert decision.obstacles == ()
    assert decision.is_eligible
    assert decision.qualification_id == SKILL.id


@pytest.mark.parametrize(("candidate", "obstacles"), UNABLE.values(), ids=UNABLE.keys())
def test_every_reason_against_is_given_in_order(
    candidate: Candidate, obstacles: tuple[Check, ...]
) -> None:
    decision = eligible(candidate, NEED)

    assert decision.obstacles == obstacles
    assert not decision.is_eligible


def test_reasons_for_and_against_come_in_the_order_in_which_they_are_read_aloud() -> None:
    assert tuple(one.check for one in eligible(PERSON, NEED).reasons) == OF_AN_ENCOUNTER


def test_without_the_language_nothing_is_said_of_a_qualification() -> None:
    decision = eligible(person(qualifications=()), NEED)

    skill = {Check.MODALITY, Check.SCOPE, Check.DOMAIN, Check.DIRECTION, Check.STATUS}
    skill |= {Check.LEVEL, Check.VALIDITY, Check.ETHICS}
    said = tuple(one.check for one in decision.reasons)
    assert said == tuple(one for one in OF_AN_ENCOUNTER if one not in skill)
    assert decision.qualification_id is None


def test_certificates_are_judged_on_the_day_of_the_encounter() -> None:
    expired = skilled(valid_until=TODAY)

    assert eligible(expired, replace(NEED, on=YESTERDAY)).is_eligible


def test_a_need_without_department_and_resident_meets_no_conflict() -> None:
    conflicted = person(conflicts=frozenset({7, "R-1"}))

    assert eligible(
        conflicted, replace(NEED, department_id=None, resident_reference=None)
    ).is_eligible


FACTS: list[tuple[Candidate, Check, dict[str, str | int]]] = [
    (PERSON, Check.STANDING, {"standing": "employee"}),
    (skilled(language_tag="lad"), Check.LANGUAGE, {"asked": "es", "language": "lad"}),
    (person(qualifications=()), Check.LANGUAGE, {"asked": "es"}),
    (PERSON, Check.MODALITY, {"modality": "spoken"}),
    (PERSON, Check.SCOPE, {"scope": "interpret"}),
    (PERSON, Check.DOMAIN, {"domain": "general"}),
    (PERSON, Check.DIRECTION, {"direction": "both"}),
    (PERSON, Check.STATUS, {"status": "active"}),
    (skilled(level_tenths=25), Check.LEVEL, {"level": 25, "needed": 30}),
    (PERSON, Check.VALIDITY, {"from": "2026-11-22", "until": "2026-11-24"}),
    (skilled(valid_until=None), Check.VALIDITY, {"from": "2026-11-22", "until": ""}),
    (PERSON, Check.ETHICS, {"signed": "2026-11-22"}),
    (skilled(ethics_signed_on=None), Check.ETHICS, {"signed": ""}),
    (PERSON, Check.SHIFT, {"until": "2026-11-23T18:00:00+00:00"}),
    (person(shifts=()), Check.SHIFT, {}),
    (PERSON, Check.ABSENCE, {}),
    (person(absences=(span(0, 60),)), Check.ABSENCE, {"until": "2026-11-23T18:00:00+00:00"}),
    (PERSON, Check.PRESENCE, {"presence": "on_duty", "seen": 1}),
    (person(seen_at=None), Check.PRESENCE, {"presence": "on_duty", "seen": 0}),
    (PERSON, Check.BOOKING, {}),
    (person(bookings=(Booking(span(0, 9)),)), Check.BOOKING, {"at": "2026-11-23T17:00:00+00:00"}),
    (person(taken_today=4), Check.LOAD, {"taken": 4, "cap": 5}),
    (person(daily_cap=None), Check.LOAD, {"taken": 0, "cap": 0}),
]


@pytest.mark.parametrize(("candidate", "check", "facts"), FACTS)
def test_each_reason_carries_what_its_sentence_needs(
    candidate: Candidate, check: Check, facts: dict[str, str | int]
) -> None:
    said = {one.check: one.facts for one in eligible(candidate, NEED).reasons}

    assert said[check] == facts
