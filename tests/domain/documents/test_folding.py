"""Words and phrases found whatever their case, width, punctuation and spacing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.documents.folding import Phrases, folded_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Boil-water NOTICE, westside!", ["boil", "water", "notice", "westside"]),
        ("Ｂｏｉｌ　ｗａｔｅｒ", ["boil", "water"]),
        ("Children’s", ["children", "s"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("nin\u0303os niños", ["niños", "niños"]),
        ("chil\u00addren", ["children"]),
        ("snake_case", ["snake", "case"]),
        ("पानी उबालें", ["पानी", "उबालें"]),
        ("zero\u200bwidth", ["zero", "width"]),
        ("煮沸水", ["煮", "沸", "水"]),
        ("", []),
        ("…!?", []),
    ],
)
def test_words_are_compared_without_case_width_and_punctuation(text: str, words: list[str]) -> None:
    assert folded_words(text) == words


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("boil water", "Please BOIL—water, now", True),
        ("boil water", "Reboil waterways study", False),
        ("boil water", "boil the water", False),
        ("boil water", "water boil", False),
        ("煮沸水", "請先煮沸 水後飲用", True),
        ("煮沸水", "煮水", False),
        ("ต้มน้ำ", "โปรดต้มน้ำก่อนดื่ม", True),
        ("niños", "LOS NIN\u0303OS", True),
        ("niños", "ninos", False),
    ],
)
def test_a_phrase_is_found_only_as_whole_words(phrase: str, text: str, is_found: bool) -> None:
    assert Phrases([phrase]).found_in(text) == ([phrase] if is_found else [])


def test_a_phrase_does_not_begin_in_one_text_and_end_in_the_next() -> None:
    phrases = Phrases(["boil water"])
    assert phrases.found_in("Boil", "", "water") == []
    assert phrases.found_in("Boil", "boil water") == ["boil water"]


def test_phrases_that_begin_alike_are_told_apart() -> None:
    phrases = Phrases(["water", "water shutoff", "water rates", "water"])
    assert phrases.found_in("Water shutoff") == ["water", "water shutoff"]


words = st.lists(
    st.sampled_from(["boil", "water", "Boil", "WATER", "school", "é", "水"]), max_size=8
)


@given(words, words, words)
def test_more_text_never_loses_a_phrase(
    before: list[str], found: list[str], after: list[str]
) -> None:
    phrases = Phrases(["boil water", "school", "é", "水"])
    longer = " ".join([*before, *found, *after])
    assert set(phrases.found_in(" ".join(found))) <= set(phrases.found_in(longer))


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = folded_words(text)
    assert folded_words(" ".join(once)) == once
