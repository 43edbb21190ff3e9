import pytest

from langaccess.domain.documents.counting import Count, count, count_words, folded, words_of
from langaccess.domain.documents.text import Segment


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  – … ____ !", 0),
        ("don't", 1),
        ("l’eau", 1),
        ("follow-up", 2),
        ("$1,000.50 on 2026-11-22", 5),
        ("www.example.org", 1),
        ("e.g. the U.S. at 9 a.m.", 6),
        ("snake_case _x_", 2),
        ("Señor, ¿cómo está?", 3),
        ("cafe\u0301 noir", 2),
        ("नमस्ते दुनिया", 2),
        ("الماء والكهرباء", 2),
        ("안녕하세요 여러분", 2),
    ],
)
def test_words_are_those_of_unicode(text: str, words: int) -> None:
    assert count_words(text) == words
    assert len(words_of(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("市政厅每周一至周五上午九点至下午五点开放", 7),  # 20 signs / 2.8
        ("開", 1),
        ("ひらがなでかく", 2),  # 7 / 3.0
        ("ก" * 12, 2),  # 12 / 6.0
        ("ກ" * 12, 2),  # 12 / 6.0
        ("ក" * 13, 2),  # 13 / 6.4
        ("က" * 16, 2),  # 16 / 7.8
        ("市政厅每周一 open 24 小时", 5),  # 8 signs are 3 words, and 2 more
    ],
)
def test_scripts_without_spaces_are_counted_by_their_signs(text: str, words: int) -> None:
    assert count_words(text) == words


def test_what_differs_in_form_and_spaces_only_is_repeated() -> None:
    segments = [
        Segment("a", "Caf\u00e9  open"),
        Segment("b", "Closed"),
        Segment("c", " Cafe\u0301\nopen"),
        Segment("d", "cafe open"),
    ]

    assert count(segments) == Count(words=7, repeated=2)
    assert count([]) == Count(words=0, repeated=0)
    assert folded(" a\t\u00a0b ") == "a b"


def test_a_line_of_blanks_to_fill_in_takes_no_time() -> None:
    assert count_words("_" * 1_000_000) == 0
