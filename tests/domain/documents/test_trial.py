"""Trying changed rules before they take force."""

from dataclasses import replace
from datetime import timedelta

from langaccess.domain.documents.trial import Trial, try_rules
from tests.domain.documents.asking import REFERENCE, TEXT, asked, priorities_of

QUEUE = [
    (1, asked(document_type="newsletter")),
    (2, asked(document_type="application")),
    (3, asked(document_type="denial")),
    (4, replace(asked(), received_at=asked().received_at + timedelta(days=1))),
]


def tried(text: str) -> Trial:
    return try_rules(REFERENCE, priorities_of(text), iter(QUEUE))


def test_the_same_rules_move_nothing() -> None:
    assert tried(TEXT) == Trial(documents=4, moved=(), shifted=0)


def test_other_words_and_another_version_move_nothing() -> None:
    text = TEXT.replace("reference-1", "reference-2").replace("Mandatory compliance", "Duties")
    assert tried(text).moved == ()


def test_a_rule_that_asks_for_more_moves_its_documents_and_shifts_others() -> None:
    text = TEXT.replace('["evacuation-order"]', '["evacuation-order", "newsletter"]')

    trial = tried(text)

    assert [moved.document_id for moved in trial.moved] == [1, 4]
    first = trial.moved[0]
    assert (first.before.class_id, first.after.class_id) == ("P4", "P0")
    assert (first.place_before, first.place_after) == (3, 1)
    assert [match.rule for match in first.gained] == ["evacuation"]
    assert first.lost == ()
    assert trial.shifted == 2


def test_a_rule_that_is_taken_away_is_told_as_lost() -> None:
    text = TEXT.replace('["denial", "termination-notice"]', '["termination-notice"]')

    (moved,) = tried(text).moved

    assert moved.document_id == 3
    assert [match.rule for match in moved.lost] == ["benefit-denial"]
    assert moved.gained == ()
    assert (moved.place_before, moved.place_after) == (1, 3)
    assert moved.after.due_at > moved.before.due_at


def test_a_changed_ground_is_both_lost_and_gained_without_a_move() -> None:
    text = TEXT.replace('ground = "Gov. Code 7295"', 'ground = "another"')

    (moved,) = tried(text).moved

    assert [match.ground for match in moved.lost] == ["Gov. Code 7295"]
    assert [match.ground for match in moved.gained] == ["another"]
    assert moved.place_before == moved.place_after == 2


def test_another_turnaround_moves_the_due_date_alone() -> None:
    text = TEXT.replace("business_days = 15", "business_days = 14")

    trial = tried(text)

    assert [moved.document_id for moved in trial.moved] == [1, 4]
    assert all(moved.after.class_id == "P4" for moved in trial.moved)
    assert trial.shifted == 0


def test_an_empty_queue_has_nothing_to_move() -> None:
    assert try_rules(REFERENCE, REFERENCE, ()) == Trial(0, (), 0)
