import pytest

from langaccess.domain.documents.plain_language import (
    LONGEST_SENTENCE_WORDS,
    MOST_GRADE,
    SENTENCES_SHOWN,
    advise,
    grade_of,
    split_sentences,
    syllables,
)
from langaccess.domain.documents.text import Segment

EASY = (
    "We are open each day. You can come in and ask for help. We will find a person who speaks"
    " your language. You do not pay for this. Bring your last bill with you when you come."
)
HARD = (
    "Notwithstanding any administrative determination previously communicated, applicants"
    " anticipating reconsideration of supplementary residential assistance must immediately"
    " provide comprehensive documentation substantiating extraordinary circumstances, together"
    " with official certification of continuous occupancy and satisfactory identification."
)


def test_short_words_and_sentences_are_easy_and_long_ones_hard() -> None:
    easy, hard = grade_of([Segment("", EASY)]), grade_of([Segment("", HARD)])

    assert easy is not None
    assert hard is not None
    assert easy < 4
    assert hard > 20


def test_the_grade_is_kincaids_formula() -> None:
    # Six sentences of five words of one syllable: 0.39 * 5 + 11.8 * 1 - 15.59.
    segments = [Segment("", "The cat sat on it. ")] * 6

    assert grade_of(segments) == -1.8


def test_a_few_words_and_headings_have_no_grade() -> None:
    assert grade_of([]) is None
    assert grade_of([Segment("", "The office is open today.")]) is None
    assert grade_of([Segment("", "Water office")] * 40) is None
    assert advise([Segment("", "Water office")]) is None


def test_the_longest_sentences_of_a_hard_text_are_shown_with_their_places() -> None:
    segments = [Segment(f"page {at}", HARD + " also" * at) for at in range(9)]

    advice = advise([Segment("page 0", EASY), *segments])

    assert advice is not None
    assert advice.is_needed
    assert advice.grade > advice.most_grade == MOST_GRADE
    assert len(advice.sentences) == SENTENCES_SHOWN
    assert [one.place for one in advice.sentences][:2] == ["page 8", "page 7"]
    assert all(one.words > LONGEST_SENTENCE_WORDS for one in advice.sentences)


def test_an_easy_text_needs_no_advice() -> None:
    advice = advise([Segment("", EASY)])

    assert advice is not None
    assert not advice.is_needed
    assert advice.sentences == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("Come in. Sit down!", ["Come in.", "Sit down!"]),
        ("See Dr. Smith at 9 a.m. on Monday.", ["See Dr. Smith at 9 a.m. on Monday."]),
        ("Pay 3.50 at St. Mary Ave. Bring it.", ["Pay 3.50 at St. Mary Ave. Bring it."]),
        ('Say "yes." Then go.', ['Say "yes."', "Then go."]),
        ("J. F. Kennedy spoke. He left.", ["J. F. Kennedy spoke.", "He left."]),
    ],
)
def test_a_shortened_word_ends_no_sentence(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("the", 1),
        ("rules", 1),
        ("walked", 1),
        ("needed", 2),
        ("table", 2),
        ("language", 2),
        ("city", 2),
        ("area", 3),
        ("every", 2),
        ("interpreter", 4),
        ("evaluation", 5),
        ("don't", 1),
        ("NATO", 2),
    ],
)
def test_syllables_are_about_those_that_are_spoken(word: str, number: int) -> None:
    assert syllables(word) == number


def test_initials_without_end_take_no_time() -> None:
    assert len(split_sentences("A. " * 20_000)) == 1
