"""Who is rung, with which decision kept, and who is rung when they become free."""

from datetime import timedelta

import pytest

from langaccess.domain.dispatch import AttemptOutcome, Status
from langaccess.domain.matching import OF_AN_ENCOUNTER
from langaccess.domain.people import Domain, Presence
from langaccess.domain.rules import Alert, Ring, Step
from langaccess.services.dispatch.conversation import cancel, finish_as_interpreter
from langaccess.services.dispatch.ringing import need_of, ring_newly_free
from langaccess.storage.encounters import lock_encounter
from langaccess.storage.languages import ApprovedVariant
from langaccess.storage.people import ConflictOfInterest, Interpreter
from tests.factories import (
    MONDAY,
    NINE,
    later,
    make_city,
    make_encounter,
    make_language,
)
from tests.services.dispatch.scene import Scene, make_scene


def free(scene: Scene, person: Interpreter, seconds: float = 10) -> int:
    """The person becomes free so many seconds after nine; how many searches ring them."""
    person.seen_at = later(seconds)
    scene.session.flush()
    return ring_newly_free(scene.session, scene.city, person.account_id, now=later(seconds))


def test_the_decision_is_kept_with_every_reason_the_row_and_the_rules(scene: Scene) -> None:
    near = scene.near()

    encounter = scene.ask()

    kept = scene.offer(encounter, near).decision
    assert kept is not None
    assert kept["eligible"] is True
    assert kept["qualification"] == near.qualifications[0].id
    assert kept["rules"] == scene.city.rules.edition
    assert [check for check, _, _ in kept["reasons"]] == [one.value for one in OF_AN_ENCOUNTER]
    assert all(holds for _, holds, _ in kept["reasons"])
    level = next(facts for check, _, facts in kept["reasons"] if check == "level")
    assert level == {"level": 30, "needed": 30}


def test_a_need_says_what_the_encounter_asks_by_the_rules(scene: Scene) -> None:
    encounter = scene.ask(domain=Domain.LEGAL, resident_reference="R-1")

    need = need_of(scene.session, scene.city, encounter, now=later(30))

    assert (need.language_tags, need.domain, need.level_tenths) == (("es",), Domain.LEGAL, 30)
    assert (need.at, need.on) == (later(30), MONDAY)
    assert need.department_id == scene.clerk.department_id
    assert need.location_id == scene.clerk.location_id
    assert need.resident_reference == "R-1"
    assert need.expected == timedelta(minutes=15)
    assert need.travel == timedelta(minutes=45)
    assert need.seen_within == timedelta(seconds=90)


def approve(scene: Scene, asked: str, accepted: str) -> None:
    """A coordinator says that who speaks the one understands the other."""
    for tag in (asked, accepted):
        make_language(scene.session, tag)
    approval = ApprovedVariant(
        asked_tag=asked, accepted_tag=accepted, approved_by_id=scene.clerk.id, approved_at=NINE
    )
    scene.session.add(approval)
    scene.session.flush()


def test_an_approved_variant_rings_after_the_exact_one(scene: Scene) -> None:
    approve(scene, "es", "pt-BR")
    approved, exact = scene.near("pt-BR"), scene.near("es")
    scene.near("fr")

    assert scene.rung(scene.ask()) == [exact.account_id, approved.account_id]


def test_who_comes_free_is_rung_by_every_search_that_reaches_them(scene: Scene) -> None:
    person = scene.near(presence=Presence.AWAY)
    scene.near()
    first, second = scene.ask(), scene.ask()
    version = first.version
    person.presence = Presence.ON_DUTY

    assert free(scene, person) == 2

    assert person.account_id in scene.rung(first)
    assert person.account_id in scene.rung(second)
    assert first.version > version


def test_who_comes_free_is_rung_for_an_approved_variant_too(scene: Scene) -> None:
    approve(scene, "es", "pt-BR")
    person = scene.near("pt-BR", presence=Presence.AWAY)
    scene.near()
    encounter = scene.ask()
    person.presence = Presence.ON_DUTY

    assert free(scene, person) == 1
    assert person.account_id in scene.rung(encounter)


def test_who_is_free_elsewhere_is_not_rung_while_only_the_site_is_rung(scene: Scene) -> None:
    scene.near()
    elsewhere = scene.far(presence=Presence.AWAY)
    encounter = scene.ask()
    elsewhere.presence = Presence.ON_DUTY

    assert free(scene, elsewhere) == 0
    scene.look(encounter, 20)
    assert elsewhere.account_id in scene.rung(encounter)


def test_who_is_not_eligible_is_not_rung_though_free(scene: Scene) -> None:
    person = scene.near(presence=Presence.AWAY)
    scene.near()
    scene.ask()

    assert free(scene, person) == 0


def test_a_search_whose_ladder_rings_nobody_yet_leaves_the_free_alone(scene: Scene) -> None:
    steps = (Step(0, alert=Alert.SUPERVISOR), Step(60, ring=Ring.CITY))
    quiet = make_scene(scene.session, make_city(steps=steps))
    encounter = quiet.ask()
    encounter.next_step = 0  # somebody looks between the opening and the first step
    person = quiet.near()

    assert free(quiet, person) == 0


def test_who_declined_is_not_rung_again_when_free(scene: Scene) -> None:
    person = scene.near()
    encounter = scene.ask()
    scene.decline(encounter, person)
    scene.near()
    encounter.round += 1
    scene.session.flush()

    assert free(scene, person) == 0


def test_a_search_that_ended_meanwhile_rings_nobody(scene: Scene) -> None:
    person = scene.near(presence=Presence.AWAY)
    taker = scene.near()
    encounter = scene.ask()
    scene.accept(encounter, taker)
    person.presence = Presence.ON_DUTY

    assert free(scene, person) == 0


def test_who_was_busy_is_rung_again_once_the_other_conversation_is_over(scene: Scene) -> None:
    person = scene.near()
    first, second = scene.ask(), scene.ask()
    scene.accept(first, person, 5)
    scene.look(second, 20)
    assert scene.became_of(second, person) == [AttemptOutcome.BUSY]
    person.seen_at = later(300)

    finish_as_interpreter(
        scene.session,
        person.account.actor,
        scene.city,
        reference=first.reference,
        now=later(300),
    )

    assert scene.became_of(second, person) == [None]
    again = scene.offer(second, person)
    assert (again.offered_at, again.answered_at, again.step) == (later(300), None, 2)
    assert scene.accept(second, person, 301).interpreter_id == person.account_id


def test_who_had_accepted_what_is_cancelled_is_rung_by_the_others_who_wait(scene: Scene) -> None:
    person = scene.near()
    first, second = scene.ask(), scene.ask()
    scene.accept(first, person, 5)
    scene.look(second, 20)

    cancel(
        scene.session,
        scene.clerk.actor,
        scene.city,
        reference=first.reference,
        now=later(25),
    )

    assert scene.rung(second) == [person.account_id]


def test_somebody_of_another_site_may_be_rung_by_another_counter(scene: Scene) -> None:
    person = scene.near()
    theirs = make_encounter(scene.session, scene.city)

    assert scene.rung(theirs) == [person.account_id]
    assert lock_encounter(scene.session, theirs.id).status is Status.SEARCHING


@pytest.mark.parametrize("kept", ["department", "resident"])
def test_a_conflict_of_interest_is_never_rung(scene: Scene, kept: str) -> None:
    person = scene.near()
    subject = (
        ConflictOfInterest(department_id=scene.clerk.department_id, declared_at=NINE)
        if kept == "department"
        else ConflictOfInterest(resident_reference="R-1", declared_at=NINE)
    )
    person.conflicts.append(subject)
    scene.session.flush()

    assert scene.rung(scene.ask(resident_reference="R-1")) == []
