"""The words of every message we send, made at delivery in the recipient's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, get_timezone
from babel.support import NullTranslations, Translations

from langaccess.adapters.mail import Letter
from langaccess.domain.accounts import LINK_LASTS
from langaccess.services.delivery import NoLetter
from langaccess.settings import Settings
from langaccess.storage.languages import register_rows
from langaccess.storage.notices import Notice

SOURCE = Path(__file__).parents[2] / "translations"
PACKED = Path(__file__).parents[1] / "translations"


def _(message: str) -> str:
    """Mark a text for the catalogues; it is looked up when the letter is written."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of message: subject and text, with named places for its facts."""

    subject: str
    text: str


LETTERS = {
    "supervisor_alert": Words(
        _("%(reference)s: a resident waits, and nobody was found for %(language)s"),
        _(
            "A resident needs %(language)s, and no interpreter has answered so far.\n"
            "\n"
            "Reference: %(reference)s\n"
            "Who waits now, and why: %(oversight)s\n"
            "\n"
            "The clerk is offered a call back and a booking. You can help by calling a vendor or"
            " an interpreter yourself."
        ),
    ),
    "missed_offer": Words(
        _("%(reference)s: you were asked to interpret, and your page was not answered"),
        _(
            "You are on duty for interpreting. On %(offered_at)s you were asked to interpret"
            " %(language)s, and nobody answered.\n"
            "\n"
            "Reference: %(reference)s\n"
            "\n"
            "If you cannot take requests, please set yourself to away or off duty:"
            " %(duty)s"
        ),
    ),
    "password_link": Words(
        _("Set your password for the language access service"),
        _(
            "An account was made for you, or somebody asked for a new password.\n"
            "\n"
            "Set your password here: %(link)s\n"
            "\n"
            "The link works once, for %(days)s days. If you did not expect this message, you need"
            " not do anything."
        ),
    ),
}


def letter_writer(settings: Settings, zone: str) -> Callable[[Notice], Letter]:
    """What makes a letter of a notice of this installation; moments are told in the city's zone.

    The writer raises NoLetter for a kind that has no words.
    """

    def write(notice: Notice) -> Letter:
        words = LETTERS.get(notice.kind)
        if words is None:
            raise NoLetter(f"there are no words for {notice.kind!r}")
        texts = _texts(_catalogues(), notice.locale)
        facts = _facts(notice, settings.public_url, zone)
        return Letter(
            to=notice.email,
            sender=settings.mail_from,
            subject=texts.ugettext(words.subject) % facts,
            text=texts.ugettext(words.text) % facts + "\n",
            language_tag=notice.locale,
            message_id=notice.message_id,
            written_at=notice.created_at,
        )

    return write


def _facts(notice: Notice, public_url: str, zone: str) -> dict[str, str]:
    """What fills the places: the notice's own facts, told for people, and our addresses."""
    told = {key: str(value) for key, value in notice.facts.items()}
    if "language" in told:
        told["language"] = _names().get(told["language"], told["language"])
    if "offered_at" in told:
        at = datetime.fromisoformat(told["offered_at"])
        told["offered_at"] = format_datetime(
            at, "medium", tzinfo=get_timezone(zone), locale=_locale(notice.locale)
        )
    told["oversight"] = f"{public_url}/oversight"
    told["duty"] = f"{public_url}/duty"
    told["link"] = f"{public_url}/password/{told.get('token', '')}"
    told["days"] = str(LINK_LASTS.days)
    return told


@lru_cache
def _names() -> dict[str, str]:
    return {one.tag: one.english_name for one in register_rows()}


def _catalogues() -> Path:
    return PACKED if PACKED.is_dir() else SOURCE


@lru_cache
def _texts(folder: Path, locale: str) -> NullTranslations:
    return Translations.load(str(folder), [_locale(locale)])


def _locale(tag: str) -> str:
    """The locale of Babel for a tag of ours; English where it knows none."""
    try:
        return str(Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"
