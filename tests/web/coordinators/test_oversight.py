"""The supervisor's page: who waits and why, who is on duty, what was unmet, what is still owed."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    FollowUpPromise,
    Outcome,
    StandIn,
    StandInUsed,
    UnmetReason,
)
from langaccess.domain.people import Presence, QualificationStatus
from langaccess.services.dispatch import conversation
from langaccess.services.dispatch.conversation import Closing
from langaccess.storage.dispatch import Encounter
from tests.factories import (
    NINE,
    later,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_language,
    make_vendor,
)
from tests.web.conftest import SignedIn
from tests.web.coordinators.scenes import accepted, unmet
from tests.web.pages import Clock, Visitor, queries, shown


def test_who_waits_is_shown_with_who_rings(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    clerk = make_clerk(session, name="Kim Clerk")
    make_interpreter(session, location_id=clerk.location_id, name="Ana Reyes")
    make_encounter(session, city, clerk=clerk)

    told = shown(signed_in(Role.COORDINATOR).opens("/oversight"))

    assert "1 resident waits now" in told
    assert "· Kim Clerk · Phone · General" in told
    assert "Ringing now: 1 · Vendor tried: None yet" in told
    assert "Ana Reyes Rings now" in told


def test_why_nobody_could_be_rung_is_told_by_name_and_reason(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    make_interpreter(session, name="Ana Reyes", presence=Presence.AWAY)
    make_encounter(session, city)

    told = shown(signed_in(Role.COORDINATOR).opens("/oversight"))

    assert "Why 1 person could not be rung Ana Reyes : Not reachable: Away." in told


def test_a_language_nobody_has_is_said_so(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    make_encounter(session, city, language_tag="so")

    told = shown(signed_in(Role.COORDINATOR).opens("/oversight"))

    assert "Nobody in the city has this language." in told


def test_a_poll_brings_what_moved_and_nothing_else(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    supervisor = signed_in(Role.COORDINATOR)
    page = supervisor.opens("/oversight")
    supervisor.polls(page, status=304)

    make_encounter(session, city)
    news = supervisor.polls(page)

    assert news["title"] == "1 resident waits now"
    assert news["state"] == "waiting"
    supervisor.polls_again("/oversight/now", news["version"], status=304)


def test_a_poll_takes_the_steps_that_are_due(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    clerk = make_clerk(session)
    make_interpreter(session, location_id=clerk.location_id)
    make_vendor(session, name="First Line", position=1)
    make_encounter(session, city, clerk=clerk)
    supervisor = signed_in(Role.COORDINATOR)
    page = supervisor.opens("/oversight")

    supervisor.clock.forward(25)
    news = supervisor.polls(page)

    assert "First Line" in news["html"]


def test_who_is_on_duty_is_shown_by_language_and_who_is_missing_too(
    signed_in: SignedIn, session: Session
) -> None:
    make_language(session, "so")
    make_interpreter(session, "vi", name="Linh Tran")
    make_interpreter(session, "am", name="Abebe Bekele", presence=Presence.OFF_DUTY)
    make_interpreter(session, "ti", name="Unseen", seen_at=NINE - timedelta(minutes=5))

    told = shown(signed_in(Role.COORDINATOR).opens("/oversight"))

    assert "Vietnamese Linh Tran , since 8:00" in told
    assert "although somebody is qualified: አማርኛ Amharic · ትግርኛ Tigrinya" in told
    assert "1 offered language has nobody qualified" in told


def test_only_a_qualification_that_counts_puts_somebody_on_duty(
    signed_in: SignedIn, session: Session
) -> None:
    person = make_interpreter(session, "vi", name="Linh Tran")
    person.qualifications[0].status = QualificationStatus.SELF_DECLARED

    told = shown(signed_in(Role.COORDINATOR).opens("/oversight"))

    assert "Nobody is on duty." in told


def test_a_conversation_makes_busy(signed_in: SignedIn, session: Session, city: City) -> None:
    accepted(session, city)

    told = shown(signed_in(Role.COORDINATOR).opens("/oversight"))

    assert "Ana Reyes , since 8:00 AM, Site" in told.replace("\u202f", " ")
    assert "Busy" in told
    assert "Accepted by Ana Reyes" in told


def test_what_was_unmet_today_is_shown_with_its_reasons(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    make_interpreter(session, name="Ana Reyes", presence=Presence.OFF_DUTY)
    unmet(session, city, note="Came with two children")

    told = shown(signed_in(Role.COORDINATOR).opens("/oversight"))

    assert "Unmet today" in told
    assert "Not served: 1" in told
    assert "Nobody answered" in told
    assert "Came with two children" in told
    assert "Ana Reyes : Not reachable: Off duty." in told


def test_an_earlier_day_stands_still(
    signed_in: SignedIn, session: Session, city: City, clock: Clock
) -> None:
    unmet(session, city)
    clock.forward(24 * 3600)
    supervisor = signed_in(Role.COORDINATOR)

    assert "Nothing was left unmet." in shown(supervisor.opens("/oversight"))
    page = supervisor.opens("/oversight?on=2026-11-23")

    assert "Unmet on Nov 23, 2026" in shown(page)
    assert not page.select("[data-poll]")
    assert page.select("a[href='/oversight?on=2026-11-24']")


def test_a_day_to_come_and_a_day_that_is_none_are_today(signed_in: SignedIn) -> None:
    supervisor = signed_in(Role.COORDINATOR)

    for asked in ("2027-01-01", "yesterday"):
        assert "Unmet today" in shown(supervisor.opens(f"/oversight?on={asked}"))


def test_a_late_promise_is_shown_until_it_is_kept(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    clerk = make_clerk(session, name="Kim Clerk")
    one = make_encounter(session, city, clerk=clerk)
    promise = FollowUpPromise(clerk.id, later(3600), "+1 510 555 0199")
    closing = Closing(Outcome.NOT_SERVED, UnmetReason.TECHNICAL, follow_up=promise)
    conversation.close(session, clerk.actor, city, closing, reference=one.reference, now=later(60))
    supervisor = signed_in(Role.COORDINATOR)

    page = supervisor.opens("/oversight")
    assert "No promise is late." in shown(page)
    supervisor.clock.forward(3601)

    assert "+1 510 555 0199" in supervisor.polls(page)["html"]


def _stood_in(session: Session, city: City) -> Encounter:
    clerk = make_clerk(session, name="Kim Clerk")
    one = make_encounter(session, city, clerk=clerk)
    used = StandInUsed(StandIn.MINOR, "Smoke in the kitchen", is_emergency=True)
    conversation.close(
        session,
        clerk.actor,
        city,
        Closing(Outcome.PARTLY, stand_in=used),
        reference=one.reference,
        now=later(60),
    )
    return one


def test_a_stand_in_awaits_confirmation_and_is_confirmed(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    one = _stood_in(session, city)
    supervisor = signed_in(Role.COORDINATOR, name="Sam Supervisor")

    page = supervisor.opens("/oversight")
    assert "A minor" in shown(page)
    supervisor.presses(page, "A qualified interpreter went over it")
    assert supervisor.led_to == f"/oversight/{one.reference}"
    told = shown(supervisor.follows())

    assert "Sam Supervisor" in told
    assert "Nothing awaits confirmation." in shown(supervisor.opens("/oversight"))


def test_nobody_but_a_supervisor_confirms(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    one = _stood_in(session, city)

    signed_in(Role.STAFF).sends(f"/oversight/{one.reference}/confirm-stand-in", status=404)

    session.refresh(one)
    assert one.stand_in_confirmed_at is None


def test_queries_do_not_grow_with_those_who_wait(
    app: Flask, signed_in: SignedIn, session: Session, city: City
) -> None:
    supervisor = signed_in(Role.COORDINATOR)
    counts = [_queries(app, supervisor)]

    for number in range(6):
        clerk = make_clerk(session)
        make_interpreter(session, "vi", location_id=clerk.location_id, name=f"Linh {number}")
        make_interpreter(session, "es", presence=Presence.AWAY)
        make_encounter(session, city, clerk=clerk, language_tag="vi")
        unmet(session, city)
        _stood_in(session, city)
        counts.append(_queries(app, supervisor))

    # Attempts of those who wait and of what was unmet are read once there are any.
    assert counts[1:] == [counts[1]] * 6
    assert counts[1] <= counts[0] + 2
    assert counts[1] <= 20


def _queries(app: Flask, visitor: Visitor) -> int:
    visitor.opens("/oversight")
    with queries(app) as sent:
        visitor.opens("/oversight")
    return len(sent)
