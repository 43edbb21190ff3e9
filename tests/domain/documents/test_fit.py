"""Who may translate or revise, with every reason."""

from dataclasses import replace
from datetime import date

import pytest

from langaccess.domain.documents.fit import Task, fit
from langaccess.domain.languages import Modality
from langaccess.domain.matching import Check
from langaccess.domain.people import Direction, Domain, Qualification, QualificationStatus, Scope

ON = date(2026, 11, 23)
SKILL = Qualification(
    id=7,
    language_tag="es",
    modality=Modality.WRITTEN,
    direction=Direction.BOTH,
    grants=frozenset({(Scope.TRANSLATE, Domain.GENERAL), (Scope.REVISE, Domain.GENERAL)}),
    level_tenths=30,
    valid_from=date(2025, 1, 1),
    valid_until=date(2028, 1, 1),
    ethics_signed_on=date(2025, 1, 1),
    status=QualificationStatus.ACTIVE,
)
TASK = Task("es", Scope.TRANSLATE, ON, others=frozenset({99}), department_id=3)


def test_who_passed_a_written_test_may_translate_and_every_reason_is_told() -> None:
    decision = fit(1, [SKILL], TASK)

    assert decision.is_eligible
    assert decision.qualification_id == 7
    assert [one.check for one in decision.reasons] == [
        Check.LANGUAGE,
        Check.MODALITY,
        Check.SCOPE,
        Check.DOMAIN,
        Check.DIRECTION,
        Check.STATUS,
        Check.VALIDITY,
        Check.ETHICS,
        Check.CONFLICT,
        Check.SECOND_PERSON,
        Check.ABSENCE,
    ]


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({"modality": Modality.SPOKEN}, Check.MODALITY),
        ({"grants": frozenset({(Scope.REVISE, Domain.GENERAL)})}, Check.SCOPE),
        ({"grants": frozenset({(Scope.TRANSLATE, Domain.HEALTH)})}, Check.DOMAIN),
        ({"direction": Direction.INTO_ENGLISH}, Check.DIRECTION),
        ({"status": QualificationStatus.SELF_DECLARED}, Check.STATUS),
        ({"valid_from": date(2026, 11, 24)}, Check.VALIDITY),
        ({"valid_until": ON}, Check.VALIDITY),
        ({"ethics_signed_on": None}, Check.ETHICS),
        ({"ethics_signed_on": date(2026, 11, 24)}, Check.ETHICS),
    ],
)
def test_whatever_a_qualification_lacks_is_an_obstacle(
    changes: dict[str, object], obstacle: Check
) -> None:
    lacking = replace(SKILL, **changes)  # type: ignore[arg-type]  # any of its fields

    assert obstacle in fit(1, [lacking], TASK).obstacles


def test_a_qualification_without_an_end_counts() -> None:
    assert fit(1, [replace(SKILL, valid_until=None)], TASK).is_eligible


def test_another_writing_of_the_language_does_not_count() -> None:
    decision = fit(
        1, [replace(SKILL, language_tag="zh-Hans")], replace(TASK, language_tag="zh-Hant")
    )

    assert decision.obstacles == (Check.LANGUAGE,)
    assert decision.qualification_id is None


def test_into_english_asks_for_the_other_direction() -> None:
    home = replace(TASK, into_english=True)

    assert fit(1, [replace(SKILL, direction=Direction.INTO_ENGLISH)], home).is_eligible
    assert not fit(1, [replace(SKILL, direction=Direction.FROM_ENGLISH)], home).is_eligible


def test_of_several_qualifications_the_best_one_speaks() -> None:
    old = replace(SKILL, id=3, status=QualificationStatus.EXPIRED)

    assert fit(1, [old, SKILL], TASK).qualification_id == 7


def test_the_other_of_the_two_the_absent_and_the_conflicted_are_not_asked() -> None:
    assert fit(99, [SKILL], TASK).obstacles == (Check.SECOND_PERSON,)
    assert fit(1, [SKILL], TASK, is_absent=True).obstacles == (Check.ABSENCE,)
    assert fit(1, [SKILL], TASK, conflicts=[3]).obstacles == (Check.CONFLICT,)
