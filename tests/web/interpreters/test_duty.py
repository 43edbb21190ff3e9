from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import Answer, AttemptOutcome, DeclineReason, Status
from langaccess.domain.people import Presence
from langaccess.services.dispatch import conversation
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.people import Interpreter
from tests.factories import (
    NINE,
    later,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_qualification,
)
from tests.web.conftest import SignedIn
from tests.web.pages import Clock, Visitor, queries, shown


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk at a counter."""
    return make_clerk(session)


@pytest.fixture
def amina(session: Session, clerk: Account) -> Interpreter:
    """An interpreter at the same site, on duty."""
    return make_interpreter(session, location_id=clerk.location_id, name="Amina Warsame")


@pytest.fixture
def here(signed_in: SignedIn, amina: Interpreter) -> Visitor:
    """Amina's browser."""
    return signed_in(amina.account)


def test_going_on_duty_and_off_again_is_one_press_each(
    here: Visitor, session: Session, amina: Interpreter
) -> None:
    here.presses(here.opens("/duty"), "Go off duty")
    session.refresh(amina)
    assert amina.presence.value == "off_duty"

    here.presses(here.follows(), "Go on duty")
    session.refresh(amina)
    assert amina.presence.value == "on_duty"
    page = here.follows()
    assert page.h1
    assert page.h1.get_text() == "On duty"


@pytest.mark.parametrize("presence", ["asleep", "", "\0", "on_duty\0"])
def test_a_presence_that_is_none_is_refused(here: Visitor, presence: str) -> None:
    here.sends("/duty/presence", status=400, presence=presence)


def test_somebody_going_on_duty_is_rung_by_a_search_that_waits(
    here: Visitor, session: Session, city: City, clerk: Account, amina: Interpreter
) -> None:
    amina.presence = Presence.AWAY
    make_encounter(session, city, clerk=clerk)
    assert not here.opens("/duty").select("[data-offer]")

    here.presses(here.opens("/duty"), "Go on duty")

    assert here.follows().select("[data-offer]")


def test_an_open_page_is_written_down_so_that_its_person_can_be_rung(
    here: Visitor, session: Session, amina: Interpreter, clock: Clock
) -> None:
    clock.forward(10)
    page = here.opens("/duty")
    session.refresh(amina)
    assert amina.seen_at == NINE

    clock.forward(20)
    here.polls(page, status=304)

    session.refresh(amina)
    assert amina.seen_at == clock.at


class TestOffer:
    def test_it_tells_all_one_wants_to_know_before_greeting(
        self, here: Visitor, session: Session, city: City, clerk: Account
    ) -> None:
        page = here.opens("/duty")
        one = make_encounter(session, city, clerk=clerk)

        news = here.polls(page)

        assert news["state"] == "offer"
        assert clerk.department
        assert clerk.location
        for told in (
            "Interpreter wanted",
            "Español",
            "General",
            "Phone",
            "At the counter",
            clerk.location.name,
            f"{clerk.name}, {clerk.department.name}",
        ):
            assert told in news["html"]
        assert one.reference not in news["html"]

    def test_one_press_accepts_and_leads_to_the_conversation(
        self, here: Visitor, session: Session, city: City, clerk: Account, amina: Interpreter
    ) -> None:
        one = make_encounter(session, city, clerk=clerk)

        here.presses(here.opens("/duty"), "Accept")

        page = here.follows()
        assert "You accepted. Greet them now." in shown(page)
        assert page.select(f"a[href='tel:{clerk.phone}']")
        session.refresh(one)
        assert (one.status, one.interpreter_id) == (Status.READY, amina.account_id)

    def test_accepting_twice_is_accepting_once(
        self, here: Visitor, session: Session, city: City, clerk: Account
    ) -> None:
        make_encounter(session, city, clerk=clerk)
        page = here.opens("/duty")

        here.presses(page, "Accept")
        here.presses(page, "Accept")

        assert not here.follows().select(".banner.warning:not([hidden])")

    def test_who_was_slower_is_told_at_once_and_on_the_page(
        self,
        here: Visitor,
        signed_in: SignedIn,
        session: Session,
        city: City,
        clerk: Account,
    ) -> None:
        other = make_interpreter(session, location_id=clerk.location_id)
        make_encounter(session, city, clerk=clerk)
        faster = signed_in(other.account)
        mine, theirs = here.opens("/duty"), faster.opens("/duty")

        faster.presses(theirs, "Accept")

        assert "Another interpreter accepted first." in here.polls(mine)["html"]
        here.presses(mine, "Accept")
        page = here.follows()
        assert "Another interpreter accepted first." in shown(page)
        assert not page.select("[data-offer]")

    def test_an_offer_made_to_somebody_else_does_not_exist(
        self,
        amina: Interpreter,
        signed_in: SignedIn,
        session: Session,
        city: City,
        clerk: Account,
    ) -> None:
        one = make_encounter(session, city, clerk=clerk)
        offer = session.scalars(select(Attempt).filter_by(interpreter_id=amina.account_id)).one()
        stranger = signed_in(make_interpreter(session).account)

        stranger.sends(f"/offers/{offer.id}/accept", status=404)
        stranger.sends(f"/offers/{offer.id}/decline", status=404)
        for number in (0, 2**31 - 1, 2**31, 2**64):
            stranger.sends(f"/offers/{number}/accept", status=404)

        session.refresh(one)
        assert one.status is Status.SEARCHING

    def test_after_a_cancelled_request_an_accept_says_so(
        self, here: Visitor, session: Session, city: City, clerk: Account
    ) -> None:
        one = make_encounter(session, city, clerk=clerk)
        page = here.opens("/duty")
        conversation.cancel(session, clerk.actor, city, reference=one.reference, now=later(1))

        here.presses(page, "Accept")

        assert "This request has ended." in shown(here.follows())

    @pytest.mark.parametrize("reason", [None, *DeclineReason])
    def test_declining_is_one_press_with_or_without_a_reason(
        self,
        here: Visitor,
        session: Session,
        city: City,
        clerk: Account,
        reason: DeclineReason | None,
    ) -> None:
        make_encounter(session, city, clerk=clerk)
        (offer,) = session.scalars(select(Attempt))
        page = here.opens("/duty")
        button = page.select_one(f"button[value={reason.value}]" if reason else "[id^=decline-]")
        assert button is not None

        here.presses(page, button.get_text())

        session.refresh(offer)
        assert (offer.outcome, offer.decline_reason) == (AttemptOutcome.DECLINED, reason)
        assert not here.follows().select("[data-offer]")

    def test_declining_after_accepting_is_told(
        self, here: Visitor, session: Session, city: City, clerk: Account
    ) -> None:
        make_encounter(session, city, clerk=clerk)
        page = here.opens("/duty")
        here.presses(page, "Accept")

        here.presses(page, "Decline")

        assert "You answered this offer already." in shown(here.follows())

    def test_a_reason_that_is_none_is_refused(
        self, here: Visitor, session: Session, city: City, clerk: Account
    ) -> None:
        make_encounter(session, city, clerk=clerk)
        (offer,) = session.scalars(select(Attempt))

        here.sends(f"/offers/{offer.id}/decline", status=400, reason="too early")

    def test_a_second_conversation_cannot_be_taken(
        self, here: Visitor, session: Session, city: City, clerk: Account
    ) -> None:
        make_encounter(session, city, clerk=clerk)
        make_encounter(session, city, clerk=clerk)
        page = here.opens("/duty")
        first, second = (str(one["action"]) for one in page.select("form[action$=accept]"))
        here.sends(first)

        here.sends(second)

        assert "You are in another conversation." in shown(here.follows())

    def test_one_that_was_missed_says_so_for_a_minute(
        self, here: Visitor, session: Session, city: City, clerk: Account, clock: Clock
    ) -> None:
        one = make_encounter(session, city, clerk=clerk)
        clock.forward(30)
        conversation.cancel(session, clerk.actor, city, reference=one.reference, now=clock.at)
        page = here.opens("/duty")
        assert "You missed this offer." in shown(page)

        clock.forward(61)

        assert "You missed this offer." not in here.polls(page)["html"]


class TestConversation:
    @pytest.fixture
    def talk(self, here: Visitor, session: Session, city: City, clerk: Account) -> Encounter:
        """A conversation Amina accepted."""
        one = make_encounter(session, city, clerk=clerk)
        here.presses(here.opens("/duty"), "Accept")
        return one

    def test_from_the_greeting_to_two_answers(
        self, here: Visitor, session: Session, talk: Encounter
    ) -> None:
        here.presses(here.opens("/duty"), "I am connected")
        page = here.follows()
        assert "You are talking" in shown(page)
        here.presses(page, "The conversation has ended")
        page = here.presses(here.follows(), "Send", status=422)
        assert len(page.select("[data-errors] a")) == 2
        here.presses(page, "Send", understood="yes", briefed="no")

        assert "Thank you." in shown(here.follows())
        session.refresh(talk)
        assert talk.status is Status.ENDED
        assert (talk.interpreter_understood, talk.interpreter_briefed) == (Answer.YES, Answer.NO)

    def test_my_day_lists_it(self, here: Visitor, talk: Encounter) -> None:
        page = here.opens("/duty")

        assert page.select(f"a[href='/conversations/{talk.reference}/answers']")

    def test_somebody_elses_conversation_does_not_exist(
        self, signed_in: SignedIn, session: Session, talk: Encounter
    ) -> None:
        stranger = signed_in(make_interpreter(session).account)

        stranger.opens(f"/conversations/{talk.reference}/answers", status=404)
        for deed in ("connected", "finish", "answers"):
            stranger.sends(
                f"/conversations/{talk.reference}/{deed}",
                status=404,
                understood="yes",
                briefed="yes",
            )

    def test_ending_it_twice_changes_nothing(
        self, here: Visitor, session: Session, talk: Encounter
    ) -> None:
        page = here.opens("/duty")
        here.presses(page, "The conversation has ended")
        session.refresh(talk)
        version = talk.version

        here.presses(page, "The conversation has ended")

        session.refresh(talk)
        assert talk.version == version

    @pytest.mark.usefixtures("talk")
    def test_while_talking_nothing_else_rings(
        self, here: Visitor, session: Session, city: City, clerk: Account
    ) -> None:
        make_encounter(session, city, clerk=clerk)

        assert not here.opens("/duty").select("[data-offer]")


def test_an_interpreter_role_without_a_record_is_told_there_is_no_such_page(
    signed_in: SignedIn,
) -> None:
    person = signed_in(Role.INTERPRETER)

    person.opens("/duty", status=404)
    person.sends("/duty/presence", status=404, presence="on_duty")
    assert "No qualification is recorded for you." in shown(person.opens("/my-qualifications"))


def test_my_qualifications_say_what_expires(
    here: Visitor, session: Session, amina: Interpreter
) -> None:
    today = NINE.date()
    make_qualification(
        session, amina, language_tag="so", valid_until=today + timedelta(days=30), test="ALTA"
    )
    make_qualification(
        session, amina, language_tag="vi", valid_until=today - timedelta(days=1), issuer=None
    )

    told = shown(here.opens("/my-qualifications"))

    assert "Expires on" in told
    assert "Expired" in told
    assert "Somali" in told
    assert "ALTA" in told


def test_the_duty_page_asks_the_same_few_questions_however_much_rings(
    app: Flask, here: Visitor, session: Session, city: City, clerk: Account
) -> None:
    make_encounter(session, city, clerk=clerk)
    page = here.opens("/duty")
    with queries(app) as few:
        here.opens("/duty")
    for _ in range(8):
        make_encounter(session, city, clerk=clerk)
    session.commit()

    with queries(app) as many:
        page = here.opens("/duty")
    with queries(app) as poll:
        here.polls(page, status=304)

    assert len(many) == len(few) <= 9, many
    assert len(poll) <= 8, poll


def test_an_open_duty_page_drives_the_ladders_of_everybody(
    here: Visitor, session: Session, city: City, clock: Clock
) -> None:
    """Without a worker, and with the clerk's own page closed, a search goes on all the same."""
    page = here.opens("/duty")
    somewhere = make_clerk(session)
    make_interpreter(session, location_id=somewhere.location_id)
    one = make_encounter(session, city, clerk=somewhere)
    assert session.scalars(select(Attempt.encounter_id)).all() == [one.id]

    clock.forward(21)
    news = here.polls(page)

    assert "Interpreter wanted" in news["html"]
    assert news["announce"] == "Interpreter wanted: Spanish"
