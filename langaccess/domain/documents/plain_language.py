"""How hard an English text is to read, and which sentences make it so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from langaccess.domain.documents.counting import words_of
from langaccess.domain.documents.text import Segment

# Most cities ask for the 8th grade or below; the average adult in the United States reads at about
# that level (Center for Plain Language; National Assessment of Adult Literacy, 2003).
MOST_GRADE = 8
# "Write short sentences" (Federal Plain Language Guidelines, March 2011, III.b.1); the Guidelines
# name no number. 25 words is the limit of GOV.UK's content design guide.
LONGEST_SENTENCE_WORDS = 25
# A grade says nothing about a few words: Kincaid's passages had about 150 of them.
LEAST_WORDS = 30
SENTENCES_SHOWN = 5
# Headings, cells and labels are no sentences; counted as such they would hide the long ones.
LEAST_SENTENCE_WORDS = 5

# J. P. Kincaid and others, "Derivation of new readability formulas for Navy enlisted personnel",
# Research Branch Report 8-75, February 1975.
_PER_WORD_OF_A_SENTENCE, _PER_SYLLABLE_OF_A_WORD, _BASE = 0.39, 11.8, -15.59

_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])")
_SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Ave|Blvd|Rd|Dept|No|Nos|Sec|Art|Inc|Jr|Sr|Rev|Gov|Fig|vs|etc"
    r"|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Za-z]|[ap]\.m|e\.g|i\.e)\.$"
)
_LONGEST_SHORTENED = 8
_VOWELS = re.compile(r"[aeiouyáéíóúü]+")
_SILENT = re.compile(
    r"(?:(?<=[^aeiouyl])e|(?<=[aeiouy]l)e|(?<=[^aeiouytd])ed"
    r"|(?<=[^aeiouylscgzxh])es|(?<=[aeiouy]l)es)$"
)
_SPLIT = re.compile(
    r"ia(?!n)|io(?!n|us)|[^cgt]iou|iu|deo|teou|crea|[a-z]{2}ea$|scien|quie|riety|eing|oyee|ying"
    r"|(?<![qg])ua|uou"
)
_SYLLABLES = {"business": 2, "every": 2, "wednesday": 2}


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence that should be two."""

    place: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Advice:
    """A text's grade, and where it is too hard: its longest sentences, the longest first."""

    grade: float
    most_grade: int
    sentences: tuple[LongSentence, ...]

    @property
    def is_needed(self) -> bool:
        """Whether the text is harder than it should be."""
        return self.grade > self.most_grade


def grade_of(segments: Iterable[Segment]) -> float | None:
    """Flesch-Kincaid's school grade, to one decimal; None for too little running text."""
    return _grade([words for _, _, words in _sentences(segments)])


def advise(segments: Iterable[Segment], *, most_grade: int = MOST_GRADE) -> Advice | None:
    """What to say to the author, with sentences only where the grade is too high."""
    found = list(_sentences(segments))
    grade = _grade([words for _, _, words in found])
    if grade is None:
        return None
    long = [
        LongSentence(place, text, len(words))
        for place, text, words in found
        if grade > most_grade and len(words) > LONGEST_SENTENCE_WORDS
    ]
    long.sort(key=lambda one: -one.words)
    return Advice(grade=grade, most_grade=most_grade, sentences=tuple(long[:SENTENCES_SHOWN]))


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph; "Dr.", "e.g." and initials end none."""
    found: list[list[str]] = []
    for piece in _pieces(" ".join(text.split())):
        if found and _SHORTENED.search(found[-1][-1][-_LONGEST_SHORTENED:]):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [" ".join(one) for one in found]


def syllables(word: str) -> int:
    """About how many syllables an English word has; a number is read as one."""
    plain = re.sub(r"['’.]", "", word.lower())
    known = _SYLLABLES.get(plain)
    sounded = _SILENT.sub("", plain)
    return known or max(1, len(_VOWELS.findall(sounded)) + len(_SPLIT.findall(plain)))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        yield text[start : end.end()].rstrip()
        start = end.end()
    if text[start:]:
        yield text[start:]


def _sentences(segments: Iterable[Segment]) -> Iterator[tuple[str, str, list[str]]]:
    for segment in segments:
        for text in split_sentences(segment.text):
            words = [word for word in words_of(text) if word[0].isalpha()]
            if len(words) >= LEAST_SENTENCE_WORDS:
                yield segment.place, text, words


def _grade(sentences: Sequence[Sequence[str]]) -> float | None:
    words = sum(len(one) for one in sentences)
    if words < LEAST_WORDS:
        return None
    spoken = sum(syllables(word) for one in sentences for word in one)
    per_sentence, per_word = words / len(sentences), spoken / words
    grade = _PER_WORD_OF_A_SENTENCE * per_sentence + _PER_SYLLABLE_OF_A_WORD * per_word + _BASE
    return round(grade, 1)
