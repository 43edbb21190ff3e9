"""The way of one job: which moves fit where, and where they lead."""

from datetime import timedelta
from itertools import product

import pytest

from langaccess.domain.documents.workflow import (
    CLOSED,
    FROM,
    JobState,
    Move,
    MoveUnfit,
    Needs,
    TimeStatus,
    moves_from,
    needs_reviser,
    next_state,
    time_status,
)
from tests.factories import NINE

EVERYTHING = Needs(revision=True, review=True, layout=True)
HOUR = timedelta(hours=1)


def walk(needs: Needs, *moves: Move) -> list[JobState]:
    """The states that moves lead through, from the queue on."""
    states = [JobState.QUEUED]
    for move in moves:
        states.append(next_state(states[-1], move, needs))
    return states


def test_a_job_with_every_step_goes_through_all_of_them() -> None:
    assert walk(
        EVERYTHING,
        Move.OFFER,
        Move.ACCEPT,
        Move.START,
        Move.TRANSLATE,
        Move.REVISE,
        Move.REVIEW,
        Move.LAYOUT,
        Move.VERIFY,
        Move.PUBLISH,
        Move.WITHDRAW,
    ) == [
        JobState.QUEUED,
        JobState.OFFERED,
        JobState.ACCEPTED,
        JobState.TRANSLATING,
        JobState.REVISING,
        JobState.REVIEWING,
        JobState.LAYOUT,
        JobState.VERIFYING,
        JobState.DELIVERED,
        JobState.PUBLISHED,
        JobState.WITHDRAWN,
    ]


@pytest.mark.parametrize(
    ("needs", "after"),
    [
        (Needs(), JobState.REVISING),
        (Needs(revision=False), JobState.VERIFYING),
        (Needs(revision=False, review=True), JobState.REVIEWING),
        (Needs(revision=False, layout=True), JobState.LAYOUT),
    ],
)
def test_a_step_that_is_not_needed_is_passed_over(needs: Needs, after: JobState) -> None:
    assert next_state(JobState.TRANSLATING, Move.TRANSLATE, needs) is after


@pytest.mark.parametrize("state", [JobState.REVISING, JobState.REVIEWING, JobState.VERIFYING])
def test_what_is_sent_back_is_corrected_and_revised_again(state: JobState) -> None:
    corrected = next_state(state, Move.SEND_BACK, EVERYTHING)

    assert corrected is JobState.CORRECTING
    assert next_state(corrected, Move.TRANSLATE, EVERYTHING) is JobState.REVISING


def test_every_move_is_refused_from_every_state_it_does_not_fit() -> None:
    for state, move in product(JobState, Move):
        if state in FROM[move]:
            assert next_state(state, move, EVERYTHING) in JobState
            assert move in moves_from(state)
            continue
        with pytest.raises(MoveUnfit) as refused:
            next_state(state, move, EVERYTHING)
        assert refused.value.state is state
        assert move not in moves_from(state)


def test_holding_a_job_and_taking_it_up_again_leaves_it_where_it_is() -> None:
    assert next_state(JobState.REVISING, Move.HOLD, EVERYTHING) is JobState.REVISING
    assert next_state(JobState.REVISING, Move.RESUME, EVERYTHING) is JobState.REVISING


def test_what_is_closed_moves_only_to_the_residents_or_back_from_them() -> None:
    moves = {move for state in CLOSED for move in moves_from(state)}

    assert moves == {Move.PUBLISH, Move.WITHDRAW}


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, TimeStatus.ON_TRACK),
        ({"finish_at": NINE + 3 * HOUR}, TimeStatus.AT_RISK),
        ({"finish_at": NINE + 2 * HOUR}, TimeStatus.ON_TRACK),
        ({"now": NINE + 3 * HOUR}, TimeStatus.PAST_DUE),
        ({"now": NINE + 3 * HOUR, "is_held": True}, TimeStatus.HELD),
        ({"done_at": NINE + 2 * HOUR}, TimeStatus.IN_TIME),
        ({"done_at": NINE + 3 * HOUR, "is_held": True}, TimeStatus.LATE),
    ],
)
def test_the_time_status_is_told_from_the_dates_alone(
    facts: dict[str, object], status: TimeStatus
) -> None:
    known: dict[str, object] = {
        "now": NINE,
        "due_at": NINE + 2 * HOUR,
        "finish_at": None,
        "done_at": None,
    }

    assert time_status(**(known | facts)) is status  # type: ignore[arg-type]  # any of its facts


@pytest.mark.parametrize(
    ("four_eyes", "is_machine", "class_id", "is_critical", "needed"),
    [
        (True, False, "P4", False, True),
        (False, False, "P0", True, False),
        (False, True, "P1", False, True),
        (False, True, "P4", False, False),
        (False, True, "P4", True, True),
    ],
)
def test_machine_translation_of_what_matters_never_passes_without_a_reviser(
    four_eyes: bool, is_machine: bool, class_id: str, is_critical: bool, needed: bool
) -> None:
    assert (
        needs_reviser(
            class_id=class_id,
            is_critical=is_critical,
            is_machine=is_machine,
            gated=frozenset({"P0", "P1"}),
            four_eyes=four_eyes,
        )
        is needed
    )
