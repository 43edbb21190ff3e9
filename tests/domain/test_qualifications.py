from dataclasses import replace
from datetime import date

import pytest

from langaccess.domain.languages import Language, Modality
from langaccess.domain.people import (
    Domain,
    EmailInvalid,
    HoursInvalid,
    HoursOverlap,
    LevelUnknown,
    NameMissing,
    QualificationStatus,
    Scope,
    ScopesMissing,
    ScopeUnfit,
    ValidityUnordered,
)
from langaccess.domain.qualifications import (
    Shift,
    Skill,
    check_validity,
    check_week,
    checked_email,
    checked_name,
    modality_of,
)

SKILL = Skill(
    language_tag="es",
    scopes=frozenset({Scope.INTERPRET}),
    level_scale="ILR",
    level="2+",
    valid_from=date(2025, 1, 1),
    status=QualificationStatus.ACTIVE,
)
SPOKEN = Language("mam", "mam", "Mam", "", "", "ltr", frozenset({Modality.SPOKEN}))


def test_general_matters_are_always_granted() -> None:
    skill = replace(SKILL, domains=frozenset({Domain.HEALTH}))
    assert skill.grants == {
        (Scope.INTERPRET, Domain.HEALTH),
        (Scope.INTERPRET, Domain.GENERAL),
    }


def test_a_level_is_one_of_its_scale() -> None:
    assert SKILL.level_tenths == 25
    with pytest.raises(LevelUnknown):
        _ = replace(SKILL, level="6").level_tenths
    with pytest.raises(LevelUnknown):
        _ = replace(SKILL, level_scale="", level="").level_tenths


def test_who_was_never_tested_may_be_without_a_level() -> None:
    untested = replace(SKILL, status=QualificationStatus.SELF_DECLARED)
    assert untested.level_tenths == 25
    assert replace(untested, level_scale="", level="").level_tenths == 0


def test_scopes_must_fit_how_the_language_is_used() -> None:
    with pytest.raises(ScopesMissing):
        modality_of(SPOKEN, frozenset())
    with pytest.raises(ScopeUnfit) as refused:
        modality_of(SPOKEN, frozenset({Scope.INTERPRET, Scope.REVISE}))
    assert refused.value.scopes == {Scope.REVISE}


def test_a_qualification_counts_for_a_day_at_least() -> None:
    check_validity(date(2025, 1, 1), None)
    check_validity(date(2025, 1, 1), date(2025, 1, 2))
    with pytest.raises(ValidityUnordered):
        check_validity(date(2025, 1, 1), date(2025, 1, 1))


def test_a_week_is_put_in_order_and_touching_hours_are_no_overlap() -> None:
    late, early, tuesday = Shift(0, 720, 1440), Shift(0, 0, 720), Shift(1, 600, 700)
    assert check_week([tuesday, late, early]) == [early, late, tuesday]


@pytest.mark.parametrize(
    "shift", [Shift(-1, 0, 1), Shift(7, 0, 1), Shift(0, 5, 5), Shift(0, -1, 5), Shift(0, 1, 1441)]
)
def test_hours_lie_within_a_day_of_the_week(shift: Shift) -> None:
    with pytest.raises(HoursInvalid):
        check_week([shift])


def test_hours_of_one_weekday_do_not_overlap() -> None:
    with pytest.raises(HoursOverlap):
        check_week([Shift(2, 480, 720), Shift(2, 719, 1000)])


def test_an_address_is_kept_in_lower_case() -> None:
    assert checked_email(" Ana@City.example ") == "ana@city.example"
    for wrong in ("", "ana", "a na@city", "a@b@c", "<a@b>"):
        with pytest.raises(EmailInvalid):
            checked_email(wrong)


def test_a_person_has_a_name() -> None:
    assert checked_name("  Ana   Ruiz ") == "Ana Ruiz"
    with pytest.raises(NameMissing):
        checked_name("  ")
