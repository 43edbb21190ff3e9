"""For whom somebody must not interpret, and on which departments' lists they stand."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.people import ConflictSubjectUnclear
from langaccess.services.people.limits import declare_conflict, set_listing, withdraw_conflict
from langaccess.storage.base import db
from langaccess.storage.people import ListKind, interpreter_whole
from langaccess.storage.people_list import listings_of_person
from langaccess.storage.places import all_departments
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators import words as own_words
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.people import ConflictForm, PersonListingForm
from langaccess.web.coordinators.person import employee
from langaccess.web.form_deeds import done, place_choices


@pages.get("/people/<int:account_id>/limits")
@allow(Permission.PEOPLE_EDIT)
def limits(account_id: int) -> ResponseReturnValue:
    """Show a person's conflicts of interest and the lists they stand on."""
    return _page(account_id, _conflict(), _listing())


@pages.post("/people/<int:account_id>/conflicts")
@allow(Permission.PEOPLE_EDIT)
def note_conflict(account_id: int) -> ResponseReturnValue:
    """Write down for whom a person must not interpret."""
    form = _conflict(is_sent=True)
    if form.validate():
        conflict = done(
            form,
            lambda: declare_conflict(
                db.session(),
                current_actor(),
                account_id=account_id,
                department_id=form.department_id.data or None,
                resident_reference=form.resident_reference.data or None,
                now=now(),
            ),
            {ConflictSubjectUnclear: "department_id"},
        )
        if conflict is not None:
            flash(gettext("The conflict of interest is noted."), "success")
            return redirect(url_for("coordinators.limits", account_id=account_id), 303)
    return _page(account_id, form, _listing())


@pages.post("/people/<int:account_id>/conflicts/<int:conflict_id>/withdraw")
@allow(Permission.PEOPLE_EDIT)
def end_conflict(account_id: int, conflict_id: int) -> ResponseReturnValue:
    """A conflict of interest is over."""
    withdraw_conflict(
        db.session(), current_actor(), account_id=account_id, conflict_id=conflict_id, now=now()
    )
    flash(gettext("The conflict of interest is over."), "success")
    return redirect(url_for("coordinators.limits", account_id=account_id), 303)


@pages.post("/people/<int:account_id>/lists")
@allow(Permission.PEOPLE_EDIT)
def list_person(account_id: int) -> ResponseReturnValue:
    """Put a person on a department's list."""
    form = _listing(is_sent=True)
    if form.validate():
        set_listing(
            db.session(),
            current_actor(),
            department_id=form.department_id.data,
            account_id=account_id,
            kind=ListKind(form.kind.data),
            now=now(),
        )
        flash(gettext("Saved."), "success")
        return redirect(url_for("coordinators.limits", account_id=account_id), 303)
    return _page(account_id, _conflict(), form)


def _conflict(*, is_sent: bool = False) -> ConflictForm:
    form = ConflictForm() if is_sent else ConflictForm(formdata=None)
    form.department_id.choices = place_choices(all_departments(db.session()), gettext("None"))
    return form


def _listing(*, is_sent: bool = False) -> PersonListingForm:
    prefix = {"prefix": "list-"}  # both forms of the page name a department
    form = PersonListingForm(**prefix) if is_sent else PersonListingForm(formdata=None, **prefix)
    form.department_id.choices = place_choices(all_departments(db.session()))
    return form


def _page(
    account_id: int, conflict_form: ConflictForm, listing_form: PersonListingForm
) -> ResponseReturnValue:
    departments = {one.id: one.name for one in all_departments(db.session())}
    page = render_template(
        "coordinators/limits.html",
        person=employee(account_id),
        interpreter=interpreter_whole(db.session(), account_id),
        form=conflict_form,
        listing_form=listing_form,
        departments=departments,
        listings=listings_of_person(db.session(), account_id),
        own_words=own_words,
    )
    return page, (422 if conflict_form.errors or listing_form.errors else 200)
