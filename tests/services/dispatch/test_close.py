"""Closing the record: what the resident got, with whom, how long, and what was promised."""

from datetime import timedelta

import pytest

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.dispatch import (
    AidChoice,
    Answer,
    AttemptOutcome,
    EncounterOver,
    EncounterUnknown,
    FollowUpIncomplete,
    FollowUpPromise,
    Mode,
    NobodyToConnect,
    Outcome,
    ReasonMissing,
    StandIn,
    StandInUsed,
    Status,
    UnmetReason,
)
from langaccess.services.dispatch.conversation import (
    Closing,
    close,
    confirm_stand_in,
    connect,
    finish_as_interpreter,
)
from langaccess.services.dispatch.vendor_line import use_vendor
from langaccess.storage.dispatch import Encounter
from langaccess.storage.people import Interpreter
from tests.factories import NINE, later, make_account, make_encounter, make_vendor
from tests.services.dispatch.scene import Scene

SERVED = Closing(Outcome.SERVED)
LEFT = Closing(Outcome.NOT_SERVED, unmet_reason=UnmetReason.RESIDENT_LEFT)
COMPANION = StandInUsed(StandIn.COMPANION, "Water main broke", is_emergency=True)


def closed(scene: Scene, encounter: Encounter, closing: Closing, seconds: float = 700) -> Encounter:
    """The clerk closes the record."""
    me, reference = scene.clerk.actor, encounter.reference
    return close(scene.session, me, scene.city, closing, reference=reference, now=later(seconds))


def talked(scene: Scene) -> tuple[Encounter, Interpreter]:
    """An encounter in which they talk since the tenth second, and who interprets."""
    near = scene.near()
    encounter = scene.ask(note="Lease")
    scene.accept(encounter, near, 5)
    connect(scene.session, scene.clerk.actor, reference=encounter.reference, now=later(10))
    return encounter, near


def test_a_served_record_says_what_was_used_and_how_long(scene: Scene) -> None:
    encounter, near = talked(scene)
    closing = Closing(Outcome.SERVED, understood=Answer.YES, in_time=Answer.PARTLY)

    closed(scene, encounter, closing)

    assert (encounter.status, encounter.outcome) == (Status.CLOSED, Outcome.SERVED)
    assert (encounter.mode_used, encounter.minutes) == (Mode.PHONE, 12)
    assert (encounter.ended_at, encounter.due_at) == (later(700), None)
    assert (encounter.clerk_understood, encounter.clerk_in_time) == (Answer.YES, Answer.PARTLY)
    assert (encounter.note, encounter.unmet_reason) == ("Lease", None)
    assert scene.became_of(encounter, near) == [AttemptOutcome.ACCEPTED]
    assert scene.deeds(encounter)[-1] == ("close_encounter", scene.clerk.id)


def test_what_the_clerk_says_wins_over_what_was_counted(scene: Scene) -> None:
    encounter, _ = talked(scene)
    closing = Closing(
        Outcome.PARTLY,
        unmet_reason=UnmetReason.TECHNICAL,
        mode_used=Mode.VIDEO,
        minutes=0,
        note="Cut off",
        aid_not_met="No video",
    )

    closed(scene, encounter, closing)

    assert (encounter.outcome, encounter.unmet_reason) == (Outcome.PARTLY, UnmetReason.TECHNICAL)
    assert (encounter.mode_used, encounter.minutes) == (Mode.VIDEO, 0)
    assert (encounter.note, encounter.aid_not_met) == ("Cut off", "No video")


def test_the_end_is_when_the_interpreter_finished_and_not_when_the_clerk_wrote(
    scene: Scene,
) -> None:
    encounter, near = talked(scene)
    me, reference = near.account.actor, encounter.reference
    finish_as_interpreter(scene.session, me, scene.city, reference=reference, now=later(100))

    closed(scene, encounter, SERVED)

    assert (encounter.ended_at, encounter.minutes) == (later(100), 2)


def test_served_by_a_line_keeps_the_interpreters_number(scene: Scene) -> None:
    vendor, unused = make_vendor(scene.session), make_vendor(scene.session)
    encounter = scene.ask()
    scene.look(encounter, 100)
    me, reference = scene.clerk.actor, encounter.reference
    use_vendor(scene.session, me, scene.city, reference=reference, now=later(101))

    closed(scene, encounter, Closing(Outcome.SERVED, vendor_interpreter="88-12"))

    assert encounter.vendor_interpreter == "88-12"
    assert encounter.connected_at == later(101)
    assert scene.vendors_tried(encounter) == [
        (vendor.id, AttemptOutcome.ACCEPTED),
        (unused.id, AttemptOutcome.WITHDRAWN),
    ]


def test_served_without_a_press_on_connected_counts_from_the_acceptance(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    scene.accept(encounter, near, 5)

    closed(scene, encounter, SERVED)

    assert (encounter.connected_at, encounter.seconds_to_language) == (later(5), 5)
    assert near.last_served_at == later(5)


def test_not_served_needs_a_reason(scene: Scene) -> None:
    encounter = scene.ask()

    with pytest.raises(ReasonMissing):
        closed(scene, encounter, Closing(Outcome.NOT_SERVED))

    assert encounter.status is Status.SEARCHING


@pytest.mark.parametrize("reason", UnmetReason)
def test_not_served_keeps_its_reason_and_tells_who_rings(scene: Scene, reason: UnmetReason) -> None:
    near = scene.near()
    encounter = scene.ask()

    closed(scene, encounter, Closing(Outcome.NOT_SERVED, unmet_reason=reason), 3)

    assert (encounter.outcome, encounter.unmet_reason) == (Outcome.NOT_SERVED, reason)
    assert (encounter.minutes, encounter.seconds_to_language) == (None, None)
    assert scene.became_of(encounter, near) == [AttemptOutcome.WITHDRAWN]


def test_who_accepted_and_never_spoke_is_let_go_and_rung_by_who_else_waits(scene: Scene) -> None:
    near = scene.near()
    encounter, waiting = scene.ask(), scene.ask()
    scene.accept(encounter, near, 5)

    closed(scene, encounter, LEFT, 20)

    assert scene.became_of(encounter, near) == [AttemptOutcome.WITHDRAWN]
    assert encounter.connected_at is None
    assert scene.rung(waiting) == [near.account_id]


def test_served_by_nobody_is_refused(scene: Scene) -> None:
    encounter = scene.ask()

    for outcome in (Outcome.SERVED, Outcome.PARTLY):
        with pytest.raises(NobodyToConnect):
            closed(scene, encounter, Closing(outcome))


def test_an_aid_that_needs_nobody_can_be_served(scene: Scene) -> None:
    encounter = scene.ask(language_tag="ase", mode=Mode.IN_PERSON, aid=AidChoice.WRITING)

    closed(scene, encounter, SERVED, 60)

    assert (encounter.outcome, encounter.minutes) == (Outcome.SERVED, 1)


def test_a_companion_who_interpreted_is_an_exception_with_its_reason(scene: Scene) -> None:
    encounter = scene.ask()

    closed(scene, encounter, Closing(Outcome.PARTLY, stand_in=COMPANION))

    assert (encounter.stand_in, encounter.stand_in_why) == (StandIn.COMPANION, "Water main broke")
    assert (encounter.stand_in_emergency, encounter.stand_in_confirmed_at) == (True, None)
    assert encounter.seconds_to_language is None


def test_a_qualified_interpreter_confirms_afterwards_once(scene: Scene) -> None:
    encounter = scene.ask()
    closed(scene, encounter, Closing(Outcome.PARTLY, stand_in=COMPANION))
    coordinator = make_account(scene.session, Role.COORDINATOR)
    reference = encounter.reference

    for seconds in (900, 999):
        me, now = coordinator.actor, later(seconds)
        confirm_stand_in(scene.session, me, reference=reference, now=now)

    assert encounter.stand_in_confirmed_by_id == coordinator.id
    assert encounter.stand_in_confirmed_at == later(900)
    confirmed = [deed for deed, _ in scene.deeds(encounter)]
    assert confirmed.count("confirm_stand_in") == 1


def test_where_nobody_stood_in_there_is_nothing_to_confirm(scene: Scene) -> None:
    encounter = scene.ask()
    me = make_account(scene.session, Role.COORDINATOR).actor

    with pytest.raises(NobodyToConnect):
        confirm_stand_in(scene.session, me, reference=encounter.reference, now=NINE)


def test_a_clerk_cannot_confirm_what_a_companion_interpreted(scene: Scene) -> None:
    encounter = scene.ask()

    with pytest.raises(NotAllowed):
        confirm_stand_in(scene.session, scene.clerk.actor, reference=encounter.reference, now=NINE)


def test_a_promise_says_who_calls_back_when_and_how(scene: Scene) -> None:
    encounter = scene.ask()
    due_at = NINE + timedelta(days=1)
    promise = FollowUpPromise(scene.clerk.id, due_at, "+15105550123")

    closed(scene, encounter, Closing(Outcome.NOT_SERVED, LEFT.unmet_reason, follow_up=promise))

    (kept,) = encounter.follow_ups
    assert (kept.promised_by_id, kept.due_at) == (scene.clerk.id, due_at)
    assert (kept.reach, kept.kept_at) == ("+15105550123", None)


@pytest.mark.parametrize(("who", "reach"), [(404, "+15105550123"), (None, "  ")])
def test_a_promise_by_nobody_or_without_a_way_to_reach_is_refused(
    scene: Scene, who: int | None, reach: str
) -> None:
    encounter = scene.ask()
    promise = FollowUpPromise(who or scene.clerk.id, later(9), reach)

    with pytest.raises(FollowUpIncomplete):
        closed(scene, encounter, Closing(Outcome.NOT_SERVED, LEFT.unmet_reason, follow_up=promise))


def test_what_is_over_cannot_be_closed_again(scene: Scene) -> None:
    encounter = scene.ask()
    closed(scene, encounter, LEFT)

    with pytest.raises(EncounterOver):
        closed(scene, encounter, LEFT)


def test_another_departments_record_does_not_exist(scene: Scene) -> None:
    theirs = make_encounter(scene.session, scene.city)

    with pytest.raises(EncounterUnknown):
        closed(scene, theirs, LEFT)


def test_who_only_interprets_cannot_close_the_record(scene: Scene) -> None:
    encounter, near = talked(scene)
    me, reference = near.account.actor, encounter.reference

    with pytest.raises(NotAllowed):
        close(scene.session, me, scene.city, SERVED, reference=reference, now=later(99))
