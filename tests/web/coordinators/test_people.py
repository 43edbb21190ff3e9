"""Looking through the people, and adding one."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.people import QualificationStatus
from langaccess.storage.accounts import Account, account_by_email
from langaccess.storage.people import Interpreter
from tests.factories import (
    MONDAY,
    make_account,
    make_department,
    make_interpreter,
    make_language,
    make_qualification,
)
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, queries, shown


@pytest.fixture
def coordinator(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.COORDINATOR, name="Zoe Coordinator", email="zoe@city.example")


def _names(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select("tbody a")]


def test_the_list_shows_roles_languages_and_what_ends(
    coordinator: Visitor, session: Session
) -> None:
    make_language(session, "vi")
    ana = make_interpreter(session, name="Ana Reyes")
    ana.qualifications[0].valid_until = MONDAY + timedelta(days=30)
    make_qualification(
        session,
        ana,
        language_tag="vi",
        status=QualificationStatus.SELF_DECLARED,
        valid_until=MONDAY,
    )

    told = shown(coordinator.opens("/people"))

    assert "2 people" in told
    assert "Ana Reyes On duty" in told
    assert "Español Spanish Ends Dec 23, 2026 Tiếng Việt Vietnamese Self-declared Ended" in told


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=ana", ["Ana Reyes"]),
        ("q=LINH%40city", ["Linh Tran"]),
        ("q=vietnam", ["Linh Tran"]),
        ("q=100%25", []),
        ("language=es", ["Ana Reyes", "Eva Old"]),
        ("language=es&expiring=30", []),
        ("expiring=90", ["Ana Reyes"]),
        ("expiring=120", ["Ana Reyes", "Linh Tran"]),
        ("status=suspended", ["Linh Tran"]),
        ("language=es&status=suspended", []),
        ("here=no", ["Gone Person"]),
        ("here=all&q=gone", ["Gone Person"]),
    ],
)
def test_the_list_is_filtered(
    coordinator: Visitor, session: Session, asked: str, found: list[str]
) -> None:
    make_interpreter(session, "es", name="Eva Old")
    ana = make_interpreter(session, "es", name="Ana Reyes")
    ana.qualifications[0].valid_until = MONDAY + timedelta(days=60)
    linh = make_interpreter(session, "vi", name="Linh Tran", email="linh@city.example")
    linh.qualifications[0].valid_until = MONDAY + timedelta(days=110)
    linh.qualifications[0].status = QualificationStatus.SUSPENDED
    make_account(session, name="Gone Person", email="gone@city.example", is_active=False)

    page = coordinator.opens(f"/people?{asked}")

    assert _names(page) == found


def test_people_of_one_department_are_found(coordinator: Visitor, session: Session) -> None:
    permits = make_department(session, name="Permits")
    make_account(session, name="Kim Clerk", department_id=permits.id)

    page = coordinator.opens(f"/people?department={permits.id}")

    assert _names(page) == ["Kim Clerk"]


def test_a_filter_that_is_none_is_told_and_loses_nothing(coordinator: Visitor) -> None:
    page = coordinator.opens("/people?q=ana&language=xx")

    assert "There is a problem" in shown(page)
    assert page.select("input[name=q][value=ana]")


def test_a_long_list_is_turned_page_by_page_and_back(
    coordinator: Visitor, session: Session
) -> None:
    for number in range(120):
        make_account(session, name=f"Person {number % 60:03}")

    first = coordinator.opens("/people?here=all")
    second = coordinator.opens(str(first.select("a[rel=next]")[0]["href"]))
    third = coordinator.opens(str(second.select("a[rel=next]")[0]["href"]))
    back = coordinator.opens(str(third.select("a[rel=prev]")[0]["href"]))
    begin = coordinator.opens(str(back.select("a[rel=prev]")[0]["href"]))

    rows = [len(_names(page)) for page in (first, second, third)]
    assert rows == [50, 50, 21]
    assert _names(back) == _names(second)
    assert _names(begin) == _names(first)
    assert not third.select("a[rel=next]")
    assert not begin.select("a[rel=prev]")
    assert "here=all" in str(second.select("a[rel=next]")[0]["href"])


def test_beyond_the_end_nobody_is_listed(coordinator: Visitor, session: Session) -> None:
    last = make_account(session, name="Zoey Last")

    page = coordinator.opens(f"/people?after={last.id}")

    assert "Nobody is like that." in shown(page)
    assert not page.select("a[rel=prev]")


def test_queries_do_not_grow_with_the_people(
    app: Flask, coordinator: Visitor, session: Session
) -> None:
    counts = []
    for _ in range(3):
        for _ in range(10):
            make_interpreter(session, "es", "vi")
        coordinator.opens("/people")
        with queries(app) as sent:
            coordinator.opens("/people")
        counts.append(len(sent))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 8


def test_a_person_is_added(coordinator: Visitor, session: Session) -> None:
    permits = make_department(session, name="Permits")
    page = coordinator.opens("/people/new")

    coordinator.presses(
        page,
        "Add this person",
        name="  Noor   Ahmadi ",
        email="Noor@City.example",
        department_id=str(permits.id),
        roles=["staff", "interpreter"],
    )

    noor = account_by_email(session, "noor@city.example")
    assert noor is not None
    assert coordinator.led_to == f"/people/{noor.id}"
    assert "Noor Ahmadi is added." in shown(coordinator.follows())
    assert (noor.name, noor.department_id) == ("Noor Ahmadi", permits.id)
    assert session.get(Interpreter, noor.id) is not None


def test_somebody_who_does_not_interpret_is_added_without_it(
    coordinator: Visitor, session: Session
) -> None:
    page = coordinator.opens("/people/new")

    coordinator.presses(page, "Add this person", name="Kim", email="kim@city.example")

    assert session.scalars(select(Interpreter)).all() == []


@pytest.mark.parametrize(
    ("typed", "told", "field"),
    [
        ({"name": ""}, "Type the person's name.", "name"),
        ({"name": "   "}, "Type the person's name.", "name"),
        ({"email": "no-address"}, "Type an email address like name@city.example.", "email"),
        ({"email": "ZOE@city.example"}, "Another person has this email address.", "email"),
    ],
)
def test_wrong_input_is_told_at_its_field_and_nothing_typed_is_lost(
    coordinator: Visitor, session: Session, typed: dict[str, str], told: str, field: str
) -> None:
    page = coordinator.opens("/people/new")
    right = {"name": "Kim Clerk", "email": "kim@city.example", "job_title": "Permit technician"}

    page = coordinator.presses(page, "Add this person", status=422, **(right | typed))

    assert page.select(f"[data-errors] a[href='#{field}']")[0].get_text() == told
    assert page.select(f"#{field}[aria-invalid=true]")
    assert page.select("input[value='Permit technician']")
    assert len(session.scalars(select(Account)).all()) == 1


def test_a_qualification_that_ends_today_no_longer_expires_soon(
    coordinator: Visitor, session: Session
) -> None:
    person = make_interpreter(session)
    person.qualifications[0].valid_until = date(2026, 11, 22)

    assert _names(coordinator.opens("/people?expiring=120")) == []
