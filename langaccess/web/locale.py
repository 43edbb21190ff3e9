"""Which language this page speaks, and its dates and texts, each made once and kept."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format, get_timezone
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel

from langaccess.web.access import current_person

STAFF_LOCALES = ("en", "es")
LOCALES = ("en", "es", "ar")
AUTONYMS = {"en": "English", "es": "Español", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})
# Drafted here and not yet read by a human translator: the page says so.
DRAFTS = frozenset({"es", "ar"})
SOURCE = Path(__file__).parents[2] / "translations"
PACKED = Path(__file__).parents[1] / "translations"


class PageLocale(NamedTuple):
    """A page's language: its tag as HTML has it, and its direction."""

    lang: str
    dir: str


def set_up(app: Flask) -> None:
    """Join Babel and the template's texts to the application."""
    folder = PACKED if PACKED.is_dir() else SOURCE
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    app.config["LANGACCESS_TRANSLATIONS"] = folder
    Babel(app, locale_selector=page_locale, timezone_selector=_no_timezone)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # from the extension
        text, counted_text, newstyle=True
    )


def page_locale() -> str:
    """The address, then this browser's choice, then the account, then the browser, then English."""
    if not has_request_context():
        return "en"
    forced: str | None = g.get("locale")
    if forced is None:
        forced = g.locale = _chosen()
    return forced


def speak(locale: str) -> None:
    """Let this page speak a language that the address or the resident decided."""
    g.locale = locale if locale in LOCALES else "en"


def here() -> PageLocale:
    """The page's language and direction."""
    locale = page_locale()
    return PageLocale(locale.replace("_", "-"), "rtl" if locale in RIGHT_TO_LEFT else "ltr")


def offered() -> tuple[str, ...]:
    """The languages this page may be read in: residents' pages in more than staff's."""
    return LOCALES if request.blueprint == "residents" else STAFF_LOCALES


def is_draft() -> bool:
    """Whether this page's translation awaits a human translator."""
    return page_locale() in DRAFTS


def text(message: str) -> str:
    """A text in the page's language: looked up once per language, then kept."""
    return _text(_folder(), page_locale(), message)


def counted_text(singular: str, plural: str, count: int) -> str:
    """A counted text in the page's language."""
    return _catalogue(_folder(), page_locale()).ungettext(singular, plural, count)


def has_texts(locale: str) -> bool:
    """Whether resident pages can be shown in this language."""
    return locale in LOCALES


def clock(at: datetime, zone: str) -> str:
    """The time of day in the city, as the page's language writes it."""
    return _clock(at, zone, page_locale())


def day(on: date) -> str:
    """A date as the page's language writes it."""
    return _day(on, page_locale())


def day_and_clock(at: datetime, zone: str) -> str:
    """A date and time in the city, as the page's language writes it."""
    return _day_and_clock(at, zone, page_locale())


@lru_cache(50_000)
def _clock(at: datetime, zone: str, locale: str) -> str:
    return format_time(at, "short", tzinfo=get_timezone(zone), locale=locale)


@lru_cache(10_000)
def _day(on: date, locale: str) -> str:
    return format_date(on, "medium", locale=locale)


@lru_cache(50_000)
def _day_and_clock(at: datetime, zone: str, locale: str) -> str:
    on = format_date(at.astimezone(get_timezone(zone)), "medium", locale=locale)
    joined = get_datetime_format("medium", locale=Locale.parse(locale, sep="-"))
    return str(joined).replace("{0}", _clock(at, zone, locale)).replace("{1}", on)


@lru_cache(50_000)
def _text(folder: Path, locale: str, message: str) -> str:
    return _catalogue(folder, locale).ugettext(message)


@lru_cache
def _catalogue(folder: Path, locale: str) -> NullTranslations:
    return Translations.load(str(folder), [str(Locale.parse(locale, sep="-"))])


def _folder() -> Path:
    folder: Path = current_app.config["LANGACCESS_TRANSLATIONS"]
    return folder


def _chosen() -> str:
    asked, here = request.args.get("lang"), offered()
    if asked in here:
        session["lang"] = asked
        return str(asked)
    person = current_person()
    kept = session.get("lang") or (person.locale if person else None)
    return kept if kept in here else _browser(here)


def _browser(offered: Sequence[str]) -> str:
    """The first language the browser asks for that is offered; es-MX is Spanish."""
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((tag for tag in asked if tag in offered), "en")


def _no_timezone() -> None:
    """Times are given a zone where they are shown: the city's."""
