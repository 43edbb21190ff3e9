"""Using the city's third-party line: one press, the next when it is silent, and back again."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import NotAllowed
from langaccess.domain.dispatch import (
    AttemptOutcome,
    EncounterOver,
    EncounterUnknown,
    NobodyToConnect,
    NoVendorAnswers,
    Status,
)
from langaccess.domain.rules import Ring, Step
from langaccess.services.dispatch.conversation import cancel, connect
from langaccess.services.dispatch.vendor_line import note_vendor_silent, ring_again, use_vendor
from langaccess.storage.dispatch import Encounter
from tests.factories import later, make_city, make_encounter, make_vendor
from tests.services.dispatch.scene import Scene, make_scene

Deed = Callable[..., Encounter]


def use(scene: Scene, encounter: Encounter, seconds: float = 5, **which: int) -> Encounter:
    """The clerk presses "use the vendor line now"."""
    reference, actor = encounter.reference, scene.clerk.actor
    return use_vendor(
        scene.session, actor, scene.city, reference=reference, now=later(seconds), **which
    )


def silent(scene: Scene, encounter: Encounter, seconds: float = 9) -> Encounter:
    """The clerk says that the line did not answer."""
    reference, actor = encounter.reference, scene.clerk.actor
    return note_vendor_silent(
        scene.session, actor, scene.city, reference=reference, now=later(seconds)
    )


def again(scene: Scene, encounter: Encounter, seconds: float = 12) -> Encounter:
    """The clerk asks for the city's own people again."""
    reference, actor = encounter.reference, scene.clerk.actor
    return ring_again(scene.session, actor, scene.city, reference=reference, now=later(seconds))


def test_one_press_goes_to_the_first_line_and_stops_the_ringing(scene: Scene) -> None:
    near = scene.near()
    first, _ = make_vendor(scene.session), make_vendor(scene.session)
    encounter = scene.ask()

    use(scene, encounter)

    assert (encounter.status, encounter.vendor_id) == (Status.READY, first.id)
    assert (encounter.ready_at, encounter.due_at) == (later(5), None)
    assert scene.vendors_tried(encounter) == [(first.id, None)]
    assert scene.became_of(encounter, near) == [AttemptOutcome.WITHDRAWN]
    assert scene.deeds(encounter)[-1] == ("use_vendor", scene.clerk.id)


def test_a_line_that_the_ladder_started_is_not_tried_twice(scene: Scene) -> None:
    scene.near()
    vendor = make_vendor(scene.session)
    encounter = scene.ask()
    scene.look(encounter, 20)

    use(scene, encounter, 21)

    assert scene.vendors_tried(encounter) == [(vendor.id, None)]


def test_pressing_twice_stays_on_the_line(scene: Scene) -> None:
    vendor = make_vendor(scene.session)
    encounter = scene.ask()
    version = use(scene, encounter).version

    assert use(scene, encounter, 6).version == version
    assert use(scene, encounter, 7, vendor_id=vendor.id).version == version
    assert encounter.ready_at == later(5)


def test_the_clerk_may_choose_the_line(scene: Scene) -> None:
    first, second = make_vendor(scene.session), make_vendor(scene.session)
    encounter = scene.ask()

    use(scene, encounter, vendor_id=second.id)
    assert encounter.vendor_id == second.id

    use(scene, encounter, vendor_id=first.id)
    assert encounter.vendor_id == first.id


def test_a_line_that_does_not_serve_cannot_be_chosen(scene: Scene) -> None:
    french = make_vendor(scene.session, "fr")
    make_vendor(scene.session)
    encounter = scene.ask()

    with pytest.raises(NoVendorAnswers):
        use(scene, encounter, vendor_id=french.id)


def test_without_a_line_for_the_language_it_is_said(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()

    with pytest.raises(NoVendorAnswers):
        use(scene, encounter)

    assert scene.rung(encounter) == [near.account_id]


def test_an_interpreter_on_the_way_is_let_go_and_rung_by_who_else_waits(scene: Scene) -> None:
    near = scene.near()
    make_vendor(scene.session)
    first, second = scene.ask(), scene.ask()
    scene.accept(first, near, 1)
    scene.look(second, 20)
    assert scene.rung(second) == []

    use(scene, first, 21)

    assert first.interpreter_id is None
    assert scene.became_of(first, near) == [AttemptOutcome.RELEASED]
    assert scene.rung(second) == [near.account_id]


def test_when_the_line_is_silent_the_next_one_stands_there_at_once(scene: Scene) -> None:
    first, second = make_vendor(scene.session), make_vendor(scene.session)
    encounter = scene.ask()
    use(scene, encounter)

    silent(scene, encounter)

    assert (encounter.status, encounter.vendor_id) == (Status.READY, second.id)
    assert encounter.ready_at == later(9)
    tried = scene.vendors_tried(encounter)
    assert (first.id, AttemptOutcome.NO_ANSWER) in tried
    assert (second.id, None) in tried
    assert ("note_vendor_silent", scene.clerk.id) in scene.deeds(encounter)


def test_when_the_last_line_is_silent_our_own_people_ring_again(scene: Scene) -> None:
    near = scene.near()
    vendor = make_vendor(scene.session)
    encounter = scene.ask()
    use(scene, encounter)

    silent(scene, encounter)

    assert (encounter.status, encounter.vendor_id) == (Status.SEARCHING, None)
    assert scene.rung(encounter) == [near.account_id]
    assert encounter.due_at == later(20)
    assert scene.vendors_tried(encounter) == [(vendor.id, AttemptOutcome.NO_ANSWER)]
    with pytest.raises(NoVendorAnswers):
        use(scene, encounter, 10)


def test_a_line_that_was_silent_can_be_chosen_once_more_by_name(scene: Scene) -> None:
    vendor = make_vendor(scene.session)
    encounter = scene.ask()
    use(scene, encounter)
    silent(scene, encounter)

    use(scene, encounter, 30, vendor_id=vendor.id)

    assert scene.vendors_tried(encounter) == [
        (vendor.id, AttemptOutcome.NO_ANSWER),
        (vendor.id, None),
    ]


def test_the_last_silent_line_after_the_last_step_does_not_end_the_search(scene: Scene) -> None:
    near = scene.near()
    make_vendor(scene.session)
    encounter = scene.ask()
    scene.look(encounter, 120)
    use(scene, encounter, 130)
    near.seen_at = later(140)
    scene.session.flush()

    silent(scene, encounter, 140)

    assert encounter.status is Status.SEARCHING
    assert scene.rung(encounter) == [near.account_id]


def test_no_line_can_be_silent_where_none_is_called(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    with pytest.raises(NobodyToConnect):
        silent(scene, encounter)

    scene.accept(encounter, near)
    with pytest.raises(NobodyToConnect):
        silent(scene, encounter)


def test_the_clerk_may_leave_the_line_and_ring_our_own_people(scene: Scene) -> None:
    near = scene.near()
    make_vendor(scene.session)
    encounter = scene.ask()
    use(scene, encounter)

    again(scene, encounter)

    assert (encounter.status, encounter.vendor_id) == (Status.SEARCHING, None)
    assert scene.rung(encounter) == [near.account_id]
    assert scene.deeds(encounter)[-1] == ("ring_again", scene.clerk.id)


def test_the_clerk_may_let_go_who_accepted_and_does_not_come(scene: Scene) -> None:
    gone, other = scene.near(), scene.near()
    encounter = scene.ask()
    scene.accept(encounter, gone)

    again(scene, encounter)

    assert scene.became_of(encounter, gone) == [AttemptOutcome.RELEASED]
    assert scene.rung(encounter) == [other.account_id]


def test_where_no_step_has_rung_anybody_yet_leaving_the_line_waits_for_the_first_that_does(
    session: Session,
) -> None:
    steps = (Step(0, vendor=1), Step(60, ring=Ring.CITY))
    scene = make_scene(session, make_city(steps=steps))
    make_vendor(session)
    encounter = scene.ask()
    assert encounter.next_step == 2  # nobody rings, so the next step came at once
    encounter.next_step = 1
    use(scene, encounter)
    near = scene.near()

    again(scene, encounter)

    assert scene.rung(encounter) == [near.account_id]


def test_ringing_again_while_it_rings_changes_nothing(scene: Scene) -> None:
    scene.near()
    encounter = scene.ask()
    version = encounter.version

    assert again(scene, encounter).version == version


@pytest.mark.parametrize("deed", [use, again])
def test_once_they_talk_or_it_is_over_no_line_can_be_taken(scene: Scene, deed: Deed) -> None:
    near = scene.near()
    make_vendor(scene.session)
    talking, over = scene.ask(), scene.ask()
    me = scene.clerk.actor
    scene.accept(talking, near)
    connect(scene.session, me, reference=talking.reference, now=later(1))
    cancel(scene.session, me, scene.city, reference=over.reference, now=later(1))

    for encounter in (talking, over):
        with pytest.raises(EncounterOver):
            deed(scene, encounter)


@pytest.mark.parametrize("deed", [use_vendor, note_vendor_silent, ring_again])
def test_another_departments_encounter_does_not_exist(scene: Scene, deed: Deed) -> None:
    theirs = make_encounter(scene.session, scene.city)

    with pytest.raises(EncounterUnknown):
        deed(
            scene.session,
            scene.clerk.actor,
            scene.city,
            reference=theirs.reference,
            now=later(1),
        )


@pytest.mark.parametrize("deed", [use_vendor, note_vendor_silent, ring_again])
def test_who_only_interprets_cannot_take_a_line(scene: Scene, deed: Deed) -> None:
    near = scene.near()
    encounter = scene.ask()

    with pytest.raises(NotAllowed):
        deed(
            scene.session,
            near.account.actor,
            scene.city,
            reference=encounter.reference,
            now=later(1),
        )
