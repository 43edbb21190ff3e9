"""What somebody asks to have translated, as far as its place in the queue depends on it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """One request for a translation.

    `target_languages` are distinct and in the order they were asked for; `received_at` is UTC.
    `words` is None while nobody has counted; `reach` is how many people are to read it. Dates are
    days on the city's walls. A raise asks for a more urgent class than the rules give; whether it
    wins is for the rules in force to say.
    """

    title: str
    document_type: str
    target_languages: tuple[str, ...]
    received_at: datetime
    summary: str = ""
    text: str = ""
    flags: tuple[str, ...] = ()
    department: str = ""
    source_language: str = "en"
    words: int | None = None
    audience: str = ""
    reach: int | None = None
    legal_deadline: date | None = None
    legal_ground: str = ""
    needed_by: date | None = None
    publish_on: date | None = None
    mailing_days: int = 0
    printing_days: int = 0
    layout: bool = False
    raised_to: str | None = None
    raised_by_role: str | None = None
    raised_because: str = ""
