"""What a machine is told of a refusal or a fault: `application/problem+json`, RFC 9457."""

import json
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest, HTTPException, Unauthorized, UnprocessableEntity

from langaccess.domain import dispatch, languages, people
from langaccess.domain.documents import workflow
from langaccess.domain.documents.files import FileRefused
from langaccess.domain.errors import WorkError
from langaccess.services.documents import finish as documents_finish
from langaccess.services.documents import request as documents_request
from langaccess.web import errors
from langaccess.web.locale import LOCALES, speak

log = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"
NO_KIND = "about:blank"
# Of these the request's own body is to blame: the field that has to change. They are 422 also
# where a page would say "not found", because the address of the request was right.
FIELDS: dict[type[WorkError], str] = {
    dispatch.FollowUpIncomplete: "follow_up",
    dispatch.ModalityUnfit: "modality",
    dispatch.PreferenceMissing: "aid",
    dispatch.ReasonMissing: "unmet_reason",
    documents_finish.TitleInLanguageMissing: "title",
    documents_request.LanguagesMissing: "target_languages",
    documents_request.PlainLanguageNeeded: "plain_language_waived",
    documents_request.TitleMissing: "title",
    languages.LanguageUnknown: "language",
    languages.VariantMustBeAsked: "language",
    people.DepartmentUnknown: "department",
    workflow.FilesMissing: "files",
    workflow.ReasonMissing: "reason",
    workflow.SelfCheckMissing: "is_self_checked",
}
DETAILS = {
    401: _("Send a valid token: Authorization: Bearer la_…"),
    404: _("Nothing is here, or not for you."),
    405: _("This address does not take this method."),
    413: _("The body is too large."),
    415: _("Send the body as application/json."),
    500: _("It is noted, and nothing was done by halves. Try again."),
    503: _("Nothing was lost. Try again in a few seconds."),
}


class FieldsRefused(UnprocessableEntity):
    """Fields that cannot be used as sent; `fields` holds sentences by the field's name."""

    kind = "request-invalid"

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        super().__init__(gettext("The request does not fit the description of this address."))
        self.fields = fields


class BodyNotJson(BadRequest):
    """The body is no JSON text."""

    kind = "body-not-json"
    description = "The body is not JSON."


class KeyUnfit(BadRequest):
    """The idempotency key is empty, too long, or not printable."""

    kind = "idempotency-key-unfit"
    description = "An Idempotency-Key is 1 to 255 printable ASCII characters."


class KeyReused(UnprocessableEntity):
    """The idempotency key belongs to another request."""

    kind = "idempotency-key-reused"
    description = "This Idempotency-Key was sent with another request."


class TokenMissing(Unauthorized):
    """No token was sent, or not as a bearer token."""

    kind = "token-missing"


class TokenRefused(Unauthorized):
    """The token is unknown, revoked or expired; which of them is not said."""

    kind = "token-refused"


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """One problem as RFC 9457 writes it; `more` are its own members."""
    told = {
        "type": kind if kind == NO_KIND else f"/problems/{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        **(more or {}),
    }
    response = Response(json.dumps(told), status, mimetype=PROBLEM_JSON)
    response.headers.extend(headers or {})
    return response


def tell(error: WorkError) -> Response:
    """One of our own refusals, by the name it has in the domain."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__)
    detail = errors.sentence_of(error)
    field = "files" if isinstance(error, FileRefused) else FIELDS.get(type(error))
    more = _facts(error)
    if field is not None:
        more["errors"] = {field: [detail]}
    status = 422 if field else errors.status_of(error)
    kind = name.replace(" ", "-").lower()
    return problem(status, kind, name.capitalize(), detail, more=more)


def http_fault(error: HTTPException) -> Response:
    """What the framework refuses, or the guard in front of the deeds."""
    speak(request.accept_languages.best_match(LOCALES) or "en")
    status = error.code or 500
    headers = {name: text for name, text in error.get_headers() if name != "Content-Type"}
    kind = getattr(error, "kind", NO_KIND)
    title = HTTPStatus(status).phrase if kind == NO_KIND else kind.replace("-", " ").capitalize()
    detail = str(DETAILS.get(status, error.description))
    more = {"errors": error.fields} if isinstance(error, FieldsRefused) else {}
    return problem(status, kind, title, detail, headers, more)


def unavailable(error: Exception) -> Response:
    """The database is locked, full, or gone: nothing was done, and it may be tried again."""
    log.error("database: %s", type(getattr(error, "orig", error)).__name__, exc_info=error)
    headers = {"Retry-After": str(errors.RETRY_SECONDS)}
    return problem(503, NO_KIND, HTTPStatus(503).phrase, str(DETAILS[503]), headers)


def fault(error: Exception) -> Response:
    """A fault of ours: logged whole, told briefly."""
    log.error("fault at %s", request.path, exc_info=error)
    return problem(500, NO_KIND, HTTPStatus(500).phrase, str(DETAILS[500]))


def by_field(messages: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Nested messages of a schema as one list of sentences a field: `follow_up.reach`."""
    found: dict[str, list[str]] = {}
    for name, told in messages.items():
        path = prefix or "body" if name == "_schema" else f"{prefix}.{name}".lstrip(".")
        if isinstance(told, Mapping):
            found |= by_field(told, path)
        else:
            found[path] = [str(one) for one in told]
    return found


def _facts(error: WorkError) -> dict[str, object]:
    """What a machine needs to go on: languages to choose from, the request or state there is."""
    if isinstance(error, languages.VariantMustBeAsked):
        return {"members": list(error.members)}
    if isinstance(error, dispatch.TicketTaken):
        return {"reference": error.reference}
    if isinstance(error, workflow.MoveUnfit):
        return {"state": error.state.value}
    return {}
