"""The whole record of one request, as a supervisor reads it."""

from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    Answer,
    FollowUpPromise,
    Outcome,
)
from langaccess.domain.people import Presence
from langaccess.services.dispatch import conversation, vendor_line
from langaccess.services.dispatch.conversation import Closing
from tests.factories import (
    later,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_vendor,
)
from tests.web.conftest import SignedIn
from tests.web.coordinators.scenes import accepted, unmet
from tests.web.pages import shown


def test_a_whole_record_tells_attempts_answers_and_deeds(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    clerk, one = accepted(session, city)
    ana = one.interpreter
    assert ana is not None
    conversation.connect(session, clerk.actor, reference=one.reference, now=later(15))
    conversation.answer_as_interpreter(
        session,
        ana.actor,
        reference=one.reference,
        understood=Answer.YES,
        briefed=Answer.PARTLY,
        now=later(300),
    )
    promise = FollowUpPromise(clerk.id, later(7200), "by letter")
    closing = Closing(Outcome.SERVED, follow_up=promise, understood=Answer.YES)
    conversation.close(session, clerk.actor, city, closing, reference=one.reference, now=later(400))

    page = signed_in(Role.COORDINATOR).opens(f"/oversight/{one.reference}")
    told = shown(page)

    assert page.h1 is not None
    assert page.h1.get_text() == f"Record {one.reference}"
    assert "Until they had their language 15 seconds" in told
    assert "Ben Ortiz Declined: Not my subject Step 1, round 1" in told
    assert "Has Spanish." in told
    assert "Rules test (" in told
    assert "Kim Clerk , by Nov 23, 2026, 11:00" in told
    assert "Interpreter: was the briefing enough? Partly" in told
    assert "Clerk: was help there in time? No answer" in told
    assert "Asked for an interpreter Kim Clerk" in told


def test_a_record_of_a_vendors_line_tells_the_vendor_and_its_interpreter(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    clerk = make_clerk(session)
    make_vendor(session, name="First Line", position=1)
    one = make_encounter(session, city, clerk=clerk, resident_reference="R-12")
    vendor_line.use_vendor(session, clerk.actor, city, reference=one.reference, now=later(3))
    supervisor = signed_in(Role.COORDINATOR)
    assert "The number stands there" in shown(supervisor.opens(f"/oversight/{one.reference}"))
    closing = Closing(Outcome.SERVED, vendor_interpreter="A-881")
    conversation.close(session, clerk.actor, city, closing, reference=one.reference, now=later(90))

    told = shown(supervisor.opens(f"/oversight/{one.reference}"))

    assert "Vendor First Line, interpreter A-881" in told
    assert "Resident's reference R-12" in told


def test_a_record_of_nobody_says_who_could_not_be_rung_and_every_reason(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    make_interpreter(session, name="Ana Reyes", presence=Presence.AWAY)
    one = unmet(session, city)

    told = shown(signed_in(Role.COORDINATOR).opens(f"/oversight/{one.reference}"))

    assert "Nobody was asked." in told
    assert "Who could not be rung Ana Reyes : Not reachable: Away. Every reason" in told


def test_an_unknown_record_is_not_found(signed_in: SignedIn) -> None:
    signed_in(Role.COORDINATOR).opens("/oversight/NOSUCH", status=404)
