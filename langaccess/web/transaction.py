"""One request, one transaction: kept if the answer is good, undone if it is not."""

from flask import Response, current_app, g, make_response
from sqlalchemy.exc import SQLAlchemyError

from langaccess.storage.base import db


def settle(response: Response) -> Response:
    """Commit if the answer is a success or a redirect; roll back if not."""
    if response.status_code >= 400 and not g.get("keep"):
        db.session.rollback()
        return response
    try:
        db.session.commit()
    except SQLAlchemyError as error:
        db.session.rollback()
        return make_response(current_app.handle_user_exception(error))
    return response


def keep_although_refused() -> None:
    """Commit what this request wrote although its answer is a refusal (a counted failure)."""
    g.keep = True
