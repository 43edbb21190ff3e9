"""The order of the queue: the same by whatever way documents came, and nobody starves."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.documents.priority import RankKey, rank_key
from langaccess.domain.documents.request import DocumentRequest
from tests.domain.documents.asking import REFERENCE, asked, priorities_of

TYPES = ("denial", "application", "service-change", "newsletter", "evacuation-order")
moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
requests = st.builds(
    asked,
    document_type=st.sampled_from(TYPES),
    title=st.sampled_from(["Boil water", "School bus", "Library hours"]),
    received_at=moments,
    reach=st.none() | st.sampled_from([5, 20_000]),
    legal_deadline=st.none() | st.dates(date(2026, 1, 1), date(2027, 2, 1)),
)


def key(request: DocumentRequest, number: int) -> RankKey:
    decision = REFERENCE.decide(request)
    return rank_key(decision.preempts, decision.rank_at, request.received_at, number)


@given(st.lists(requests, max_size=12), st.randoms(use_true_random=False))
def test_no_permutation_of_arrival_or_restart_changes_the_order(
    documents: list[DocumentRequest], chance: random.Random
) -> None:
    numbered = list(enumerate(documents))
    order = [number for *_, number in sorted(key(one, number) for number, one in numbered)]

    chance.shuffle(numbered)
    restarted = priorities_of()
    again = []
    for number, request in numbered:
        decision = restarted.decide(request)
        again.append(rank_key(decision.preempts, decision.rank_at, request.received_at, number))

    assert [number for *_, number in sorted(again)] == order


@given(st.lists(requests, min_size=2, max_size=12))
def test_every_document_has_a_place_of_its_own(documents: list[DocumentRequest]) -> None:
    keys = [key(one, number) for number, one in enumerate(documents)]
    assert len(set(keys)) == len(documents)


@given(requests)
def test_a_rank_is_never_earlier_than_receipt_less_lateness_and_bonuses(
    request_: DocumentRequest,
) -> None:
    decision = REFERENCE.decide(request_)
    late_by = max(request_.received_at - decision.due_at, timedelta())
    assert decision.rank_at >= request_.received_at - late_by - REFERENCE.most_bonus


@given(requests, st.integers(0, 10_000), st.sampled_from(TYPES[:4]), st.booleans())
def test_nobody_who_comes_late_enough_stands_before_somebody_who_waits(
    waiting: DocumentRequest, minutes: int, kind: str, is_wide: bool
) -> None:
    """However many come: only what was received within the bound can stand before it."""
    decision = REFERENCE.decide(waiting)
    bound = decision.rank_at + REFERENCE.most_bonus
    coming = asked(
        title="School bus",
        document_type=kind,
        reach=20_000 if is_wide else None,
        received_at=max(bound, waiting.received_at) + timedelta(minutes=minutes, seconds=1),
    )
    assert key(waiting, 1) < key(coming, 2)


def test_under_endless_p1_arrivals_a_newsletter_is_reached_at_a_bounded_place() -> None:
    """One urgent notice every ten minutes for a year: the newsletter's place stops growing."""
    newsletter = asked()
    decision = REFERENCE.decide(newsletter)
    mine = key(newsletter, 0)
    bound = decision.rank_at + REFERENCE.most_bonus
    before, received_within = 0, 0
    for number in range(1, 52_560):
        at = newsletter.received_at + timedelta(minutes=10 * number)
        urgent = asked(document_type="denial", title="School", reach=20_000, received_at=at)
        before += key(urgent, number) < mine
        received_within += at <= bound
    assert 0 < before <= received_within < 5_000


def test_preempting_documents_stand_first_whatever_their_rank() -> None:
    danger = asked(document_type="evacuation-order", received_at=asked().received_at)
    overdue = asked(legal_deadline=date(2026, 1, 5))
    assert key(danger, 2) < key(overdue, 1)


def test_of_equal_ranks_the_earlier_received_then_the_lower_number_stands_first() -> None:
    early = asked()
    late = replace(early, received_at=early.received_at + timedelta(minutes=5))
    assert sorted([key(late, 1), key(early, 3), key(early, 2)]) == [
        key(early, 2),
        key(early, 3),
        key(late, 1),
    ]


@given(requests, requests)
def test_the_same_turnaround_keeps_the_order_of_receipt(
    one: DocumentRequest, other: DocumentRequest
) -> None:
    """Who comes later with the same request is never due earlier, also where the clocks change."""
    first, second = sorted((one.received_at, other.received_at))
    earlier = REFERENCE.decide(replace(one, received_at=first, legal_deadline=None))
    later = REFERENCE.decide(replace(one, received_at=second, legal_deadline=None))
    assert earlier.due_at <= later.due_at
    assert earlier.rank_at <= later.rank_at
