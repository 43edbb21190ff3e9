"""Who opens a page: every view says who may; and who asks, at which moment."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from flask import abort, g
from flask.typing import ResponseReturnValue

from langaccess.domain.access import Actor, Permission
from langaccess.storage.accounts import SignedIn

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
TOKEN = "token"  # noqa: S105 - the name of the cookie's field, not a secret


def allow(permission: Permission) -> Callable[[View], View]:
    """Mark a view with what somebody needs to open it; a view without a mark opens to nobody."""

    def mark(view: View) -> View:
        view.allowed = permission  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def looks_first(view: View) -> View:
    """Mark a view that reads before it begins to write, and begins that itself."""
    view.looks_first = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def takes_files(view: View) -> View:
    """Mark a view to which files are sent: it takes more than a form of words.

    Files are kept and read before it begins to write, so it also looks first.
    """
    view.takes_files = True  # type: ignore[attr-defined]  # functions take attributes
    return looks_first(view)


def now() -> datetime:
    """The one moment of this request, aware UTC."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def current_person() -> SignedIn | None:
    """Who is signed in, if anybody."""
    person: SignedIn | None = g.get("person")
    return person


def current_actor() -> Actor:
    """Who is asking, as a deed needs to know them; a stranger is an actor without roles."""
    person = current_person()
    return person.actor if person else Actor()


def person_here() -> SignedIn:
    """Who is signed in, on a page that only signed-in people reach."""
    person = current_person()
    if person is None:
        abort(401)
    return person
