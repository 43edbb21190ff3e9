"""Numbers that an English text spells out, which a translation may write in digits."""

import re
from collections.abc import Iterator

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
    "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_OTHERS = {
    "once": 1, "twice": 2, "both": 2, "pair": 2, "half": 50, "quarter": 4, "dozen": 12,
    "noon": 12, "midnight": 24, "hundred": 100, "thousand": 1000, "hourly": 24, "century": 100,
    "decade": 10, "twentieth": 20, "thirtieth": 30, "weekly": 7, "week": 7, "fortnight": 14,
    "million": 10**6, "billion": 10**9,
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VALUES = (
    {word: number for number, word in enumerate(_ONES)}
    | {word: 20 + 10 * number for number, word in enumerate(_TENS)}
    | {word: number for number, word in enumerate(_ORDINALS)}
    | _OTHERS
)
_WORD = re.compile(r"[a-z]+")
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = re.compile(MONTH)


def month_of(name: str) -> int:
    """The number of a month by its English name or the beginning of it."""
    return _MONTHS.index(name.lower()[:3]) + 1


def numbers_in_words(text: str) -> Iterator[str]:
    """Every number that words of the text may stand for, as digits; also months by number."""
    before = 0
    for word in _WORD.findall(text.lower()):
        value = _VALUES.get(word, _VALUES.get(word.removesuffix("s"), 0))
        if value:
            yield str(value)
            yield from _with_before(before, value)
        if _MONTH.fullmatch(word):
            yield str(month_of(word))
        before = value


def _with_before(before: int, value: int) -> Iterator[str]:
    """Two words as one number: twenty-five, two hundred."""
    if 20 <= before < 100 and value < 10:
        yield str(before + value)
    elif before and value >= 100:
        yield str(before * value)
