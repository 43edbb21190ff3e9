"""Which rules and bonuses a document meets: sorted once by what they ask, then looked up."""

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.rules.model import When


class Conditional(Protocol):
    """Something that counts when a document meets its conditions."""

    @property
    def when(self) -> When:
        """The conditions: all that are given, and of each list any one."""
        ...


C = TypeVar("C", bound=Conditional)


class Conditions(Generic[C]):
    """Rules or bonuses, found by what a document has rather than tried one after the other.

    Each is filed under every value of one of its lists (types, else flags, departments, words);
    those with an audience alone are always tried.
    """

    def __init__(self, items: Sequence[C]) -> None:
        self._types: dict[str, list[int]] = {}
        self._flags: dict[str, list[int]] = {}
        self._departments: dict[str, list[int]] = {}
        self._words: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._items = items
        for place, item in enumerate(items):
            self._file(place, item.when)

    def _file(self, place: int, when: When) -> None:
        for index, values in (
            (self._types, when.document_types),
            (self._flags, when.flags),
            (self._departments, when.departments),
            (self._words, when.words),
        ):
            if values:
                for value in values:
                    index.setdefault(value, []).append(place)
                return
        self._always.append(place)

    def met_by(self, request: DocumentRequest, words: Iterable[str]) -> list[C]:
        """Those that the document meets, in the order they were given.

        `words` are the phrases of the rules that were found in it.
        """
        places = set(self._always)
        places.update(self._types.get(request.document_type, ()))
        for flag in request.flags:
            places.update(self._flags.get(flag, ()))
        places.update(self._departments.get(request.department, ()))
        for word in words:
            places.update(self._words.get(word, ()))
        if not places:
            return []
        found = [self._items[place] for place in sorted(places)]
        return [item for item in found if is_met(item.when, request, words)]


def is_met(when: When, request: DocumentRequest, words: Iterable[str]) -> bool:
    """Whether a document meets every condition; `words` are the phrases found in it."""
    least = when.audience_at_least
    return (
        (not when.document_types or request.document_type in when.document_types)
        and (not when.departments or request.department in when.departments)
        and (least is None or (request.reach is not None and request.reach >= least))
        and (not when.flags or not frozenset(when.flags).isdisjoint(request.flags))
        and (not when.words or not frozenset(when.words).isdisjoint(words))
    )
