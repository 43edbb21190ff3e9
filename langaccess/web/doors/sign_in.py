"""Signing in and out, and setting a password by a one-time link."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.accounts import PasswordUnfit, TooManyTries, WrongPassword
from langaccess.services import accounts
from langaccess.storage.base import begin_write, db
from langaccess.web.access import TOKEN, allow, current_actor, current_person, now, person_here
from langaccess.web.doors.blueprint import pages
from langaccess.web.doors.forms import SetPasswordForm
from langaccess.web.errors import sentence_of
from langaccess.web.page import settings
from langaccess.web.resume import continue_page
from langaccess.web.sign_in_form import SignInForm
from langaccess.web.transaction import keep_although_refused


@pages.get("/")
@allow(Permission.PUBLIC)
def home() -> ResponseReturnValue:
    """Lead each person to the page of their main job."""
    if current_person() is None:
        return redirect(url_for("doors.sign_in"), 303)
    actor = current_actor()
    if actor.may(Permission.ENCOUNTER_OVERSEE):
        return redirect(url_for("coordinators.oversight"), 303)
    if actor.may(Permission.ENCOUNTER_OPEN):
        return redirect(url_for("staff.counter"), 303)
    if actor.may(Permission.ENCOUNTER_ANSWER):
        return redirect(url_for("interpreters.duty"), 303)
    return redirect(url_for("doors.account"), 303)


@pages.route("/sign-in", methods=["GET", "POST"])
@allow(Permission.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Open this browser for one person, or say that the address or the password is wrong."""
    form = SignInForm()
    if request.method == "POST" and form.validate():
        refused = _try(form)
        if refused is None:
            packed = request.form.get("resume")
            return continue_page(packed) if packed else redirect(_next(), 303)
        form.form_errors.append(refused)
    page = render_template(
        "doors/sign_in.html",
        form=form,
        resume=request.form.get("resume", ""),
        demo_accounts=settings().is_demo and _demo_accounts(),
    )
    return page, (422 if form.errors else 200)


def _try(form: SignInForm) -> str | None:
    """Sign in; else the sentence that says why not."""
    database = db.session()
    database.rollback()  # nobody waits in line for the hashing
    email, password = str(form.email.data), str(form.password.data)
    try:
        account = accounts.verify_password(database, email=email, password=password, now=now())
    except (WrongPassword, TooManyTries) as error:
        begin_write(database)
        accounts.note_refused(database, email=email, now=now())
        keep_although_refused()
        return sentence_of(error)
    account_id, locale = account.id, account.locale
    begin_write(database)
    account = database.get_one(type(account), account_id)
    chosen = session.get("lang")  # on this very page, by this very person
    session.clear()  # a new session for a new person: nothing else carried over is trusted
    session[TOKEN] = accounts.sign_in(database, account, now=now())
    session["lang"] = chosen or locale
    return None


def _next() -> str:
    """The page somebody wanted before signing in, if it is one of ours."""
    wanted = request.args.get("next", "/")
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if is_ours and not parts.netloc else "/"


def _demo_accounts() -> list[tuple[str, str, str]]:
    path = settings().instance / "demo_accounts.txt"
    if not path.is_file():
        return []
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(role, email, password) for role, email, password in rows]


@pages.post("/sign-out")
@allow(Permission.ACCOUNT_KEEP)
def sign_out() -> ResponseReturnValue:
    """End this browser's sign-in."""
    accounts.sign_out(db.session(), current_actor(), sign_in_id=person_here().sign_in_id, now=now())
    session.clear()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("doors.sign_in"), 303)


@pages.route("/password/<token>", methods=["GET", "POST"])
@allow(Permission.PUBLIC)
def set_password(token: str) -> ResponseReturnValue:
    """Set a password by a one-time link."""
    form = SetPasswordForm()
    database = db.session()
    if request.method == "POST" and form.validate():
        try:
            accounts.use_password_link(
                database, token=token, password=str(form.password.data), now=now()
            )
        except PasswordUnfit as error:
            form.password.errors = [sentence_of(error)]
        else:
            flash(gettext("The password is set. Sign in with it."), "success")
            return redirect(url_for("doors.sign_in"), 303)
    holder = accounts.link_holder(database, token=token, now=now())
    page = render_template("doors/set_password.html", form=form, email=holder.email)
    return page, (422 if form.errors else 200)
