"""What somebody is qualified for: recorded, corrected, ended."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import StringField

from langaccess.domain.access import Permission
from langaccess.domain.languages import LanguageUnknown
from langaccess.domain.people import (
    Direction,
    Domain,
    LevelUnknown,
    QualificationStatus,
    Scope,
    ScopesMissing,
    ScopeUnfit,
    ValidityUnordered,
)
from langaccess.domain.qualifications import Skill
from langaccess.services.people.skills import (
    add_qualification,
    change_qualification,
    end_qualification,
)
from langaccess.storage.base import db
from langaccess.storage.people import Interpreter, Qualification, interpreter_whole
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators import words as own_words
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.fields import language_choices
from langaccess.web.coordinators.forms.people import EndQualificationForm, QualificationForm
from langaccess.web.coordinators.person import employee
from langaccess.web.coordinators.records import languages_by_tag
from langaccess.web.form_deeds import done, is_sent
from langaccess.web.page import city
from langaccess.web.tiles import tile_of

REFUSED_AT = {
    LanguageUnknown: "language_tag",
    LevelUnknown: "level",
    ScopesMissing: "scopes",
    ScopeUnfit: "scopes",
    ValidityUnordered: "valid_until",
}
SAME = ("language_tag", "valid_from", "valid_until", "ethics_signed_on")
EVIDENCE = ("test", "issuer", "certificate")
EXPIRES_SOON = timedelta(days=120)


@pages.get("/people/<int:account_id>/qualifications")
@allow(Permission.PEOPLE_EDIT)
def qualifications(account_id: int) -> ResponseReturnValue:
    """Show every qualification of a person, and which of them end soon."""
    return _page(account_id, EndQualificationForm(formdata=None), ending=None)


@pages.route("/people/<int:account_id>/qualifications/new", methods=["GET", "POST"])
@allow(Permission.PEOPLE_EDIT)
def add_skill(account_id: int) -> ResponseReturnValue:
    """Record a test of a person."""
    _interpreter(account_id)
    form = _form(
        QualificationForm(
            scopes=[Scope.INTERPRET.value],
            domains=[Domain.GENERAL.value],
            level="ILR:3",
            valid_from=city().calendar.local_date(now()),
        )
    )
    if is_sent(form):
        row = done(
            form,
            lambda: add_qualification(
                db.session(), current_actor(), _skill(form), account_id=account_id, now=now()
            ),
            REFUSED_AT,
        )
        if row is not None:
            flash(gettext("The qualification is recorded."), "success")
            return redirect(url_for("coordinators.qualifications", account_id=account_id), 303)
    return _form_page(account_id, form, gettext("Record a qualification"))


@pages.route(
    "/people/<int:account_id>/qualifications/<int:qualification_id>", methods=["GET", "POST"]
)
@allow(Permission.PEOPLE_EDIT)
def change_skill(account_id: int, qualification_id: int) -> ResponseReturnValue:
    """Correct what is recorded of one test."""
    form = _form(QualificationForm(data=_kept(_qualification(account_id, qualification_id))))
    if is_sent(form):
        row = done(
            form,
            lambda: change_qualification(
                db.session(),
                current_actor(),
                _skill(form),
                account_id=account_id,
                qualification_id=qualification_id,
                now=now(),
            ),
            REFUSED_AT,
        )
        if row is not None:
            flash(gettext("Saved."), "success")
            return redirect(url_for("coordinators.qualifications", account_id=account_id), 303)
    return _form_page(account_id, form, gettext("Change a qualification"))


@pages.post("/people/<int:account_id>/qualifications/<int:qualification_id>/end")
@allow(Permission.PEOPLE_EDIT)
def end_skill(account_id: int, qualification_id: int) -> ResponseReturnValue:
    """From a day on, let a qualification count no longer."""
    form = EndQualificationForm()
    if form.validate():
        row = done(
            form,
            lambda: end_qualification(
                db.session(),
                current_actor(),
                account_id=account_id,
                qualification_id=qualification_id,
                ends_on=form.ends_on.data,
                now=now(),
            ),
            {ValidityUnordered: "ends_on"},
        )
        if row is not None:
            flash(gettext("It ends on that day."), "success")
            return redirect(url_for("coordinators.qualifications", account_id=account_id), 303)
    return _page(account_id, form, ending=qualification_id)


def _interpreter(account_id: int) -> Interpreter:
    found = interpreter_whole(db.session(), account_id)
    if found is None:
        abort(404)
    return found


def _qualification(account_id: int, qualification_id: int) -> Qualification:
    rows = _interpreter(account_id).qualifications
    found = next((row for row in rows if row.id == qualification_id), None)
    if found is None:
        abort(404)
    return found


def _form(form: QualificationForm) -> QualificationForm:
    form.language_tag.choices = language_choices(languages_by_tag(db.session()))
    return form


def _skill(form: QualificationForm) -> Skill:
    """What was typed, as the deed takes it."""
    scale, _, level = (form.level.data or "").partition(":")
    return Skill(
        scopes=frozenset(Scope(one) for one in form.scopes.data),
        domains=frozenset(Domain(one) for one in form.domains.data),
        direction=Direction(form.direction.data),
        level_scale=scale,
        level=level,
        status=QualificationStatus(form.status.data),
        language_tag=form.language_tag.data,
        valid_from=form.valid_from.data,
        valid_until=form.valid_until.data,
        ethics_signed_on=form.ethics_signed_on.data,
        test=_clean(form.test),
        issuer=_clean(form.issuer),
        certificate=_clean(form.certificate),
    )


def _kept(row: Qualification) -> dict[str, object]:
    """A qualification as its form shows it."""
    return {
        "scopes": [one.value for one in row.scopes],
        "domains": [one.value for one in row.domains],
        "direction": row.direction.value,
        "level": f"{row.level_scale}:{row.level}" if row.level_scale else "",
        "status": row.status.value,
        **{name: getattr(row, name) for name in (*SAME, *EVIDENCE)},
    }


def _page(
    account_id: int, form: EndQualificationForm, *, ending: int | None
) -> ResponseReturnValue:
    """The list; `ending` is the qualification whose end was typed wrongly."""
    account = employee(account_id)
    today = city().calendar.local_date(now())
    page = render_template(
        "coordinators/qualifications.html",
        person=account,
        interpreter=interpreter_whole(db.session(), account_id),
        form=form,
        ending=ending,
        today=today,
        soon=today + EXPIRES_SOON,
        tile_of=tile_of,
        words=words,
        own_words=own_words,
    )
    return page, (422 if form.errors else 200)


def _form_page(account_id: int, form: QualificationForm, heading: str) -> ResponseReturnValue:
    page = render_template(
        "coordinators/qualification.html", person=employee(account_id), form=form, heading=heading
    )
    return page, (422 if form.errors else 200)


def _clean(field: StringField) -> str:
    return (field.data or "").strip()
