"""One's own account: counter, language of the pages, signed-in browsers, API tokens."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import Mode
from langaccess.services import accounts
from langaccess.storage.accounts import sign_ins_of, tokens_of
from langaccess.storage.base import db
from langaccess.storage.places import all_locations
from langaccess.web.access import allow, current_actor, now, person_here
from langaccess.web.doors.blueprint import pages
from langaccess.web.doors.forms import AccountForm
from langaccess.web.locale import AUTONYMS, STAFF_LOCALES


@pages.route("/account", methods=["GET", "POST"])
@allow(Permission.ACCOUNT_KEEP)
def account() -> ResponseReturnValue:
    """Show one's account; change where one works and in which language one reads."""
    database, person = db.session(), person_here()
    form = AccountForm(
        locale=person.locale, location_id=person.location_id or 0, counter_mode=person.counter_mode
    )
    form.locale.choices = [SelectChoice(tag, AUTONYMS[tag]) for tag in STAFF_LOCALES]
    form.location_id.choices = [SelectChoice(0, gettext("None"))]
    form.location_id.choices += [SelectChoice(one.id, one.name) for one in all_locations(database)]
    if request.method == "POST" and form.validate():
        accounts.change_desk(
            database,
            current_actor(),
            locale=str(form.locale.data),
            location_id=form.location_id.data or None,
            counter_mode=Mode(form.counter_mode.data),
            now=now(),
        )
        session["lang"] = form.locale.data
        flash(gettext("Saved."), "success")
        return redirect(url_for("doors.account"), 303)
    page = render_template(
        "doors/account.html",
        form=form,
        person=person,
        sign_ins=sign_ins_of(database, person.account_id, now()),
        tokens=tokens_of(database, person.account_id),
    )
    return page, (422 if form.errors else 200)


@pages.post("/account/sign-ins/<int:sign_in_id>/end")
@allow(Permission.ACCOUNT_KEEP)
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Sign out another browser of one's own."""
    accounts.sign_out(db.session(), current_actor(), sign_in_id=sign_in_id, now=now())
    flash(gettext("That browser is signed out."), "success")
    return redirect(url_for("doors.account"), 303)


@pages.post("/account/tokens/<int:token_id>/revoke")
@allow(Permission.ACCOUNT_KEEP)
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End one of one's own API tokens."""
    accounts.revoke_token(db.session(), current_actor(), token_id=token_id, now=now())
    flash(gettext("The token is revoked."), "success")
    return redirect(url_for("doors.account"), 303)
