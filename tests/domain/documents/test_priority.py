"""How urgent a document is, by when it is due, and why."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.documents.priority import (
    PriorityDecision,
    Reason,
    Why,
    decide,
)
from langaccess.domain.documents.reading import read_request
from tests.domain.documents.asking import CASES, REFERENCE, TEXT, asked, priorities_of

CALENDAR = REFERENCE.calendar


def told(decision: PriorityDecision, *why: Why) -> list[Reason]:
    return [reason for reason in decision.because if reason.why in why]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["request"]["title"])
def test_every_reference_case_is_decided_exactly(case: dict[str, Any]) -> None:
    decision = REFERENCE.decide(read_request(case["request"]))

    assert case["expect"] == {
        "class": decision.class_id,
        "due_at": CALENDAR.city_time(decision.due_at).isoformat(),
        "rank_at": CALENDAR.city_time(decision.rank_at).isoformat(),
        "preempts": decision.preempts,
        "matched": [match.rule for match in decision.matched],
    }


def test_the_reference_holds_forty_cases() -> None:
    assert len(CASES) == 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["request"]["title"])
def test_a_decision_comes_back_from_storage_as_it_was(case: dict[str, Any]) -> None:
    decision = decide(read_request(case["request"]), REFERENCE.rules, CALENDAR)

    stored = json.loads(json.dumps(decision.as_facts()))

    assert PriorityDecision.from_facts(stored) == decision
    assert decision.rules_version == REFERENCE.rules.edition


def test_an_unknown_type_falls_in_the_last_class_and_says_so() -> None:
    decision = REFERENCE.decide(asked(document_type="made-up-type"))

    assert decision.class_id == "P4"
    assert decision.because[:2] == (
        Reason(Why.UNKNOWN_TYPE, {"document_type": "made-up-type"}),
        Reason(Why.NO_MATCH, {"class_id": "P4", "class_name": "Information and outreach"}),
    )


def test_matches_are_told_the_most_urgent_first_and_all_are_kept() -> None:
    decision = REFERENCE.decide(
        asked(document_type="application", flags=("safety", "health"), reach=5000)
    )

    assert [match.rule for match in decision.matched] == [
        *("health-flag-wide", "safety-flag", "vital-form")
    ]
    assert [(reason.why, reason.facts["class_id"]) for reason in decision.because[:4]] == [
        (Why.MATCHED_HEALTH, "P1"),
        (Why.MATCHED_SAFETY, "P2"),
        (Why.MATCHED_COMPLIANCE, "P2"),
        (Why.MOST_URGENT, "P1"),
    ]


@pytest.mark.parametrize(
    ("raise_", "why"),
    [
        (("P0", "public-health", "Outbreak"), Why.RAISED),
        (("P9", "public-health", "Outbreak"), Why.RAISE_UNKNOWN),
        (("", "public-health", "Outbreak"), Why.RAISE_UNKNOWN),
        (("P4", "public-health", "Outbreak"), Why.RAISE_NO_HIGHER),
        (("P2", "public-health", "Outbreak"), Why.RAISE_CLOSED),
        (("P1", "public-health", "Outbreak"), Why.RAISE_NOT_ALLOWED),
        (("P0", None, "Outbreak"), Why.RAISE_BY_NOBODY),
        (("P0", "", ""), Why.RAISE_BY_NOBODY),
        (("P0", "public-health", " \n"), Why.RAISE_NO_REASON),
    ],
)
def test_a_raise_wins_only_by_a_role_and_with_a_reason(
    raise_: tuple[str, str | None, str], why: Why
) -> None:
    to, role, reason = raise_
    decision = REFERENCE.decide(asked(raised_to=to, raised_by_role=role, raised_because=reason))

    assert [one.why for one in decision.because if "raise" in one.why] == [why]
    assert (decision.class_id, decision.preempts) == (
        ("P0", True) if why is Why.RAISED else ("P4", False)
    )


def test_without_a_raise_nothing_is_said_of_one() -> None:
    decision = REFERENCE.decide(asked(raised_by_role="staff", raised_because="Soon"))
    assert not [one for one in decision.because if "raise" in one.why]


@pytest.mark.parametrize(
    ("received", "why", "facts"),
    [
        ("2026-11-16T09:00:00-08:00", Why.CAME_BEFORE_CLOSING, {"received_on": "2026-11-16"}),
        (
            "2026-11-16T17:00:00-08:00",
            Why.CAME_AFTER_CLOSING,
            {"received_on": "2026-11-16", "counts_from_on": "2026-11-17"},
        ),
        (
            "2026-11-26T09:00:00-08:00",
            Why.CAME_ON_HOLIDAY,
            {
                "received_on": "2026-11-26",
                "counts_from_on": "2026-11-30",
                "holiday": "Thanksgiving Day",
            },
        ),
        (
            "2026-11-21T09:00:00-08:00",
            Why.CAME_ON_CLOSED_DAY,
            {"received_on": "2026-11-21", "counts_from_on": "2026-11-23"},
        ),
    ],
)
def test_it_is_told_from_which_day_it_counts(
    received: str, why: Why, facts: dict[str, str]
) -> None:
    decision = REFERENCE.decide(asked(received_at=datetime.fromisoformat(received)))
    assert told(decision, why) == [Reason(why, facts)]


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        ({"legal_deadline": 20, "publish_on": 20, "needed_by": 20}, Why.LEGAL_DEADLINE),
        ({"legal_deadline": 24, "publish_on": 20, "needed_by": 20}, Why.PUBLISH_ON),
        ({"legal_deadline": 24, "publish_on": 23, "needed_by": 20}, Why.NEEDED_BY),
    ],
)
def test_the_earliest_date_is_told(dates: dict[str, int], why: Why) -> None:
    days = {name: date(2026, 11, day) for name, day in dates.items()}
    assert told(REFERENCE.decide(asked(**days)), why) == [Reason(why, {"wanted_on": "2026-11-20"})]


def test_a_date_is_stepped_back_over_closed_days_mailing_and_layout() -> None:
    decision = REFERENCE.decide(
        asked(
            legal_deadline=date(2026, 11, 29),
            legal_ground="40 CFR 141.202",
            mailing_days=1,
            printing_days=1,
            layout=True,
        )
    )

    assert decision.due_at == datetime(2026, 11, 20, 20, tzinfo=UTC)
    assert decision.finish_by == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert [reason.why for reason in decision.because[-5:]] == [
        *(Why.LEGAL_DEADLINE_BY, Why.DATE_IS_CLOSED, Why.TAKES_DAYS),
        *(Why.DUE_BY_DATE, Why.FINISHED_BY),
    ]


def test_layout_stands_inside_of_the_time_that_a_class_allows() -> None:
    """Where the turnaround ends before the day on which layout would be done."""
    late = REFERENCE.decide(asked(needed_by=date(2026, 12, 9), layout=True, document_type="denial"))
    plain = REFERENCE.decide(asked(needed_by=date(2026, 11, 18), layout=True))
    between = REFERENCE.decide(
        asked(needed_by=date(2026, 11, 19), layout=True, document_type="denial")
    )

    assert late.finish_by == late.due_at
    assert plain.finish_by > plain.due_at
    assert between.due_at < between.finish_by == datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_a_date_in_the_past_is_told() -> None:
    decision = REFERENCE.decide(asked(legal_deadline=date(2026, 11, 2)))
    assert told(decision, Why.WAS_PAST)
    assert decision.due_at < asked().received_at


def test_a_first_release_may_be_hours_or_business_days() -> None:
    days = priorities_of(
        TEXT.replace("first_release = { hours = 2 }", "first_release = { business_days = 1 }")
    )
    request = asked(document_type="evacuation-order")
    two_hours = REFERENCE.decide(request).first_release_at

    assert two_hours == request.received_at + timedelta(hours=2)
    assert days.decide(request).first_release_at == datetime(2026, 11, 18, 1, tzinfo=UTC)
    assert REFERENCE.decide(asked()).first_release_at is None


def test_hours_are_real_hours_across_a_change_of_clocks() -> None:
    received = datetime.fromisoformat("2026-10-31T12:00:00-07:00")
    decision = REFERENCE.decide(asked(document_type="evacuation-order", received_at=received))
    assert decision.due_at - received == timedelta(hours=24)
    assert CALENDAR.city_time(decision.due_at).isoformat() == "2026-11-01T11:00:00-08:00"


@pytest.mark.parametrize(
    ("when", "meets", "fails"),
    [
        ('flags = ["a", "b"], words = ["school"]', {"flags": ("b",)}, {"flags": ("c",)}),
        ('department = ["x"], audience_at_least = 9', {"department": "x"}, {"department": "y"}),
        ('department = ["x"], words = ["school"]', {"department": "x"}, {"department": ""}),
        ("audience_at_least = 10", {"reach": 10}, {"reach": 9}),
        ("audience_at_least = 10", {"reach": 11}, {"reach": None}),
        ('document_type = ["x"], flags = ["a"]', {"document_type": "x"}, {"document_type": "y"}),
        ('document_type = ["x"], department = ["x"]', {"document_type": "x"}, {"department": "y"}),
    ],
)
def test_all_keys_of_a_condition_must_hold(
    when: str, meets: dict[str, Any], fails: dict[str, Any]
) -> None:
    only = priorities_of(
        TEXT.partition("[[rule]]")[0]
        + '[[rule]]\nid = "one"\ncriterion = "service"\nclass = "P3"\nground = "g"\n'
        + f"when = {{ {when} }}\n[raise]\n[gate]\nfour_eyes = true\n"
        + "machine_translation_needs_reviser = []\n"
    )
    base = {
        "title": "School bus",
        "flags": ("a",),
        "department": "x",
        "reach": 10,
        "document_type": "x",
    }
    assert only.decide(asked(**{**base, **meets})).class_id == "P3"
    assert only.decide(asked(**{**base, **fails})).class_id == "P4"


texts = st.lists(
    st.sampled_from(["boil", "water", "shutoff", "school", "do", "not", "drink", "hervir el agua"]),
    max_size=6,
).map(" ".join)
requests = st.builds(
    asked,
    title=texts,
    document_type=st.sampled_from(["denial", "application", "agenda", "evacuation-order"]),
    flags=st.lists(st.sampled_from(["health", "safety"]), unique=True).map(tuple),
    reach=st.none() | st.integers(0, 20_000),
    department=st.sampled_from(["", "parks"]),
)


@given(requests, texts, st.integers(0, 20_000))
def test_saying_more_never_makes_a_document_less_urgent(
    request_: Any, more: str, reach: int
) -> None:
    fuller = asked(
        title=request_.title,
        document_type=request_.document_type,
        flags=(*request_.flags, "health"),
        reach=(request_.reach or 0) + reach,
        department=request_.department,
        summary=more,
    )
    before, after = REFERENCE.decide(request_), REFERENCE.decide(fuller)
    assert {match.rule for match in before.matched} <= {match.rule for match in after.matched}
    assert after.class_id <= before.class_id
