"""Phone numbers: every digit in its order, however the number is grouped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NORTH_AMERICAN = r"(?:\+?1[ .-]{0,2})?(?:\([2-9][0-9]{2}\)[ .-]{0,2}|[2-9][0-9]{2}[ .-])"
_PHONE = re.compile(
    rf"(?<![0-9.,$€£/-])(?:{_NORTH_AMERICAN}[0-9]{{3}}[ .-]{{1,2}}[0-9]{{4}}"
    r"|\+[0-9]{1,3}(?:[ .()-]{1,2}[0-9]{1,5}){1,7}|\+[0-9]{8,15}"
    r"|[2-9][0-9]{2}-[0-9]{4})(?![0-9]|[.,-][0-9])"
)
_RUN = re.compile(r"[0-9]+(?:[ .()/+-]{1,3}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_GROUPS_AT_MOST = 9
_COUNTRY = "1"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as it is written, and its digits in order."""

    written: str
    digits: str
    groups: tuple[str, ...]


def phones_in(text: str) -> tuple[list[Phone], str]:
    """The phone numbers of a folded text, and the text without them."""
    found = [
        Phone(one[0], "".join(groups), groups)
        for one in _PHONE.finditer(text)
        if (groups := tuple(_GROUP.findall(one[0])))
    ]
    return found, _PHONE.sub(" ; ", text) if found else text


class Dialled:
    """Every way in which the groups of digits of some folded texts can be dialled."""

    def __init__(self, texts: Iterable[str], wanted: Iterable[Phone]) -> None:
        lengths = {size for one in wanted for size in _sizes(one)}
        self._found: set[str] = set()
        if lengths:
            for text in texts:
                for run in _RUN.findall(text):
                    self._take(_GROUP.findall(run), lengths)

    def _take(self, groups: list[str], lengths: set[int]) -> None:
        longest = max(lengths)
        for start in range(len(groups)):
            size = 0
            for end in range(start, min(start + _GROUPS_AT_MOST, len(groups))):
                size += len(groups[end])
                if size > longest:
                    break
                if size in lengths:
                    self._found.add("".join(groups[start : end + 1]))

    def holds(self, phone: Phone) -> bool:
        """Whether the number can be dialled as it is, with or without the country's 1."""
        return not self._found.isdisjoint(_ways(phone.digits))

    def holds_turned(self, phone: Phone) -> bool:
        """Whether its groups stand in the opposite order, as when text is turned by hand."""
        turned = phone.groups[::-1]
        return "".join(turned) in self._found or "".join(turned)[::-1] in self._found


def _ways(digits: str) -> set[str]:
    return {digits, digits.removeprefix(_COUNTRY), _COUNTRY + digits}


def _sizes(phone: Phone) -> set[int]:
    return {len(one) for one in _ways(phone.digits)}
