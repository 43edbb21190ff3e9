"""The counter: one tap on a language asks for an interpreter."""

import secrets
from datetime import timedelta
from functools import lru_cache

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from markupsafe import Markup

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import (
    AidChoice,
    Channel,
    KnownBy,
    ModalityUnfit,
    Mode,
    PreferenceMissing,
    TicketTaken,
)
from langaccess.domain.languages import GROUPS, Language, VariantMustBeAsked, find_languages
from langaccess.domain.people import Domain
from langaccess.services.dispatch.request import Ask, request_interpreter
from langaccess.storage.accounts import SignedIn
from langaccess.storage.base import db
from langaccess.storage.encounters import glance, most_used, open_of_clerk
from langaccess.storage.languages import offered_languages
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now, person_here
from langaccess.web.errors import refusal, remember_line, sentence_of
from langaccess.web.locale import LOCALES, RIGHT_TO_LEFT, page_locale
from langaccess.web.page import city
from langaccess.web.staff.blueprint import pages
from langaccess.web.staff.forms import AskForm
from langaccess.web.tiles import Tile, tile_of

# Which languages stand first: what this counter asked for in the last 90 days.
USED_SINCE = timedelta(days=90)
MOST_USED = 12
USED_KEPT_SECONDS = 60
# Where a counter has no history yet: the languages most spoken at home in the United States by
# people with limited English (American Community Survey), and American Sign Language.
USUAL = ("es", "cmn", "vi", "yue", "tl", "ko", "ar", "ru", "ht", "pt-BR", "fr", "ase")
UNKNOWN = "und"
# What is chosen at the counter before the card is turned.
KEPT = ("mode", "domain", "channel", "ticket", "continues")


@pages.get("/counter")
@allow(Permission.ENCOUNTER_OPEN)
def counter() -> ResponseReturnValue:
    """Show the languages, those most used here first."""
    person = person_here()
    remember_line()
    offered = offered_languages(db.session())
    typed = request.args.get("q", "")[:60]
    return render_template(
        "staff/counter.html",
        tiles=_tiles(page_locale(), tuple(offered), _top(person), typed),
        typed=typed,
        form=AskForm(formdata=None),
        mode=request.args.get("mode", person.counter_mode.value),
        key=secrets.token_urlsafe(12),
        ticket=request.args.get("ticket", ""),
        continues=request.args.get("continues", ""),
        mine=open_of_clerk(db.session(), person.account_id),
        words=words,
        is_open=city().is_open(now()),
        after_hours=city().rules.after_hours,
    )


@pages.post("/counter")
@allow(Permission.ENCOUNTER_OPEN)
def ask() -> ResponseReturnValue:
    """Ask for an interpreter; a name of several languages, or sign, asks one thing more."""
    form = AskForm()
    if form.language.data == UNKNOWN:
        card = url_for("staff.card", **_chosen(form))  # type: ignore[arg-type]  # address values
        return redirect(card, 303)
    if not form.validate():
        return redirect(url_for("staff.counter"), 303)
    try:
        encounter = request_interpreter(
            db.session(), current_actor(), city(), _ask(form), now=now()
        )
    except VariantMustBeAsked as which:
        return _which_variant(form, which.members)
    except (PreferenceMissing, ModalityUnfit):
        return render_template("staff/preference.html", form=form, aids=words.AIDS)
    except TicketTaken as taken:
        return _already_asked(taken)
    return redirect(url_for("staff.encounter", reference=encounter.reference), 303)


@pages.get("/counter/card")
@allow(Permission.ENCOUNTER_OPEN)
def card() -> ResponseReturnValue:
    """The card to turn to a resident whose language is not known."""
    offered = offered_languages(db.session())
    return render_template(
        "staff/card.html",
        tiles=[tile_of(one) for one in offered if one.autonym or one.is_signed],
        key=secrets.token_urlsafe(12),
        kept={name: request.args[name] for name in KEPT if name in request.args},
        phrases=[_phrase(locale) for locale in LOCALES],
    )


def _chosen(form: AskForm) -> dict[str, str]:
    """What was chosen before the card is turned, for its address; nothing that is not offered."""
    form.validate()
    return {
        name: str(form[name].data) for name in KEPT if form[name].data and not form[name].errors
    }


def _already_asked(taken: TicketTaken) -> ResponseReturnValue:
    """Say that a colleague was first, and lead to their request if this person may see it."""
    actions = [(gettext("Back to the counter"), url_for("staff.counter"))]
    if glance(db.session(), current_actor(), taken.reference) is not None:
        see = url_for("staff.encounter", reference=taken.reference)
        actions.insert(0, (gettext("See their request"), see))
    return refusal(409, [sentence_of(taken)], actions)


def _phrase(locale: str) -> dict[str, str]:
    """What the card says, in one of the languages we have words in."""
    with force_locale(locale):
        return {
            "lang": locale,
            "dir": "rtl" if locale in RIGHT_TO_LEFT else "ltr",
            "point": gettext("Point to your language."),
            "free": gettext("An interpreter will be called. It costs you nothing."),
        }


def _ask(form: AskForm) -> Ask:
    aid = form.chosen_aid
    mode = {AidChoice.SIGN_ON_SITE: Mode.IN_PERSON, AidChoice.SIGN_VIDEO: Mode.VIDEO}
    return Ask(
        request_key=str(form.key.data),
        language_tag=str(form.language.data),
        mode=mode.get(aid, Mode(form.mode.data)) if aid else Mode(form.mode.data),
        domain=Domain(form.domain.data),
        channel=Channel(form.channel.data),
        known_by=KnownBy(form.known_by.data),
        aid=aid,
        ticket_id=form.ticket.data,
        continues=form.continues.data or None,
    )


def _which_variant(form: AskForm, members: tuple[str, ...]) -> str:
    """Ask which of several languages was meant: the clerk reads them aloud, or turns the screen."""
    offered = {one.tag: one for one in offered_languages(db.session())}
    group = next((one for one in GROUPS if one.members == members), None)
    return render_template(
        "staff/variant.html",
        form=form,
        name=group.english_name if group else "",
        tiles=[tile_of(offered[tag]) for tag in members if tag in offered],
    )


def _top(person: SignedIn) -> tuple[str, ...]:
    minute = int(now().timestamp()) // USED_KEPT_SECONDS
    return _most_used(person.location_id, minute)


@lru_cache(256)
def _most_used(location_id: int | None, _minute: int) -> tuple[str, ...]:
    """The counter's own order, then the city's, then the country's; asked once a minute."""
    since = city().calendar.local_date(now() - USED_SINCE)
    here = most_used(db.session(), location_id, since, MOST_USED)
    in_city = most_used(db.session(), None, since, MOST_USED)
    return tuple(dict.fromkeys((*here, *in_city, *USUAL)))[:MOST_USED]


@lru_cache(256)
def _tiles(_locale: str, offered: tuple[Language, ...], top: tuple[str, ...], typed: str) -> Markup:
    """The page's tiles, rendered once for each counter's order and language."""
    by_tag = {one.tag: one for one in offered}
    shown = find_languages(offered, typed) if typed else list(offered)
    most = [] if typed else [tile_of(by_tag[tag]) for tag in top if tag in by_tag]
    taken = {one.tag for one in most}
    return Markup(  # noqa: S704 - rendered by our own escaping template
        render_template(
            "staff/_tiles.html",
            most=most,
            groups=[]
            if typed
            else [
                Tile(one.tag, one.english_name, one.autonym, "auto")
                for one in GROUPS
                if any(tag in by_tag for tag in one.members)
            ],
            others=[tile_of(one) for one in shown if one.tag not in taken],
            typed=typed,
        )
    )
