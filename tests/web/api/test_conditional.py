"""Reading again what did not change costs a 304."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import Status
from langaccess.storage.dispatch import Encounter
from tests.factories import make_clerk, make_encounter, make_interpreter, make_language, make_vendor
from tests.web.api.conftest import System
from tests.web.api.machine import etag_of
from tests.web.pages import Clock, queries


@pytest.mark.parametrize(
    "path", ["/languages", "/locations", "/people", "/oversight", "/openapi.json"]
)
def test_an_answer_that_did_not_change_is_not_sent_again(path: str, system: System) -> None:
    machine = system(Role.COORDINATOR)
    machine.gets(path)
    tag = f'"{etag_of(machine.answer)}"'

    machine.gets(path, status=304, If_None_Match=tag)

    assert machine.answer.data == b""
    machine.gets(path, status=304, If_None_Match="*")
    machine.gets(path, status=304, If_None_Match=f'"other", W/{tag}')
    machine.gets(path, If_None_Match='"other"')


def test_an_answer_that_changed_is_sent(system: System, session: Session) -> None:
    machine = system(Role.STAFF)
    machine.gets("/languages")
    tag = f'"{etag_of(machine.answer)}"'

    make_language(session, "so")

    assert machine.gets("/languages", If_None_Match=tag)["languages"][0]["tag"] == "so"


def test_asking_for_the_head_gives_the_tag(system: System) -> None:
    machine = system(Role.STAFF)

    machine.asks("HEAD", "/languages", status=200)

    assert etag_of(machine.answer)


def test_a_poll_reads_one_row_until_something_moves(
    app: Flask, system: System, session: Session, city: City
) -> None:
    clerk = make_clerk(session)
    one = make_encounter(session, city, clerk=clerk)
    machine, path = system(clerk), f"/interpreter-requests/{one.id}"
    machine.gets(path)
    tag = f'"{etag_of(machine.answer)}"'

    with queries(app) as sent:
        machine.gets(path, status=304, If_None_Match=tag)
    asked = [one for one in sent if one.startswith("SELECT")]
    assert len(asked) == 2, sent  # the token, and the row's version
    machine.posts(f"{path}/cancel")

    assert machine.gets(path, If_None_Match=tag)["status"] == "cancelled"


def test_an_answer_that_shows_a_line_is_asked_again_when_lines_may_have_closed(
    system: System, session: Session, city: City, clock: Clock
) -> None:
    clerk = make_clerk(session)
    make_vendor(session, hours=dict.fromkeys(range(7), (0, 9 * 60 + 15)))
    one = make_encounter(session, city, clerk=clerk)
    one.due_at = None
    machine, path = system(clerk), f"/interpreter-requests/{one.id}"
    assert machine.gets(path)["vendor"]
    tag = f'"{etag_of(machine.answer)}"'

    clock.forward(15 * 60 - 1)
    machine.gets(path, status=304, If_None_Match=tag)
    clock.forward(1)

    assert machine.gets(path, If_None_Match=tag)["vendor"] is None


def test_a_poll_climbs_the_ladder_when_it_is_due(
    system: System, session: Session, city: City, clock: Clock
) -> None:
    clerk = make_clerk(session)
    near = make_interpreter(session, location_id=clerk.location_id)
    far = make_interpreter(session)
    one = make_encounter(session, city, clerk=clerk)
    machine, path = system(clerk), f"/interpreter-requests/{one.id}"
    assert rung(session, one) == [near.account_id]
    machine.gets(path)
    tag = f'"{etag_of(machine.answer)}"'

    clock.forward(20)
    shown: dict[str, Any] = machine.gets(path, If_None_Match=tag)

    assert len(shown["offers"]) == 2
    assert rung(session, one) == [near.account_id, far.account_id]


def test_a_poll_gives_up_a_search_nobody_looked_after(
    system: System, session: Session, city: City, clock: Clock
) -> None:
    clerk = make_clerk(session)
    one = make_encounter(session, city, clerk=clerk)
    machine, path = system(clerk), f"/interpreter-requests/{one.id}"

    for _ in range(5):
        clock.forward(31 * 60)
        shown: dict[str, Any] = machine.gets(path)

    assert (shown["status"], shown["outcome"]) == (Status.CLOSED, "not_served")


def rung(session: Session, one: Encounter) -> list[int | None]:
    """Who was rung, as committed."""
    session.commit()
    return [attempt.interpreter_id for attempt in one.attempts if attempt.interpreter_id]
