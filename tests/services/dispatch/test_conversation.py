"""From the first word to the end: connecting, finishing, answering, cancelling."""

from collections.abc import Callable
from typing import Any

import pytest

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.dispatch import (
    Answer,
    AttemptOutcome,
    EncounterUnknown,
    NobodyToConnect,
    Status,
)
from langaccess.services.dispatch.conversation import (
    answer_as_interpreter,
    connect,
    connect_as_interpreter,
    finish_as_interpreter,
)
from langaccess.services.dispatch.vendor_line import use_vendor
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
from langaccess.storage.people import DayLoad, Interpreter
from tests.factories import (
    MONDAY,
    NINE,
    later,
    make_account,
    make_clerk,
    make_encounter,
    make_vendor,
)
from tests.services.dispatch.scene import Scene


def accepted(scene: Scene, **changes: Any) -> tuple[Encounter, Interpreter]:
    """An encounter that somebody accepted, and who."""
    near = scene.near()
    encounter = scene.ask(**changes)
    scene.accept(encounter, near, 5)
    return encounter, near


def connected(scene: Scene) -> tuple[Encounter, Interpreter]:
    """An encounter in which they talk since the tenth second, and who interprets."""
    encounter, near = accepted(scene)
    connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=later(10))
    return encounter, near


def finish(scene: Scene, encounter: Encounter, person: Interpreter, seconds: float) -> Encounter:
    """The interpreter says that the conversation is over."""
    me, reference = person.account.actor, encounter.reference
    return finish_as_interpreter(
        scene.session, me, scene.city, reference=reference, now=later(seconds)
    )


def taken_today(scene: Scene, person: Interpreter) -> int | None:
    """How many conversations the person's day counts."""
    load = scene.session.get(DayLoad, (person.account_id, MONDAY))
    return load.taken if load else None


def test_the_first_word_stops_the_clock_of_the_wait(scene: Scene) -> None:
    encounter, near = accepted(scene)

    connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=later(12))

    assert (encounter.status, encounter.connected_at) == (Status.CONNECTED, later(12))
    assert (encounter.seconds_to_language, encounter.due_at) == (12, None)
    assert scene.deeds(encounter)[-1] == ("connect", scene.clerk.id)
    assert near.last_served_at == later(12)
    assert taken_today(scene, near) == 1


def test_connecting_twice_is_once(scene: Scene) -> None:
    encounter, near = connected(scene)
    version = encounter.version

    connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=later(60))

    assert (encounter.version, encounter.connected_at) == (version, later(10))
    assert taken_today(scene, near) == 1


def test_each_conversation_of_a_day_counts(scene: Scene) -> None:
    first, near = connected(scene)
    finish(scene, first, near, 60)
    second = scene.ask(now=later(61))
    scene.accept(second, near, 62)
    connect(scene.session, scene.clerk.actor, reference=second.reference, now=later(63))

    assert taken_today(scene, near) == 2


def test_the_wait_counts_from_the_first_contact(scene: Scene) -> None:
    earlier = scene.ask(now=later(-600))
    encounter, _ = accepted(scene, continues=earlier.reference)

    connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=later(12))

    assert encounter.seconds_to_language == 612


def test_the_interpreter_may_say_that_they_speak(scene: Scene) -> None:
    encounter, near = accepted(scene)
    me, reference = near.account.actor, encounter.reference

    connect_as_interpreter(scene.session, me, reference=reference, now=later(9))

    assert encounter.connected_at == later(9)
    assert scene.deeds(encounter)[-1] == ("connect", near.account_id)


def test_one_and_the_same_deed_serves_the_interpreter_too(scene: Scene) -> None:
    encounter, near = accepted(scene)

    connect(scene.session, near.account.actor, reference=encounter.reference, now=later(9))

    assert encounter.connected_at == later(9)


def test_a_line_that_answers_is_connected_like_anybody(scene: Scene) -> None:
    vendor = make_vendor(scene.session)
    encounter = scene.ask()
    me, reference = scene.clerk.actor, encounter.reference
    use_vendor(scene.session, me, scene.city, reference=reference, now=later(5))

    connect(scene.session, me, reference=reference, now=later(15))

    assert encounter.seconds_to_language == 15
    assert scene.vendors_tried(encounter) == [(vendor.id, AttemptOutcome.ACCEPTED)]


def test_nobody_can_be_connected_before_somebody_accepted(scene: Scene) -> None:
    scene.near()
    encounter = scene.ask()

    with pytest.raises(NobodyToConnect):
        connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=NINE)


Deed = Callable[[Scene, Account, Encounter], Encounter]


def connects(scene: Scene, person: Account, encounter: Encounter) -> Encounter:
    me, reference = person.actor, encounter.reference
    return connect_as_interpreter(scene.session, me, reference=reference, now=later(9))


def connects_by_either_way(scene: Scene, person: Account, encounter: Encounter) -> Encounter:
    me, reference = person.actor, encounter.reference
    return connect(scene.session, me, reference=reference, now=later(9))


def finishes(scene: Scene, person: Account, encounter: Encounter) -> Encounter:
    me, reference = person.actor, encounter.reference
    return finish_as_interpreter(scene.session, me, scene.city, reference=reference, now=later(9))


def answers(scene: Scene, person: Account, encounter: Encounter) -> Encounter:
    return answer_as_interpreter(
        scene.session,
        person.actor,
        reference=encounter.reference,
        understood=Answer.YES,
        briefed=Answer.PARTLY,
        now=later(9),
    )


@pytest.mark.parametrize("deed", [connects, connects_by_either_way, finishes, answers])
def test_somebody_elses_encounter_does_not_exist_for_an_interpreter(
    scene: Scene, deed: Deed
) -> None:
    encounter, _ = accepted(scene)
    other = scene.near()

    with pytest.raises(EncounterUnknown):
        deed(scene, other.account, encounter)


@pytest.mark.parametrize("deed", [connects, finishes, answers])
def test_who_does_not_interpret_cannot_speak_for_an_interpreter(scene: Scene, deed: Deed) -> None:
    encounter, _ = accepted(scene)

    with pytest.raises(NotAllowed):
        deed(scene, scene.clerk, encounter)


def test_an_interpreter_who_finishes_is_free_and_the_record_stays_open(scene: Scene) -> None:
    encounter, near = connected(scene)

    finish(scene, encounter, near, 600)

    assert (encounter.status, encounter.ended_at) == (Status.ENDED, later(600))
    assert scene.deeds(encounter)[-1] == ("finish_conversation", near.account_id)


def test_finishing_without_having_connected_counts_as_both(scene: Scene) -> None:
    encounter, near = accepted(scene)

    finish(scene, encounter, near, 60)

    assert encounter.status is Status.ENDED
    assert encounter.connected_at == encounter.ended_at == later(60)


def test_finishing_twice_is_once(scene: Scene) -> None:
    encounter, near = connected(scene)
    finish(scene, encounter, near, 60)

    finish(scene, encounter, near, 90)

    assert encounter.ended_at == later(60)


def test_who_waits_is_rung_for_by_an_interpreter_who_finished(scene: Scene) -> None:
    encounter, near = connected(scene)
    waiting = scene.ask()
    near.seen_at = later(60)

    finish(scene, encounter, near, 60)

    assert scene.rung(waiting) == [near.account_id]


def test_the_interpreters_two_answers_are_kept(scene: Scene) -> None:
    encounter, near = connected(scene)

    answers(scene, near.account, encounter)

    assert encounter.interpreter_understood is Answer.YES
    assert encounter.interpreter_briefed is Answer.PARTLY
    assert scene.deeds(encounter)[-1] == ("answer_as_interpreter", near.account_id)


def test_another_departments_encounter_does_not_exist(scene: Scene) -> None:
    theirs = make_encounter(scene.session, scene.city)

    with pytest.raises(EncounterUnknown):
        connect(scene.session, scene.clerk.actor, reference=theirs.reference, now=NINE)


def test_a_colleague_of_the_same_department_may_go_on_with_it(scene: Scene) -> None:
    encounter, _ = accepted(scene)
    colleague = make_clerk(scene.session, department_id=scene.clerk.department_id)

    connect(scene.session, colleague.actor, reference=encounter.reference, now=later(9))

    assert encounter.status is Status.CONNECTED


def test_a_clerk_without_a_department_still_has_their_own(scene: Scene) -> None:
    scene.clerk.department_id = None
    encounter, _ = accepted(scene)

    connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=later(9))

    assert encounter.status is Status.CONNECTED


def test_a_coordinator_sees_every_departments_encounter(scene: Scene) -> None:
    encounter, _ = accepted(scene)
    coordinator = make_account(scene.session, Role.COORDINATOR)

    connect(scene.session, coordinator.actor, reference=encounter.reference, now=later(9))

    assert encounter.status is Status.CONNECTED
