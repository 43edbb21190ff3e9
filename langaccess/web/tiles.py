"""A language as a tile or a line shows it: its own name, and the English name beside it."""

from typing import NamedTuple

from langaccess.domain.languages import Language


class Tile(NamedTuple):
    """What the macros of shared/macros.html call a language."""

    tag: str
    name: str
    autonym: str
    direction: str


def tile_of(language: Language) -> Tile:
    """One language as a tile."""
    return Tile(language.tag, language.english_name, language.autonym, language.direction)
