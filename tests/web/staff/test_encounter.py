import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import AttemptOutcome, Mode, Status
from langaccess.services.dispatch.answers import accept_offer, decline_offer
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Attempt, Encounter
from tests.factories import (
    EVENING,
    later,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_vendor,
)
from tests.web.conftest import SignedIn
from tests.web.pages import Clock, queries, shown


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk at a counter."""
    return make_clerk(session)


def offers(session: Session, one: Encounter) -> list[Attempt]:
    """The offers to people, in order."""
    query = select(Attempt).where(
        Attempt.encounter_id == one.id, Attempt.interpreter_id.is_not(None)
    )
    return list(session.scalars(query.order_by(Attempt.id)))


def accepts(session: Session, city: City, offer: Attempt, *, seconds: float = 5) -> None:
    person = session.get_one(Account, offer.interpreter_id)
    accept_offer(session, person.actor, city, attempt_id=offer.id, now=later(seconds))


def test_while_somebody_rings_the_page_says_how_many_and_names_the_vendors_line(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    for _ in range(2):
        make_interpreter(session, location_id=clerk.location_id)
    line = make_vendor(session)
    one = make_encounter(session, city, clerk=clerk)

    page = signed_in(clerk).opens(f"/requests/{one.reference}")

    told = shown(page)
    assert "2 interpreters are being rung." in told
    assert page.h1
    assert page.h1.get_text() == "Finding an interpreter"
    assert line.name in told
    assert page.select(f"bdi[dir=ltr] a[href='tel:{line.phone}']")
    assert "4711" in told
    assert f"Client C-77, code 4711, Spanish for {clerk.department.name}" in told  # type: ignore[union-attr]


def test_when_somebody_accepts_the_poll_brings_their_name_and_number(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    amina = make_interpreter(session, location_id=clerk.location_id, name="Amina Warsame")
    one = make_encounter(session, city, clerk=clerk)
    person = signed_in(clerk)
    page = person.opens(f"/requests/{one.reference}")
    person.polls(page, status=304)

    accepts(session, city, offers(session, one)[0])

    news = person.polls(page)
    assert news["title"] == "An interpreter is ready"
    assert news["state"] == "ready"
    assert "Amina Warsame" in news["html"]
    assert amina.account.phone in news["html"]
    assert not news["final"]
    person.polls_again(f"/requests/{one.reference}/now", news["version"], status=304)


def test_a_poll_that_brings_nothing_is_small(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)
    person = signed_in(clerk)
    page = person.opens(f"/requests/{one.reference}")

    person.polls(page, status=304)

    assert person.answer.data == b""
    assert "Set-Cookie" not in person.answer.headers
    size = sum(len(name) + len(value) + 4 for name, value in person.answer.headers)
    assert size <= 1024


def test_the_same_page_in_another_language_is_another_version(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)
    person = signed_in(clerk)
    english = person.opens(f"/requests/{one.reference}")

    spanish = person.opens(f"/requests/{one.reference}?lang=es")

    assert spanish.select("html[lang=es]")
    person.polls(spanish, status=304)
    assert person.polls(english)


def test_a_poll_drives_the_ladder_when_no_worker_runs(
    signed_in: SignedIn, session: Session, city: City, clerk: Account, clock: Clock
) -> None:
    make_interpreter(session, location_id=clerk.location_id)
    elsewhere = make_interpreter(session)
    one = make_encounter(session, city, clerk=clerk)
    assert len(offers(session, one)) == 1
    person = signed_in(clerk)
    page = person.opens(f"/requests/{one.reference}")

    clock.forward(21)
    news = person.polls(page)

    assert "2 interpreters are being rung." in news["html"]
    assert [row.interpreter_id for row in offers(session, one)][-1] == elsewhere.account_id


def test_opening_the_page_late_takes_every_step_that_was_missed(
    signed_in: SignedIn, session: Session, city: City, clerk: Account, clock: Clock
) -> None:
    make_interpreter(session, location_id=clerk.location_id)
    one = make_encounter(session, city, clerk=clerk)
    person = signed_in(clerk)

    clock.forward(130)
    page = person.opens(f"/requests/{one.reference}")

    told = shown(page)
    assert "Your supervisor has been told." in told
    assert "Offer the resident a call back" in told


def test_where_nobody_qualified_can_be_rung_the_line_is_the_way_at_once(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    make_vendor(session)
    one = make_encounter(session, city, clerk=clerk)

    page = signed_in(clerk).opens(f"/requests/{one.reference}")

    assert page.h1
    assert page.h1.get_text() == "Nobody of ours can be rung now"
    assert "Use the vendor's line now." in shown(page)
    assert page.select("#vendor")


def test_where_there_is_no_line_either_the_page_says_so_and_offers_no_dead_button(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)

    page = signed_in(clerk).opens(f"/requests/{one.reference}")

    assert "no vendor line serves this language" in shown(page)
    assert not page.select("#vendor")


class TestVendor:
    def test_one_press_stands_on_the_line_and_the_offers_end(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        make_interpreter(session, location_id=clerk.location_id)
        line = make_vendor(session)
        one = make_encounter(session, city, clerk=clerk)
        person = signed_in(clerk)
        page = person.opens(f"/requests/{one.reference}")

        person.presses(page, "Use the vendor line now")
        person.presses(page, "Use the vendor line now")  # a double tap

        page = person.follows()
        assert page.h1
        assert page.h1.get_text() == "Call the vendor's line"
        session.refresh(one)
        assert (one.status, one.vendor_id) == (Status.READY, line.id)
        assert offers(session, one)[0].outcome is AttemptOutcome.WITHDRAWN

    def test_a_silent_line_gives_way_to_the_next_and_then_to_our_own_people(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        first, second = make_vendor(session), make_vendor(session, phone="+15105550172")
        one = make_encounter(session, city, clerk=clerk)
        person = signed_in(clerk)
        person.presses(person.opens(f"/requests/{one.reference}"), "Use the vendor line now")
        page = person.follows()
        assert first.name in shown(page)

        person.presses(page, "No answer: next line")
        page = person.follows()
        assert second.name in shown(page)
        assert first.name not in shown(page)

        person.presses(page, "No answer: next line")
        page = person.follows()
        assert page.h1
        assert page.h1.get_text() == "Nobody of ours can be rung now"

    def test_where_no_line_serves_the_language_the_press_is_refused_in_words(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        one = make_encounter(session, city, clerk=clerk)

        page = signed_in(clerk).sends(f"/requests/{one.reference}/vendor", status=409)

        assert "No vendor line serves this language in this way right now." in shown(page)

    def test_silence_of_a_line_nobody_called_is_refused(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        one = make_encounter(session, city, clerk=clerk)

        signed_in(clerk).sends(f"/requests/{one.reference}/vendor-silent", status=409)

    def test_a_video_request_shows_the_room(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        make_vendor(session)
        one = make_encounter(session, city, clerk=clerk, mode=Mode.VIDEO)

        page = signed_in(clerk).opens(f"/requests/{one.reference}")

        link = page.select_one("a[href^='https://video.example/']")
        assert link is not None
        assert one.room in str(link["href"])
        assert "noreferrer" in link["rel"]

    def test_the_code_is_that_of_the_department(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        make_vendor(session, codes={clerk.department_id: "8822", None: "4711"})
        one = make_encounter(session, city, clerk=clerk)

        page = signed_in(clerk).opens(f"/requests/{one.reference}")

        assert "8822" in shown(page)
        assert "4711" not in shown(page)


def test_after_hours_the_line_stands_there_at_once_with_the_other_contact(
    signed_in: SignedIn, session: Session, city: City, clerk: Account, clock: Clock
) -> None:
    make_vendor(session)
    clock.at = EVENING
    one = make_encounter(session, city, clerk=clerk, now=EVENING)

    page = signed_in(clerk).opens(f"/requests/{one.reference}")

    told = shown(page)
    assert "Do not wait: the vendor's line" in told
    assert "After-hours city service" in told


def test_somebody_who_accepted_and_does_not_come_is_let_go(
    signed_in: SignedIn, session: Session, city: City, clerk: Account, clock: Clock
) -> None:
    make_interpreter(session, location_id=clerk.location_id)
    one = make_encounter(session, city, clerk=clerk)
    accepts(session, city, offers(session, one)[0])
    person = signed_in(clerk)
    page = person.opens(f"/requests/{one.reference}")

    clock.forward(70)
    news = person.polls(page)

    assert "Somebody accepted and did not come" in news["html"]


def test_the_clerk_may_let_them_go_earlier(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    make_interpreter(session, location_id=clerk.location_id)
    second = make_interpreter(session, location_id=clerk.location_id)
    one = make_encounter(session, city, clerk=clerk)
    accepts(session, city, offers(session, one)[0])
    person = signed_in(clerk)

    person.presses(person.opens(f"/requests/{one.reference}"), "They do not come")

    assert "1 interpreter is being rung." in shown(person.follows())
    assert offers(session, one)[-1].interpreter_id == second.account_id


def test_a_decline_is_counted_and_not_named(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    for name in ("Ana Uno", "Bea Dos"):
        make_interpreter(session, location_id=clerk.location_id, name=name)
    one = make_encounter(session, city, clerk=clerk)
    offer = offers(session, one)[0]
    who = session.get_one(Account, offer.interpreter_id)
    decline_offer(session, who.actor, city, attempt_id=offer.id, reason=None, now=later(2))

    page = signed_in(clerk).opens(f"/requests/{one.reference}")

    assert "1 declined." in shown(page)
    assert who.name not in shown(page)


def test_talking_and_closing_make_the_page_final(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    make_interpreter(session, location_id=clerk.location_id)
    one = make_encounter(session, city, clerk=clerk)
    accepts(session, city, offers(session, one)[0])
    person = signed_in(clerk)

    person.presses(person.opens(f"/requests/{one.reference}"), "We are talking")
    page = person.follows()
    assert page.h1
    assert page.h1.get_text() == "Talking"
    assert page.select("noscript")
    person.presses(person.opens(f"/requests/{one.reference}/close"), "Close the request")

    page = person.opens(f"/requests/{one.reference}")
    assert page.select("[data-poll][data-final]")
    assert not page.select("noscript")
    assert person.polls_again(f"/requests/{one.reference}/now", "old")["final"]


def test_nobody_can_be_connected_before_anybody_accepted(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)

    page = signed_in(clerk).sends(f"/requests/{one.reference}/connected", status=409)

    assert "Nobody has accepted" in shown(page)


def test_cancelling_twice_is_cancelling_once(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)
    person = signed_in(clerk)
    page = person.opens(f"/requests/{one.reference}")

    person.presses(page, "Cancel request")
    person.presses(page, "Cancel request")

    assert "Cancelled" in shown(person.follows())
    page = person.presses(page, "Cancel request")
    person.sends(f"/requests/{one.reference}/ring-again", status=409)


class TestAnotherDepartmentsRequest:
    DEEDS = ("vendor", "vendor-silent", "ring-again", "connected", "cancel", "close")
    PAGES = ("", "/now", "/show", "/close")

    def test_it_does_not_exist_for_a_clerk_elsewhere(
        self, signed_in: SignedIn, session: Session, city: City
    ) -> None:
        make_vendor(session)
        one = make_encounter(session, city)
        stranger = signed_in()

        for part in self.PAGES:
            stranger.opens(f"/requests/{one.reference}{part}", status=404)
        for deed in self.DEEDS:
            stranger.sends(f"/requests/{one.reference}/{deed}", status=404, outcome="served")

        session.refresh(one)
        assert (one.status, one.version) == (Status.SEARCHING, one.version)

    def test_a_colleague_of_the_department_and_a_coordinator_see_it(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        one = make_encounter(session, city, clerk=clerk)

        signed_in(make_clerk(session, department_id=clerk.department_id)).opens(
            f"/requests/{one.reference}"
        )
        signed_in(Role.COORDINATOR).opens(f"/requests/{one.reference}")

    @pytest.mark.parametrize("reference", ["NOSUCH", "%00", "x" * 500, "..%2fx", "' OR 1=1 --"])
    def test_no_reference_that_is_none_ends_in_a_fault(
        self, signed_in: SignedIn, reference: str
    ) -> None:
        person = signed_in()

        for part in self.PAGES:
            answer = person.client.get(f"/requests/{reference}{part}")
            assert answer.status_code in {400, 404}


class TestPleaseWait:
    @pytest.mark.parametrize(
        ("tag", "lang", "direction"),
        [("es", "es", "ltr"), ("mfs", "es", "ltr"), ("arz", "ar", "rtl"), ("ht", "en", "ltr")],
    )
    def test_the_page_speaks_the_residents_language_where_it_can(
        self,
        signed_in: SignedIn,
        session: Session,
        city: City,
        clerk: Account,
        tag: str,
        lang: str,
        direction: str,
    ) -> None:
        is_signed = tag == "mfs"
        changes: dict[str, Any] = {"mode": Mode.VIDEO, "aid": "sign_video"} if is_signed else {}
        one = make_encounter(session, city, clerk=clerk, language_tag=tag, **changes)

        page = signed_in(clerk).opens(f"/requests/{one.reference}/show")

        assert page.select(f"html[lang={lang}][dir={direction}]")
        assert one.reference in shown(page)
        assert page.select(f"a[lang=en][href='/requests/{one.reference}']")
        assert ("These words are not translated" in shown(page)) is (tag == "ht")

    def test_turning_the_screen_back_leaves_the_clerks_own_language(
        self, signed_in: SignedIn, session: Session, city: City, clerk: Account
    ) -> None:
        one = make_encounter(session, city, clerk=clerk, language_tag="arz")
        person = signed_in(clerk)

        person.opens(f"/requests/{one.reference}/show")

        page = person.opens(f"/requests/{one.reference}")
        assert page.select("html[lang=en][dir=ltr]")


def test_the_status_page_asks_the_same_few_questions_however_many_ring(
    app: Flask, signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    make_vendor(session)
    make_interpreter(session, location_id=clerk.location_id)
    one = make_encounter(session, city, clerk=clerk)
    person = signed_in(clerk)
    page = person.opens(f"/requests/{one.reference}")
    with queries(app) as few:
        person.opens(f"/requests/{one.reference}")
    for _ in range(8):
        make_interpreter(session, location_id=clerk.location_id)
        make_vendor(session)
    another = make_encounter(session, city, clerk=clerk)
    session.commit()

    with queries(app) as many:
        person.opens(f"/requests/{another.reference}")
    with queries(app) as poll:
        person.polls(page, status=304)

    assert len(many) == len(few) <= 12, many
    assert len(poll) <= 3, poll


def test_a_poll_answers_json_that_a_script_may_not_mistake_for_a_page(
    signed_in: SignedIn, session: Session, city: City, clerk: Account
) -> None:
    one = make_encounter(session, city, clerk=clerk)
    person = signed_in(clerk)

    news = person.polls_again(f"/requests/{one.reference}/now", "none")

    assert person.answer.mimetype == "application/json"
    assert {*news} == {"version", "html", "title", "state", "final", "announce"}
    assert json.loads(person.answer.text) == news
