"""Who may use which address: one table, and the token that says who asks."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from langaccess.domain.access import Permission, Role
from langaccess.services.accounts import make_token, revoke_token
from langaccess.storage.accounts import tokens_of
from tests.factories import make_clerk, make_interpreter
from tests.web.api.conftest import System
from tests.web.api.machine import ROOT, Machine
from tests.web.pages import Clock

EVERYBODY = frozenset(Role)
DESK = frozenset({Role.STAFF, Role.COORDINATOR, Role.ADMIN})
OVERSIGHT = frozenset({Role.COORDINATOR, Role.ADMIN})
INTERPRETERS = frozenset({Role.INTERPRETER})
NOBODYS = "/interpreter-requests/2147483647"
NO_OFFER = "/offers/2147483647"
NO_TICKET = "/tickets/2147483647"
NO_TASK = "/documents/NOWHERE/tasks/es/verify"
ASKED = {"language": "es", "modality": "phone"}
DOCUMENT = {"title": "Pool", "document_type": "notice", "target_languages": ["es"]}

# Method, address, body, who may, and what they hear: there is nothing there yet.
ADDRESSES: list[tuple[str, str, dict[str, Any] | None, frozenset[Role], int]] = [
    ("GET", "/languages", None, EVERYBODY, 200),
    ("GET", "/locations", None, EVERYBODY, 200),
    ("GET", "/locations/nowhere/queue", None, DESK, 404),
    ("PUT", "/presence", {"status": "away"}, INTERPRETERS, 404),
    ("GET", "/offers", None, INTERPRETERS, 404),
    ("POST", f"{NO_OFFER}/accept", None, INTERPRETERS, 404),
    ("POST", f"{NO_OFFER}/decline", {}, INTERPRETERS, 404),
    ("POST", f"{NO_OFFER}/connect", None, INTERPRETERS, 404),
    ("POST", f"{NO_OFFER}/finish", None, INTERPRETERS, 404),
    (
        "POST",
        f"{NO_OFFER}/answers",
        {"understood": "yes", "briefed": "no"},
        INTERPRETERS,
        404,
    ),
    ("POST", "/interpreter-requests", ASKED, DESK, 422),
    ("GET", NOBODYS, None, DESK, 404),
    ("GET", f"{NOBODYS}/vendors", None, DESK, 404),
    ("POST", f"{NOBODYS}/vendor", {}, DESK, 404),
    ("POST", f"{NOBODYS}/vendor-silent", None, DESK, 404),
    ("POST", f"{NOBODYS}/ring-again", None, DESK, 404),
    ("POST", f"{NOBODYS}/connect", None, DESK, 404),
    ("POST", f"{NOBODYS}/cancel", None, DESK, 404),
    ("POST", f"{NOBODYS}/complete", {"outcome": "served"}, DESK, 404),
    ("POST", f"{NOBODYS}/confirm-stand-in", None, OVERSIGHT, 404),
    ("POST", "/tickets/call-next", {"desk": "1"}, DESK, 409),
    ("POST", "/tickets", {}, DESK, 201),
    ("GET", NO_TICKET, None, DESK, 404),
    ("POST", f"{NO_TICKET}/call", {"desk": "1"}, DESK, 404),
    ("POST", f"{NO_TICKET}/finish", {}, DESK, 404),
    ("POST", "/documents", DOCUMENT, EVERYBODY, 422),
    ("GET", "/documents", None, EVERYBODY, 200),
    ("GET", "/documents/NOWHERE", None, EVERYBODY, 404),
    ("POST", NO_TASK, {}, EVERYBODY, 404),
    ("GET", "/people", None, OVERSIGHT, 200),
    ("GET", "/people/2147483647", None, OVERSIGHT, 404),
    ("GET", "/oversight", None, OVERSIGHT, 200),
    ("GET", "/openapi.json", None, EVERYBODY, 200),
]


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_reaches_what_its_permissions_name(
    role: Role | None, system: System, stranger: Machine
) -> None:
    machine = system(role) if role else stranger
    for method, path, body, may, expected in ADDRESSES:
        if path == "/openapi.json":
            status = 200
        elif role is None:
            status = 401
        else:
            status = expected if role in may else 403
        machine.asks(method, path, status=status, json=body if body is not None else None)


def test_the_table_holds_every_address_and_every_address_says_who_may(app: Flask) -> None:
    urls = app.url_map.bind("localhost")
    tested = {urls.match(ROOT + path, method)[0] for method, path, *_ in ADDRESSES}
    hung = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}

    assert tested == hung
    assert all(isinstance(_allowed(app, one), Permission) for one in hung)


def test_only_the_document_is_public(app: Flask) -> None:
    hung = [one for one in app.view_functions if one.startswith("api.")]

    assert [one for one in hung if _allowed(app, one) is Permission.PUBLIC] == ["api.openapi"]


def test_a_cookie_of_a_signed_in_browser_opens_nothing(
    app: Flask, session: Session, clock: Clock, signed_in: Any
) -> None:
    browser = signed_in(Role.ADMIN)

    answer = browser.client.get(f"{ROOT}/oversight")

    assert answer.status_code == 401
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "Bearer la_unknown",
        "Bearer \xff\xfe",
        "bearer la_",
        "Basic " + base64.b64encode(b"a:b").decode(),
        "Basic !",
        "",
        "la_x",
        "Digest username=x",
        "Bearer " + "x" * 5000,
    ],
)
def test_what_is_no_good_token_opens_nothing(sent: str, stranger: Machine) -> None:
    told = stranger.asks("GET", "/languages", status=401, headers={"Authorization": sent})

    assert told["type"] in {"/problems/token-missing", "/problems/token-refused"}


def test_a_bad_token_is_refused_even_where_none_is_needed(stranger: Machine) -> None:
    stranger.asks("GET", "/openapi.json", status=401, headers={"Authorization": "Bearer la_x"})

    assert stranger.answer.headers["WWW-Authenticate"] == (
        "Bearer realm=langaccess, error=invalid_token"
    )


def test_a_revoked_token_opens_nothing_any_more(
    system: System, session: Session, clock: Clock
) -> None:
    machine = system(Role.STAFF)
    machine.gets("/languages")
    account = machine.account
    assert account is not None
    (token,) = tokens_of(session, account.id)

    revoke_token(session, account.actor, token_id=token.id, now=clock.at)

    assert machine.gets("/languages", status=401)["type"] == "/problems/token-refused"


def test_an_expired_token_opens_nothing_any_more(
    stranger: Machine, session: Session, clock: Clock
) -> None:
    clerk = make_clerk(session)
    _, token = make_token(session, email=clerk.email, lasts=timedelta(days=1), now=clock.at)
    stranger.headers["Authorization"] = f"bearer {token}"
    stranger.gets("/languages")

    clock.forward(24 * 3600)

    stranger.gets("/languages", status=401)


def test_a_person_who_left_opens_nothing_any_more(system: System, session: Session) -> None:
    machine = system(make_interpreter(session))
    machine.gets("/offers")

    assert machine.account is not None
    machine.account.is_active = False

    machine.gets("/offers", status=401)


def _allowed(app: Flask, endpoint: str) -> object:
    return getattr(app.view_functions[endpoint], "allowed", None)
