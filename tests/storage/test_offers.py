"""What an interpreter is asked, is in, and did."""

from datetime import timedelta

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import AttemptOutcome, Status
from langaccess.domain.people import Domain
from langaccess.services.dispatch.answers import accept_offer, decline_offer
from langaccess.services.dispatch.conversation import connect
from langaccess.storage.encounters import ringing
from langaccess.storage.offers import (
    conversation_of,
    encounter_of_interpreter,
    encounters_of_interpreter,
    lock_encounter_of_interpreter,
    offers_to,
)
from tests.factories import MONDAY, NINE, later, make_clerk, make_encounter, make_interpreter


def test_an_offer_says_everything_a_person_wants_to_know_before_the_greeting(
    session: Session, city: City
) -> None:
    clerk = make_clerk(session, name="Ada")
    person = make_interpreter(session)
    encounter = make_encounter(session, city, clerk=clerk, note="Lease", domain=Domain.LEGAL)

    (offer,) = offers_to(session, person.account_id, NINE)

    assert (offer.reference, offer.status) == (encounter.reference, Status.SEARCHING)
    assert (offer.outcome, offer.offered_at, offer.answered_at) == (None, NINE, None)
    assert (offer.language_tag, offer.english_name, offer.autonym) == ("es", "Spanish", "Español")
    assert (offer.domain, offer.mode, offer.channel) == (Domain.LEGAL, "phone", "counter")
    assert clerk.department is not None
    assert clerk.location is not None
    assert (offer.department, offer.location) == (clerk.department.name, clerk.location.name)
    assert (offer.clerk, offer.clerk_phone, offer.note) == ("Ada", "+15105550100", "Lease")
    assert offer.decision is not None
    assert offer.decision["eligible"]


def test_offers_that_ring_come_first_and_what_ended_long_ago_is_not_told(
    session: Session, city: City
) -> None:
    person = make_interpreter(session)
    me = person.account.actor
    old, recent, now_ringing = (make_encounter(session, city) for _ in range(3))
    for encounter, seconds in ((old, 1), (recent, 50)):
        (offer,) = ringing(session, encounter.id)
        at = later(seconds)
        decline_offer(session, me, city, attempt_id=offer.id, reason=None, now=at)

    offers = offers_to(session, person.account_id, later(30))

    assert [(one.reference, one.outcome) for one in offers] == [
        (now_ringing.reference, None),
        (recent.reference, AttemptOutcome.DECLINED),
    ]


def test_a_persons_conversation_and_day_are_theirs_alone(session: Session, city: City) -> None:
    person, other = make_interpreter(session), make_interpreter(session, "fr")
    encounter = make_encounter(session, city)
    assert conversation_of(session, person.account_id) is None

    (offer,) = ringing(session, encounter.id)
    accept_offer(session, person.account.actor, city, attempt_id=offer.id, now=later(1))
    connect(session, encounter.clerk.actor, reference=encounter.reference, now=later(2))

    assert conversation_of(session, person.account_id) is encounter
    assert encounters_of_interpreter(session, person.account_id, MONDAY) == [encounter]
    tomorrow = MONDAY + timedelta(days=1)
    assert encounters_of_interpreter(session, person.account_id, tomorrow) == []
    reference = encounter.reference
    assert encounter_of_interpreter(session, person.account_id, reference) is encounter
    assert encounter_of_interpreter(session, other.account_id, reference) is None
    assert lock_encounter_of_interpreter(session, person.account_id, reference) is encounter
    assert lock_encounter_of_interpreter(session, other.account_id, reference) is None
    assert conversation_of(session, other.account_id) is None
