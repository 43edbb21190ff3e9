"""Each department's lists: whom it calls only, and whom never."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.services.people.limits import clear_listing, set_listing
from langaccess.storage.accounts import account_by_email
from langaccess.storage.base import db
from langaccess.storage.people import Interpreter, ListKind, listing_of
from langaccess.storage.places import Department, all_departments
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators import words as own_words
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.people import DepartmentListingForm


@pages.get("/departments")
@allow(Permission.PEOPLE_EDIT)
def departments() -> ResponseReturnValue:
    """Show the departments, each with its lists."""
    return render_template(
        "coordinators/departments.html", departments=all_departments(db.session())
    )


@pages.route("/departments/<int:department_id>", methods=["GET", "POST"])
@allow(Permission.PEOPLE_EDIT)
def department(department_id: int) -> ResponseReturnValue:
    """Show and change whom a department calls only, and whom never."""
    database = db.session()
    found = database.get(Department, department_id)
    if found is None:
        abort(404)
    form = DepartmentListingForm()
    if request.method == "POST" and form.validate():
        person = _interpreter_by(str(form.email.data))
        if person is not None:
            set_listing(
                database,
                current_actor(),
                department_id=department_id,
                account_id=person,
                kind=ListKind(form.kind.data),
                now=now(),
            )
            flash(gettext("Saved."), "success")
            return redirect(url_for("coordinators.department", department_id=department_id), 303)
        form.email.errors = [gettext("No interpreter has this address.")]
    listed = listing_of(database, department_id)
    page = render_template(
        "coordinators/department.html",
        department=found,
        form=form,
        lists=[(kind, [one for one in listed if one[2] is kind]) for kind in ListKind],
        own_words=own_words,
    )
    return page, (422 if form.errors else 200)


@pages.post("/departments/<int:department_id>/people/<int:account_id>/remove")
@allow(Permission.PEOPLE_EDIT)
def unlist_person(department_id: int, account_id: int) -> ResponseReturnValue:
    """Take a person off a department's list."""
    clear_listing(
        db.session(), current_actor(), department_id=department_id, account_id=account_id, now=now()
    )
    flash(gettext("Taken off the list."), "success")
    back = url_for("coordinators.department", department_id=department_id)
    if request.args.get("from") == "person":
        back = url_for("coordinators.limits", account_id=account_id)
    return redirect(back, 303)


def _interpreter_by(email: str) -> int | None:
    """The account id of the interpreter with this address, if there is one."""
    account = account_by_email(db.session(), email)
    known = db.session().get(Interpreter, account.id) if account else None
    return known.account_id if known else None
