"""What letters are made of: words with places for facts, and facts told in their reader's way."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, get_timezone

from langaccess.storage.languages import register_rows

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of message: subject and text, with named places for its facts."""

    subject: str
    text: str


def locale_of(tag: str) -> str:
    """The locale of Babel for a tag of ours; English where it knows none."""
    try:
        return str(Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        return ENGLISH


def moment(at: str, zone: str, locale: str) -> str:
    """An ISO moment as the reader's language writes it, in the city's time."""
    return format_datetime(
        datetime.fromisoformat(at), "medium", tzinfo=get_timezone(zone), locale=locale
    )


def language_name(tag: str, locale: str) -> str:
    """A language's name in the reader's language, else in English, else its tag."""
    told: str | None = None
    if locale != ENGLISH:
        told = Locale.parse(locale).languages.get(tag.replace("-", "_"))
    return told or _english_names().get(tag, tag)


@lru_cache
def _english_names() -> dict[str, str]:
    return {one.tag: one.english_name for one in register_rows()}
