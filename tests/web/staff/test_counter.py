from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import AidChoice, Channel, KnownBy, Mode, Status
from langaccess.domain.people import Domain
from langaccess.storage.dispatch import Encounter
from tests.factories import (
    EVENING,
    NINE,
    make_clerk,
    make_encounter,
    make_language,
    make_location,
    make_ticket,
)
from tests.web.conftest import SignedIn, forget
from tests.web.pages import Clock, queries, shown


@pytest.fixture(autouse=True)
def offered(session: Session) -> None:
    """A few languages of each kind."""
    for tag in ("es", "vi", "ar", "cmn", "yue", "ase", "ht"):
        make_language(session, tag)


def asked(session: Session) -> Encounter:
    """The one encounter there is."""
    session.rollback()
    return session.scalars(select(Encounter)).one()


def count(session: Session) -> int:
    """How many encounters there are."""
    session.rollback()
    return session.scalar(select(func.count(Encounter.id))) or 0


def first_tiles(page: BeautifulSoup) -> list[str]:
    """The tags of the languages that stand first."""
    group = page.select_one("#most")
    assert isinstance(group, Tag)
    section = group.find_parent("section")
    assert isinstance(section, Tag)
    return [str(tile["value"]) for tile in section.select(".tile")]


def test_one_tap_on_a_language_asks_for_an_interpreter_and_leads_to_its_page(
    signed_in: SignedIn, session: Session
) -> None:
    clerk = signed_in()
    page = clerk.opens("/counter")

    clerk.presses(page, "Tiếng Việt")

    one = asked(session)
    assert clerk.led_to == f"/requests/{one.reference}"
    assert (one.language_tag, one.mode, one.domain) == ("vi", Mode.PHONE, Domain.GENERAL)
    assert (one.channel, one.known_by) == (Channel.COUNTER, KnownBy.RESIDENT_SAID)
    assert one.reference in shown(clerk.follows())


def test_how_and_about_what_is_sent_along(signed_in: SignedIn, session: Session) -> None:
    clerk = signed_in()
    page = clerk.opens("/counter?mode=video")

    clerk.presses(page, "Español", domain="health", channel="phone_in")

    one = asked(session)
    assert (one.mode, one.domain, one.channel) == (Mode.VIDEO, Domain.HEALTH, Channel.PHONE_IN)


def test_the_counter_presets_how_interpreters_join(signed_in: SignedIn, session: Session) -> None:
    clerk = signed_in(make_clerk(session, counter_mode=Mode.IN_PERSON))

    clerk.presses(clerk.opens("/counter"), "Español")

    assert asked(session).mode is Mode.IN_PERSON


def test_a_double_tap_is_one_request(signed_in: SignedIn, session: Session) -> None:
    clerk = signed_in()
    page = clerk.opens("/counter")

    clerk.presses(page, "Español")
    first = clerk.led_to
    clerk.presses(page, "Español")

    assert clerk.led_to == first
    assert count(session) == 1


def test_a_page_kept_for_the_next_resident_makes_a_new_request(
    signed_in: SignedIn, session: Session
) -> None:
    clerk = signed_in()
    kept = clerk.opens("/counter")
    clerk.presses(kept, "Español")
    clerk.presses(clerk.follows(), "Cancel request")

    clerk.presses(kept, "Español")

    assert count(session) == 2


def test_going_back_and_tapping_another_language_is_another_request(
    signed_in: SignedIn, session: Session
) -> None:
    clerk = signed_in()
    page = clerk.opens("/counter")
    clerk.presses(page, "Español")

    clerk.presses(page, "Tiếng Việt")

    assert count(session) == 2


def test_the_languages_most_used_at_this_counter_stand_first(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    account = make_clerk(session)
    for tag in ("vi", "vi", "ar"):
        make_encounter(session, city, clerk=account, language_tag=tag)
    for _ in range(3):
        make_encounter(session, city, language_tag="ht")

    page = signed_in(account).opens("/counter")

    first = first_tiles(page)
    assert first[:3] == ["vi", "ar", "ht"]  # of this counter, then of the city
    assert first[-1] == "und"


def test_each_language_has_exactly_one_tile(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    account = make_clerk(session)
    make_encounter(session, city, clerk=account, language_tag="vi")

    page = signed_in(account).opens("/counter")

    tags = [str(tile["value"]) for tile in page.select(".tile")]
    assert sorted(tags) == sorted({*tags})
    assert {"vi", "es", "ase", "zh"} <= {*tags}


def test_a_language_no_coordinator_offers_has_no_tile(
    signed_in: SignedIn, session: Session
) -> None:
    make_language(session, "ht").is_offered = False

    page = signed_in().opens("/counter")

    assert not page.select("[value=ht]")


@pytest.mark.parametrize(
    ("typed", "found"), [("viet", ["vi"]), ("Tiêng", ["vi"]), ("nothing like it", [])]
)
def test_a_language_is_found_by_typing_without_script(
    signed_in: SignedIn, typed: str, found: list[str]
) -> None:
    clerk = signed_in()
    page = clerk.opens("/counter")

    page = clerk.presses(page, "Find", status=200, q=typed)

    tags = [tile["value"] for tile in page.select(".tile")]
    assert tags == found
    assert page.select_one("#find")["value"] == typed  # type: ignore[index]


def test_my_open_requests_stand_on_the_counter(
    signed_in: SignedIn, session: Session, city: City
) -> None:
    account = make_clerk(session)
    one = make_encounter(session, city, clerk=account)
    make_encounter(session, city)

    page = signed_in(account).opens("/counter")

    links = [link["href"] for link in page.select(".banner a")]
    assert links == [f"/requests/{one.reference}"]


def test_after_hours_the_counter_says_so_and_names_the_other_way(
    signed_in: SignedIn, clock: Clock
) -> None:
    clock.at = EVENING

    page = signed_in().opens("/counter")

    assert "The city is closed." in shown(page)
    assert page.select("bdi[dir=ltr] a[href='tel:+15105550142']")


class TestChinese:
    def test_it_asks_which_and_keeps_what_was_chosen(
        self, signed_in: SignedIn, session: Session
    ) -> None:
        clerk = signed_in()
        page = clerk.opens("/counter?mode=video")

        page = clerk.presses(page, "中文", status=200, domain="legal")
        assert "Which Chinese?" in shown(page)
        assert [tile["value"] for tile in page.select(".tile")] == ["cmn", "yue"]
        assert count(session) == 0
        clerk.presses(page, "Cantonese")

        one = asked(session)
        assert (one.language_tag, one.mode, one.domain) == ("yue", Mode.VIDEO, Domain.LEGAL)

    def test_a_name_whose_languages_are_not_offered_still_leads_back(
        self, signed_in: SignedIn
    ) -> None:
        clerk = signed_in()

        page = clerk.sends("/counter", status=200, language="hmn", key="k")

        assert page.select("a[href='/counter']")


class TestSignLanguage:
    @pytest.mark.parametrize(
        ("aid", "mode"), [("sign_on_site", Mode.IN_PERSON), ("sign_video", Mode.VIDEO)]
    )
    def test_it_asks_for_the_persons_own_preference_first(
        self, signed_in: SignedIn, session: Session, aid: str, mode: Mode
    ) -> None:
        clerk = signed_in()
        page = clerk.opens("/counter")

        page = clerk.presses(page, "American Sign Language", status=200)
        assert "How does the person want to communicate?" in shown(page)
        assert count(session) == 0
        button = page.select_one(f"[value={aid}]")
        assert button is not None
        clerk.presses(page, button.get_text())

        one = asked(session)
        assert (one.aid, one.mode) == (AidChoice(aid), mode)

    @pytest.mark.parametrize("aid", ["writing", "captions", "relay"])
    def test_no_choice_of_aid_leads_in_a_circle(
        self, signed_in: SignedIn, session: Session, aid: str
    ) -> None:
        clerk = signed_in()
        page = clerk.presses(clerk.opens("/counter"), "American Sign Language", status=200)
        button = page.select_one(f"[value={aid}]")
        assert button is not None

        clerk.presses(page, button.get_text())

        assert asked(session).aid is AidChoice(aid)


class TestUnknownLanguage:
    def test_the_card_is_turned_and_the_resident_points(
        self, signed_in: SignedIn, session: Session
    ) -> None:
        clerk = signed_in()
        page = clerk.opens("/counter?mode=video")

        clerk.presses(page, "I don't know the language", domain="health")
        page = clerk.follows()
        assert page.select("[lang=es]")
        assert page.select("[lang=ar][dir=rtl]")
        clerk.presses(page, "العربية")

        one = asked(session)
        assert (one.language_tag, one.known_by) == ("ar", KnownBy.POINTED_AT_CARD)
        assert (one.mode, one.domain) == (Mode.VIDEO, Domain.HEALTH)

    def test_the_number_of_the_resident_goes_along(
        self, signed_in: SignedIn, session: Session
    ) -> None:
        account = make_clerk(session)
        ticket = make_ticket(session, account.location_id or 0)
        clerk = signed_in(account)

        page = clerk.opens(f"/counter?ticket={ticket.id}")
        clerk.presses(page, "I don't know the language")
        clerk.presses(clerk.follows(), "Español")

        assert asked(session).ticket_id == ticket.id


class TestTwoClerksForOneResident:
    def test_the_second_is_told_and_led_to_the_first_request(
        self, signed_in: SignedIn, session: Session
    ) -> None:
        first = make_clerk(session)
        second = make_clerk(
            session, department_id=first.department_id, location_id=first.location_id
        )
        ticket = make_ticket(session, first.location_id or 0)
        here = signed_in(first)
        here.presses(here.opens(f"/counter?ticket={ticket.id}"), "Español")

        there = signed_in(second)
        page = there.opens(f"/counter?ticket={ticket.id}")
        page = there.presses(page, "Español", status=409)

        assert "A colleague is already finding an interpreter" in shown(page)
        assert page.select(f"main a[href='/requests/{asked(session).reference}']")

    def test_a_clerk_of_another_department_learns_no_reference(
        self, signed_in: SignedIn, session: Session
    ) -> None:
        first = make_clerk(session)
        ticket = make_ticket(session, first.location_id or 0)
        here = signed_in(first)
        here.presses(here.opens(f"/counter?ticket={ticket.id}"), "Español")

        there = signed_in(make_clerk(session, location_id=first.location_id))
        page = there.presses(there.opens(f"/counter?ticket={ticket.id}"), "Español", status=409)

        assert asked(session).reference not in str(page)


WRONG = [
    {"language": "xx"},
    {"language": "es\0"},
    {"language": ""},
    {"language": "x" * 5000},
    {"language": "ht'; DROP TABLE encounter; --"},
    {"mode": "pigeon"},
    {"domain": "\0"},
    {"key": ""},
    {"key": "k" * 65},
    {"key": "k\0"},
    {"ticket": str(2**70)},
    {"ticket": "2147483647"},
    {"ticket": "-1"},
    {"ticket": "one"},
    {"continues": "NOSUCH"},
    {"continues": "\0"},
    {"known_by": "rumour"},
    {"aid": "shouting"},
    {"language": "zh-Hant"},
    {"language": "hmn"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_whatever_is_sent_instead_of_a_choice_is_refused_in_words(
    signed_in: SignedIn, session: Session, wrong: dict[str, str]
) -> None:
    clerk = signed_in()
    fields: dict[str, Any] = {"language": "es", "key": "k"} | wrong
    token = clerk.token

    clerk.client.post("/counter", data=fields | {"csrf_token": token})
    answer = clerk.client.post("/counter", data=fields | {"csrf_token": token})

    assert answer.status_code in {200, 303, 400, 404, 409, 422}
    assert count(session) == 0


def test_a_language_that_is_not_offered_any_more_is_told(
    signed_in: SignedIn, session: Session
) -> None:
    clerk = signed_in()
    page = clerk.opens("/counter")
    make_language(session, "ht").is_offered = False

    page = clerk.presses(page, "Haitian Creole", status=409)

    assert "This language is not offered for interpreting." in shown(page)


def test_a_new_try_for_the_same_resident_counts_their_wait_from_the_first(
    signed_in: SignedIn, session: Session, clock: Clock
) -> None:
    clerk = signed_in()
    clerk.presses(clerk.opens("/counter"), "Español")
    reference = clerk.led_to.rpartition("/")[2]
    clerk.presses(clerk.follows(), "Cancel request")
    link = clerk.follows().select_one("#retry")
    assert link is not None

    clock.forward(120)
    clerk.presses(clerk.opens(str(link["href"])), "Tiếng Việt")

    page = clerk.follows()
    assert "2:00" in shown(page)
    assert reference not in shown(page)


def test_the_counter_asks_the_same_few_questions_however_much_there_is(
    app: Flask, signed_in: SignedIn, session: Session, city: City
) -> None:
    account = make_clerk(session)
    clerk = signed_in(account)
    clerk.opens("/counter")
    forget()
    with queries(app) as few:
        clerk.opens("/counter")
    for tag in ("es", "vi", "ar", "ht"):
        make_encounter(session, city, clerk=account, language_tag=tag)
        make_location(session)
    session.commit()
    forget()

    with queries(app) as many:
        clerk.opens("/counter")

    assert len(many) == len(few) <= 8, few


def test_staff_without_a_counter_see_every_language(signed_in: SignedIn) -> None:
    clerk = signed_in(Role.STAFF, location_id=None, department_id=None)

    page = clerk.opens("/counter")

    clerk.presses(page, "Español")
    clerk.follows()


def test_a_request_begins_to_search_at_once(signed_in: SignedIn, session: Session) -> None:
    clerk = signed_in()

    clerk.presses(clerk.opens("/counter"), "Español")

    one = asked(session)
    assert (one.status, one.opened_at) == (Status.SEARCHING, NINE)
