"""In front of every address of the API: the token, the body, and the line of writers."""

import json
import re
from typing import Any

from flask import current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import UnsupportedMediaType

from langaccess.domain.access import Actor, NotAllowed, Permission
from langaccess.services.accounts import token_hash
from langaccess.storage.accounts import SignedIn, token_holder
from langaccess.storage.base import begin_write, db
from langaccess.web.access import current_actor, now
from langaccess.web.api.blueprint import api
from langaccess.web.api.documents_files import MULTIPART, read_parts, read_text
from langaccess.web.api.idempotency import claim_or_replay
from langaccess.web.api.problems import BodyNotJson, KeyUnfit, TokenMissing, TokenRefused
from langaccess.web.guard import SAFE
from langaccess.web.locale import LOCALES, speak

KEY_FITS = re.compile(r"[\x20-\x7e]{1,255}")
REALM: dict[str, str | None] = {"realm": "langaccess"}


@api.before_request  # type: ignore[untyped-decorator]  # the library has no types
def guard() -> ResponseReturnValue | None:
    """Refuse the request unless its token may; a deed reads its body before it waits to write."""
    speak(request.accept_languages.best_match(LOCALES) or "en")
    person = _holder()
    if person is not None:
        g.person = person
    view: Any = current_app.view_functions[str(request.endpoint)]
    _check(view.allowed)
    if request.method in SAFE:
        return None
    takes_files = getattr(view, "takes_files", False)
    body, key = _read_body_with_files() if takes_files else _read_body(), _key()
    begin_write(db.session())
    if key is None:
        return None
    return claim_or_replay(db.session(), current_actor(), key, body, now=now())


def _holder() -> SignedIn | None:
    """Who holds the token, None where none was sent. Cookies are not looked at."""
    if "Authorization" not in request.headers:
        return None
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise TokenMissing(www_authenticate=WWWAuthenticate("bearer", REALM))
    person = token_holder(db.session(), token_hash(sent.token), now())
    if person is None:
        told = REALM | {"error": "invalid_token"}
        raise TokenRefused(www_authenticate=WWWAuthenticate("bearer", told))
    return person


def _check(allowed: Permission) -> None:
    if current_actor().may(allowed):
        return
    if current_actor() == Actor():
        raise TokenMissing(www_authenticate=WWWAuthenticate("bearer", REALM))
    raise NotAllowed


def _read_body() -> bytes:
    """The body as sent; parsed, it lies in `g.body`, unless it is empty."""
    body = request.get_data()
    if body and not request.is_json:
        raise UnsupportedMediaType
    if body:
        try:
            g.body = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise BodyNotJson from error
    return body


def _read_body_with_files() -> bytes:
    """A body of words, or of parts of which some are files: all kept and read."""
    request.max_content_length = current_app.config["LANGACCESS_UPLOAD_BYTES"]
    if request.mimetype == MULTIPART:
        return read_parts()
    body = _read_body()
    read_text()
    return body


def _key() -> str | None:
    """The idempotency key of a POST, if one was sent."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return None
    if not KEY_FITS.fullmatch(key):
        raise KeyUnfit
    return key
