"""Whatever is sent, the API answers for itself: never a fault of ours."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.web.api.offers import AnswersTold, Declined, PresenceTold
from langaccess.web.api.request_shapes import (
    Completion,
    FollowUpTold,
    RequestAsked,
    StandInTold,
    VendorChosen,
)
from langaccess.web.api.tickets import NextCalled, TicketAsked, TicketFinished
from tests.factories import (
    make_clerk,
    make_encounter,
    make_interpreter,
    make_language,
    make_ticket,
    make_vendor,
)
from tests.web.api.conftest import System

NUMBERS = st.integers() | st.sampled_from([0, -1, 1, 2, 2**31 - 1, 2**31, 2**63, 10**400])
WORDS = st.sampled_from(
    ["es", "zh", "ase", "phone", "video", "served", "not_served", "minor", "on_duty", "conflict"]
)
MOMENTS = st.sampled_from(["2026-11-24T09:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31"])
PLAIN = st.none() | st.booleans() | NUMBERS | st.floats() | st.text(max_size=30) | WORDS | MOMENTS
TAKEN = (
    AnswersTold,
    Completion,
    Declined,
    FollowUpTold,
    NextCalled,
    PresenceTold,
    RequestAsked,
    StandInTold,
    TicketAsked,
    TicketFinished,
    VendorChosen,
)
FIELDS = st.sampled_from(sorted({name for schema in TAKEN for name in schema().fields}))
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=8,
)
NEARLY_RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/interpreter-requests", {"language": "es", "modality": "phone"}),
    ("POST", "/interpreter-requests/{one}/vendor", {}),
    ("POST", "/interpreter-requests/{one}/complete", {"outcome": "served"}),
    ("POST", "/interpreter-requests/{one}/cancel", {}),
    ("POST", "/offers/{offer}/decline", {}),
    ("POST", "/offers/{offer}/answers", {"understood": "yes", "briefed": "no"}),
    ("POST", "/tickets", {}),
    ("POST", "/tickets/call-next", {"desk": "1"}),
    ("POST", "/tickets/{ticket}/finish", {}),
    ("PUT", "/presence", {"status": "busy"}),
]
BODIES = st.dictionaries(FIELDS, VALUES, max_size=4) | VALUES


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(address=st.sampled_from(NEARLY_RIGHT), body=BODIES)
def test_no_body_brings_the_service_down(
    address: tuple[str, str, dict[str, Any]],
    body: Any,
    system: System,
    session: Session,
    city: City,
) -> None:
    clerk = make_clerk(session)
    clerk_id = clerk.location_id or 0
    make_language(session, "ase")
    make_vendor(session)
    person = make_interpreter(session, location_id=clerk_id, roles=(Role.STAFF, Role.INTERPRETER))
    person.account.department_id = clerk.department_id
    one = make_encounter(session, city, clerk=clerk)
    (offer,) = [each.id for each in one.attempts if each.interpreter_id]
    places = {"one": one.id, "offer": offer, "ticket": make_ticket(session, clerk_id).id}
    machine = system(person)
    method, path, right = address
    sent = right | body if isinstance(body, dict) else body
    session.commit()

    answer = machine.client.open(
        f"/api/v1{path.format(**places)}", method=method, json=sent, headers=machine.headers
    )

    assert answer.status_code < 500, answer.text


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.text(st.characters(exclude_characters="\0#?", exclude_categories=["Cs"]), max_size=30),
    query=st.dictionaries(st.sampled_from(["limit", "after", "x"]), st.text(max_size=5)),
    key=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=300),
)
def test_no_address_brings_the_service_down(
    path: str, query: dict[str, str], key: str, system: System, session: Session
) -> None:
    machine = system(Role.COORDINATOR)
    session.commit()
    headers = machine.headers | {"Idempotency-Key": key}

    for place in (f"/people/{path}", f"/locations/{path}/queue", "/people"):
        answer = machine.client.get(f"/api/v1{place}", query_string=query, headers=machine.headers)
        assert answer.status_code < 500, answer.text
    answer = machine.client.post("/api/v1/tickets/call-next", json={"desk": "1"}, headers=headers)
    assert answer.status_code < 500, answer.text
