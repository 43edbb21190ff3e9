"""Asking for a document in one's own language: few questions, and the least kept of who asks."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from langaccess.domain.access import Permission
from langaccess.services.documents.library import (
    WORDS_AT_MOST,
    TooMuchAsked,
    WantedUnclear,
    want_translation,
)
from langaccess.storage.base import db
from langaccess.storage.documents.library import document_shown, publication_shown
from langaccess.storage.languages import written_languages
from langaccess.web.access import allow, now
from langaccess.web.errors import sentence_of
from langaccess.web.form import Form
from langaccess.web.page import city
from langaccess.web.residents.blueprint import pages

SHORT = Length(max=WORDS_AT_MOST)


class WantForm(Form):
    """What is wanted, in which language, and how to be reached, if at all."""

    words = StringField(_("Which document?"), [Optional(), SHORT])
    language = SelectField(
        _("In which language?"), [InputRequired(_("Choose your language."))], validate_choice=True
    )
    contact = StringField(
        _("Your phone number or email address, if you want an answer"),
        [Optional(), SHORT],
        description=_(
            "You need not write your name or anything else about you. What you write here goes only"
            " to those who answer you, and is deleted after 30 days."
        ),
    )


@pages.route("/library/request", methods=["GET", "POST"])
@allow(Permission.PUBLIC)
def want_document() -> ResponseReturnValue:
    """Ask for a document in a language; `document` in the address is the one that was read."""
    reference = request.args.get("document", "")
    document = document_shown(db.session(), reference) if reference else None
    form = WantForm(language=request.args.get("language"))
    form.language.choices = [SelectChoice("", "")] + [
        SelectChoice(one.tag, _both_names(one.autonym, one.english_name))
        for one in written_languages(db.session())
    ]
    status = 200
    if request.method == "POST":
        if form.validate():
            reference = document.reference if document else ""
            there = publication_shown(db.session(), form.language.data, reference)
            if there is not None:
                return _to_it(form.language.data, reference)
            if _told(form, reference):
                flash(
                    gettext("Thank you. The city's team was told what you want to read."), "success"
                )
                return redirect(url_for("residents.library"), 303)
        status = 422
    html = render_template(
        "residents/library_request.html",
        form=form,
        document=document,
        call=city().rules.after_hours,
    )
    return html, status


def _told(form: WantForm, reference: str) -> bool:
    """Whether the team was told; if not, the form says why."""
    try:
        want_translation(
            db.session(),
            reference=reference,
            words=form.words.data or "",
            tag=form.language.data,
            contact=form.contact.data or "",
            now=now(),
        )
    except WantedUnclear as error:
        form.words.errors = [sentence_of(error)]
        return False
    except TooMuchAsked as error:
        form.form_errors.append(sentence_of(error))
        return False
    return True


def _to_it(tag: str, reference: str) -> ResponseReturnValue:
    flash(gettext("This document is there in your language already."), "info")
    address = url_for("residents.library_document", written_tag=tag, published=reference)
    return redirect(address, 303)


def _both_names(autonym: str, name: str) -> str:
    return f"{autonym} – {name}" if autonym and autonym != name else name
