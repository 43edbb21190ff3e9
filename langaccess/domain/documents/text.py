"""The text of a document, as far as counting, comparing and checking need it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """One paragraph, cell, list item or title of a file.

    `place` says where it stands, in words that help a person find it ("slide 2", "Fees!B7").
    """

    place: str
    text: str
