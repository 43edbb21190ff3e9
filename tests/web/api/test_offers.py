"""The interpreter's side: present, rung, first or second, talking, done."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import Answer
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.people import Interpreter
from tests.factories import make_clerk, make_encounter, make_interpreter
from tests.web.api.conftest import System
from tests.web.api.machine import ROOT, Machine
from tests.web.pages import Clock


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk at a counter."""
    return make_clerk(session, name="Cleo")


@pytest.fixture
def ines(session: Session, clerk: Account) -> Interpreter:
    """An interpreter on the clerk's site."""
    return make_interpreter(session, location_id=clerk.location_id)


@pytest.fixture
def omar(session: Session, clerk: Account) -> Interpreter:
    """Another interpreter there."""
    return make_interpreter(session, location_id=clerk.location_id)


@pytest.fixture
def search(session: Session, city: City, clerk: Account, ines: Interpreter) -> Encounter:
    """A search that rings."""
    return make_encounter(session, city, clerk=clerk, note="Window 3")


def offer(session: Session, search: Encounter, person: Interpreter) -> int:
    """The number of this person's offer."""
    query = select(Attempt.id).filter_by(
        encounter_id=search.id, interpreter_id=person.account_id, outcome=None
    )
    return session.scalars(query).one()


def test_what_rings_is_told_with_what_one_wants_to_know(
    system: System, ines: Interpreter, search: Encounter, session: Session
) -> None:
    told = system(ines).gets("/offers")

    (one,) = told["offers"]
    assert one["id"] == offer(session, search, ines)
    assert (one["language"], one["domain"], one["modality"]) == ("es", "general", "phone")
    assert (one["clerk"], one["note"], one["outcome"]) == ("Cleo", "Window 3", None)
    assert told["presence"] == {"status": "on_duty", "since_at": "2026-11-23T16:00:00.000Z"}
    assert told["conversation"] is None


def test_presence_is_set_and_rings_what_waits(
    system: System, ines: Interpreter, session: Session, city: City, clerk: Account
) -> None:
    machine = system(ines)
    told = machine.asks("PUT", "/presence", status=200, json={"status": "away"})
    assert told == {"status": "away", "since_at": "2026-11-23T17:00:00.000Z"}
    make_encounter(session, city, clerk=clerk)
    assert machine.gets("/offers")["offers"] == []

    machine.asks("PUT", "/presence", status=200, json={"status": "on_duty"})

    assert len(machine.gets("/offers")["offers"]) == 1
    machine.asks("PUT", "/presence", status=422, json={"status": "asleep"})


def test_who_asks_for_offers_is_there_and_can_be_rung(
    system: System, ines: Interpreter, session: Session, clock: Clock
) -> None:
    machine = system(ines)
    clock.forward(3600)

    machine.gets("/offers")

    session.commit()
    assert ines.seen_at == clock.at


def test_asking_for_offers_climbs_a_ladder_that_is_due(
    system: System, session: Session, search: Encounter, clock: Clock
) -> None:
    far = make_interpreter(session)
    machine = system(far)
    assert machine.gets("/offers")["offers"] == []

    clock.forward(20)

    assert len(machine.gets("/offers")["offers"]) == 1


def test_the_first_to_accept_has_the_conversation_and_the_second_is_told(
    system: System, omar: Interpreter, ines: Interpreter, search: Encounter, session: Session
) -> None:
    first, second = offer(session, search, ines), offer(session, search, omar)
    winner, loser = system(ines), system(omar)

    talk = winner.posts(f"/offers/{first}/accept")
    assert (talk["offer"], talk["status"], talk["clerk"]) == (first, "ready", "Cleo")
    assert talk["connect_by"] == "2026-11-23T17:01:00.000Z"
    assert winner.posts(f"/offers/{first}/accept") == talk
    assert winner.gets("/offers")["conversation"] == talk

    told = loser.posts(f"/offers/{second}/accept", status=409)
    assert told["type"] == "/problems/offer-taken"
    assert told["detail"] == "Another interpreter accepted first. Thank you for answering."
    assert [one["outcome"] for one in loser.gets("/offers")["offers"]] == ["taken"]


def test_of_many_who_accept_at_once_one_wins_and_all_are_answered(
    system: System, session: Session, city: City, clerk: Account
) -> None:
    people = [make_interpreter(session, location_id=clerk.location_id) for _ in range(6)]
    search = make_encounter(session, city, clerk=clerk)
    machines = [(system(one), offer(session, search, one)) for one in people]
    session.commit()

    def accept(machine: Machine, attempt_id: int) -> int:
        client = machine.app.test_client()
        path = f"{ROOT}/offers/{attempt_id}/accept"
        return client.post(path, headers=machine.headers).status_code

    with ThreadPoolExecutor(len(machines)) as pool:
        heard = [one.result() for one in [pool.submit(accept, *each) for each in machines]]

    assert sorted(heard) == [200, *[409] * 5]


def test_an_accept_after_the_end_says_so(
    system: System, ines: Interpreter, search: Encounter, session: Session, clerk: Account
) -> None:
    mine = offer(session, search, ines)
    system(clerk).posts(f"/interpreter-requests/{search.id}/cancel")

    told = system(ines).posts(f"/offers/{mine}/accept", status=409)

    assert told["type"] == "/problems/offer-ended"


def test_nobody_has_two_conversations(
    system: System,
    ines: Interpreter,
    search: Encounter,
    session: Session,
    city: City,
    clerk: Account,
) -> None:
    other = make_encounter(session, city, clerk=clerk)
    first, second = offer(session, search, ines), offer(session, other, ines)
    machine = system(ines)
    machine.posts(f"/offers/{first}/accept")

    told = machine.posts(f"/offers/{second}/accept", status=409)

    assert told["type"] == "/problems/already-in-conversation"


def test_a_decline_carries_its_reason_and_stays(
    system: System, ines: Interpreter, search: Encounter, session: Session
) -> None:
    mine, machine = offer(session, search, ines), system(ines)
    machine.posts(f"/offers/{mine}/decline", status=422, reason="tired")

    told = machine.posts(f"/offers/{mine}/decline", reason="conflict")

    assert told == {"id": mine, "outcome": "declined", "answered_at": "2026-11-23T17:00:00.000Z"}
    said = machine.posts(f"/offers/{mine}/accept", status=409)
    assert said["type"] == "/problems/offer-answered"


def test_somebody_elses_offer_does_not_exist(
    system: System, ines: Interpreter, search: Encounter, session: Session
) -> None:
    mine, other = offer(session, search, ines), system(make_interpreter(session))

    for deed in ("accept", "decline", "connect", "finish"):
        told = other.posts(f"/offers/{mine}/{deed}", status=404)
        assert told["type"] == "/problems/offer-unknown"


def test_the_interpreter_connects_finishes_and_answers(
    system: System, ines: Interpreter, search: Encounter, session: Session, clock: Clock
) -> None:
    mine, machine = offer(session, search, ines), system(ines)
    machine.posts(f"/offers/{mine}/connect", status=404)  # not mine before I accept
    machine.posts(f"/offers/{mine}/accept")
    clock.forward(10)

    talk = machine.posts(f"/offers/{mine}/connect")
    assert (talk["status"], talk["connect_by"]) == ("connected", None)
    clock.forward(60)
    assert machine.posts(f"/offers/{mine}/finish")["ended_at"] == "2026-11-23T17:01:10.000Z"
    machine.posts(f"/offers/{mine}/answers", understood="yes", briefed="partly")

    session.commit()
    session.refresh(search)
    assert (search.interpreter_understood, search.interpreter_briefed) == (
        Answer.YES,
        Answer.PARTLY,
    )
    assert machine.gets("/offers")["conversation"] is None


def test_a_role_without_a_person_behind_it_has_no_offers(system: System) -> None:
    told = system(Role.INTERPRETER).gets("/offers", status=404)

    assert told["type"] == "/problems/person-unknown"
