"""The list of people: found by name, language, department, or what expires; and adding one."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from langaccess.domain.access import Permission, Role
from langaccess.domain.languages import find_languages
from langaccess.domain.people import EmailInvalid, EmailTaken, NameMissing, QualificationStatus
from langaccess.services.people.employees import PersonFacts, add_person, make_interpreter
from langaccess.storage.accounts import Account
from langaccess.storage.base import db
from langaccess.storage.languages import all_languages
from langaccess.storage.people_list import (
    PeoplePage,
    PersonRow,
    Wanted,
    people_count,
    people_page,
    skills_of,
)
from langaccess.storage.places import all_departments, all_locations
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.fields import language_choices
from langaccess.web.coordinators.forms.people import FindPeopleForm, PersonForm
from langaccess.web.form_deeds import done, is_sent, place_choices
from langaccess.web.page import city
from langaccess.web.tiles import tile_of

REFUSED_AT = {EmailTaken: "email", EmailInvalid: "email", NameMissing: "name"}


@pages.get("/people")
@allow(Permission.PEOPLE_EDIT)
def people() -> ResponseReturnValue:
    """Show fifty people at a time, by name, of those one looks for."""
    database = db.session()
    register = all_languages(database)
    languages = {row.tag: tile_of(row.facts) for row in register}
    departments = all_departments(database)
    form = FindPeopleForm(formdata=request.args)
    form.language.choices = [SelectChoice("", gettext("Any")), *language_choices(languages)]
    form.department.choices = place_choices(departments, gettext("Any"))
    wanted = Wanted()
    if form.validate():
        found = find_languages([row.facts for row in register], str(form.q.data or ""))
        wanted = _wanted(form, tuple(one.tag for one in found))
    page = people_page(
        database,
        wanted,
        after=request.args.get("after", type=int),
        before=request.args.get("before", type=int),
    )
    today = city().calendar.local_date(now())
    return render_template(
        "coordinators/people.html",
        form=form,
        rows=page.rows,
        count=people_count(database, wanted),
        skills=skills_of(database, [one.id for one in page.rows]),
        languages=languages,
        roles=_roles_of(page.rows),
        today=today,
        soon=today + timedelta(days=120),
        words=words,
        **_edges(page),
    )


@pages.route("/people/new", methods=["GET", "POST"])
@allow(Permission.PEOPLE_EDIT)
def add_employee() -> ResponseReturnValue:
    """Add an employee."""
    form = person_form(PersonForm(roles=[Role.STAFF.value]))
    if is_sent(form):
        account = done(form, lambda: _added(form), REFUSED_AT)
        if account is not None:
            flash(gettext("%(name)s is added.", name=account.name), "success")
            return redirect(url_for("coordinators.person", account_id=account.id), 303)
    page = render_template("coordinators/add_employee.html", form=form)
    return page, (422 if form.errors else 200)


def person_form(form: PersonForm) -> PersonForm:
    """The form with the city's places to choose from."""
    none = gettext("None")
    form.department_id.choices = place_choices(all_departments(db.session()), none)
    form.location_id.choices = place_choices(all_locations(db.session()), none)
    return form


def facts_of(form: PersonForm) -> PersonFacts:
    """What was typed, as the deed takes it."""
    return PersonFacts(
        email=form.email.data,
        name=form.name.data,
        job_title=form.job_title.data or "",
        phone=form.phone.data or "",
        department_id=form.department_id.data or None,
        location_id=form.location_id.data or None,
        roles=frozenset(Role(one) for one in form.roles.data),
        is_active=form.is_active.data,
    )


def _added(form: PersonForm) -> Account:
    database, actor = db.session(), current_actor()
    account = add_person(database, actor, facts_of(form), now=now())
    if Role.INTERPRETER in account.actor.roles:
        make_interpreter(database, actor, account_id=account.id, now=now())
    return account


def _wanted(form: FindPeopleForm, speaking: tuple[str, ...]) -> Wanted:
    today = city().calendar.local_date(now())
    within = form.expiring.data
    return Wanted(
        text=(form.q.data or "").strip(),
        speaking=speaking,
        language_tag=form.language.data,
        department_id=form.department.data or None,
        status=QualificationStatus(form.status.data) if form.status.data else None,
        expires=(today, today + timedelta(days=within)) if within else None,
        is_active={"yes": True, "no": False}.get(form.here.data),
    )


def _edges(page: PeoplePage) -> dict[str, str | None]:
    """The addresses of the page before and the page after, with the same filter."""
    asked: dict[str, Any] = {
        key: value for key, value in request.args.items() if key not in {"after", "before"}
    }
    first, last = (page.rows[0].id, page.rows[-1].id) if page.rows else (0, 0)
    here = "coordinators.people"
    return {
        "previous_url": url_for(here, **asked, before=first)
        if page.has_previous and first
        else None,
        "next_url": url_for(here, **asked, after=last) if page.has_next else None,
    }


def _roles_of(rows: list[PersonRow]) -> dict[int, str]:
    """The roles of each person in words."""
    held = {one.id: {Role(role) for role in (one.roles or "").split(",") if role} for one in rows}
    return {who: words.listed(words.ROLES, roles) for who, roles in held.items()}
