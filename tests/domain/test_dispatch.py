"""The arithmetic of the ladder, and the states of an encounter."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.dispatch import (
    ENGAGED,
    FINAL,
    INTERPRETED,
    OPEN,
    SEARCH_LIMIT,
    AidChoice,
    ModalityUnfit,
    Mode,
    PreferenceMissing,
    Status,
    TicketTaken,
    check_modes,
    climb,
    fallbacks,
    hastened,
    is_missed,
    reach,
    seconds_to_language,
    starts_vendor_at_once,
    step_at,
    talked_minutes,
)
from langaccess.domain.people import Domain
from langaccess.domain.rules import Alert, Dispatch, Fallback, Ring, Step

NINE = datetime(2026, 11, 23, 17, tzinfo=UTC)
SITE = Step(0, ring=Ring.SAME_SITE)
CITY = Step(20, ring=Ring.CITY, vendor=1)
SECOND_LINE = Step(60, vendor=2)
ALERT = Step(120, alert=Alert.SUPERVISOR, offer=(Fallback.CALL_BACK, Fallback.BOOKING))
STEPS = (SITE, CITY, SECOND_LINE, ALERT)
DISPATCH = Dispatch(
    offer_seconds=20,
    connect_seconds=60,
    presence_seconds=90,
    travel_minutes=45,
    encounter_minutes=15,
    vendor_at_once=frozenset({Domain.SAFETY, Domain.ENFORCEMENT}),
    alert_emails=(),
    steps=STEPS,
)


def later(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("next_step", "seconds", "steps", "then", "due"),
    [
        (0, 0, (SITE,), 1, 20),
        (1, 19.9, (), 1, 20),
        (1, 20, (CITY,), 2, 60),
        (2, 59.9, (), 2, 60),
        (2, 60, (SECOND_LINE,), 3, 120),
        (3, 120, (ALERT,), 4, 1800),
        (4, 130, (), 4, 1800),
    ],
)
def test_each_step_is_taken_at_its_second_and_not_before(
    next_step: int, seconds: float, steps: tuple[Step, ...], then: int, due: int
) -> None:
    move = climb(DISPATCH, started_at=NINE, next_step=next_step, now=later(seconds))

    assert (move.steps, move.next_step, move.due_at) == (steps, then, later(due))


def test_a_late_look_takes_every_missed_step_in_order() -> None:
    move = climb(DISPATCH, started_at=NINE, next_step=1, now=later(500))

    assert move.steps == (CITY, SECOND_LINE, ALERT)
    assert move.due_at == NINE + SEARCH_LIMIT


@given(st.lists(st.floats(0, 2000), max_size=9))
def test_however_often_somebody_looks_each_step_is_taken_once_and_in_order(
    looks: list[float],
) -> None:
    taken: list[Step] = []
    next_step = 0
    for seconds in sorted(looks):
        move = climb(DISPATCH, started_at=NINE, next_step=next_step, now=later(seconds))
        taken += move.steps
        next_step = move.next_step

    assert taken == [one for one in STEPS if one.after_seconds <= max(looks, default=-1)]


def test_the_next_step_becomes_due_now_when_nobody_is_waited_for() -> None:
    start = hastened(DISPATCH, started_at=NINE, next_step=1, now=later(5))

    assert step_at(DISPATCH, 1, start) == later(5)
    assert step_at(DISPATCH, 2, start) == later(45)


def test_a_step_that_is_due_already_is_not_put_off() -> None:
    assert hastened(DISPATCH, started_at=NINE, next_step=1, now=later(30)) == NINE


def test_a_ladder_that_is_climbed_keeps_its_start() -> None:
    assert hastened(DISPATCH, started_at=NINE, next_step=4, now=later(5)) == NINE


@pytest.mark.parametrize(
    ("domain", "is_open", "at_once"),
    [
        (Domain.GENERAL, True, False),
        (Domain.GENERAL, False, True),
        (Domain.SAFETY, True, True),
        (Domain.ENFORCEMENT, True, True),
        (Domain.ENFORCEMENT, False, True),
    ],
)
def test_the_vendor_starts_at_once_for_safety_enforcement_and_after_hours(
    domain: Domain, is_open: bool, at_once: bool
) -> None:
    assert starts_vendor_at_once(DISPATCH, domain, is_open=is_open) is at_once


@pytest.mark.parametrize(
    ("next_step", "far"),
    [(0, None), (1, Ring.SAME_SITE), (2, Ring.CITY), (4, Ring.CITY)],
)
def test_the_ladder_reaches_as_far_as_its_widest_step_so_far(
    next_step: int, far: Ring | None
) -> None:
    assert reach(DISPATCH, next_step) is far


def test_call_back_and_booking_are_offered_once_their_step_is_taken() -> None:
    assert fallbacks(DISPATCH, 3) == ()
    assert fallbacks(DISPATCH, 4) == (Fallback.CALL_BACK, Fallback.BOOKING)


@pytest.mark.parametrize(("seconds", "missed"), [(0, False), (19.9, False), (20, True)])
def test_an_offer_is_missed_once_it_rang_long_enough(seconds: float, missed: bool) -> None:
    assert is_missed(DISPATCH, offered_at=NINE, ended_at=later(seconds)) is missed


@pytest.mark.parametrize(("seconds", "told"), [(0, 0), (41.9, 41), (-5, 0), (3600, 3600)])
def test_the_wait_is_told_in_whole_seconds_and_never_below_nought(
    seconds: float, told: int
) -> None:
    assert seconds_to_language(NINE, later(seconds)) == told


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (60, 1), (60.5, 2), (-9, 0)])
def test_each_begun_minute_of_a_conversation_counts(seconds: float, minutes: int) -> None:
    assert talked_minutes(NINE, later(seconds)) == minutes


@pytest.mark.parametrize(
    ("is_signed", "mode", "aid"),
    [
        (False, Mode.PHONE, None),
        (True, Mode.VIDEO, AidChoice.SIGN_VIDEO),
        (True, Mode.IN_PERSON, AidChoice.SIGN_ON_SITE),
        (True, Mode.PHONE, AidChoice.RELAY),
        (True, Mode.PHONE, AidChoice.WRITING),
        (True, Mode.PHONE, AidChoice.CAPTIONS),
    ],
)
def test_a_fitting_way_passes(is_signed: bool, mode: Mode, aid: AidChoice | None) -> None:
    check_modes(is_signed=is_signed, mode=mode, aid=aid)


def test_sign_needs_the_persons_own_choice_first() -> None:
    with pytest.raises(PreferenceMissing):
        check_modes(is_signed=True, mode=Mode.PHONE, aid=None)


@pytest.mark.parametrize("aid", sorted(INTERPRETED))
def test_an_interpreter_signs_in_person_or_by_video_and_never_by_phone(aid: AidChoice) -> None:
    with pytest.raises(ModalityUnfit):
        check_modes(is_signed=True, mode=Mode.PHONE, aid=aid)


@pytest.mark.parametrize("status", Status)
def test_an_encounter_is_open_or_over_and_engaged_only_while_open(status: Status) -> None:
    assert status.is_final is (status in FINAL)
    assert (status in OPEN) is not status.is_final
    assert not (ENGAGED & FINAL)


def test_the_refusal_of_a_taken_number_names_the_other_search() -> None:
    assert TicketTaken("ABC234").reference == "ABC234"
