"""What was decided about a document's place in the queue, and its order among others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from langaccess.domain.documents.reasons import Reason, Why
from langaccess.domain.rules.model import Criterion

RankKey = tuple[bool, datetime, datetime, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that the document meets, and the class which it gives."""

    rule: str
    criterion: Criterion
    class_id: str
    ground: str


@dataclass(frozen=True, slots=True)
class PriorityDecision:
    """How urgent a document is, by when it is due, and every reason in the order it is told.

    Moments are UTC. `due_at` is when the text is owed: where a date and not the turnaround decides
    the days of layout are already taken off it, and `finish_by` is when layout too must be done;
    otherwise both are the same. `matched` is in the order of the rules' ids, whatever order the
    file has. `rules_version` names the very text of the rules.
    """

    class_id: str
    class_name: str
    preempts: bool
    due_at: datetime
    finish_by: datetime
    rank_at: datetime
    first_release_at: datetime | None
    matched: tuple[Match, ...]
    because: tuple[Reason, ...]
    rules_version: str

    def as_facts(self) -> dict[str, Any]:
        """The whole decision as JSON can hold it; `from_facts` reads it back."""
        first = self.first_release_at
        return {
            "class": self.class_id,
            "class_name": self.class_name,
            "preempts": self.preempts,
            "due_at": self.due_at.isoformat(),
            "finish_by": self.finish_by.isoformat(),
            "rank_at": self.rank_at.isoformat(),
            "first_release_at": first and first.isoformat(),
            "matched": [
                {"rule": m.rule, "criterion": m.criterion, "class": m.class_id, "ground": m.ground}
                for m in self.matched
            ],
            "because": [{"why": one.why, "facts": one.facts} for one in self.because],
            "rules_version": self.rules_version,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "PriorityDecision":
        """The decision that `as_facts` wrote, also after a way through JSON."""
        first = facts["first_release_at"]
        return cls(
            class_id=facts["class"],
            class_name=facts["class_name"],
            preempts=facts["preempts"],
            due_at=_moment(facts["due_at"]),
            finish_by=_moment(facts["finish_by"]),
            rank_at=_moment(facts["rank_at"]),
            first_release_at=_moment(first) if first else None,
            matched=tuple(
                Match(one["rule"], Criterion(one["criterion"]), one["class"], one["ground"])
                for one in facts["matched"]
            ),
            because=tuple(Reason(Why(one["why"]), one["facts"]) for one in facts["because"]),
            rules_version=facts["rules_version"],
        )


def rank_key(
    preempts: bool,
    rank_at: datetime,
    received_at: datetime,
    document_id: int,
) -> RankKey:
    """What the queue is sorted by: preempting first, then rank, then received, then id.

    It holds nothing of the present moment, so it is stored once and no waiting changes it. Nobody
    starves: a rank is never earlier than receipt, less the days L by which the document was late
    when it came (nought for most) and the sum B of all bonuses. So of documents that do not
    preempt, whoever comes later than X's rank + L + B stands behind X, whatever their number.
    """
    return (not preempts, rank_at, received_at, document_id)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)
