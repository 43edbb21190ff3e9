"""The description of the API that the library makes of its addresses and schemas."""

import json

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from langaccess.domain.access import Permission
from langaccess.web import errors
from langaccess.web.access import allow
from langaccess.web.api import (
    answers,
    documents,
    documents_tasks,
    guard,
    languages,
    offers,
    oversight,
    people,
    problems,
    requests,
    tickets,
)
from langaccess.web.api import blueprint as hanging
from langaccess.web.api.blueprint import api

# Importing a module of views hangs them on the blueprint.
VIEWS = (
    answers,
    documents,
    documents_tasks,
    guard,
    languages,
    offers,
    oversight,
    people,
    requests,
    tickets,
)
EXTENSION = "langaccess_openapi"


def openapi() -> ResponseReturnValue:
    """Describe every address: OpenAPI 3.1."""
    return Response(current_app.extensions[EXTENSION], mimetype="application/json")


api.record(
    lambda state: state.add_url_rule(
        "/openapi.json", "openapi", allow(Permission.PUBLIC)(openapi), methods=["GET"]
    )
)


def set_up(app: Flask) -> None:
    """Hang the API on the application and write its description."""
    library = hanging.set_up(app, told)
    app.extensions[EXTENSION] = json.dumps(library.spec.to_dict())


def told(error: HTTPException) -> ResponseReturnValue:
    """What belongs to no address is told to machines as a problem, to people as a page."""
    if request.path.startswith("/api/"):
        return problems.http_fault(error)
    return errors.http_fault(error)
