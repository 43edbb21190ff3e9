"""What every page knows without being told: its language, its menus, who looks at it."""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf

from langaccess.domain.access import Permission
from langaccess.domain.city import City
from langaccess.services.documents.files import FileStore
from langaccess.settings import Settings
from langaccess.storage.accounts import SignedIn
from langaccess.web import locale
from langaccess.web.access import current_actor, current_person


def _(message: str) -> str:
    """Mark a text for the catalogues; it is looked up when the page is made."""
    return message


# The main menu, in the order it is shown: text, endpoint, and who may see it.
NAV = (
    (_("Counter"), "staff.counter", Permission.ENCOUNTER_OPEN),
    (_("Queue"), "staff.queue", Permission.COUNTER_CALL),
    (_("Documents"), "communications.my_documents", Permission.DOCUMENT_REQUEST),
    (_("Translation board"), "communications.board", Permission.DOCUMENTS_MANAGE),
    (_("My translations"), "communications.my_work", Permission.DOCUMENT_TRANSLATE),
    (_("Glossary"), "communications.glossary", Permission.GLOSSARY_EDIT),
    (_("On duty"), "interpreters.duty", Permission.ENCOUNTER_ANSWER),
    (_("My qualifications"), "interpreters.qualifications", Permission.ENCOUNTER_ANSWER),
    (_("Waiting and unmet"), "coordinators.oversight", Permission.ENCOUNTER_OVERSEE),
    (_("People"), "coordinators.people", Permission.PEOPLE_EDIT),
    (_("Vendors"), "coordinators.vendors", Permission.VENDORS_EDIT),
    (_("Languages"), "coordinators.languages", Permission.LANGUAGES_CHOOSE),
    (_("Rules"), "coordinators.rules", Permission.RULES_SEE),
    (_("My account"), "doors.account", Permission.ACCOUNT_KEEP),
)
STATIC = Path(__file__).parent / "static"


class Entry(NamedTuple):
    """One entry of a menu."""

    label: str
    url: str
    is_current: bool


def city() -> City:
    """The city this installation serves."""
    joined: City = current_app.extensions["langaccess_city"]
    return joined


def settings() -> Settings:
    """The installation's settings."""
    checked: Settings = current_app.extensions["langaccess_settings"]
    return checked


def files() -> FileStore:
    """Where the bytes of documents are kept."""
    store: FileStore = current_app.extensions["langaccess_files"]
    return store


def zone() -> str:
    """The city's time zone, by its IANA name."""
    return city().rules.timezone


class Page:
    """The page as its template sees it; what is not used is not computed."""

    asset: Callable[[str], str]

    def __init__(self) -> None:
        self.lang, self.dir = locale.here()
        self.asset = _asset

    @property
    def city_name(self) -> str:
        """The city's name as residents know it."""
        return settings().city_name

    @property
    def account(self) -> SignedIn | None:
        """Who is signed in, if anybody."""
        return current_person()

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """Tag, own name and address of this page in each language it is offered in."""
        values = {**(request.view_args or {}), **request.args.to_dict()}
        endpoint = request.endpoint
        if endpoint is None or request.method != "GET":
            return []
        return [
            (tag, locale.AUTONYMS[tag], url_for(endpoint, **{**values, "lang": tag}))
            for tag in locale.offered()
        ]

    @property
    def nav(self) -> list[Entry]:
        """The main menu, as far as this person may go."""
        if current_person() is None:
            return []
        actor = current_actor()
        permissions = actor.permissions
        here = (request.endpoint or "").partition(":")[0]
        return [
            Entry(locale.text(label), _address(endpoint), endpoint == here)
            for label, endpoint, needed in NAV
            if needed in permissions
        ]

    @property
    def flashes(self) -> list[tuple[str, str]]:
        """What the last deed has to say, once."""
        return list(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]  # pairs

    @property
    def sign_out_url(self) -> str:
        """Where signing out is posted to."""
        return _address("doors.sign_out")

    @property
    def csrf_token(self) -> str:
        """The token every form of this page carries."""
        return str(generate_csrf())

    @property
    def demo(self) -> bool:
        """Whether this is the demonstration city."""
        return settings().is_demo

    @property
    def mail_is_off(self) -> bool:
        """Whether messages stay in the outbox."""
        return not settings().smtp_url and current_person() is not None

    @property
    def drafts(self) -> bool:
        """Whether this page's translation is a draft."""
        return locale.is_draft()


def set_up(app: Flask) -> None:
    """Give every template its page."""

    @app.context_processor
    def page() -> dict[str, object]:
        return {"page": Page()}

    filters = {
        "clock": lambda at: locale.clock(at, zone()),
        "day": locale.day,
        "day_and_clock": lambda at: locale.day_and_clock(at, zone()),
        "dialled": dialled,
    }
    app.jinja_env.filters.update(filters)


def dialled(number: str) -> str:
    """A phone number as it is read aloud: North American ones in their groups, others as kept."""
    found = _NORTH_AMERICAN.fullmatch(number)
    return f"+1 {found[1]}-{found[2]}-{found[3]}" if found else number


_NORTH_AMERICAN = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")


@lru_cache
def _address(endpoint: str) -> str:
    return url_for(endpoint)


@lru_cache
def _asset(name: str) -> str:
    """The address of a static file, which changes whenever its content does."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"
