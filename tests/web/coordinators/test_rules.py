"""The rules in force, as coordinators read them."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.services.documents import trial
from langaccess.web.coordinators.rules_words import classes_told
from tests.factories import MONDAY, RULES, make_city
from tests.services.documents.office import SHIPPED, Office, make_office
from tests.web.conftest import SignedIn
from tests.web.pages import shown

FULL = f"""{RULES}preempts = true
[[class]]
id = "P4"
name = "Everything else"
turnaround = {{ business_days = 10 }}
first_release = {{ business_days = 1 }}

[[rule]]
id = "boil-water"
criterion = "health"
class = "P0"
ground = "40 CFR 141.202"
effective_from = 2026-01-01
when = {{ document_type = ["boil-water-notice"], flags = ["health"], words = ["boil"], \
department = ["water"], audience_at_least = 1000 }}

[[rule]]
id = "boil-before"
criterion = "health"
class = "P0"
ground = "an older plan"
effective_until = 2026-01-01
when = {{ words = ["boil"] }}

[[rule]]
id = "boil-words"
criterion = "safety"
class = "P0"
ground = "the plan of 2026"
effective_from = 2026-01-01
effective_until = 2026-12-31
when = {{ words = ["boil"] }}

[[rule]]
id = "declared"
criterion = "service"
class = "P0"
ground = "the plan"
when = {{ flags = ["safety"] }}
"""


@pytest.fixture
def office(session: Session, city: City, tmp_path: Path) -> Office:
    """The office that works by the rules of the pages."""
    return make_office(session, city, tmp_path)


def never_open(rules: str) -> str:
    """The same rules for a city that is closed for two years."""
    days = ", ".join(str(MONDAY + timedelta(days=at)) for at in range(-30, 800))
    return rules.replace('country = "US", hours', f'country = "US", closed_on = [{days}], hours')


def test_the_ladder_is_told_in_words_with_the_rules_version(signed_in: SignedIn) -> None:
    told = shown(signed_in(Role.COORDINATOR).opens("/rules"))

    assert "Version test" in told
    assert "After 20 seconds Ring qualified people in the whole city. Start vendor 1" in told
    assert "After 2 minutes Alert the supervisor. Offer the resident a call back." in told


def test_levels_clocks_and_after_hours_are_told(signed_in: SignedIn) -> None:
    told = shown(signed_in(Role.COORDINATOR).opens("/rules"))

    assert "Health 2+ 3" in told
    assert "Letter The last business day of the week The same" in told
    assert "After-hours city service" in told


def test_documents_classes_rules_and_grounds_are_told(signed_in: SignedIn, office: Office) -> None:
    office.ask().rules_edition = "older"

    page = signed_in(Role.COMMUNICATIONS).opens("/rules")

    told = shown(page)
    assert "0 of 1 documents ranked by these rules" in told
    assert "P0 Danger to life or health : 24 hours, day and night, 0 rules" in told
    assert page.select("a[href='/rules/try']") == []  # who sees may not try


@pytest.mark.parametrize("role", [Role.STAFF, Role.INTERPRETER, Role.COMMUNICATIONS])
@pytest.mark.parametrize(
    "address",
    ["/oversight", "/oversight/now", "/people", "/people/new", "/vendors", "/languages"],
)
def test_what_one_may_not_see_does_not_exist(signed_in: SignedIn, role: Role, address: str) -> None:
    signed_in(role).opens(address, status=404)


@pytest.mark.parametrize("rules", [SHIPPED.read_text(), FULL])
def test_every_part_of_the_policy_has_words(rules: str, app: Flask) -> None:
    policy = make_city(rules).rules

    with app.test_request_context("/"):
        classes = classes_told(policy, MONDAY)

    assert [one.id for one in classes] == [one.id for one in policy.classes]
    assert sum(len(one.rules) for one in classes) == len(policy.document_rules)
    assert all(line.conditions and line.life for one in classes for line in one.rules)


def test_a_rules_life_and_conditions_are_told(app: Flask) -> None:
    with app.test_request_context("/"):
        first, *_ = classes_told(make_city(FULL).rules, MONDAY)

    assert [(line.life, line.is_in_force) for line in first.rules] == [
        ("From Jan 1, 2026 on", True),
        ("Until Jan 1, 2026", False),
        ("From Jan 1, 2026 until Dec 31, 2026", True),
        ("Always", True),
    ]
    assert first.rules[0].conditions == [
        ("Document type", "boil-water-notice"),
        ("Declared", "health"),
        ("Words in it", "boil"),
        ("Department", "water"),
        ("Readers at least", "1000"),
    ]


def test_a_changed_file_shows_which_documents_would_move_and_why(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask(title="Boil your water")
    other = office.ask(title="Pool hours")
    person = signed_in(Role.COORDINATOR)
    page = person.opens("/rules/try")

    page = person.presses(page, "Try these rules", status=200, text=FULL)

    told = shown(page)
    assert "Documents looked at 2" in told
    assert "Decided otherwise 2" in told
    rows = page.select("tbody tr")
    assert document.reference in rows[0].get_text()
    assert "1 → 1" in rows[0].get_text()
    assert "Matches now" in rows[0].get_text()
    assert "boil-words" in rows[0].get_text()
    assert "P0 → P4" in rows[1].get_text()
    assert "The class, its time or a bonus is another." in rows[1].get_text()
    office.session.expire_all()
    assert other.rules_edition == document.rules_edition == office.city.rules.edition


def test_a_file_is_tried_as_it_lies_on_the_disk(signed_in: SignedIn, office: Office) -> None:
    person = signed_in(Role.COORDINATOR)
    sent = (io.BytesIO(b"\xef\xbb\xbf" + RULES.encode()), "changed.toml")

    data = {"csrf_token": person.token, "file": sent}
    page = person.asks("POST", "/rules/try", status=200, data=data)

    assert "No document would be decided otherwise." in shown(page)


def test_a_long_list_of_moves_is_cut_and_counted(
    signed_in: SignedIn, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "TOLD_AT_MOST", 1)
    monkeypatch.setattr(trial, "READ_AT_ONCE", 1)
    for _ in range(2):
        office.ask()

    page = signed_in(Role.ADMIN).sends("/rules/try", status=200, text=FULL)

    assert "Only the first 1 are shown." in shown(page)


def test_every_fault_of_a_file_is_told_by_its_line(signed_in: SignedIn) -> None:
    broken = RULES.replace("hours = 24", "hours = 0").replace("offer_seconds = 20", "offer = 1")

    page = signed_in(Role.COORDINATOR).sends("/rules/try", status=422, text=broken)

    faults = [one.get_text() for one in page.select("[data-errors] li")]
    assert len(faults) == 3
    assert all(one.startswith("Line ") for one in faults)
    assert "class[1].turnaround.hours" in faults[-1]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose the changed file, or paste its text."),
        (b"\xff\xfe\x00", "This file is no text in UTF-8."),
    ],
)
def test_what_is_no_text_is_said(signed_in: SignedIn, content: bytes, told: str) -> None:
    person = signed_in(Role.COORDINATOR)
    name = "changed.toml" if content else ""

    data = {"csrf_token": person.token, "file": (io.BytesIO(content), name)}
    page = person.asks("POST", "/rules/try", status=422, data=data)

    assert told in shown(page)


def test_rules_by_which_the_city_never_works_are_said(signed_in: SignedIn, office: Office) -> None:
    office.ask()

    page = signed_in(Role.COORDINATOR).sends("/rules/try", status=422, text=never_open(FULL))

    assert "the city never works" in shown(page)
