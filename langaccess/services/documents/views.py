"""A person's own names for what they look at on the board."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.errors import Conflict, Invalid, Missing
from langaccess.storage.documents.requests import SavedView

NAME_AT_MOST = 60
VIEWS_AT_MOST = 30


class ViewUnknown(Missing):
    """No such saved view, or somebody else's."""


class ViewNameMissing(Invalid):
    """A saved view needs a name that fits into a menu."""


class TooManyViews(Conflict):
    """So many views are more than anybody finds again."""


def save_view(
    session: Session, actor: Actor, *, name: str, filters: Mapping[str, str]
) -> SavedView:
    """Keep what is looked at under a name; the same name again is looked at anew.

    Raises ViewNameMissing, TooManyViews.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    name = " ".join(name.split())
    if not name or len(name) > NAME_AT_MOST:
        raise ViewNameMissing
    known = session.scalar(select(SavedView).filter_by(account_id=actor.account_id, name=name))
    if known is not None:
        known.filters = dict(filters)
        return known
    mine = select(func.count(SavedView.id)).where(SavedView.account_id == actor.account_id)
    if (session.scalar(mine) or 0) >= VIEWS_AT_MOST:
        raise TooManyViews
    view = SavedView(account_id=actor.account_id, name=name, filters=dict(filters))
    session.add(view)
    session.flush()
    return view


def view_of(session: Session, actor: Actor, view_id: int) -> SavedView:
    """One of the actor's own views. Raises ViewUnknown."""
    actor.must(Permission.DOCUMENTS_MANAGE)
    view = session.get(SavedView, view_id)
    if view is None or view.account_id != actor.account_id:
        raise ViewUnknown
    return view


def delete_view(session: Session, actor: Actor, *, view_id: int) -> None:
    """Forget one of the actor's own views. Raises ViewUnknown."""
    session.delete(view_of(session, actor, view_id))
