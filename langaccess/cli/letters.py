"""The words of every message we send, made at delivery in the recipient's language."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from langaccess.adapters.mail import Letter
from langaccess.adapters.store import FileStore
from langaccess.cli.document_letters import KINDS as DOCUMENT_KINDS
from langaccess.cli.document_letters import Told, document_letter
from langaccess.cli.letter_facts import Words, language_name, locale_of, moment
from langaccess.domain.accounts import LINK_LASTS
from langaccess.services.delivery import NoLetter
from langaccess.settings import Settings
from langaccess.storage.notices import Notice

SOURCE = Path(__file__).parents[2] / "translations"
PACKED = Path(__file__).parents[1] / "translations"


def _(message: str) -> str:
    """Mark a text for the catalogues; it is looked up when the letter is written."""
    return message


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
    "library_wanted": Words(
        _("A resident asks for a document in %(language)s"),
        _(
            "A resident asks on the library's page for a document that is not there.\n"
            "\n"
            "Document, in their words: %(title)s\n"
            "Language: %(language)s\n"
            "How to reach them: %(contact)s"
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
    store = FileStore(settings.files_path)

    def write(notice: Notice) -> Letter:
        told = _told(notice, settings.public_url, zone, store)
        return Letter(
            to=notice.email,
            sender=settings.mail_from,
            subject=told.subject,
            text=told.text,
            language_tag=notice.locale,
            message_id=notice.message_id,
            written_at=notice.created_at,
            thread_id=notice.thread_id,
            attachments=told.attachments,
        )

    return write


def _told(notice: Notice, public_url: str, zone: str, store: FileStore) -> Told:
    look_up = _texts(_catalogues(), notice.locale).ugettext
    if notice.kind in DOCUMENT_KINDS:
        return document_letter(notice, look_up, public_url=public_url, zone=zone, store=store)
    words = LETTERS.get(notice.kind)
    if words is None:
        raise NoLetter(f"there are no words for {notice.kind!r}")
    facts = _facts(notice, public_url, zone)
    return Told(look_up(words.subject) % facts, look_up(words.text) % facts + "\n")


def _facts(notice: Notice, public_url: str, zone: str) -> dict[str, str]:
    """What fills the places: the notice's own facts, told for people, and our addresses."""
    locale = locale_of(notice.locale)
    told = {key: str(value) for key, value in notice.facts.items()}
    if "language" in told:
        told["language"] = language_name(told["language"], locale)
    if "offered_at" in told:
        told["offered_at"] = moment(told["offered_at"], zone, locale)
    told["oversight"] = f"{public_url}/oversight"
    told["duty"] = f"{public_url}/duty"
    told["link"] = f"{public_url}/password/{told.get('token', '')}"
    told["days"] = str(LINK_LASTS.days)
    return told


def _catalogues() -> Path:
    return PACKED if PACKED.is_dir() else SOURCE


@lru_cache
def _texts(folder: Path, locale: str) -> NullTranslations:
    return Translations.load(str(folder), [locale_of(locale)])
