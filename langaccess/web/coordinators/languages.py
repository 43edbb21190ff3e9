"""The register: which languages are offered, who covers each, and which variants stand in."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import Mode
from langaccess.domain.languages import GROUPS, VariantUnfit, find_languages
from langaccess.domain.languages import Language as LanguageFacts
from langaccess.services import languages as deeds
from langaccess.storage.base import db
from langaccess.storage.languages import Language, all_languages, approved_variants
from langaccess.storage.oversight import names_of_people, qualified_by_language
from langaccess.storage.vendors import Vendor, active_vendors
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.fields import language_choices
from langaccess.web.coordinators.forms.vendors import ApproveVariantForm
from langaccess.web.coordinators.words import MODALITIES
from langaccess.web.form_deeds import done
from langaccess.web.page import city
from langaccess.web.tiles import Tile, tile_of
from langaccess.web.words import MODES


class RegisterLine(NamedTuple):
    """One language with who covers it. `vendors` are names by means."""

    language: Tile
    modalities: str
    is_offered: bool
    is_interpreted: bool
    note: str
    qualified: int
    vendors: list[tuple[str, str]]


@pages.get("/languages")
@allow(Permission.LANGUAGES_CHOOSE)
def languages() -> ResponseReturnValue:
    """Show the whole register, with who is qualified and which vendors take each language."""
    return _page(_variant_form())


@pages.post("/languages")
@allow(Permission.LANGUAGES_CHOOSE)
def choose_language() -> ResponseReturnValue:
    """Let clerks ask for a language, or let nobody ask for it any more."""
    database, actor, tag = db.session(), current_actor(), request.form.get("offer")
    if tag:
        language = deeds.offer_language(database, actor, tag=tag, now=now())
        told = gettext("%(language)s is offered.", language=language.english_name)
    else:
        tag = request.form.get("withdraw", "")
        language = deeds.withdraw_language(database, actor, tag=tag, now=now())
        told = gettext("%(language)s is not offered any more.", language=language.english_name)
    flash(told, "success")
    typed = request.form.get("typed") or None
    return redirect(url_for("coordinators.languages", q=typed, _anchor=f"row-{tag}"), 303)


@pages.post("/languages/variants")
@allow(Permission.LANGUAGES_CHOOSE)
def approve_variant() -> ResponseReturnValue:
    """Approve that residents who ask for one variant are given interpreters of another."""
    form = _variant_form(is_sent=True)
    if form.validate():
        variant = done(
            form,
            lambda: deeds.approve_variant(
                db.session(),
                current_actor(),
                asked_tag=form.asked.data,
                accepted_tag=form.accepted.data,
                now=now(),
            ),
            {VariantUnfit: "accepted"},
        )
        if variant is not None:
            flash(gettext("The variant is approved."), "success")
            return redirect(url_for("coordinators.languages", _anchor="variants"), 303)
    return _page(form)


@pages.post("/languages/variants/<asked>/<accepted>/withdraw")
@allow(Permission.LANGUAGES_CHOOSE)
def withdraw_variant(asked: str, accepted: str) -> ResponseReturnValue:
    """Take an approval back."""
    deeds.withdraw_variant(
        db.session(), current_actor(), asked_tag=asked, accepted_tag=accepted, now=now()
    )
    flash(gettext("The approval is withdrawn."), "success")
    return redirect(url_for("coordinators.languages", _anchor="variants"), 303)


def _variant_form(*, is_sent: bool = False) -> ApproveVariantForm:
    form = ApproveVariantForm() if is_sent else ApproveVariantForm(formdata=None)
    register = {row.tag: tile_of(row.facts) for row in all_languages(db.session())}
    form.asked.choices = form.accepted.choices = language_choices(register)
    return form


def _page(form: ApproveVariantForm) -> ResponseReturnValue:
    database = db.session()
    register = all_languages(database)
    tiles = {row.tag: tile_of(row.facts) for row in register}
    typed = request.args.get("q", "").strip()
    found = {one.tag for one in find_languages([row.facts for row in register], typed)}
    qualified = qualified_by_language(database, city().calendar.local_date(now()))
    lines = active_vendors(database)
    variants = approved_variants(database)
    shown = [row for row in register if not typed or row.tag in found]
    page = render_template(
        "coordinators/languages.html",
        form=form,
        typed=typed,
        lines=[_line(row, qualified.get(row.tag, 0), lines) for row in shown],
        total=len(register),
        offered=sum(row.is_offered for row in register),
        languages=tiles,
        groups=[(one, [tiles[tag] for tag in one.members if tag in tiles]) for one in GROUPS],
        variants=variants,
        approvers=names_of_people(database, {one.approved_by_id for one in variants}),
    )
    return page, (422 if form.errors else 200)


def _line(row: Language, qualified: int, vendors: list[Vendor]) -> RegisterLine:
    facts = row.facts
    return RegisterLine(
        language=tile_of(facts),
        modalities=", ".join(
            str(told) for one, told in MODALITIES.items() if one in facts.modalities
        ),
        is_offered=row.is_offered,
        is_interpreted=facts.is_interpreted,
        note=row.note,
        qualified=qualified,
        vendors=_served(vendors, facts) if facts.is_interpreted else [],
    )


def _served(vendors: list[Vendor], language: LanguageFacts) -> list[tuple[str, str]]:
    """The lines that take a language, by means; together where both have the same lines.

    A sign language is never by phone.
    """
    names = {
        mode: ", ".join(one.name for one in vendors if one.serves(language.tag, mode))
        for mode in (Mode.PHONE, Mode.VIDEO)
    }
    phone, video = "" if language.is_signed else names[Mode.PHONE], names[Mode.VIDEO]
    if phone and phone == video:
        return [(gettext("Phone and video"), phone)]
    told = [(str(MODES[Mode.PHONE]), phone), (str(MODES[Mode.VIDEO]), video)]
    return [(means, found) for means, found in told if found]
