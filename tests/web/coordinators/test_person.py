"""One person's pages: profile, presence, a first password, and their queries."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.people import Presence
from langaccess.services.accounts import set_password
from langaccess.storage.accounts import Account, PasswordLink
from langaccess.storage.people import (
    ConflictOfInterest,
    Interpreter,
    ListKind,
)
from tests.factories import (
    NINE,
    make_absence,
    make_account,
    make_department,
    make_listing,
    make_qualification,
)
from tests.web.pages import Visitor, queries, shown

PAGES = ("", "/qualifications", "/week", "/limits", "/why-not")


@pytest.mark.parametrize("page", [*PAGES, "/qualifications/new"])
def test_an_unknown_person_is_not_found(coordinator: Visitor, page: str) -> None:
    coordinator.opens(f"/people/999{page}", status=404)


@pytest.mark.parametrize("page", PAGES[1:])
def test_who_is_no_interpreter_is_said_so(
    coordinator: Visitor, session: Session, page: str
) -> None:
    clerk = make_account(session, name="Kim Clerk")

    told = shown(coordinator.opens(f"/people/{clerk.id}{page}"))

    assert "Kim Clerk is no interpreter." in told


@pytest.mark.parametrize("page", PAGES)
def test_queries_do_not_grow_with_what_a_person_has(
    app: Flask, coordinator: Visitor, session: Session, ana: Interpreter, page: str
) -> None:
    counts = []
    for tag in ("vi", "cmn", "ar"):
        make_qualification(session, ana, language_tag=tag)
        make_absence(session, ana)
        department = make_department(session)
        make_listing(session, department.id, ana, ListKind.NEVER)
        session.add(
            ConflictOfInterest(
                account_id=ana.account_id, department_id=department.id, declared_at=NINE
            )
        )
        address = f"/people/{ana.account_id}{page}"
        if page == "/why-not":
            address += "?language=es&domain=health&department=0"
        coordinator.opens(address)
        with queries(app) as sent:
            coordinator.opens(address)
        counts.append(len(sent))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 20


def test_a_profile_is_changed_and_the_change_is_told(
    coordinator: Visitor, session: Session
) -> None:
    clerk = make_account(session, name="Kim Clerk")
    page = coordinator.opens(f"/people/{clerk.id}")
    assert "Nothing yet" in shown(page)

    coordinator.presses(page, "Save", name="Kim Nguyen", roles=["staff", "interpreter"])

    told = shown(coordinator.follows())
    assert "Saved." in told
    assert "Became an interpreter, Zoe Coordinator" in told
    session.refresh(clerk)
    assert clerk.name == "Kim Nguyen"
    assert session.get(Interpreter, clerk.id) is not None


def test_a_profile_keeps_its_places_and_roles_when_saved_untouched(
    coordinator: Visitor, session: Session
) -> None:
    permits = make_department(session)
    clerk = make_account(session, Role.STAFF, department_id=permits.id)
    page = coordinator.opens(f"/people/{clerk.id}")

    coordinator.presses(page, "Save")

    session.refresh(clerk)
    assert clerk.department_id == permits.id
    assert [one.role for one in clerk.roles] == [Role.STAFF]


def test_the_last_who_looks_after_people_keeps_the_role(
    coordinator: Visitor, session: Session
) -> None:
    zoe = session.scalars(select(Account).filter_by(email="zoe@city.example")).one()
    page = coordinator.opens(f"/people/{zoe.id}")

    page = coordinator.presses(page, "Save", status=422, roles=["staff"], name="Other")

    assert "Nobody would be left who may look after people." in shown(page)
    assert page.select("[data-errors] a[href='#roles-0']")
    assert page.select("input[value=Other]")
    session.refresh(zoe)
    assert zoe.name == "Zoe Coordinator"


def test_presence_and_last_conversation_are_shown(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    ana.last_served_at = NINE
    told = shown(coordinator.opens(f"/people/{ana.account_id}"))
    assert "On duty since Nov 23, 2026" in told
    assert "Last conversation Nov 23, 2026" in told

    ana.presence_since_at = ana.seen_at = None
    ana.presence = Presence.OFF_DUTY
    assert "Page last seen Never" in shown(coordinator.opens(f"/people/{ana.account_id}"))


def test_a_first_password_is_set_by_a_link_that_is_shown_once(
    coordinator: Visitor, session: Session
) -> None:
    clerk = make_account(session, name="Kim Clerk")
    page = coordinator.opens(f"/people/{clerk.id}")

    page = coordinator.presses(page, "Make a link", status=200)

    link = page.select_one("main bdi")
    assert link is not None
    assert "/password/" in link.get_text()
    assert session.scalars(select(PasswordLink.account_id)).all() == [clerk.id]


def test_nobody_takes_over_an_account_that_has_a_password(
    coordinator: Visitor, session: Session
) -> None:
    clerk = make_account(session)
    set_password(session, clerk, password="a few words to remember", now=NINE)

    assert not coordinator.opens(f"/people/{clerk.id}").select("[action$='password-link']")
    coordinator.sends(f"/people/{clerk.id}/password-link", status=404)
    coordinator.sends("/people/999/password-link", status=404)
