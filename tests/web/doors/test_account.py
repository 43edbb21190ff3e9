from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.dispatch import Mode
from langaccess.services import accounts
from langaccess.storage.accounts import ApiToken, SignIn, token_holder
from tests.factories import NINE, make_clerk, make_location
from tests.web.conftest import SignedIn
from tests.web.pages import shown


def test_one_chooses_counter_language_and_how_interpreters_join(
    signed_in: SignedIn, session: Session
) -> None:
    place = make_location(session, name="Westside")
    account = make_clerk(session)
    person = signed_in(account)

    page = person.opens("/account")
    person.presses(
        page, "Save", locale="es", location_id=place.id, counter_mode=Mode.IN_PERSON.value
    )

    page = person.follows()
    assert page.select("html[lang=es]")
    session.refresh(account)
    assert (account.locale, account.location_id) == ("es", place.id)
    assert account.counter_mode is Mode.IN_PERSON


def test_no_counter_is_a_choice_too(signed_in: SignedIn, session: Session) -> None:
    account = make_clerk(session)
    person = signed_in(account)

    person.presses(person.opens("/account"), "Save", location_id=0)

    session.refresh(account)
    assert account.location_id is None


def test_what_is_not_offered_is_told_in_the_form(signed_in: SignedIn) -> None:
    person = signed_in()

    for wrong in (
        {"locale": "ar"},
        {"location_id": 2**70},
        {"location_id": "x"},
        {"counter_mode": "pigeon"},
    ):
        page = person.presses(person.opens("/account"), "Save", status=422, **wrong)
        assert page.select("[data-errors]")


def test_another_browser_can_be_signed_out_and_this_one_is_named(
    signed_in: SignedIn, session: Session
) -> None:
    account = make_clerk(session)
    lost, here = signed_in(account), signed_in(account)
    page = here.opens("/account")
    assert "This browser" in shown(page)

    here.presses(page, "Sign out that browser")

    assert "That browser is signed out." in shown(here.follows())
    lost.opens("/account", status=303)
    here.opens("/account")


def test_somebody_elses_browser_cannot_be_signed_out(signed_in: SignedIn, session: Session) -> None:
    other = signed_in()
    theirs = session.scalars(select(SignIn.id)).one()
    person = signed_in()

    person.sends(f"/account/sign-ins/{theirs}/end")
    person.sends(f"/account/sign-ins/{2**63}/end", status=404)

    other.opens("/account")


def test_a_revoked_token_opens_nothing(signed_in: SignedIn, session: Session) -> None:
    account = make_clerk(session)
    row, token = accounts.make_token(session, email=account.email, lasts=None, now=NINE)
    person = signed_in(account)
    page = person.opens("/account")
    assert f"…{row.hint}" in shown(page)
    assert token not in str(page)

    person.presses(page, "Revoke")

    assert "The token is revoked." in shown(person.follows())
    assert token_holder(session, accounts.token_hash(token), NINE) is None


def test_a_token_of_somebody_else_or_revoked_before_does_not_exist(
    signed_in: SignedIn, session: Session
) -> None:
    account = make_clerk(session)
    row, _ = accounts.make_token(session, email=account.email, lasts=None, now=NINE)
    address = f"/account/tokens/{row.id}/revoke"

    signed_in(Role.ADMIN).sends(address, status=404)
    session.refresh(row)
    assert row.revoked_at is None

    person = signed_in(account)
    person.sends(address)
    person.sends(address, status=404)
    person.sends(f"/account/tokens/{2**63}/revoke", status=404)
    assert session.get_one(ApiToken, row.id).revoked_at == NINE
