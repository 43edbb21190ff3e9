"""Every audience's rooms, opened once: importing a module of views hangs them on its blueprint."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

from langaccess.web.api import document as api
from langaccess.web.communications import (
    agencies,
    assign,
    board,
    document,
    downloads,
    export,
    glossary,
    job,
    job_moves,
    link,
    mine,
    my_work,
    talk,
    versions,
    views,
)
from langaccess.web.communications import request as document_request
from langaccess.web.communications.blueprint import pages as communications
from langaccess.web.coordinators import (
    departments,
    languages,
    limits,
    oversight,
    people,
    person,
    qualifications,
    rules,
    rules_trial,
    vendors,
    week,
    why_not,
)
from langaccess.web.coordinators.blueprint import pages as coordinators
from langaccess.web.doors import account, health, sign_in
from langaccess.web.doors.blueprint import pages as doors
from langaccess.web.interpreters import duty
from langaccess.web.interpreters.blueprint import pages as interpreters
from langaccess.web.residents import library, library_request, waiting
from langaccess.web.residents.blueprint import pages as residents
from langaccess.web.staff import close, counter, encounter, queue
from langaccess.web.staff.blueprint import pages as staff

VIEWS = (
    account,
    agencies,
    assign,
    board,
    close,
    counter,
    departments,
    document,
    document_request,
    downloads,
    duty,
    encounter,
    export,
    glossary,
    health,
    job,
    job_moves,
    languages,
    library,
    library_request,
    limits,
    link,
    mine,
    my_work,
    oversight,
    people,
    person,
    qualifications,
    queue,
    rules,
    rules_trial,
    sign_in,
    talk,
    vendors,
    versions,
    views,
    waiting,
    week,
    why_not,
)
AUDIENCES = (doors, staff, communications, interpreters, coordinators, residents)


# The largest number a row can have in either database.
LAST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """A row's number in an address; one that no row can have leads nowhere."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LAST_ROW} | options)


def register(app: Flask) -> None:
    """Hang every audience's pages on the application."""
    app.url_map.converters["int"] = RowNumber
    for audience in AUDIENCES:
        app.register_blueprint(audience)
    api.set_up(app)
