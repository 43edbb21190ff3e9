"""Which qualification speaks for a person, and who is asked first."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.matching import Decision, best_of, eligible, is_same_site
from langaccess.domain.people import Candidate, QualificationStatus
from tests.domain.someone import HERE, MINUTE, NEED, NINE, PERSON, SKILL, THERE, person, skilled

Change = dict[str, object]

SPEAKING: dict[str, tuple[Change, Change]] = {
    "the one that fails fewer checks": (
        {"language_tag": "lad"},
        {"status": QualificationStatus.SUSPENDED},
    ),
    "then the exact variant": ({"level_tenths": 50}, {"language_tag": "lad"}),
    "then the closest level": ({"level_tenths": 35}, {"level_tenths": 40}),
    "then the earlier row": ({"id": 2}, {"id": 3}),
}


@pytest.mark.parametrize(("better", "worse"), SPEAKING.values(), ids=SPEAKING.keys())
def test_of_several_qualifications_the_nearest_speaks(better: Change, worse: Change) -> None:
    first = replace(SKILL, **({"id": 5} | better))  # type: ignore[arg-type] # any field
    second = replace(SKILL, **({"id": 4} | worse))  # type: ignore[arg-type] # any field

    for order in ((first, second), (second, first)):
        assert eligible(person(qualifications=order), NEED).qualification_id == first.id


def best(*candidates: Candidate, most: int = 9) -> list[int]:
    """Who is asked, in order."""
    return [one.person_id for one in best_of(candidates, NEED, most)]


RANKS: dict[str, tuple[Candidate, Candidate]] = {
    "the exact variant, even from another site": (
        person(location_id=THERE),
        skilled(language_tag="lad"),
    ),
    "the same site, even with a level too high": (
        skilled(level_tenths=50),
        person(location_id=THERE),
    ),
    "a known site before an unknown one": (PERSON, person(location_id=None)),
    "the closest level, even with more taken today": (
        person(taken_today=4),
        skilled(level_tenths=35),
    ),
    "who took least today, even if he served last": (
        person(last_served_at=NINE - MINUTE),
        person(taken_today=1),
    ),
    "who never served": (PERSON, person(last_served_at=NINE - 999 * MINUTE)),
    "whose last one is longest ago": (
        person(last_served_at=NINE - 2 * MINUTE),
        person(last_served_at=NINE - MINUTE),
    ),
}


@pytest.mark.parametrize(("first", "second"), RANKS.values(), ids=RANKS.keys())
def test_the_fitter_of_two_is_asked_first(first: Candidate, second: Candidate) -> None:
    first, second = replace(first, person_id=9), replace(second, person_id=8)

    assert best(first, second) == best(second, first) == [9, 8]


def test_alike_people_are_asked_by_their_number() -> None:
    assert best(person(person_id=3), person(person_id=2)) == [2, 3]


def test_only_the_eligible_are_asked_and_no_more_than_wanted() -> None:
    absent = person(person_id=1, shifts=())

    assert best(absent, person(person_id=2), person(person_id=3), most=1) == [2]
    assert best(absent) == []


def test_an_unknown_place_is_nobodys_neighbour() -> None:
    assert is_same_site(HERE, HERE)
    assert not is_same_site(HERE, THERE)
    assert not is_same_site(None, None)


EVERYBODY = [
    PERSON,
    person(shifts=()),
    person(location_id=THERE),
    person(taken_today=4),
    person(last_served_at=NINE),
    skilled(language_tag="lad"),
    skilled(level_tenths=35),
    skilled(level_tenths=25),
    skilled(status=QualificationStatus.SUSPENDED),
]


@given(st.lists(st.sampled_from(EVERYBODY), max_size=12), st.integers(0, 12), st.randoms())
def test_whom_to_ask_does_not_hang_on_how_people_were_read(
    people: list[Candidate], most: int, chance: Random
) -> None:
    numbered = [replace(one, person_id=number) for number, one in enumerate(people)]
    shuffled = list(numbered)
    chance.shuffle(shuffled)

    asked: list[Decision] = best_of(shuffled, NEED, most)

    assert asked == best_of(numbered, NEED, len(people))[:most]
    assert all(one.is_eligible for one in asked)
