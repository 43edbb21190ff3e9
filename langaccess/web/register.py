"""Every audience's rooms, opened once: importing a module of views hangs them on its blueprint."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

from langaccess.web.api import document as api
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
    vendors,
    week,
    why_not,
)
from langaccess.web.coordinators.blueprint import pages as coordinators
from langaccess.web.doors import account, health, sign_in
from langaccess.web.doors.blueprint import pages as doors
from langaccess.web.interpreters import duty
from langaccess.web.interpreters.blueprint import pages as interpreters
from langaccess.web.residents import waiting
from langaccess.web.residents.blueprint import pages as residents
from langaccess.web.staff import close, counter, encounter, queue
from langaccess.web.staff.blueprint import pages as staff

VIEWS = (
    account,
    close,
    counter,
    departments,
    duty,
    encounter,
    health,
    languages,
    limits,
    oversight,
    people,
    person,
    qualifications,
    queue,
    rules,
    sign_in,
    vendors,
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
