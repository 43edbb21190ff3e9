"""Closing the record: what the resident got, and what was promised."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
from tests.factories import NINE
from tests.web.api.conftest import System
from tests.web.api.machine import Machine
from tests.web.pages import Clock

REQUESTS = "/interpreter-requests"


def test_a_conversation_by_the_line_is_connected_and_completed(
    desk: Machine, clerk: Account, clock: Clock, session: Session
) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    path = f"{REQUESTS}/{made['id']}"
    desk.posts(f"{path}/vendor")
    clock.forward(30)
    talking = desk.posts(f"{path}/connect")
    assert (talking["status"], talking["seconds_to_language"]) == ("connected", 30)
    clock.forward(90)

    closed = desk.posts(
        f"{path}/complete",
        outcome="partly",
        unmet_reason="technical",
        mode_used="phone",
        vendor_interpreter="Interpreter 4711",
        note="The line broke.",
        follow_up={
            "promised_by": clerk.id,
            "due_at": "2026-11-24T09:00:00-08:00",
            "reach": "+15105550111",
        },
        understood="partly",
        in_time="yes",
    )

    assert (closed["status"], closed["outcome"], closed["minutes"]) == ("closed", "partly", 2)
    session.commit()
    one = session.get_one(Encounter, made["id"])
    assert [promise.reach for promise in one.follow_ups] == ["+15105550111"]
    assert one.vendor_interpreter == "Interpreter 4711"
    told = desk.posts(f"{path}/complete", status=409, outcome="served")
    assert told["type"] == "/problems/encounter-over"


def test_a_minor_who_interpreted_is_written_down_and_gone_over_later(
    desk: Machine, system: System, session: Session
) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    path = f"{REQUESTS}/{made['id']}"
    desk.posts(
        f"{path}/complete",
        outcome="served",
        stand_in={"who": "minor", "why": "The house burnt.", "is_emergency": True},
    )

    desk.posts(f"{path}/confirm-stand-in", status=403)
    system(Role.COORDINATOR).posts(f"{path}/confirm-stand-in")

    session.commit()
    assert session.get_one(Encounter, made["id"]).stand_in_confirmed_at == NINE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "not_served"}, "unmet_reason"),
        ({"outcome": None}, "outcome"),
        ({"minutes": -1}, "minutes"),
        ({"minutes": 1.5}, "minutes"),
        ({"minutes": 10**30}, "minutes"),
        ({"stand_in": {"who": "minor", "why": " ", "is_emergency": "maybe"}}, None),
        ({"follow_up": {"promised_by": 1, "due_at": "tomorrow", "reach": "x"}}, None),
        ({"follow_up": {"promised_by": 1, "due_at": "2026-11-24T09:00", "reach": "x"}}, None),
        ({"follow_up": {"promised_by": 1, "due_at": "0001-01-01T00:00+14:00", "reach": "x"}}, None),
        (
            {"follow_up": {"promised_by": 2**31 - 1, "due_at": "2026-11-24T09:00Z", "reach": "x"}},
            "follow_up",
        ),
    ],
)
def test_a_completion_that_lacks_something_names_it(
    changes: dict[str, Any], field: str | None, desk: Machine
) -> None:
    made = desk.posts(REQUESTS, status=201, language="es", modality="phone")
    path = f"{REQUESTS}/{made['id']}"
    desk.posts(f"{path}/vendor")

    told = desk.posts(f"{path}/complete", status=422, **({"outcome": "served"} | changes))

    named = set(told["errors"])
    assert named == {field} if field else all("." in one for one in named)
