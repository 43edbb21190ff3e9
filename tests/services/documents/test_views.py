"""Saved views: a person's own, one for each name, and not more than are found again."""

import pytest
from sqlalchemy import func, select

from langaccess.domain.access import NotAllowed, Role
from langaccess.services.documents import views
from langaccess.services.documents.views import (
    TooManyViews,
    ViewNameMissing,
    ViewUnknown,
    delete_view,
    save_view,
    view_of,
)
from langaccess.storage.documents.requests import SavedView
from tests.factories import make_clerk
from tests.services.documents.office import Office


def test_the_same_name_again_is_looked_at_anew(office: Office) -> None:
    actor = office.team.actor

    first = save_view(office.session, actor, name=" Due  soon ", filters={"order": "due"})
    again = save_view(office.session, actor, name="Due soon", filters={"class": "P1"})

    assert again.id == first.id
    assert view_of(office.session, actor, first.id).filters == {"class": "P1"}


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_needs_a_name_that_fits(office: Office, name: str) -> None:
    with pytest.raises(ViewNameMissing):
        save_view(office.session, office.team.actor, name=name, filters={})


def test_there_is_a_most(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "VIEWS_AT_MOST", 1)
    save_view(office.session, office.team.actor, name="One", filters={})

    with pytest.raises(TooManyViews):
        save_view(office.session, office.team.actor, name="Two", filters={})

    other = make_clerk(office.session, Role.COMMUNICATIONS)
    save_view(office.session, other.actor, name="One", filters={})
    assert office.session.scalar(select(func.count(SavedView.id))) == 2


def test_another_persons_view_is_not_there(office: Office) -> None:
    view = save_view(office.session, office.team.actor, name="Mine", filters={})
    other = make_clerk(office.session, Role.COMMUNICATIONS).actor

    with pytest.raises(ViewUnknown):
        delete_view(office.session, other, view_id=view.id)
    with pytest.raises(NotAllowed):
        view_of(office.session, make_clerk(office.session).actor, view.id)

    delete_view(office.session, office.team.actor, view_id=view.id)
    office.session.flush()
    with pytest.raises(ViewUnknown):
        view_of(office.session, office.team.actor, view.id)
