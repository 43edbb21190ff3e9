"""Questions asked of encounters; what may not be seen is not found."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import FollowUpPromise, Outcome, Status, UnmetReason
from langaccess.services.dispatch.answers import accept_offer
from langaccess.services.dispatch.conversation import Closing, cancel, close
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounter_numbers import accepted_offer, numbered, reference_of_offer, whole
from langaccess.storage.encounters import (
    attempt_of,
    attempts_of,
    colleagues,
    due_encounters,
    encounter_by_key,
    encounter_seen,
    engaged_people,
    glance,
    lock_encounter,
    lock_searches_for,
    most_used,
    next_due_at,
    open_at_ticket,
    open_follow_ups,
    open_of_clerk,
    ringing,
    unmet_on,
    waiting_now,
)
from langaccess.storage.people import Interpreter
from tests.factories import (
    MONDAY,
    NINE,
    later,
    make_account,
    make_clerk,
    make_department,
    make_encounter,
    make_interpreter,
    make_ticket,
)

LEFT = UnmetReason.RESIDENT_LEFT


def accept(session: Session, city: City, encounter: Encounter, person: Interpreter) -> None:
    """The person accepts five seconds after nine."""
    (offer,) = ringing(session, encounter.id)
    me = person.account.actor
    accept_offer(session, me, city, attempt_id=offer.id, now=later(5))


def end(session: Session, city: City, encounter: Encounter, closing: Closing) -> None:
    """The clerk closes the record after a minute."""
    me, reference = encounter.clerk.actor, encounter.reference
    close(session, me, city, closing, reference=reference, now=later(60))


def test_whoever_may_see_an_encounter_finds_it_and_nobody_else(
    session: Session, city: City
) -> None:
    clerk = make_clerk(session)
    encounter = make_encounter(session, city, clerk=clerk)
    other = make_department(session).id
    seeing = [
        clerk.actor,
        make_account(session, department_id=clerk.department_id).actor,
        make_account(session, Role.COORDINATOR).actor,
        make_account(session, Role.ADMIN, department_id=other).actor,
    ]
    blind = [
        Actor(),
        make_account(session).actor,
        make_account(session, department_id=other).actor,
        make_account(session, Role.INTERPRETER, department_id=clerk.department_id).actor,
    ]

    for actor in seeing:
        found = glance(session, actor, encounter.reference)
        assert found == (encounter.id, encounter.version, encounter.due_at, encounter.status)
        assert encounter_seen(session, actor, encounter.reference) is encounter
        assert numbered(session, actor, encounter.id) == (encounter.reference, found)
    assert whole(session, encounter.id) is encounter
    for actor in blind:
        assert glance(session, actor, encounter.reference) is None
        assert encounter_seen(session, actor, encounter.reference) is None
        assert numbered(session, actor, encounter.id) is None


def test_a_clerk_who_went_to_another_department_still_sees_their_own(
    session: Session, city: City
) -> None:
    clerk = make_clerk(session)
    encounter = make_encounter(session, city, clerk=clerk)
    clerk.department_id = make_department(session).id

    assert glance(session, clerk.actor, encounter.reference) is not None
    assert glance(session, clerk.actor, "NOSUCH") is None


def test_a_locked_encounter_is_told_as_it_now_stands(session: Session, city: City) -> None:
    encounter = make_encounter(session, city)
    encounter.note = "not yet written"
    session.flush()

    assert lock_encounter(session, encounter.id) is encounter
    assert encounter.note == "not yet written"


def test_a_request_is_found_by_its_clerk_and_key(session: Session, city: City) -> None:
    encounter = make_encounter(session, city)

    key = encounter.request_key
    assert encounter_by_key(session, encounter.clerk_id, key) is encounter
    assert encounter_by_key(session, encounter.clerk_id + 1, key) is None


def test_the_open_search_of_a_number_is_found_until_it_is_over(
    session: Session, city: City
) -> None:
    clerk = make_clerk(session)
    ticket = make_ticket(session, clerk.location_id or 0)
    encounter = make_encounter(session, city, clerk=clerk, ticket_id=ticket.id)
    assert open_at_ticket(session, ticket.id) is encounter

    cancel(session, clerk.actor, city, reference=encounter.reference, now=later(1))

    assert open_at_ticket(session, ticket.id) is None


def test_a_clerk_finds_their_own_open_encounters_newest_first(session: Session, city: City) -> None:
    clerk = make_clerk(session)
    made = [make_encounter(session, city, clerk=clerk) for _ in range(7)]
    make_encounter(session, city)
    cancel(session, clerk.actor, city, reference=made[6].reference, now=later(1))

    found = open_of_clerk(session, clerk.id)

    assert [tuple(row) for row in found] == [
        (one.reference, Status.SEARCHING, "Spanish") for one in reversed(made[1:6])
    ]


def test_offers_that_ring_and_all_attempts_stand_in_order(session: Session, city: City) -> None:
    first, second = make_interpreter(session), make_interpreter(session)
    encounter = make_encounter(session, city)

    assert [one.interpreter_id for one in ringing(session, encounter.id)] == [
        first.account_id,
        second.account_id,
    ]
    offer = ringing(session, encounter.id)[0]
    accept_offer(session, first.account.actor, city, attempt_id=offer.id, now=later(1))
    assert ringing(session, encounter.id) == []
    assert len(attempts_of(session, encounter.id)) == 2
    assert accepted_offer(session, first.account.actor, encounter.id) == offer.id
    assert accepted_offer(session, second.account.actor, encounter.id) is None


def test_an_offer_is_found_by_whom_it_was_made_to(session: Session, city: City) -> None:
    mine, other = make_interpreter(session), make_interpreter(session, "fr")
    encounter = make_encounter(session, city)
    (offer,) = ringing(session, encounter.id)

    assert attempt_of(session, mine.account.actor, offer.id) is offer
    assert attempt_of(session, other.account.actor, offer.id) is None
    assert reference_of_offer(session, mine.account.actor, offer.id) == encounter.reference
    assert reference_of_offer(session, other.account.actor, offer.id) is None


def test_people_in_a_conversation_are_told_from_the_free(session: Session, city: City) -> None:
    busy = make_interpreter(session)
    encounter = make_encounter(session, city)
    accept(session, city, encounter, busy)
    free = make_interpreter(session)

    assert engaged_people(session, [busy.account_id, free.account_id]) == {busy.account_id}
    assert engaged_people(session, []) == set()


def test_ladders_that_need_a_look_come_longest_overdue_first(session: Session, city: City) -> None:
    assert next_due_at(session) is None
    make_interpreter(session)
    late = make_encounter(session, city)
    later_on = make_encounter(session, city, now=later(1))
    over = make_encounter(session, city)
    cancel(session, over.clerk.actor, city, reference=over.reference, now=later(1))
    late.due_at, later_on.due_at = later(5), later(4)
    session.flush()

    assert next_due_at(session) == later(4)
    assert due_encounters(session, later(3), 9) == []
    assert due_encounters(session, later(5), 9) == [later_on.id, late.id]
    assert due_encounters(session, later(5), 1) == [later_on.id]


def test_searches_in_a_persons_language_that_did_not_ask_them_are_found(
    session: Session, city: City
) -> None:
    asked = make_interpreter(session)
    encounter = make_encounter(session, city)
    newcomer, french = make_interpreter(session), make_interpreter(session, "fr")

    assert lock_searches_for(session, asked.account_id) == []
    assert lock_searches_for(session, newcomer.account_id) == [encounter]
    assert lock_searches_for(session, french.account_id) == []
    encounter.round += 1
    session.flush()
    assert lock_searches_for(session, asked.account_id) == [encounter]
    encounter.status = Status.CANCELLED
    session.flush()
    assert lock_searches_for(session, newcomer.account_id) == []


def test_everybody_who_waits_is_told_the_longest_wait_first(session: Session, city: City) -> None:
    person = make_interpreter(session)
    coming = make_encounter(session, city, now=later(1))
    accept(session, city, coming, person)
    searching = make_encounter(session, city)
    over = make_encounter(session, city)
    cancel(session, over.clerk.actor, city, reference=over.reference, now=later(1))

    assert waiting_now(session) == [searching, coming]


def test_what_was_not_or_only_partly_served_today_is_told_newest_first(
    session: Session, city: City
) -> None:
    person = make_interpreter(session)
    partly, unmet, open_still = (make_encounter(session, city) for _ in range(3))
    offer = ringing(session, partly.id)[0]
    accept_offer(session, person.account.actor, city, attempt_id=offer.id, now=later(1))
    end(session, city, partly, Closing(Outcome.PARTLY))
    end(session, city, unmet, Closing(Outcome.NOT_SERVED, LEFT))

    assert unmet_on(session, MONDAY) == [unmet, partly]
    assert unmet_on(session, MONDAY + timedelta(days=1)) == []
    assert open_still.outcome is None


def test_the_languages_most_used_at_a_counter_come_first(session: Session, city: City) -> None:
    clerk = make_clerk(session)
    for tag in ("fr", "es", "es", "so"):
        make_encounter(session, city, clerk=clerk, language_tag=tag)
    make_encounter(session, city, language_tag="so")
    make_encounter(session, city, language_tag="so")

    here = clerk.location_id
    assert most_used(session, here, MONDAY, 9) == ["es", "fr", "so"]
    assert most_used(session, here, MONDAY, 1) == ["es"]
    assert most_used(session, here, MONDAY + timedelta(days=1), 9) == []
    assert most_used(session, None, MONDAY, 1) == ["so"]


@pytest.mark.parametrize("in_department", [True, False])
def test_colleagues_are_the_active_people_of_the_department(
    session: Session, in_department: bool
) -> None:
    department = make_department(session).id
    me = make_account(session, name="Bo", department_id=department if in_department else None)
    other = make_account(session, name="Al", department_id=department)
    make_account(session, name="Cy", department_id=department, is_active=False)
    make_account(session, name="Di")

    both = [(other.id, "Al"), (me.id, "Bo")]
    assert colleagues(session, me.actor) == (both if in_department else both[1:])


def test_promises_still_to_keep_come_most_urgent_first(session: Session, city: City) -> None:
    clerk = make_clerk(session)
    later_one, first = (promised(session, city, clerk, hours) for hours in (2, 1))
    kept = promised(session, city, clerk, 0)
    kept.follow_ups[0].kept_at = NINE
    session.flush()

    found = open_follow_ups(session, clerk.id)

    assert [one.encounter_id for one in found] == [first.id, later_one.id]


def promised(session: Session, city: City, clerk: Account, hours: int) -> Encounter:
    """An encounter whose clerk promised to call back within so many hours."""
    encounter = make_encounter(session, city, clerk=clerk)
    promise = FollowUpPromise(clerk.id, NINE + timedelta(hours=hours), "+15105550123")
    end(session, city, encounter, Closing(Outcome.NOT_SERVED, LEFT, follow_up=promise))
    return encounter
