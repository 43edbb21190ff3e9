"""The one guard at every page: who may pass, and what becomes of a form sent too late."""

from flask import Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from langaccess.domain.access import Actor, Permission
from langaccess.domain.accounts import SEEN_EVERY, SIGN_IN_IDLE
from langaccess.services.accounts import token_hash
from langaccess.storage.accounts import SignedIn, SignIn, signed_in
from langaccess.storage.base import begin_write, db
from langaccess.web.access import TOKEN, current_actor, current_person, now
from langaccess.web.resume import resume_page

# No keyboard types it, and PostgreSQL does not take it.
NUL = "\0"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

csrf = CSRFProtect()

# Who used this process, by their token: all that is known of them while the database is away.
_seen_lately: dict[str, SignedIn] = {}
SEEN_AT_MOST = 2000


def guard() -> ResponseReturnValue | None:
    """Refuse the request unless its page is marked and the actor may open it."""
    endpoint = request.endpoint
    if endpoint == "static":
        return None
    if endpoint is None:
        _recognise()  # the page that says so names the line of whoever reads it
        return None
    if NUL in request.path or any(NUL in one for one in request.args.values()):
        abort(400)
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
    view = current_app.view_functions[str(request.endpoint)]
    if getattr(view, "takes_files", False):
        request.max_content_length = current_app.config["LANGACCESS_UPLOAD_BYTES"]
    if not current_actor().may(allowed):
        is_signed_out = current_person() is None and not Actor().may(allowed)
        return resume_page(request.full_path.rstrip("?")) if is_signed_out else _refuse()
    csrf.protect()
    if any(NUL in typed for _, typed in request.form.items(multi=True)):
        abort(400)
    if not getattr(view, "looks_first", False):
        begin_write(db.session())
    return None


def _recognise() -> None:
    """Look up who holds this browser's token; rarely, write down that they were here."""
    token = session.get(TOKEN)
    if not token:
        return
    hashed = token_hash(token)
    try:
        person = signed_in(db.session(), hashed, now())
    except SQLAlchemyError:
        g.remembered = _seen_lately.get(hashed)  # for the line on the page that says so
        raise
    if person is None or now() - person.seen_at > SIGN_IN_IDLE:
        session.pop(TOKEN, None)
        _seen_lately.pop(hashed, None)
        return
    g.person = _seen_lately[hashed] = person
    if len(_seen_lately) > SEEN_AT_MOST:
        _seen_lately.pop(next(iter(_seen_lately)), None)
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
