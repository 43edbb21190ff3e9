"""What interpreters answer: the first to accept wins, the others are told."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from langaccess.domain.access import NotAllowed
from langaccess.domain.dispatch import (
    AttemptOutcome,
    DeclineReason,
    OfferAnswered,
    OfferEnded,
    OfferTaken,
    OfferUnknown,
    Outcome,
    Status,
    UnmetReason,
)
from langaccess.domain.people import AlreadyInConversation
from langaccess.services.dispatch.answers import accept_offer, decline_offer, refuse_late
from langaccess.services.dispatch.conversation import Closing, cancel, close
from langaccess.services.dispatch.vendor_line import use_vendor
from tests.factories import NINE, later, make_vendor
from tests.services.dispatch.scene import Scene


def test_who_accepts_has_the_encounter_and_a_minute_to_connect(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    version = encounter.version

    taken = scene.accept(encounter, near, 7)

    assert taken is encounter
    assert (taken.status, taken.interpreter_id) == (Status.READY, near.account_id)
    assert (taken.ready_at, taken.due_at) == (later(7), later(67))
    assert taken.version > version
    assert scene.offer(encounter, near).answered_at == later(7)
    assert scene.became_of(encounter, near) == [AttemptOutcome.ACCEPTED]
    assert scene.deeds(encounter)[-1] == ("accept_offer", near.account_id)


def test_the_others_are_told_that_it_is_taken(scene: Scene) -> None:
    first, second = scene.near(), scene.near()
    encounter = scene.ask()
    scene.accept(encounter, first, 5)

    assert scene.became_of(encounter, second) == [AttemptOutcome.TAKEN]
    with pytest.raises(OfferTaken):
        scene.accept(encounter, second, 6)
    assert encounter.interpreter_id == first.account_id
    assert scene.notices("missed_offer") == []


def test_who_let_it_ring_too_long_is_told_what_they_missed(scene: Scene) -> None:
    quick, slow = scene.near(), scene.near(locale="es")
    encounter = scene.ask()

    scene.accept(encounter, quick, 20)

    assert scene.became_of(encounter, slow) == [AttemptOutcome.NO_ANSWER]
    (notice,) = scene.notices("missed_offer")
    assert (notice.email, notice.locale) == (slow.account.email, "es")
    assert notice.facts == {
        "reference": encounter.reference,
        "language": "es",
        "offered_at": NINE.isoformat(),
    }


def test_accepting_twice_gives_the_same_encounter(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    first = scene.accept(encounter, near, 5)

    assert scene.accept(encounter, near, 6) is first
    assert encounter.ready_at == later(5)


def test_an_offer_made_to_somebody_else_does_not_exist(scene: Scene) -> None:
    near, other = scene.near(), scene.near("fr")
    encounter = scene.ask()
    offer = scene.offer(encounter, near).id
    mine = other.account.actor

    with pytest.raises(OfferUnknown):
        accept_offer(scene.session, mine, scene.city, attempt_id=offer, now=NINE)
    with pytest.raises(OfferUnknown):
        decline_offer(scene.session, mine, scene.city, attempt_id=offer, reason=None, now=NINE)


def test_who_does_not_interpret_cannot_answer(scene: Scene) -> None:
    near = scene.near()
    offer = scene.offer(scene.ask(), near).id
    clerk = scene.clerk.actor

    with pytest.raises(NotAllowed):
        accept_offer(scene.session, clerk, scene.city, attempt_id=offer, now=NINE)
    with pytest.raises(NotAllowed):
        decline_offer(scene.session, clerk, scene.city, attempt_id=offer, reason=None, now=NINE)


def test_accepting_after_the_clerk_cancelled_is_told_apart(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    reference = encounter.reference
    cancel(scene.session, scene.clerk.actor, scene.city, reference=reference, now=later(3))

    assert scene.became_of(encounter, near) == [AttemptOutcome.WITHDRAWN]
    with pytest.raises(OfferEnded):
        scene.accept(encounter, near, 4)


def test_accepting_after_the_close_is_told_apart(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    closing = Closing(Outcome.NOT_SERVED, unmet_reason=UnmetReason.RESIDENT_LEFT)
    reference = encounter.reference
    close(scene.session, scene.clerk.actor, scene.city, closing, reference=reference, now=later(3))

    with pytest.raises(OfferEnded):
        scene.accept(encounter, near, 4)


def test_accepting_after_the_vendors_line_was_taken_is_told_apart(scene: Scene) -> None:
    near = scene.near()
    make_vendor(scene.session)
    encounter = scene.ask()
    reference = encounter.reference
    use_vendor(scene.session, scene.clerk.actor, scene.city, reference=reference, now=later(3))

    with pytest.raises(OfferEnded):
        scene.accept(encounter, near, 4)


def test_an_offer_that_was_taken_stays_taken_when_that_conversation_is_over(scene: Scene) -> None:
    first, second = scene.near(), scene.near()
    encounter = scene.ask()
    scene.accept(encounter, first, 5)
    reference = encounter.reference
    cancel(scene.session, scene.clerk.actor, scene.city, reference=reference, now=later(6))

    with pytest.raises(OfferTaken):
        scene.accept(encounter, second, 7)


def test_the_late_are_told_before_they_stand_in_line_to_write(scene: Scene) -> None:
    quick, slow = scene.near(), scene.near()
    encounter = scene.ask()
    offer, other = scene.offer(encounter, slow).id, scene.offer(encounter, quick).id

    refuse_late(scene.session, slow.account.actor, attempt_id=offer)
    with pytest.raises(OfferUnknown):
        refuse_late(scene.session, slow.account.actor, attempt_id=other)
    scene.accept(encounter, quick, 5)

    refuse_late(scene.session, quick.account.actor, attempt_id=other)  # the same tap again
    with pytest.raises(OfferTaken):
        refuse_late(scene.session, slow.account.actor, attempt_id=offer)


def test_accepting_after_declining_is_refused(scene: Scene) -> None:
    near = scene.near()
    scene.near()
    encounter = scene.ask()
    scene.decline(encounter, near)

    with pytest.raises(OfferAnswered):
        scene.accept(encounter, near)


def test_accepting_after_having_been_released_is_refused(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    scene.accept(encounter, near)
    scene.look(encounter, 60)

    with pytest.raises(OfferAnswered):
        scene.accept(encounter, near, 61)


def test_one_interpreter_is_in_one_conversation_by_the_databases_own_rule(scene: Scene) -> None:
    near = scene.near()
    first, second = scene.ask(), scene.ask()
    scene.accept(first, near)

    with pytest.raises(AlreadyInConversation):
        scene.accept(second, near)

    assert second.status is Status.SEARCHING
    assert first.interpreter_id == near.account_id


def test_any_other_fault_of_the_database_is_not_hidden(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    scene.offer(encounter, near)
    connection = scene.session.connection()

    @event.listens_for(connection, "before_cursor_execute", retval=True)
    def break_the_claim(
        _conn: object, _cursor: object, statement: str, values: object, *_: object
    ) -> tuple[str, object]:
        if statement.startswith("UPDATE encounter SET"):
            statement = statement.replace("status=", "outcome='not_served', status=", 1)
        return statement, values

    with pytest.raises(IntegrityError, match="unmet_has_reason"):
        scene.accept(encounter, near)
    event.remove(connection, "before_cursor_execute", break_the_claim)


@pytest.mark.parametrize("reason", [*DeclineReason, None])
def test_a_no_keeps_its_reason_and_the_others_go_on_ringing(
    scene: Scene, reason: DeclineReason | None
) -> None:
    near, other = scene.near(), scene.near()
    encounter = scene.ask()
    version = encounter.version

    declined = scene.decline(encounter, near, 4, reason)

    assert (declined.outcome, declined.decline_reason) == (AttemptOutcome.DECLINED, reason)
    assert declined.answered_at == later(4)
    assert scene.rung(encounter) == [other.account_id]
    assert encounter.due_at == later(20)
    assert encounter.version > version
    assert scene.deeds(encounter)[-1] == ("decline_offer", near.account_id)


def test_when_the_last_one_declines_the_next_step_comes_at_once(scene: Scene) -> None:
    near, far = scene.near(), scene.far()
    encounter = scene.ask()

    scene.decline(encounter, near, 4)

    assert scene.rung(encounter) == [far.account_id]
    assert encounter.due_at == later(4 + 40)


def test_when_nobody_is_left_to_ring_a_no_leaves_the_ladder_as_it_is(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    scene.look(encounter, 20)

    scene.decline(encounter, near, 25)

    assert encounter.due_at == later(60)


def test_who_declined_is_not_asked_again_in_another_round(scene: Scene) -> None:
    unwilling, gone, other = scene.near(), scene.near(), scene.near()
    encounter = scene.ask()
    scene.decline(encounter, unwilling, 1, DeclineReason.CONFLICT)
    scene.accept(encounter, gone, 2)

    scene.look(encounter, 62)

    assert scene.rung(encounter) == [other.account_id]


def test_declining_twice_is_once(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    first = scene.decline(encounter, near, 1)

    assert scene.decline(encounter, near, 2) is first
    assert first.answered_at == later(1)


def test_declining_what_one_accepted_is_refused(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    scene.accept(encounter, near)

    with pytest.raises(OfferAnswered):
        scene.decline(encounter, near)


def test_declining_what_has_ended_is_told_apart(scene: Scene) -> None:
    first, second = scene.near(), scene.near()
    encounter = scene.ask()
    scene.accept(encounter, first)

    with pytest.raises(OfferEnded):
        scene.decline(encounter, second)
