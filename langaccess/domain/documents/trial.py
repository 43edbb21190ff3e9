"""Trying changed rules: which documents would move, and why, before the rules take force."""

from collections.abc import Iterable
from dataclasses import dataclass

from langaccess.domain.documents.decision import Match, PriorityDecision, RankKey, rank_key
from langaccess.domain.documents.priority import Priorities
from langaccess.domain.documents.request import DocumentRequest


@dataclass(frozen=True, slots=True)
class Moved:
    """A document that the tried rules decide about otherwise. Places count from 1, the first.

    A match whose criterion, class or ground was changed is both lost and gained.
    """

    document_id: int
    before: PriorityDecision
    after: PriorityDecision
    place_before: int
    place_after: int
    gained: tuple[Match, ...]
    lost: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What the tried rules would do to the whole queue.

    `moved` are the documents decided otherwise, in the order of the new queue; `shifted` counts
    those whose place alone changes because others pass them.
    """

    documents: int
    moved: tuple[Moved, ...]
    shifted: int


def try_rules(
    in_force: Priorities, tried: Priorities, documents: Iterable[tuple[int, DocumentRequest]]
) -> Trial:
    """Which documents would stand elsewhere or be due at another time by the tried rules.

    Keeps the sort keys of all documents and the decisions only of those that move. Raises
    NeverOpen.
    """
    keys_before: list[RankKey] = []
    keys_after: list[RankKey] = []
    changed: dict[int, tuple[PriorityDecision, PriorityDecision]] = {}
    for document_id, request in documents:
        before, after = in_force.decide(request), tried.decide(request)
        keys_before.append(_key(before, request, document_id))
        keys_after.append(_key(after, request, document_id))
        if _differs(before, after):
            changed[document_id] = (before, after)
    places_before, places_after = _places(keys_before), _places(keys_after)
    moved = tuple(
        _moved(document_id, *changed[document_id], places_before[document_id], place)
        for document_id, place in places_after.items()
        if document_id in changed
    )
    shifted = sum(
        place != places_before[document_id]
        for document_id, place in places_after.items()
        if document_id not in changed
    )
    return Trial(len(keys_after), moved, shifted)


def _key(decision: PriorityDecision, request: DocumentRequest, document_id: int) -> RankKey:
    return rank_key(decision.preempts, decision.rank_at, request.received_at, document_id)


def _places(keys: list[RankKey]) -> dict[int, int]:
    """Each document's place, the first first."""
    keys.sort()
    return {key[-1]: place for place, key in enumerate(keys, 1)}


def _differs(before: PriorityDecision, after: PriorityDecision) -> bool:
    """Whether anything of weight changed; other words for the same are nothing of weight."""
    return (
        before.class_id != after.class_id
        or before.due_at != after.due_at
        or before.rank_at != after.rank_at
        or before.preempts != after.preempts
        or before.finish_by != after.finish_by
        or before.first_release_at != after.first_release_at
        or before.matched != after.matched
    )


def _moved(
    document_id: int,
    before: PriorityDecision,
    after: PriorityDecision,
    place_before: int,
    place_after: int,
) -> Moved:
    return Moved(
        document_id=document_id,
        before=before,
        after=after,
        place_before=place_before,
        place_after=place_after,
        gained=tuple(match for match in after.matched if match not in before.matched),
        lost=tuple(match for match in before.matched if match not in after.matched),
    )
