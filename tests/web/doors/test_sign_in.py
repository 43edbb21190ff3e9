import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.accounts import (
    FAILURES_AT_MOST,
    FAILURES_WITHIN,
    LINK_LASTS,
    SEEN_EVERY,
    SIGN_IN_IDLE,
    SIGN_IN_LASTS,
)
from langaccess.services import accounts
from langaccess.storage.accounts import Account, SignIn, SignInFailure
from langaccess.storage.audit import AuditEntry
from langaccess.storage.dispatch import Encounter
from tests.factories import NINE, make_account, make_clerk, make_interpreter, make_language
from tests.web.conftest import SignedIn
from tests.web.pages import PASSWORD, Clock, Visitor, shown


@pytest.fixture
def clerk(session: Session) -> Account:
    """A clerk with a password."""
    account = make_clerk(session)
    accounts.set_password(session, account, password=PASSWORD, now=NINE)
    return account


def tries(visitor: Visitor, account: Account, password: str = PASSWORD, **how: int) -> None:
    page = visitor.opens("/sign-in")
    visitor.presses(page, "Sign in", email=account.email, password=password, **how)


def test_a_stranger_is_led_to_the_sign_in_page(visitor: Visitor) -> None:
    visitor.opens("/", status=303)

    assert visitor.led_to == "/sign-in"


def test_the_right_password_opens_the_page_of_the_main_job(
    visitor: Visitor, clerk: Account
) -> None:
    tries(visitor, clerk)
    assert visitor.led_to == "/"

    visitor.opens("/", status=303)
    assert visitor.led_to == "/counter"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.STAFF, "/counter"),
        (Role.COORDINATOR, "/oversight"),
        (Role.ADMIN, "/oversight"),
        (Role.COMMUNICATIONS, "/account"),
    ],
)
def test_each_role_is_led_to_its_own_page(signed_in: SignedIn, role: Role, page: str) -> None:
    person = signed_in(role)

    person.opens("/", status=303)

    assert person.led_to == page
    person.follows()


def test_an_interpreter_is_led_to_their_duty(signed_in: SignedIn, session: Session) -> None:
    person = signed_in(make_interpreter(session).account)

    person.opens("/", status=303)

    assert person.led_to == "/duty"


def test_an_address_is_known_in_any_case_and_with_spaces(visitor: Visitor, clerk: Account) -> None:
    page = visitor.opens("/sign-in")

    visitor.presses(page, "Sign in", email=f" {clerk.email.upper()} ", password=PASSWORD)

    assert visitor.led_to == "/"


@pytest.mark.parametrize("email", ["person@nowhere.example", None])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(
    visitor: Visitor, clerk: Account, email: str | None
) -> None:
    page = visitor.opens("/sign-in")

    page = visitor.presses(
        page, "Sign in", status=422, email=email or clerk.email, password="not the password"
    )

    assert "The email address or the password is wrong." in shown(page)
    assert page.select("[data-errors]")
    assert page.select_one("[name=email]")["value"] == (email or clerk.email)  # type: ignore[index]
    assert not page.select_one("[name=password]").get("value")  # type: ignore[union-attr]


def test_a_refused_try_is_counted_although_it_was_refused(
    visitor: Visitor, session: Session, clerk: Account
) -> None:
    tries(visitor, clerk, "not the password", status=422)

    assert session.scalar(select(func.count(SignInFailure.id))) == 1
    refused = select(func.count()).where(AuditEntry.deed == "refuse_sign_in")
    assert session.scalar(refused) == 1


def test_too_many_tries_close_the_address_for_a_while_even_to_the_right_password(
    visitor: Visitor, session: Session, clerk: Account, clock: Clock
) -> None:
    for _ in range(FAILURES_AT_MOST):
        accounts.note_refused(session, email=clerk.email, now=NINE)

    page = visitor.opens("/sign-in")
    page = visitor.presses(page, "Sign in", status=422, email=clerk.email, password=PASSWORD)
    assert "Too many tries." in shown(page)

    clock.at += FAILURES_WITHIN + timedelta(seconds=1)
    tries(visitor, clerk)
    assert visitor.led_to == "/"


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "", "password": ""},
        {"email": "x" * 300, "password": "p"},
        {"email": "a@city.example", "password": "p" * 300},
    ],
)
def test_what_cannot_be_an_address_and_password_is_told_in_the_form(
    visitor: Visitor, fields: dict[str, str]
) -> None:
    page = visitor.opens("/sign-in")

    page = visitor.presses(page, "Sign in", status=422, **fields)

    assert page.select("[data-errors]")


def test_somebody_who_left_cannot_sign_in(
    visitor: Visitor, session: Session, clerk: Account
) -> None:
    clerk.is_active = False

    tries(visitor, clerk, status=422)


def test_the_page_asked_for_before_signing_in_comes_after_it(
    visitor: Visitor, clerk: Account
) -> None:
    visitor.opens("/counter?mode=video", status=303)

    page = visitor.follows()
    visitor.presses(page, "Sign in", email=clerk.email, password=PASSWORD)

    assert visitor.led_to == "/counter?mode=video"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "/\t/elsewhere.example/",
        "/\n/elsewhere.example/",
        " //elsewhere.example",
        "http:elsewhere.example",
        "",
    ],
)
def test_no_address_leads_out_of_the_house_after_signing_in(
    visitor: Visitor, clerk: Account, elsewhere: str
) -> None:
    token = visitor.token
    visitor.asks(
        "POST",
        "/sign-in",
        status=303,
        query_string={"next": elsewhere},
        data={"csrf_token": token, "email": clerk.email, "password": PASSWORD},
    )

    assert visitor.answer.location == "/"


def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(
    signed_in: SignedIn, session: Session
) -> None:
    person = signed_in()
    stolen = person.client.get_cookie("langaccess")
    page = person.opens("/account")

    person.presses(page, "Sign out")
    assert person.led_to == "/sign-in"
    assert "You are signed out." in shown(person.follows())

    assert stolen is not None
    person.client.set_cookie("langaccess", stolen.value)
    person.opens("/account", status=303)


def test_a_sign_in_ends_after_a_working_day(signed_in: SignedIn, clock: Clock) -> None:
    person = signed_in()
    for _ in range(3):
        clock.at += SIGN_IN_LASTS / 4
        person.opens("/account")

    clock.at += SIGN_IN_LASTS / 4

    person.opens("/account", status=303)


def test_a_browser_left_alone_for_half_a_day_signs_in_again(
    signed_in: SignedIn, clock: Clock
) -> None:
    person = signed_in()

    clock.at += SIGN_IN_IDLE + timedelta(seconds=1)

    person.opens("/account", status=303)


def test_that_a_browser_is_used_is_written_down_now_and_then(
    signed_in: SignedIn, session: Session, clock: Clock
) -> None:
    person = signed_in()
    clock.forward(60)
    person.opens("/account")
    assert session.scalar(select(SignIn.seen_at)) == NINE

    clock.at = NINE + SEEN_EVERY + timedelta(seconds=1)
    person.opens("/account")

    session.rollback()
    assert session.scalar(select(SignIn.seen_at)) == clock.at


def test_signing_in_carries_nothing_over_from_the_session_before(
    visitor: Visitor, clerk: Account
) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["desk"] = "somebody else's"

    tries(visitor, clerk)

    with visitor.client.session_transaction() as cookie:
        assert "desk" not in cookie


def test_the_cookie_is_out_of_reach_of_script_and_of_other_sites(
    visitor: Visitor, clerk: Account
) -> None:
    tries(visitor, clerk)

    cookie = visitor.answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


class TestPasswordLink:
    def link(self, session: Session, account: Account) -> str:
        token = accounts.make_password_link(session, account, now=NINE)
        return f"/password/{token}"

    def test_it_sets_a_password_with_which_one_signs_in(
        self, visitor: Visitor, session: Session
    ) -> None:
        account = make_account(session)
        page = visitor.opens(self.link(session, account))
        assert account.email in shown(page)

        visitor.presses(page, "Set the password", password=PASSWORD)
        visitor.follows()

        tries(visitor, account)
        assert visitor.led_to == "/"

    def test_it_works_once(self, visitor: Visitor, session: Session) -> None:
        address = self.link(session, make_account(session))
        page = visitor.opens(address)
        visitor.presses(page, "Set the password", password=PASSWORD)

        page = visitor.presses(page, "Set the password", status=404, password="another password!")

        assert "This link was used already, or it has expired." in shown(page)
        visitor.opens(address, status=404)

    def test_it_ends_after_some_days(
        self, visitor: Visitor, session: Session, clock: Clock
    ) -> None:
        address = self.link(session, make_account(session))

        clock.at += LINK_LASTS

        visitor.opens(address, status=404)

    @pytest.mark.parametrize("password", ["too short", "", "aaaaaaaaaaaaaaaaaaaa"])
    def test_an_unfit_password_is_told_and_does_not_spend_it(
        self, visitor: Visitor, session: Session, password: str
    ) -> None:
        page = visitor.opens(self.link(session, make_account(session)))

        page = visitor.presses(page, "Set the password", status=422, password=password)

        assert page.select("[data-errors] a[href='#password']")
        visitor.presses(page, "Set the password", password=PASSWORD)

    def test_a_new_password_signs_every_browser_out(
        self, visitor: Visitor, session: Session, signed_in: SignedIn
    ) -> None:
        account = make_clerk(session)
        person = signed_in(account)
        page = visitor.opens(self.link(session, account))

        visitor.presses(page, "Set the password", password=PASSWORD)

        person.opens("/account", status=303)


def test_the_demo_shows_one_sign_in_per_role_and_a_real_city_none(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["langaccess_settings"]
    told = settings.instance / "demo_accounts.txt"
    told.write_text("Staff\tclerk@demo.example\tsecret words\n", encoding="utf-8")
    assert "secret words" not in shown(visitor.opens("/sign-in"))

    demo = replace(settings, is_demo=True)
    monkeypatch.setitem(app.extensions, "langaccess_settings", demo)
    assert "secret words" in shown(visitor.opens("/sign-in"))
    told.unlink()
    assert "Try it as" not in shown(visitor.opens("/sign-in"))


class TestSessionThatEndedInTheMiddle:
    """Nothing typed is lost: sign in again, press Continue, and it is done once."""

    def test_what_was_typed_is_sent_once_after_signing_in_again(
        self, visitor: Visitor, session: Session, clerk: Account, clock: Clock
    ) -> None:
        make_language(session, "es")
        tries(visitor, clerk)
        page = visitor.opens("/counter")
        clock.at += SIGN_IN_IDLE + timedelta(seconds=1)

        page = visitor.presses(page, "Español", status=401, domain="health")
        assert "Nothing you typed is lost." in shown(page)
        page = visitor.presses(
            page, "Sign in and continue", status=200, email=clerk.email, password=PASSWORD
        )
        assert session.scalar(select(func.count(Encounter.id))) == 0
        visitor.presses(page, "Continue")
        visitor.presses(page, "Continue")  # a double tap

        (one,) = session.scalars(select(Encounter))
        assert (one.language_tag, one.domain.value) == ("es", "health")
        visitor.follows()

    def test_a_wrong_password_on_the_way_loses_nothing(
        self, visitor: Visitor, session: Session, clerk: Account
    ) -> None:
        make_language(session, "es")
        page = visitor.sends("/counter", status=401, language="es", key="k")

        page = visitor.presses(
            page, "Sign in and continue", status=422, email=clerk.email, password="wrong words"
        )
        page = visitor.presses(page, "Sign in", status=200, email=clerk.email, password=PASSWORD)
        visitor.presses(page, "Continue")

        assert session.scalar(select(func.count(Encounter.id))) == 1

    def test_passwords_and_tokens_do_not_travel(self, visitor: Visitor) -> None:
        page = visitor.sends("/account", status=401, locale="es", password="never kept")

        packed = page.select_one("[name=resume]")
        assert packed is not None
        assert "never kept" not in str(packed["value"])
        assert re.search("csrf_token|password", str(packed["value"])) is None

    @pytest.mark.parametrize("forged", ["nonsense", "WyIvYWNjb3VudCIsW11d.x.y", "\0"])
    def test_what_another_site_made_up_is_refused(
        self, visitor: Visitor, clerk: Account, forged: str
    ) -> None:
        visitor.sends("/sign-in", status=400, email=clerk.email, password=PASSWORD, resume=forged)

    def test_what_lies_longer_than_an_hour_is_refused(
        self, visitor: Visitor, clerk: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = visitor.sends("/account", status=401, locale="es")
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 2**32)

        visitor.presses(
            page, "Sign in and continue", status=400, email=clerk.email, password=PASSWORD
        )

    def test_a_form_from_another_site_gets_no_second_chance(self, visitor: Visitor) -> None:
        visitor.asks(
            "POST",
            "/account",
            status=400,
            data={"locale": "es"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )

    def test_somebody_else_who_signs_in_does_not_do_it_without_pressing(
        self, visitor: Visitor, session: Session, clerk: Account
    ) -> None:
        page = visitor.sends("/account", status=401, locale="es", location_id=0)

        visitor.presses(
            page, "Sign in and continue", status=200, email=clerk.email, password=PASSWORD
        )

        session.refresh(clerk)
        assert clerk.locale == "en"
