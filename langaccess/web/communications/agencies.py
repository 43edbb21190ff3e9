"""The agencies that translate in writing: in the order they are asked, each with its languages."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from langaccess.domain.access import Permission
from langaccess.domain.errors import WorkError
from langaccess.domain.people import EmailInvalid
from langaccess.services.documents.agency_list import (
    AgencyFacts,
    AgencyNameTaken,
    AgencyOrderTaken,
    NotWritten,
    save_agency,
)
from langaccess.storage.base import db
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.askable import every_agency
from langaccess.storage.languages import all_languages
from langaccess.web.access import allow, current_actor, now
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.job_forms import LONG, SHORT
from langaccess.web.form import Form
from langaccess.web.form_deeds import done, is_sent
from langaccess.web.tiles import tile_of

REFUSED_AT: dict[type[WorkError], str] = {
    EmailInvalid: "email",
    AgencyNameTaken: "name",
    AgencyOrderTaken: "position",
    NotWritten: "tags",
}
MOST = 1_000_000


def _number(label: object, least: int, told: object) -> IntegerField:
    return IntegerField(
        label,
        validators=[
            InputRequired(told),
            NumberRange(min=least, max=MOST, message=told),
        ],
        render_kw={"inputmode": "numeric", "min": str(least)},
    )


def _tags(label: object, description: object) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[Length(max=LONG)],
        description=description,
        render_kw={"rows": "3", "dir": "ltr", "spellcheck": "false"},
    )


class AgencyForm(Form):
    """One agency."""

    name = StringField(
        _("Name"), validators=[InputRequired(_("Type the agency's name.")), Length(max=SHORT)]
    )
    email = StringField(
        _("Email"),
        validators=[
            InputRequired(_("Type an email address like name@city.example.")),
            Length(max=SHORT),
        ],
        description=_("The files and a link to hand over go there."),
        render_kw={"dir": "ltr", "spellcheck": "false", "inputmode": "email"},
    )
    position = _number(_("Place in the order"), 1, _("Type a whole number: 1 is asked first."))
    words_a_day = _number(_("Words a day"), 1, _("Type a whole number from 1 on."))
    cents_per_word = _number(_("Cents a word"), 0, _("Type a whole number from 0 on."))
    tags = _tags(
        _("Languages it translates into"),
        _("Language tags with spaces between them, such as: es vi zh-Hant"),
    )
    revised_tags = _tags(
        _("Languages in which it revises others' work"),
        _("Tags too. Leave it empty if the city's own people revise."),
    )
    is_active = BooleanField(_("In use"), default=True)

    @property
    def facts(self) -> AgencyFacts:
        """What was typed, as the deed takes it."""
        return AgencyFacts(
            name=self.name.data,
            email=self.email.data,
            position=self.position.data,
            words_a_day=self.words_a_day.data,
            cents_per_word=self.cents_per_word.data,
            is_active=self.is_active.data,
            languages=frozenset((self.tags.data or "").split()),
            revises=frozenset((self.revised_tags.data or "").split()),
        )


@pages.get("/agencies")
@allow(Permission.DOCUMENTS_MANAGE)
def agencies() -> ResponseReturnValue:
    """Show every agency in the order they are asked, those out of use last."""
    return render_template(
        "communications/agencies.html",
        agencies=every_agency(db.session()),
        languages={one.tag: tile_of(one.facts) for one in all_languages(db.session())},
    )


@pages.route("/agencies/new", methods=["GET", "POST"])
@allow(Permission.DOCUMENTS_MANAGE)
def add_agency() -> ResponseReturnValue:
    """Add an agency."""
    return _save(AgencyForm(), None)


@pages.route("/agencies/<int:agency_id>", methods=["GET", "POST"])
@allow(Permission.DOCUMENTS_MANAGE)
def agency(agency_id: int) -> ResponseReturnValue:
    """Show and change an agency."""
    found = db.session().get(TranslationVendor, agency_id)
    if found is None:
        abort(404)
    held = sorted(found.languages, key=lambda one: one.language_tag)
    form = AgencyForm(
        name=found.name,
        email=found.email,
        position=found.position,
        words_a_day=found.words_a_day,
        cents_per_word=found.cents_per_word,
        is_active=found.is_active,
        tags=" ".join(one.language_tag for one in held),
        revised_tags=" ".join(one.language_tag for one in held if one.revises),
    )
    return _save(form, found.id)


def _save(form: AgencyForm, agency_id: int | None) -> ResponseReturnValue:
    if is_sent(form):
        saved = done(
            form,
            lambda: save_agency(
                db.session(), current_actor(), form.facts, agency_id=agency_id, now=now()
            ),
            REFUSED_AT,
        )
        if saved is not None:
            flash(gettext("%(name)s is saved.", name=saved.name), "success")
            return redirect(url_for("communications.agencies"), 303)
    heading = form.name.data or gettext("Add an agency")
    page = render_template("communications/agency.html", form=form, heading=heading)
    return page, (422 if form.errors else 200)
