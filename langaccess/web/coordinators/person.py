"""One person's page: who they are and what they may do, and a first password by a link."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission, Role
from langaccess.domain.people import LastOverseer
from langaccess.services.accounts import make_password_link
from langaccess.services.people.employees import change_person, make_interpreter
from langaccess.storage.accounts import Account
from langaccess.storage.base import db
from langaccess.storage.oversight import names_of_people
from langaccess.storage.people import Interpreter
from langaccess.storage.people_list import latest_deeds
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.people import PersonForm
from langaccess.web.coordinators.people import REFUSED_AT, facts_of, person_form
from langaccess.web.coordinators.words import PERSON_DEEDS
from langaccess.web.form_deeds import done, is_sent
from langaccess.web.page import settings

REFUSED_HERE = {**REFUSED_AT, LastOverseer: "roles"}
# The newest changes are what one asks about; older ones are in the audit.
DEEDS_SHOWN = 20


@pages.route("/people/<int:account_id>", methods=["GET", "POST"])
@allow(Permission.PEOPLE_EDIT)
def person(account_id: int) -> ResponseReturnValue:
    """Show and change who somebody is, where they work, and what they may do."""
    account = employee(account_id)
    form = person_form(PersonForm(data=_kept(account)))
    if is_sent(form) and done(form, lambda: _changed(form, account_id), REFUSED_HERE) is not None:
        flash(gettext("Saved."), "success")
        return redirect(url_for("coordinators.person", account_id=account_id), 303)
    return _page(account_id, form, 422 if form.errors else 200)


@pages.post("/people/<int:account_id>/password-link")
@allow(Permission.PEOPLE_EDIT)
def give_password_link(account_id: int) -> ResponseReturnValue:
    """Show, once, the link by which somebody without a password sets their first one."""
    account = employee(account_id)
    if account.password_hash is not None:
        abort(404)  # a coordinator never takes over an account that somebody uses
    token = make_password_link(db.session(), account, now=now())
    link = settings().public_url + url_for("doors.set_password", token=token)
    return render_template("coordinators/password_link.html", account=account, link=link)


def employee(account_id: int) -> Account:
    """The employee with this number, or there is no such page."""
    account = db.session().get(Account, account_id)
    if account is None:
        abort(404)
    return account


def _kept(account: Account) -> dict[str, object]:
    """An employee as their form shows them."""
    return {
        "name": account.name,
        "email": account.email,
        "job_title": account.job_title,
        "phone": account.phone,
        "department_id": account.department_id or 0,
        "location_id": account.location_id or 0,
        "roles": [one.role.value for one in account.roles],
        "is_active": account.is_active,
    }


def _changed(form: PersonForm, account_id: int) -> Account:
    database, actor = db.session(), current_actor()
    account = change_person(database, actor, facts_of(form), account_id=account_id, now=now())
    if Role.INTERPRETER in account.actor.roles:
        make_interpreter(database, actor, account_id=account_id, now=now())
    return account


def _page(account_id: int, form: PersonForm, status: int) -> ResponseReturnValue:
    database = db.session()
    account = employee(account_id)
    deeds = latest_deeds(database, account_id, tuple(PERSON_DEEDS), DEEDS_SHOWN)
    names = names_of_people(database, {row.actor_id or 0 for row in deeds})
    page = render_template(
        "coordinators/person.html",
        person=account,
        interpreter=database.get(Interpreter, account_id),
        form=form,
        deeds=[(row.at, PERSON_DEEDS[row.deed], names.get(row.actor_id or 0)) for row in deeds],
        words=words,
    )
    return page, status
