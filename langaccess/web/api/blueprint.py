"""The API's blueprint: an address, what it takes and gives, and its place in the document."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

import marshmallow as ma
from flask import Flask, Request, g
from flask.typing import ResponseReturnValue
from flask_smorest import Api, Blueprint
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from langaccess.domain.access import Permission
from langaccess.web.api.fields import Shown
from langaccess.web.api.problems import PROBLEM_JSON, FieldsRefused, by_field

JSON = "application/json"
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

IDEMPOTENCY_KEY = {
    "description": "The same key with the same request is one deed; the answer is given again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
BEARER = {"type": "http", "scheme": "bearer", "description": "A token: la_…"}


class Problem(Shown):
    """A refusal or a fault, RFC 9457."""

    type = ma.fields.String(required=True, metadata={"format": "uri-reference"})
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    instance = ma.fields.String(required=True, metadata={"format": "uri-reference"})
    errors = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.List(ma.fields.String()))


class Nothing(ma.Schema):
    """A body that may be left out: no field is known."""


class Parser(FlaskParser):
    """Reads what the guard has parsed already, and refuses what no schema knows by its name."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"json": ma.RAISE, "query": ma.RAISE}

    def load_json(self, _req: Request, _schema: ma.Schema) -> Any:
        """The body as parsed before anybody stood in line to write."""
        return g.get("body", missing)

    def handle_error(self, error: ma.ValidationError, *_: Any, **__: Any) -> NoReturn:
        """Refuse the fields, each by its name."""
        told: Any = error.messages
        raise FieldsRefused({k: v for part in told.values() for k, v in by_field(part).items()})


# What is read can be asked for conditionally, what is done can be asked for again.
HEADERS = {"get": "IF_NONE_MATCH", "post": "IDEMPOTENCY_KEY"}


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # the library has no types
    """A blueprint that reads arguments our way, and tells each method's own header."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._prepare_doc_cbks.append(self._tell_header)

    def _tell_header(self, doc: Any, _info: Any, *, method: str, **_: Any) -> Any:
        """An address that is both read and written to has a header for each."""
        if method in HEADERS:
            doc.setdefault("parameters", []).append(HEADERS[method])
        return doc


class JsonApi(Api):  # type: ignore[misc]  # the library has no types
    """The document of the API: what goes wrong is a problem."""

    ERROR_SCHEMA = Problem
    # The library's type of everything it adds itself, which is errors; answers name their own.
    DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_JSON


api = ApiBlueprint("api", __name__, url_prefix="/api/v1")


def get(
    rule: str, gives: type[ma.Schema], *, query: type[ma.Schema] | None = None
) -> Callable[[View], View]:
    """An address to read; `query` are its arguments, which the view takes by keyword."""

    def hang(view: View) -> View:
        shown = api.response(200, gives, content_type=JSON)(view)
        shown = api.alt_response(304, response="NOT_MODIFIED")(shown)
        if query is not None:
            shown = api.arguments(query, location="query", as_kwargs=True)(shown)
        shown = _documented(shown)
        api.route(rule, methods=["GET"])(shown)
        return view

    return hang


def post(
    rule: str,
    gives: type[ma.Schema],
    *,
    takes: type[ma.Schema] = Nothing,
    status: int = 200,
    brings: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    """An address for a deed; the view takes the body's fields by keyword.

    `brings` is what the document says of a body with files.
    """
    return _deed("POST", rule, gives, takes, status, brings)


def put(rule: str, gives: type[ma.Schema], *, takes: type[ma.Schema]) -> Callable[[View], View]:
    """An address whose state is set; the view takes the body's fields by keyword."""
    return _deed("PUT", rule, gives, takes, 200)


def set_up(app: Flask, told: Callable[[HTTPException], ResponseReturnValue]) -> JsonApi:
    """Hang the API on the application; `told` answers faults that belong to no address."""
    library = JsonApi(
        app,
        spec_kwargs={
            "title": "Language access",
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {"description": "An interpreter in seconds, for other systems of the city."},
        },
    )
    components = library.spec.components
    components.security_scheme("bearer", BEARER)
    components.parameter("IDEMPOTENCY_KEY", "header", {"name": "Idempotency-Key"} | IDEMPOTENCY_KEY)
    library.register_blueprint(api)
    # The library answers for the whole application; pages have an answer of their own.
    app.register_error_handler(HTTPException, told)
    return library


def _deed(
    method: str,
    rule: str,
    gives: type[ma.Schema],
    takes: type[ma.Schema],
    status: int,
    brings: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    required = any(field.required for field in takes().fields.values())

    def hang(view: View) -> View:
        shown = api.response(status, gives, content_type=JSON)(view)
        shown = api.arguments(takes, as_kwargs=True, required=required)(shown)
        shown = _documented(api.alt_response(409, response="CONFLICT")(shown))
        if brings is not None:
            shown = api.doc(requestBody=brings)(shown)
        api.route(rule, methods=[method])(shown)
        return view

    return hang


def _documented(view: Any) -> Any:
    """The view with what the document says of who may."""
    allowed: Permission = view.allowed
    for name in ("UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND"):
        view = api.alt_response(HTTPStatus[name].value, response=name)(view)
    described = f"Needs the permission `{allowed}`."
    names = {"operationId": view.__name__, "description": described}
    return api.doc(security=[{"bearer": []}], **names)(view)
