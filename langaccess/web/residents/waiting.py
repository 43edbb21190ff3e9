"""The waiting screen: numbers only, in the languages of those who wait."""

from zlib import crc32

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from langaccess.domain.access import Permission
from langaccess.domain.counter import TicketStatus
from langaccess.domain.languages import written_as
from langaccess.storage.base import db
from langaccess.storage.counter import last_called, tickets
from langaccess.storage.places import Location, location_by_slug
from langaccess.web.access import allow, now
from langaccess.web.live import changed, etag, unchanged
from langaccess.web.locale import LOCALES, RIGHT_TO_LEFT, page_locale
from langaccess.web.page import city
from langaccess.web.residents.blueprint import pages

CALLED_SHOWN = 4


@pages.get("/waiting/<slug>")
@allow(Permission.PUBLIC)
def waiting(slug: str) -> ResponseReturnValue:
    """Show the numbers called last, large, and those that wait."""
    shown = _shown(_location(slug))
    return render_template("residents/waiting.html", **shown)


@pages.get("/waiting/<slug>/now")
@allow(Permission.PUBLIC)
def waiting_now(slug: str) -> ResponseReturnValue:
    """The same as a poll asks it: 304 while no number was called or drawn."""
    shown = _shown(_location(slug))
    version = str(shown["version"])
    same = unchanged(version)
    if same is not None:
        return same
    html = render_template("residents/_waiting.html", **shown)
    return changed(version, html=html, title=gettext("Now being served"), state="waiting")


def _location(slug: str) -> Location:
    location = location_by_slug(db.session(), slug)
    if location is None:
        abort(404)
    return location


def _shown(location: Location) -> dict[str, object]:
    on = city().calendar.local_date(now())
    called = last_called(db.session(), location.id, on, CALLED_SHOWN)
    wait = tickets(db.session(), location.id, on, TicketStatus.WAITING)
    tags = {one.language_tag for one in (*called, *wait) if one.language_tag}
    wanted = sorted({written_as(tag) for tag in tags} & set(LOCALES))
    locales = dict.fromkeys((page_locale(), "en", *wanted))
    marks = [f"{one.number}{one.status.value}{one.desk}" for one in (*called, *wait)]
    return {
        "location": location,
        "called": called,
        "waiting": wait,
        "words": [_words(locale) for locale in locales],
        "version": f"{on}-{crc32(' '.join(marks).encode()):x}",
        "mark": etag(f"{on}-{crc32(' '.join(marks).encode()):x}"),
    }


def _words(locale: str) -> dict[str, str]:
    """The screen's few words in one language."""
    with force_locale(locale):
        return {
            "lang": locale,
            "dir": "rtl" if locale in RIGHT_TO_LEFT else "ltr",
            "serving": gettext("Now being served"),
            "waiting": gettext("Waiting"),
            "free": gettext("An interpreter is free of charge. Ask us."),
        }
