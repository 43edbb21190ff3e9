"""The words a city has agreed on: approved and forbidden translations, names not to translate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from langaccess.domain.documents.text import Segment
from langaccess.domain.documents.words import Words


class TermStatus(StrEnum):
    """What is to be done with a term."""

    APPROVED = "approved"
    FORBIDDEN = "forbidden"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the glossary.

    `target` is the approved or the forbidden translation; empty for a name that is kept as it
    is in the source. `department` is None for a term of the whole city.
    """

    source: str
    target: str
    language_tag: str
    department: str | None = None
    status: TermStatus = TermStatus.APPROVED
    note: str = ""


def terms_in_force(
    terms: Iterable[Term], *, language_tag: str, department: str | None
) -> tuple[Term, ...]:
    """The terms that hold for a language and a department, in their order.

    The whole city's, except where the department says something of its own about a source.
    """
    mine = [
        one
        for one in terms
        if one.language_tag == language_tag and one.department in {None, department}
    ]
    own = {Words.source(one.source) for one in mine if one.department is not None}
    return tuple(one for one in mine if one.department or Words.source(one.source) not in own)


def terms_for(segments: Sequence[Segment], terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms that occur in a source, in the order given: what translator and reviser see."""
    finder = TermFinder(terms)
    found = {number for one in segments for number in finder.numbers_in(one.text)}
    return tuple(one for number, one in enumerate(terms) if number in found)


class TermFinder:
    """Finds the terms whose source occurs in a text, many thousand of them at once."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._wanted = [Words.source(one.source) for one in terms]
        self._by_key: dict[str, list[int]] = {}
        for number, wanted in enumerate(self._wanted):
            self._by_key.setdefault(wanted.key, []).append(number)

    def numbers_in(self, text: str) -> tuple[int, ...]:
        """Which terms of those given occur in the text, by their place among them."""
        if not self._by_key:
            return ()
        held = Words.source(text)
        near = {number for key in held.keys for number in self._by_key.get(key, ())}
        return tuple(sorted(number for number in near if self._wanted[number].is_in(held)))
