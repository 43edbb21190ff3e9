"""From a form to its deed: whether it was sent, and refusals told at the field they are about."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from flask import request
from wtforms import Field, SelectChoice

from langaccess.domain.errors import Conflict, Invalid, WorkError
from langaccess.storage.base import db
from langaccess.storage.places import Department, Location
from langaccess.web.errors import sentence_of
from langaccess.web.form import Form

T = TypeVar("T")
Refusals = Mapping[type[WorkError], str]


def place_choices(places: Sequence[Department | Location], none: str = "") -> list[SelectChoice]:
    """Departments or locations for a select; first that it is none of them, in these words."""
    first = [SelectChoice(0, none)] if none else []
    return first + [SelectChoice(one.id, one.name) for one in places]


def is_sent(form: Form) -> bool:
    """Whether the form was sent and nothing in it is of the wrong shape."""
    return request.method == "POST" and bool(form.validate())


def done(form: Form, deed: Callable[[], T], where: Refusals | None = None) -> T | None:
    """What the deed gives; or None, with its refusal told at the field that `where` names.

    Whatever the deed wrote is undone, so that the page can be shown again.
    """
    try:
        return deed()
    except (Conflict, Invalid) as error:
        db.session.rollback()
        name = (where or {}).get(type(error))
        if name is None:
            form.form_errors.append(sentence_of(error))
        else:
            field: Field = form[name]
            field.errors = [*field.errors, sentence_of(error)]
        return None
