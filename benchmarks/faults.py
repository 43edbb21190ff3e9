"""Faults planted in a translation, each beside the pair as it should be."""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from langaccess.domain.documents.checks import DeliveryCheck
from langaccess.domain.documents.digits import folded

EXACT = frozenset(
    {DeliveryCheck.NUMBER, DeliveryCheck.PHONE, DeliveryCheck.DATE, DeliveryCheck.ADDRESS}
)
RUN = re.compile(r"(?<![\w./@])\d{2,9}(?![\w/@])")
WORDS = re.compile(r"[^\W\d_]{2,}")
_PHONES = ("({0}) {1}-{2}", "{0}-{1}-{2}", "{0} {1} {2}", "+1 {0} {1} {2}", "{0}.{1}.{2}")
_ARABIC_ZERO = {"ar": 0x660, "fa": 0x6F0, "ps": 0x6F0, "ur": 0x6F0, "ckb": 0x660}


@dataclass(frozen=True, slots=True)
class Pair:
    """One segment and its translation."""

    source: str
    target: str


Plant = Callable[[Pair, random.Random, str], tuple[Pair, Pair] | None]


def _number(one: Pair, chance: random.Random, _: str) -> tuple[Pair, Pair] | None:
    """One digit changed in a number of two digits or more that both sides hold."""
    held = set(RUN.findall(folded(one.source)))
    runs = [run for run in RUN.finditer(one.target) if folded(run[0]) in held]
    if not runs:
        return None
    at = chance.randrange(*chance.choice(runs).span())
    return one, Pair(one.source, _with_digit(one.target, at, chance))


def _phone(one: Pair, chance: random.Random, tag: str) -> tuple[Pair, Pair]:
    """Two neighbouring digits of a phone number swapped."""
    digits = f"{chance.choice('23456789')}{chance.randrange(10**9):09d}"
    at = chance.choice([n for n in range(9) if digits[n] != digits[n + 1]])
    swapped = f"{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}"
    ours, theirs = chance.choice(_PHONES[:2]), chance.choice(_PHONES)
    return _carried(one, _phone_in(ours, digits), tag, theirs, (digits, swapped))


def _carried(
    one: Pair, ours: str, tag: str, theirs: str, digits: tuple[str, str]
) -> tuple[Pair, Pair]:
    right, wrong = (_in_digits_of(tag, _phone_in(theirs, each)) for each in digits)
    source = f"{one.source} Call {ours}."
    return Pair(source, f"{one.target} ☎ {right}"), Pair(source, f"{one.target} ☎ {wrong}")


def _phone_in(form: str, digits: str) -> str:
    return form.format(digits[:3], digits[3:6], digits[6:])


def _in_digits_of(tag: str, text: str) -> str:
    zero = _ARABIC_ZERO.get(tag, ord("0"))
    return "".join(chr(zero + int(one)) if one.isdigit() else one for one in text)


def _address(one: Pair, chance: random.Random, _: str) -> tuple[Pair, Pair]:
    """One letter changed in the address of a page."""
    page = "".join(chance.choices("abcdefghkmnprstuvw", k=8))
    at = chance.randrange(8)
    wrong = f"{page[:at]}x{page[at + 1 :]}"
    source = f"{one.source} See https://www.city.example.gov/{page}/2026."
    return (
        Pair(source, f"{one.target} https://www.city.example.gov/{page}/2026"),
        Pair(source, f"{one.target} https://www.city.example.gov/{wrong}/2026"),
    )


def _date(one: Pair, chance: random.Random, _: str) -> tuple[Pair, Pair]:
    """One digit changed in the day or the year of a date, which the target writes 05.03.2026."""
    day, month, year = chance.randint(10, 28), chance.randint(1, 12), chance.randint(2020, 2035)
    name = time.strftime("%B", (2026, month, 1, 0, 0, 0, 0, 0, 0))
    right = f"{day:02d}.{month:02d}.{year}"
    wrong = _with_digit(right, chance.choice([0, 1, 8, 9]), chance)
    source = f"{one.source} Reply by {name} {day}, {year}."
    return Pair(source, f"{one.target} {right}"), Pair(source, f"{one.target} {wrong}")


def _empty(one: Pair, _: random.Random, __: str) -> tuple[Pair, Pair] | None:
    """Nothing left of the translation."""
    return (one, Pair(one.source, " ")) if WORDS.search(one.source) else None


def _same(one: Pair, _: random.Random, __: str) -> tuple[Pair, Pair] | None:
    """The source left in: of three words or more, as fewer may be a name."""
    is_text = len([word for word in one.source.split() if word.strip(".,:;()").isalpha()]) >= 3
    return (one, Pair(one.source, one.source)) if is_text else None


def _other(one: Pair, _: random.Random, other: str) -> tuple[Pair, Pair]:
    """The text of a language in another script pasted in."""
    return one, Pair(one.source, other)


def _with_digit(text: str, at: int, chance: random.Random) -> str:
    """The text with another digit of the same script there."""
    old = int(text[at])
    new = chance.choice([one for one in range(10) if one != old])
    return f"{text[:at]}{chr(ord(text[at]) - old + new)}{text[at + 1 :]}"


PLANTS: dict[str, Plant] = {
    "number": _number,
    "phone": _phone,
    "address": _address,
    "date": _date,
    "empty": _empty,
    "same": _same,
    "other script": _other,
}
CARRIED = frozenset({"phone", "address", "date"})
CATCHES = {
    "number": EXACT,
    "phone": EXACT,
    "address": frozenset({DeliveryCheck.ADDRESS}),
    "date": frozenset({DeliveryCheck.DATE}),
    "empty": frozenset({DeliveryCheck.EMPTY}),
    "same": frozenset({DeliveryCheck.SAME_AS_SOURCE}),
    "other script": frozenset({DeliveryCheck.SCRIPT}),
}
