"""Cancelling before anybody spoke: everybody who rings or comes is told."""

import pytest

from langaccess.domain.dispatch import AttemptOutcome, EncounterOver, EncounterUnknown, Status
from langaccess.services.dispatch.conversation import cancel, connect
from langaccess.storage.dispatch import Encounter
from tests.factories import later, make_encounter, make_vendor
from tests.services.dispatch.scene import Scene


def cancelled(scene: Scene, encounter: Encounter, seconds: float = 6) -> Encounter:
    """The clerk cancels."""
    me, reference = scene.clerk.actor, encounter.reference
    return cancel(scene.session, me, scene.city, reference=reference, now=later(seconds))


def test_cancelling_tells_everybody_who_rings_or_comes(scene: Scene) -> None:
    near, slow = scene.near(), scene.near()
    vendor = make_vendor(scene.session)
    ringing, coming = scene.ask(), scene.ask()
    scene.look(ringing, 20)
    scene.accept(coming, near, 5)

    cancelled(scene, ringing, 25)
    cancelled(scene, coming, 25)

    assert scene.became_of(ringing, slow) == [AttemptOutcome.NO_ANSWER]
    assert scene.vendors_tried(ringing) == [(vendor.id, AttemptOutcome.WITHDRAWN)]
    assert scene.became_of(coming, near) == [AttemptOutcome.WITHDRAWN]
    for encounter in (ringing, coming):
        assert (encounter.status, encounter.ended_at) == (Status.CANCELLED, later(25))
        assert encounter.due_at is None
        assert scene.deeds(encounter)[-1] == ("cancel_encounter", scene.clerk.id)


def test_cancelling_twice_is_once(scene: Scene) -> None:
    encounter = scene.ask()
    version = cancelled(scene, encounter).version

    assert cancelled(scene, encounter, 60).version == version
    assert encounter.ended_at == later(6)


def test_a_conversation_cannot_be_cancelled(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    scene.accept(encounter, near)
    connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=later(1))

    with pytest.raises(EncounterOver):
        cancelled(scene, encounter)


def test_another_departments_encounter_cannot_be_cancelled(scene: Scene) -> None:
    theirs = make_encounter(scene.session, scene.city)

    with pytest.raises(EncounterUnknown):
        cancelled(scene, theirs)
