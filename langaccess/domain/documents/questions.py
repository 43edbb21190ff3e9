"""What else must be asked about a document: only what a rule would decide by."""

from dataclasses import replace
from enum import StrEnum

from langaccess.domain.documents.decision import PriorityDecision
from langaccess.domain.documents.priority import Priorities
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.rules.model import Criterion, Gate

# A number of readers that every rule about an audience counts as large.
EVERYBODY = 10_000_000_000


class Question(StrEnum):
    """One question that is asked only when its answer can change something."""

    LEGAL_DEADLINE = "legal_deadline"
    REACH = "reach"
    PLAIN_LANGUAGE = "plain_language"


def questions_for(
    request: DocumentRequest, priorities: Priorities, *, grade_tenths: int | None
) -> tuple[Question, ...]:
    """The questions still open for this request, in the order they are asked.

    A legal date is asked where a compliance rule holds and none was given, the number of readers
    where a large one would change class or rank, and a word on plain language where the rules ask
    for it and the English is harder to read than they allow.
    """
    decision = priorities.decide(request)
    asked = []
    if request.legal_deadline is None and _has_law(decision):
        asked.append(Question.LEGAL_DEADLINE)
    if request.reach is None:
        crowded = priorities.decide(replace(request, reach=EVERYBODY))
        if (crowded.class_id, crowded.rank_at) != (decision.class_id, decision.rank_at):
            asked.append(Question.REACH)
    if is_hard_to_read(priorities.rules.gate, decision.class_id, grade_tenths):
        asked.append(Question.PLAIN_LANGUAGE)
    return tuple(asked)


def is_hard_to_read(gate: Gate, class_id: str, grade_tenths: int | None) -> bool:
    """Whether the rules ask for plain language here and the text is above their grade."""
    if class_id not in gate.plain_language_needed or grade_tenths is None:
        return False
    return grade_tenths > gate.plain_language_grade * 10


def _has_law(decision: PriorityDecision) -> bool:
    return any(match.criterion is Criterion.COMPLIANCE for match in decision.matched)
