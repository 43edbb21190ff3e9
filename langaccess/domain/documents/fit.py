"""Who may translate or revise into a language on a day, with every reason in order.

A written translation asks for a written test (SF Admin Code 91.11 excludes the self-designated);
revision for a second one, by a person who is neither the translator nor the requester
(ISO 17100:2015, 3.1.5 and 5.3.3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from langaccess.domain.languages import Modality
from langaccess.domain.matching import Check, Decision, Reason
from langaccess.domain.people import Direction, Domain, Qualification, QualificationStatus, Scope


@dataclass(frozen=True, slots=True)
class Task:
    """One step of work in one language. `on` is the city's day it is given out.

    `language_tag` is the language that is not English; `into_english` says which way. `others`
    are the account ids of those who must be somebody else.
    """

    language_tag: str
    scope: Scope
    on: date
    domain: Domain = Domain.GENERAL
    others: frozenset[int] = frozenset()
    department_id: int | None = None
    into_english: bool = False


def fit(
    person_id: int,
    qualifications: Sequence[Qualification],
    task: Task,
    *,
    is_absent: bool = False,
    conflicts: Iterable[int | str] = (),
) -> Decision:
    """Whether somebody may be given this work, with every reason for and against, in order.

    Of several qualifications the one that fails fewest checks speaks. The exact language counts
    alone: who writes Simplified Chinese is not asked for Traditional.
    """
    own = [one for one in qualifications if one.language_tag == task.language_tag]
    around = (
        Reason(Check.CONFLICT, task.department_id not in set(conflicts), {}),
        Reason(Check.SECOND_PERSON, person_id not in task.others, {}),
        Reason(Check.ABSENCE, not is_absent, {}),
    )
    if not own:
        absent = Reason(Check.LANGUAGE, False, {"asked": task.language_tag})
        return Decision(person_id, (absent, *around))
    best = min(own, key=lambda one: (sum(not r.holds for r in _skill(one, task)), one.id))
    return Decision(person_id, (*_skill(best, task), *around), best.id)


def _skill(one: Qualification, task: Task) -> tuple[Reason, ...]:
    until, ethics = one.valid_until, one.ethics_signed_on
    way = Direction.INTO_ENGLISH if task.into_english else Direction.FROM_ENGLISH
    asked = {"asked": task.language_tag, "language": one.language_tag}
    return (
        Reason(Check.LANGUAGE, True, asked),
        Reason(Check.MODALITY, one.modality is Modality.WRITTEN, {"modality": one.modality.value}),
        Reason(
            Check.SCOPE,
            any(scope is task.scope for scope, _ in one.grants),
            {"scope": task.scope.value},
        ),
        Reason(
            Check.DOMAIN, (task.scope, task.domain) in one.grants, {"domain": task.domain.value}
        ),
        Reason(
            Check.DIRECTION,
            one.direction in {Direction.BOTH, way},
            {"direction": one.direction.value},
        ),
        Reason(
            Check.STATUS, one.status is QualificationStatus.ACTIVE, {"status": one.status.value}
        ),
        Reason(
            Check.VALIDITY,
            one.valid_from <= task.on and (until is None or task.on < until),
            {"from": one.valid_from.isoformat(), "until": until.isoformat() if until else ""},
        ),
        Reason(
            Check.ETHICS,
            ethics is not None and ethics <= task.on,
            {"signed": ethics.isoformat() if ethics else ""},
        ),
    )
