"""Every audience's rooms, opened once: importing a module of views hangs them on its blueprint."""

from flask import Flask

from langaccess.web.coordinators.blueprint import pages as coordinators
from langaccess.web.doors import account, health, sign_in
from langaccess.web.doors.blueprint import pages as doors
from langaccess.web.interpreters import duty
from langaccess.web.interpreters.blueprint import pages as interpreters
from langaccess.web.residents import waiting
from langaccess.web.residents.blueprint import pages as residents
from langaccess.web.staff import close, counter, encounter, queue
from langaccess.web.staff.blueprint import pages as staff

VIEWS = (account, close, counter, duty, encounter, health, queue, sign_in, waiting)
AUDIENCES = (doors, staff, interpreters, coordinators, residents)


def register(app: Flask) -> None:
    """Hang every audience's pages on the application."""
    for audience in AUDIENCES:
        app.register_blueprint(audience)
