"""What a reader has gathered from a file so far."""

from collections.abc import Iterable

from langaccess.domain.documents.counting import count_words
from langaccess.domain.documents.files import FileNote, Notes
from langaccess.domain.documents.text import Segment

# About 10,000 pages. A sheet can say one long text a million times over, from a small file.
MOST_CHARACTERS = 20_000_000


class TooMuchText(Exception):
    """More text than any document has."""


class Found:
    """Segments in the order of the file, and notes whose numbers add up."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.pages: int | None = None
        self._characters = 0
        self._notes: dict[FileNote, dict[str, str | int]] = {}

    def say(self, place: str, text: str) -> None:
        """One more segment, its white space folded; nothing where there is no text."""
        plain = " ".join(text.split())
        self._characters += len(plain)
        if self._characters > MOST_CHARACTERS:
            raise TooMuchText
        if plain:
            self.segments.append(Segment(place, plain))

    def add(self, note: FileNote, **amounts: int) -> None:
        """Note something, or so much more of it."""
        known = self._notes.setdefault(note, {})
        for key, amount in amounts.items():
            known[key] = int(known.get(key, 0)) + amount

    def tell(self, note: FileNote, **facts: str) -> None:
        """Note something with facts in words; the first such fact stays."""
        known = self._notes.setdefault(note, {})
        for key, fact in facts.items():
            known.setdefault(key, fact)

    def take(self, other: "Found") -> None:
        """The notes of another, not its segments."""
        for note, facts in other.notes():
            self.add(note, **{key: one for key, one in facts.items() if isinstance(one, int)})
            self.tell(note, **{key: one for key, one in facts.items() if isinstance(one, str)})

    def amount(self, note: FileNote, key: str) -> int:
        """A number noted so far."""
        return int(self._notes.get(note, {}).get(key, 0))

    def words(self) -> int:
        """Words of the segments so far."""
        return sum(count_words(one.text) for one in self.segments)

    def notes(self) -> Notes:
        """Everything noted, in the order of `FileNote`."""
        return tuple((note, self._notes[note]) for note in FileNote if note in self._notes)


def listed(numbers: Iterable[int]) -> str:
    """Page numbers for a note: "2, 5"."""
    return ", ".join(str(one) for one in numbers)
