"""Why somebody would, or would not, be rung now: every reason, as a request would find it."""

from collections.abc import Mapping
from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.languages import Modality
from langaccess.domain.matching import Decision, Need, eligible
from langaccess.domain.people import Domain
from langaccess.storage.base import db
from langaccess.storage.languages import Language, accepted_tags
from langaccess.storage.matching.candidates import candidates
from langaccess.storage.people import Interpreter
from langaccess.storage.people_list import skills_of
from langaccess.storage.places import all_departments
from langaccess.web.access import allow, now
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.fields import language_choices
from langaccess.web.coordinators.forms.people import WhyNotForm
from langaccess.web.coordinators.person import employee
from langaccess.web.coordinators.records import languages_by_tag, reasons_of
from langaccess.web.form_deeds import place_choices
from langaccess.web.page import city
from langaccess.web.tiles import Tile


@pages.get("/people/<int:account_id>/why-not")
@allow(Permission.PEOPLE_EDIT)
def why_not(account_id: int) -> ResponseReturnValue:
    """Ask of a person, a language and a subject what a request would find at this moment."""
    account = employee(account_id)
    person = db.session().get(Interpreter, account_id)
    languages = languages_by_tag(db.session())
    form = _form(account_id)
    form.language.choices = language_choices(languages)
    form.department.choices = place_choices(all_departments(db.session()), gettext("None"))
    is_asked = bool(person and "language" in request.args and form.validate())
    decisions = _decided(form, account_id) if is_asked else []
    page = render_template(
        "coordinators/why_not.html",
        person=account,
        interpreter=person,
        form=form,
        is_asked=is_asked,
        would_ring=bool(decisions) and decisions[0].is_eligible,
        reasons_told=[told for one in decisions for told in _told(one, languages)],
        rules=city().rules.edition,
    )
    return page, (422 if form.errors else 200)


def _form(account_id: int) -> WhyNotForm:
    """What was asked; at first, the first language of the person."""
    if "language" in request.args:
        return WhyNotForm(formdata=request.args)
    skills = skills_of(db.session(), [account_id])[account_id]
    spoken = skills[0].language_tag if skills else ""
    return WhyNotForm(formdata=None, language=spoken, domain=Domain.GENERAL.value, department=0)


def _decided(form: WhyNotForm, account_id: int) -> list[Decision]:
    """What is decided about this person; nothing about somebody who left."""
    need = _need(str(form.language.data), Domain(form.domain.data), form.department.data or None)
    found = candidates(db.session(), [account_id], need, city().calendar)
    return [eligible(one, need) for one in found]


def _told(decision: Decision, languages: Mapping[str, Tile]) -> list[tuple[bool, str]]:
    reasons = [(one.check.value, one.holds, one.facts) for one in decision.reasons]
    return reasons_of(reasons, languages)


def _need(tag: str, domain: Domain, department_id: int | None) -> Need:
    """What a request made now would ask for."""
    rules, calendar = city().rules, city().calendar
    is_signed = db.session().get_one(Language, tag).is_signed
    return Need(
        language_tags=accepted_tags(db.session(), tag),
        at=now(),
        on=calendar.local_date(now()),
        domain=domain,
        modality=Modality.SIGNED if is_signed else Modality.SPOKEN,
        level_tenths=rules.qualified.interpret[domain],
        department_id=department_id,
        expected=timedelta(minutes=rules.dispatch.encounter_minutes),
        travel=timedelta(minutes=rules.dispatch.travel_minutes),
        seen_within=timedelta(seconds=rules.dispatch.presence_seconds),
    )
