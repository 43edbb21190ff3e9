"""The one guard at every page: who may pass, and what becomes of a form sent too late."""

from flask import Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import update

from langaccess.domain.access import Actor, Permission
from langaccess.domain.accounts import SEEN_EVERY, SIGN_IN_IDLE
from langaccess.services.accounts import token_hash
from langaccess.storage.accounts import SignIn, signed_in
from langaccess.storage.base import begin_write, db
from langaccess.web.access import TOKEN, current_actor, current_person, now
from langaccess.web.resume import resume_page

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

csrf = CSRFProtect()


def guard() -> ResponseReturnValue | None:
    """Refuse the request unless its page is marked and the actor may open it."""
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    view = current_app.view_functions[endpoint]
    allowed: Permission | None = getattr(view, "allowed", None)
    if allowed is None:
        abort(404)
    if request.blueprint in current_app.config["LANGACCESS_TOKEN_BLUEPRINTS"]:
        return None  # the API has a guard of its own: tokens instead of cookies
    _recognise()
    return _pass_form(allowed) if request.method not in SAFE else _pass_reader(allowed)


def _pass_reader(allowed: Permission) -> ResponseReturnValue | None:
    return None if current_actor().may(allowed) else _refuse()


def _pass_form(allowed: Permission) -> ResponseReturnValue | None:
    """A form needs its token and a transaction that may write."""
    if not current_actor().may(allowed):
        is_signed_out = current_person() is None and not Actor().may(allowed)
        return resume_page(request.full_path.rstrip("?")) if is_signed_out else _refuse()
    csrf.protect()
    begin_write(db.session())
    return None


def _recognise() -> None:
    """Look up who holds this browser's token; rarely, write down that they were here."""
    token = session.get(TOKEN)
    if not token:
        return
    person = signed_in(db.session(), token_hash(token), now())
    if person is None or now() - person.seen_at > SIGN_IN_IDLE:
        session.pop(TOKEN, None)
        return
    g.person = person
    if now() - person.seen_at > SEEN_EVERY:
        begin_write(db.session())
        seen = update(SignIn).where(SignIn.id == person.sign_in_id).values(seen_at=now())
        db.session().execute(seen)


def _refuse() -> ResponseReturnValue:
    if current_person() is not None:
        abort(404)  # what you may not see does not exist
    if request.accept_mimetypes.best == "application/json":
        return Response(status=401)
    return redirect(url_for("doors.sign_in", next=request.full_path.rstrip("?")), 303)
