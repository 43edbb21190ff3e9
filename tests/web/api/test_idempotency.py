"""A retried deed is one deed: also from many at once, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from langaccess.domain.access import Role
from langaccess.storage.base import begin_write
from langaccess.storage.counter import Ticket
from langaccess.storage.dispatch import Encounter
from langaccess.storage.idempotency import GivenAnswer
from tests.factories import NINE, make_language
from tests.web.api.conftest import System
from tests.web.api.machine import ROOT, Machine

AT_ONCE = 8
ASKED = {"language": "es", "modality": "phone"}
REPLAYED = "Idempotency-Replayed"


@pytest.fixture
def desk(system: System, session: Session) -> Machine:
    """A desk that may ask for Spanish."""
    make_language(session, "es")
    return system(Role.STAFF)


def test_the_same_key_again_gets_the_same_answer_and_no_second_deed(
    desk: Machine, session: Session
) -> None:
    first = desk.posts("/interpreter-requests", status=201, key="a key", **ASKED)
    address = desk.answer.headers["Location"]
    assert REPLAYED not in desk.answer.headers

    again = desk.posts("/interpreter-requests", status=201, key="a key", **ASKED)

    assert again == first
    assert desk.answer.headers[REPLAYED] == "true"
    assert desk.answer.headers["Location"] == address
    assert counted(session, Encounter) == 1


def test_another_key_is_another_deed(desk: Machine, session: Session) -> None:
    desk.posts("/tickets", status=201, key="one")
    desk.posts("/tickets", status=201, key="two")
    desk.posts("/tickets", status=201)

    assert counted(session, Ticket) == 3


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/interpreter-requests", {**ASKED, "note": "other"}),
        ("/interpreter-requests?", ASKED),
        ("/tickets", {}),
    ],
)
def test_a_key_belongs_to_its_request(path: str, body: dict[str, Any], desk: Machine) -> None:
    desk.posts("/interpreter-requests", status=201, key="k", **ASKED)

    if path.endswith("?"):
        desk.posts(path, status=201, key="k", **body)  # nothing was asked after all
    else:
        told = desk.posts(path, status=422, key="k", **body)
        assert told["type"] == "/problems/idempotency-key-reused"


def test_a_key_belongs_to_its_account(system: System, desk: Machine, session: Session) -> None:
    desk.posts("/tickets", status=201, key="k")
    system(Role.STAFF).posts("/tickets", status=201, key="k")

    assert counted(session, Ticket) == 2


def test_a_refusal_is_not_kept_because_the_deed_may_be_possible_later(
    desk: Machine, session: Session
) -> None:
    desk.posts("/tickets/call-next", status=409, key="k", desk="1")
    desk.posts("/tickets", status=201)

    called = desk.posts("/tickets/call-next", key="k", desk="1")

    assert called["status"] == "called"
    assert REPLAYED not in desk.answer.headers


@pytest.mark.parametrize("key", ["", "x" * 256, "é", "a\tb"])
def test_a_key_that_cannot_be_one_is_refused(key: str, desk: Machine) -> None:
    told = desk.asks("POST", "/tickets", status=400, headers={"Idempotency-Key": key}, json={})

    assert told["type"] == "/problems/idempotency-key-unfit"


def test_a_key_of_every_length_up_to_255_is_one(desk: Machine) -> None:
    desk.posts("/tickets", status=201, key="~" * 255)


def test_setting_a_state_needs_no_key_and_looks_at_none(system: System, desk: Machine) -> None:
    machine = system(Role.INTERPRETER)

    machine.asks(
        "PUT", "/presence", status=404, headers={"Idempotency-Key": ""}, json={"status": "away"}
    )


def test_a_replay_also_needs_a_token_that_may(desk: Machine, system: System) -> None:
    desk.posts("/tickets", status=201, key="k")

    system(Role.INTERPRETER).posts("/tickets", status=403, key="k")


@pytest.mark.parametrize("path", ["/tickets", "/interpreter-requests"])
def test_of_many_at_once_one_does_the_deed_and_all_get_its_answer(
    path: str, desk: Machine, session: Session
) -> None:
    body = ASKED if path == "/interpreter-requests" else {}
    session.commit()
    send = sender(desk, path, body, {"Idempotency-Key": "one tap"})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [one.result() for one in [pool.submit(send) for _ in range(AT_ONCE)]]

    assert {one.status_code for one in answers} == {201}
    assert len({one.text for one in answers}) == 1
    assert sum(REPLAYED not in one.headers for one in answers) == 1
    assert counted(session, Ticket if path == "/tickets" else Encounter) == 1
    assert counted(session, GivenAnswer) == 1


def test_the_slower_waits_for_the_faster_and_then_repeats_its_answer(
    desk: Machine, session: Session, engine: Engine
) -> None:
    desk.posts("/tickets", status=201, key="k")
    (kept,) = session.scalars(select(GivenAnswer))
    facts = {
        name: getattr(kept, name)
        for name in ("account_id", "request_hash", "status", "body", "created_at")
    }
    session.commit()
    send = sender(desk, "/tickets", {}, {"Idempotency-Key": "slow"})

    with Session(engine) as faster, ThreadPoolExecutor(1) as pool:
        begin_write(faster)
        faster.add(GivenAnswer(key="slow", **facts))
        faster.flush()
        slower = pool.submit(send)
        with pytest.raises(TimeoutError):
            slower.result(timeout=0.5)
        faster.commit()
        answer = slower.result(timeout=10)

    assert answer.status_code == 201
    assert answer.headers[REPLAYED] == "true"
    assert counted(session, Ticket) == 1


def test_the_slower_does_the_deed_when_the_faster_was_undone(
    desk: Machine, session: Session, engine: Engine
) -> None:
    assert desk.account is not None
    account_id = desk.account.id
    session.commit()
    send = sender(desk, "/tickets", {}, {"Idempotency-Key": "k"})

    with Session(engine) as faster, ThreadPoolExecutor(1) as pool:
        begin_write(faster)
        row = {"request_hash": "", "status": 0, "body": "", "created_at": NINE}
        faster.add(GivenAnswer(account_id=account_id, key="k", **row))
        faster.flush()
        slower = pool.submit(send)
        faster.rollback()
        answer = slower.result(timeout=10)

    assert answer.status_code == 201
    assert REPLAYED not in answer.headers


def counted(session: Session, table: type[Any]) -> int:
    """How many rows there are now."""
    session.commit()
    return session.scalar(select(func.count()).select_from(table)) or 0


def sender(
    machine: Machine, path: str, body: dict[str, Any], headers: dict[str, str]
) -> Callable[[], TestResponse]:
    """Sends the same request from any thread, each with a client of its own."""
    app, sent = machine.app, machine.headers | headers

    def send() -> TestResponse:
        return app.test_client().post(ROOT + path, json=body, headers=sent)

    return send
