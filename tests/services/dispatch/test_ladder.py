"""The ladder: each step at its second, whoever looks, however late."""

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import AttemptOutcome, Outcome, Status, UnmetReason
from langaccess.domain.people import Domain
from langaccess.domain.rules import Ring, Step
from langaccess.services.dispatch.ladder import advance
from langaccess.services.dispatch.ringing import RING_AT_MOST
from langaccess.services.dispatch.vendor_line import ring_again, use_vendor
from tests.factories import (
    EVENING,
    NINE,
    SUPERVISOR,
    later,
    make_account,
    make_city,
    make_interpreter,
    make_vendor,
)
from tests.services.dispatch.scene import Scene, make_scene


def test_the_same_site_rings_at_once_and_the_city_and_the_vendor_after_twenty_seconds(
    scene: Scene,
) -> None:
    near, far = scene.near(), scene.far()
    vendor = make_vendor(scene.session)

    encounter = scene.ask()

    assert scene.rung(encounter) == [near.account_id]
    assert encounter.due_at == later(20)
    assert not scene.look(encounter, 19)
    assert scene.look(encounter, 20)
    assert scene.rung(encounter) == [near.account_id, far.account_id]
    assert scene.vendors_tried(encounter) == [(vendor.id, None)]
    assert encounter.due_at == later(60)


def test_the_second_vendor_starts_after_a_minute_and_the_supervisor_is_told_after_two(
    scene: Scene,
) -> None:
    scene.near()
    first, second = make_vendor(scene.session), make_vendor(scene.session)
    encounter = scene.ask()
    scene.look(encounter, 20)

    scene.look(encounter, 60)
    assert [vendor for vendor, _ in scene.vendors_tried(encounter)] == [first.id, second.id]
    assert encounter.alerted_at is None

    scene.look(encounter, 120)
    assert encounter.alerted_at == later(120)
    assert [one.email for one in scene.notices("supervisor_alert")] == [SUPERVISOR]


def test_a_late_look_takes_every_missed_step_in_order(scene: Scene) -> None:
    near, far = scene.near(), scene.far()
    first, second = make_vendor(scene.session), make_vendor(scene.session)
    encounter = scene.ask()

    scene.look(encounter, 300)

    assert scene.rung(encounter) == [near.account_id, far.account_id]
    assert [one.step for one in encounter.attempts] == [0, 1, 1, 2]
    assert [vendor for vendor, _ in scene.vendors_tried(encounter)] == [first.id, second.id]
    assert encounter.alerted_at == later(300)


def test_looking_twice_changes_nothing(scene: Scene) -> None:
    scene.near()
    encounter = scene.ask()
    scene.look(encounter, 20)
    version, deeds = encounter.version, scene.deeds(encounter)

    assert not scene.look(encounter, 20)

    assert (encounter.version, scene.deeds(encounter)) == (version, deeds)


def test_every_step_makes_the_version_rise(scene: Scene) -> None:
    scene.near()
    encounter = scene.ask()

    for seconds in (20, 60, 120):
        before = encounter.version
        scene.look(encounter, seconds)
        assert encounter.version > before


def test_where_nobody_of_the_site_can_be_rung_the_city_rings_at_once(scene: Scene) -> None:
    far = scene.far()
    vendor = make_vendor(scene.session)

    encounter = scene.ask()

    assert scene.rung(encounter) == [far.account_id]
    assert scene.vendors_tried(encounter) == [(vendor.id, None)]
    assert encounter.due_at == later(40)


def test_where_nobody_at_all_can_be_rung_the_reasons_are_kept_and_the_ladder_waits(
    scene: Scene,
) -> None:
    away = scene.near(presence="away")
    scene.near("fr")

    encounter = scene.ask()

    assert scene.rung(encounter) == []
    assert encounter.considered is not None
    (told,) = encounter.considered["people"]
    assert told["person"] == away.account_id
    assert told["rules"] == scene.city.rules.edition
    assert [check for check, holds, _ in told["reasons"] if not holds] == ["presence"]
    assert encounter.due_at == later(40)


@pytest.mark.parametrize("domain", [Domain.SAFETY, Domain.ENFORCEMENT])
def test_the_vendor_starts_at_once_where_life_or_liberty_is_at_stake(
    scene: Scene, domain: Domain
) -> None:
    near = scene.near()
    vendor = make_vendor(scene.session)

    encounter = scene.ask(domain=domain)

    assert scene.rung(encounter) == [near.account_id]
    assert scene.vendors_tried(encounter) == [(vendor.id, None)]
    scene.look(encounter, 20)
    assert scene.vendors_tried(encounter) == [(vendor.id, None)]


def test_the_vendor_starts_at_once_after_hours(scene: Scene) -> None:
    scene.near()
    vendor = make_vendor(scene.session)

    encounter = scene.ask(now=EVENING)

    assert encounter.is_after_hours
    assert scene.rung(encounter) == []
    assert scene.vendors_tried(encounter) == [(vendor.id, None)]


def test_the_order_of_vendors_counts_only_those_that_serve(scene: Scene) -> None:
    scene.near()
    make_vendor(scene.session, "fr")
    serving = make_vendor(scene.session)
    encounter = scene.ask()

    scene.look(encounter, 60)

    assert [vendor for vendor, _ in scene.vendors_tried(encounter)] == [serving.id]


def test_the_supervisor_is_told_once_by_whoever_is_named_in_the_rules(scene: Scene) -> None:
    scene.near()
    known = make_account(scene.session, Role.COORDINATOR, email=SUPERVISOR, locale="es")
    encounter = scene.ask()

    scene.look(encounter, 120)

    (notice,) = scene.notices("supervisor_alert")
    assert (notice.account_id, notice.locale) == (known.id, "es")
    assert notice.facts == {
        "reference": encounter.reference,
        "language": "es",
        "encounter_id": encounter.id,
    }
    assert [deed for deed, _ in scene.deeds(encounter)].count("alert_supervisor") == 1


def test_where_the_rules_name_nobody_every_coordinator_is_told(session: Session) -> None:
    scene = make_scene(session, make_city(alert_emails=()))
    scene.near()
    told = [make_account(session, Role.COORDINATOR).email for _ in range(2)]
    make_account(session, Role.COORDINATOR, is_active=False)
    encounter = scene.ask()

    scene.look(encounter, 120)

    assert [one.email for one in scene.notices("supervisor_alert")] == told


def test_an_alert_that_comes_again_is_sent_once(session: Session) -> None:
    steps = (
        Step(0, ring=Ring.CITY, alert=make_city().rules.dispatch.steps[3].alert),
        Step(9, alert=make_city().rules.dispatch.steps[3].alert),
    )
    scene = make_scene(session, make_city(steps=steps))
    scene.far()
    encounter = scene.ask()

    scene.look(encounter, 9)

    assert len(scene.notices("supervisor_alert")) == 1
    assert encounter.alerted_at == NINE


def test_a_search_nobody_looks_after_is_given_up_after_half_an_hour(scene: Scene) -> None:
    near = scene.near()
    encounter = scene.ask()
    scene.look(encounter, 120)
    assert encounter.due_at == later(1800)
    assert not scene.look(encounter, 1799)

    assert scene.look(encounter, 1800)

    assert encounter.status is Status.CLOSED
    assert encounter.outcome is Outcome.NOT_SERVED
    assert encounter.unmet_reason is UnmetReason.NOBODY_ANSWERED
    assert encounter.ended_at == later(1800)
    assert scene.became_of(encounter, near) == [AttemptOutcome.NO_ANSWER]
    assert scene.deeds(encounter)[-1] == ("give_up_search", None)
    assert not scene.look(encounter, 3600)


def test_who_accepts_and_never_connects_is_released_and_the_others_ring_again(
    scene: Scene,
) -> None:
    gone, other = scene.near(), scene.near()
    encounter = scene.ask()
    scene.accept(encounter, gone, 5)
    assert encounter.due_at == later(65)
    assert not scene.look(encounter, 64)

    assert scene.look(encounter, 65)

    assert encounter.status is Status.SEARCHING
    assert (encounter.interpreter_id, encounter.ready_at) == (None, None)
    assert scene.became_of(encounter, gone) == [AttemptOutcome.RELEASED]
    assert scene.became_of(encounter, other) == [AttemptOutcome.TAKEN, None]
    assert scene.rung(encounter) == [other.account_id]
    assert ("release_interpreter", None) in scene.deeds(encounter)


def test_a_release_after_the_last_step_goes_on_searching_for_another_half_hour(
    scene: Scene,
) -> None:
    gone, other = scene.near(), scene.near()
    encounter = scene.ask()
    scene.look(encounter, 120)
    scene.accept(encounter, gone, 130)
    scene.look(encounter, 190)

    assert encounter.status is Status.SEARCHING
    assert scene.rung(encounter) == [other.account_id]
    assert encounter.due_at == later(190 - 120 + 1800)


def test_a_search_that_goes_on_after_a_long_hold_is_not_given_up_at_once(scene: Scene) -> None:
    near = scene.near()
    make_vendor(scene.session)
    encounter = scene.ask()
    reference, actor = encounter.reference, scene.clerk.actor
    use_vendor(scene.session, actor, scene.city, reference=reference, now=later(5))
    near.seen_at = later(3000)
    scene.session.flush()

    ring_again(scene.session, actor, scene.city, reference=reference, now=later(3000))

    assert scene.rung(encounter) == [near.account_id]
    assert not scene.look(encounter, 3001)
    assert encounter.status is Status.SEARCHING


def test_people_busy_with_another_conversation_are_noted_and_nobody_waits_for_them(
    scene: Scene,
) -> None:
    near, far = scene.near(), scene.far()
    first, second = scene.ask(), scene.ask()
    scene.accept(first, near)

    scene.look(second, 20)

    assert scene.became_of(second, near) == [AttemptOutcome.BUSY]
    assert scene.rung(second) == [far.account_id]


def test_no_more_people_ring_than_can_answer(scene: Scene) -> None:
    for _ in range(RING_AT_MOST + 1):
        make_interpreter(scene.session)

    encounter = scene.ask()

    assert len(scene.rung(encounter)) == RING_AT_MOST


def test_a_ladder_that_is_not_due_or_has_ended_is_left_alone(session: Session, city: City) -> None:
    scene = make_scene(session, city)
    near = scene.near()
    encounter = scene.ask()
    scene.accept(encounter, near)
    encounter.due_at = None

    assert not advance(session, city, encounter.id, now=later(9999))
