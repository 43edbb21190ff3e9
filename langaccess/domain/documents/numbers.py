"""Which numbers a text holds, so that those of a translation can be held against its source's."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from langaccess.domain.documents.digits import numerals

_CHAIN = re.compile(r"[0-9]+(?:[.,'][0-9]+| [0-9]{3}(?![0-9]))*")
_PARTS = re.compile(r"([.,' ])")
# So many groups of one chain are tried as one number: 1 234 567 890 has four.
_GROUPS_AT_MOST = 5
_MANY_DIGITS = 2
_SIGN_BEFORE = re.compile(r"[$€£¥₱₫₹] ?$")
_UNIT_BEHIND = re.compile(
    r" ?(?:[%‰°٪€£₫₱]|(?:mg|mcg|ml|kg|g|cm|mm|km|m|lbs?|oz|ft|mph|[kKMG]B|cc|IU)(?![A-Za-z]))"
)
_MAGNITUDE = re.compile(r"[ -](?:hundred|thousand|million|billion|trillion)s?(?![A-Za-z])", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """One number as it is written, its digits without separators, and their groups.

    `is_demanded` is whether a translation must hold it too: it has two digits or more, or a unit.
    `is_rounded` is whether a word such as "million" follows, so that only its digits count.
    """

    written: str
    digits: str
    groups: tuple[str, ...]
    is_demanded: bool
    is_rounded: bool = False


@dataclass(slots=True)
class Figures:
    """All numbers of some text, and every way in which its groups of digits can be read."""

    numbers: list[Number] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    spelt: set[str] = field(default_factory=set)

    def take(self, text: str) -> None:
        """Take in a folded text."""
        for chain in _CHAIN.finditer(text):
            groups = [one for one in _PARTS.split(chain[0]) if one.isdigit()]
            self.read.update(_readings(groups))
            before, behind = (
                text[max(0, chain.start() - 3) : chain.start()],
                text[chain.end() : chain.end() + 12],
            )
            has_unit = bool(_SIGN_BEFORE.search(before) or _UNIT_BEHIND.match(behind))
            is_rounded = bool(_MAGNITUDE.match(behind))
            self.numbers += _numbers(chain[0], has_unit, is_rounded)
        self.spelt.update(numerals(text))

    def holds(self, digits: str) -> bool:
        """Whether the number stands somewhere, in digits or in numerals."""
        return digits in self.read or digits in self.spelt

    def holds_rounded(self, digits: str) -> bool:
        """Whether a number with these digits stands somewhere, whatever its zeros at the end."""
        wanted = digits.rstrip("0")
        return any(one.rstrip("0") == wanted for one in (*self.read, *self.spelt))


def figures_of(texts: Iterable[str]) -> Figures:
    """The numbers of these folded texts together."""
    figures = Figures()
    for text in texts:
        figures.take(text)
    return figures


def extra_numbers(target: Figures, source: Figures) -> Counter[str]:
    """Numbers that the target holds and the source does not, or not as often."""
    held = Counter(one.digits for one in target.numbers)
    demanded = {one.digits for one in target.numbers if one.is_demanded}
    extra: Counter[str] = Counter()
    for one in target.numbers:
        more = held[one.digits] - source.read[one.digits]
        is_strange = not source.holds(one.digits) and not _holds_groups(source, one)
        if is_strange or (more > 0 and one.digits in demanded and one.digits in source.read):
            extra[one.digits] = more
    return extra


def missing_numbers(source: Iterable[Number], target: Figures, extra: Counter[str]) -> list[Number]:
    """Numbers of the source that the target does not hold, in the order of the source.

    A number that the source says twice may stand once in the target, unless the target holds
    another number (`extra`) that may stand in its place. One digit is missed only then.
    """
    wanted: Counter[str] = Counter()
    missing = []
    for one in source:
        wanted[one.digits] += 1
        if _is_missing(one, wanted[one.digits], target, has_extra=bool(extra)):
            missing.append(one)
    return missing


def _is_missing(one: Number, count: int, target: Figures, *, has_extra: bool) -> bool:
    if not one.is_demanded and not has_extra:
        return False
    if target.holds(one.digits):
        return has_extra and one.is_demanded and 0 < target.read[one.digits] < count
    if one.is_rounded and target.holds_rounded(one.digits):
        return False
    return not _holds_groups(target, one)


def _holds_groups(figures: Figures, number: Number) -> bool:
    """Whether the groups stand each by itself: 12.30 as 12 and 30."""
    if len(number.groups) < 2 or any(len(one) < _MANY_DIGITS for one in number.groups):
        return False
    return all(figures.holds(plain(one)) for one in number.groups)


def plain(digits: str) -> str:
    """Digits without the zeros before them."""
    return digits.lstrip("0") or "0"


def _readings(groups: list[str]) -> Iterator[str]:
    """Every number that neighbouring groups of a chain can be read as."""
    for start, one in enumerate(groups):
        yield from {one, plain(one)}
        for end in range(start + 2, min(start + _GROUPS_AT_MOST, len(groups)) + 1):
            yield "".join(groups[start:end])


def _numbers(chain: str, has_unit: bool, is_rounded: bool) -> list[Number]:
    parts = _PARTS.split(chain)
    groups, separators = parts[::2], parts[1::2]
    if len(groups) > 1 and not _is_one_number(groups, separators):
        return [Number(one, _alone(one), (one,), len(one) >= _MANY_DIGITS) for one in groups]
    if len(groups) > 1 and groups[-1] == "00" and separators[-1] in ".,":
        groups = groups[:-1]  # $10.00 is $10
    digits = "".join(groups) if len(groups) > 1 else _alone(groups[0])
    is_demanded = has_unit or sum(map(len, groups)) >= _MANY_DIGITS
    return [Number(chain, digits, tuple(groups), is_demanded, is_rounded)]


def _alone(group: str) -> str:
    """The digits of a group by itself; zeros stay before those that name something: 0042."""
    return group if len(group) > _MANY_DIGITS else plain(group)


def _is_one_number(groups: list[str], separators: list[str]) -> bool:
    """Whether the groups are one number: 1,234.50, 1.234,50, 1 234, 1,00,000 or 12.5."""
    *inner, last = groups[1:]
    has_decimals = separators[-1] != separators[0] or len(groups) == 2
    if has_decimals and separators[-1] in ".,":
        return _are_thousands(inner) and set(separators[:-1]) <= {separators[0]}
    if len(set(separators)) > 1 or len(groups[0]) > 3:
        return False
    return len(last) == 3 and (_are_thousands(inner) or {len(one) for one in inner} == {2})


def _are_thousands(groups: list[str]) -> bool:
    return all(len(one) == 3 for one in groups)
