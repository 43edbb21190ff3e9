"""What may have happened at a counter, made by the real deeds."""

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    DeclineReason,
    Outcome,
    UnmetReason,
)
from langaccess.services.dispatch import answers, conversation
from langaccess.services.dispatch.conversation import Closing
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Encounter
from tests.factories import (
    later,
    make_clerk,
    make_encounter,
    make_interpreter,
)

NOT_SERVED = Closing(Outcome.NOT_SERVED, UnmetReason.NOBODY_ANSWERED)


def unmet(session: Session, city: City, note: str | None = None) -> Encounter:
    """A request that was closed without an interpreter."""
    clerk = make_clerk(session)
    one = make_encounter(session, city, clerk=clerk, note=note)
    conversation.close(
        session, clerk.actor, city, NOT_SERVED, reference=one.reference, now=later(90)
    )
    return one


def accepted(session: Session, city: City) -> tuple[Account, Encounter]:
    """A request that Ben Ortiz declined and Ana Reyes accepted, and its clerk."""
    clerk = make_clerk(session, name="Kim Clerk")
    ana = make_interpreter(session, location_id=clerk.location_id, name="Ana Reyes")
    ben = make_interpreter(session, location_id=clerk.location_id, name="Ben Ortiz")
    one = make_encounter(session, city, clerk=clerk)
    offers = {row.interpreter_id: row.id for row in one.attempts}
    answers.decline_offer(
        session,
        ben.account.actor,
        city,
        attempt_id=offers[ben.account_id],
        reason=DeclineReason.SUBJECT,
        now=later(5),
    )
    answers.accept_offer(
        session, ana.account.actor, city, attempt_id=offers[ana.account_id], now=later(8)
    )
    return clerk, one
