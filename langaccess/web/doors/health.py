"""Whether the house is alive, and whether it can serve."""

from datetime import timedelta

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from langaccess.domain.access import Permission
from langaccess.storage.base import db
from langaccess.storage.heartbeat import worker_seen_at
from langaccess.storage.schema import is_current
from langaccess.web.access import allow, now
from langaccess.web.doors.blueprint import pages

WORKER_SEEN_WITHIN = timedelta(minutes=1)


@pages.get("/healthz")
@allow(Permission.PUBLIC)
def alive() -> ResponseReturnValue:
    """This process answers."""
    return jsonify(status="alive")


@pages.get("/readyz")
@allow(Permission.PUBLIC)
def ready() -> ResponseReturnValue:
    """Database reachable, migrations current, worker seen in the last minute; else 503."""
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        checks["migrations"] = is_current(db.session().connection())
        checks["database"] = True
        seen = worker_seen_at(db.session())
        checks["worker"] = seen is not None and now() - seen <= WORKER_SEEN_WITHIN
    except SQLAlchemyError:
        db.session.rollback()
    return jsonify(checks), (200 if all(checks.values()) else 503)
