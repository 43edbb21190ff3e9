"""Trying a changed rules file: every fault by its line, or which documents would move, and why."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, TextAreaField

from langaccess.domain.access import Permission
from langaccess.domain.rules.faults import RulesInvalid
from langaccess.services.documents.trial import CityNeverOpen, Tried, try_changed_rules
from langaccess.storage.base import db
from langaccess.web.access import allow, current_actor, looks_first
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.rules_words import CRITERIA
from langaccess.web.errors import sentence_of
from langaccess.web.form import Form
from langaccess.web.page import city

# Every fault is told; a file of another kind altogether would have thousands.
FAULTS_AT_MOST = 200


class TryForm(Form):
    """A changed rules file, sent or pasted."""

    file = FileField(_("The changed file"), description=_("A copy of priority_rules.toml."))
    text = TextAreaField(_("Or its text"))


@pages.route("/rules/try", methods=["GET", "POST"])
@allow(Permission.RULES_TRY)
@looks_first
def try_rules() -> ResponseReturnValue:
    """Show what changed rules would do to today's documents; nothing takes force."""
    form = TryForm()
    if request.method != "POST":
        return _page(form)
    text = _text(form)
    if text is None:
        return _page(form), 422
    try:
        tried = try_changed_rules(db.session(), current_actor(), city(), text)
    except RulesInvalid as error:
        return _page(form, faults=error), 422
    except CityNeverOpen as error:
        form.form_errors = [sentence_of(error)]
        return _page(form), 422
    return _page(form, tried=tried)


def _text(form: TryForm) -> str | None:
    """What was sent; None, told at its field, where there is nothing or no text."""
    sent = request.files.get(form.file.name)
    if sent is None or not sent.filename:
        typed = request.form.get(form.text.name, "")
        if not typed.strip():
            form.file.errors = [gettext("Choose the changed file, or paste its text.")]
            return None
        return typed
    try:
        return sent.stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        form.file.errors = [gettext("This file is no text in UTF-8.")]
        return None


def _page(form: TryForm, *, faults: RulesInvalid | None = None, tried: Tried | None = None) -> str:
    found = faults.faults if faults is not None else ()
    return render_template(
        "coordinators/rules_trial.html",
        form=form,
        faults=found[:FAULTS_AT_MOST],
        faults_left=max(0, len(found) - FAULTS_AT_MOST),
        tried=tried,
        in_force=city().rules,
        criteria=CRITERIA,
    )
