"""Levels on the scales that cities meet."""

import pytest

from langaccess.domain.people import SCALES, LevelUnknown, Scope, ScopeUnfit, level_tenths


@pytest.mark.parametrize(
    ("scale", "level", "tenths"),
    [
        ("ILR", "0", 0),
        ("ILR", "2+", 25),
        ("ILR", "3", 30),
        ("ILR", "5", 50),
        ("ACTFL", "superior", 30),
        ("CEFR", "C1", 30),
        ("exam", "pass", 30),
    ],
)
def test_a_level_is_told_in_tenths_of_the_ilr_scale(scale: str, level: str, tenths: int) -> None:
    assert level_tenths(scale, level) == tenths


@pytest.mark.parametrize(("scale", "level"), [("ILR", "6"), ("ILR", ""), ("TOEFL", "3")])
def test_a_level_that_is_none_of_its_scale_is_refused(scale: str, level: str) -> None:
    with pytest.raises(LevelUnknown):
        level_tenths(scale, level)


@pytest.mark.parametrize("scale", SCALES)
def test_every_scale_rises_from_its_first_level_to_its_last(scale: str) -> None:
    levels = list(SCALES[scale].values())

    assert levels == sorted(levels)
    assert 0 <= levels[0] <= levels[-1] <= 50


def test_the_refusal_of_scopes_names_them_in_order() -> None:
    refused = ScopeUnfit(frozenset({Scope.TRANSLATE, Scope.INTERPRET}))

    assert refused.scopes == {Scope.TRANSLATE, Scope.INTERPRET}
    assert refused.args == (Scope.INTERPRET, Scope.TRANSLATE)
