import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.app import FORM_BYTES
from langaccess.domain.access import Role
from langaccess.storage.dispatch import Encounter
from tests.factories import make_clerk, make_language
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, shown


def test_a_form_without_its_token_does_nothing(signed_in: SignedIn, session: Session) -> None:
    make_language(session, "es")
    person = signed_in()

    page = person.asks("POST", "/counter", status=400, data={"language": "es", "key": "k"})

    assert "This form cannot be accepted" in shown(page)
    assert session.scalar(select(func.count(Encounter.id))) == 0


@pytest.mark.parametrize("token", ["", "forged", "WyIxIl0.x.y", "\0"])
def test_a_forged_token_does_nothing(signed_in: SignedIn, session: Session, token: str) -> None:
    account = make_clerk(session)

    signed_in(account).asks(
        "POST", "/account", status=400, data={"csrf_token": token, "locale": "es"}
    )

    session.refresh(account)
    assert account.locale == "en"


def test_the_token_of_another_browser_does_nothing(signed_in: SignedIn) -> None:
    mine, theirs = signed_in(), signed_in()

    mine.asks("POST", "/account", status=400, data={"csrf_token": theirs.token, "locale": "es"})


def test_a_page_of_an_earlier_sign_in_offers_to_continue(
    signed_in: SignedIn, session: Session
) -> None:
    """The token is of an old session, but the form is ours: nothing typed is lost."""
    make_language(session, "es")
    person = signed_in()

    page = person.asks(
        "POST",
        "/counter",
        status=401,
        data={"language": "es", "key": "k", "csrf_token": "old"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert "Nothing you typed is lost." in shown(page)


def test_what_one_may_not_see_does_not_exist(signed_in: SignedIn) -> None:
    person = signed_in(Role.COMMUNICATIONS)

    page = person.opens("/counter", status=404)

    assert "Page not found" in shown(page)


def test_a_stranger_is_led_to_sign_in_and_back(visitor: Visitor) -> None:
    visitor.opens("/requests/ABC234?x=1", status=303)

    assert visitor.led_to == "/sign-in?next=/requests/ABC234?x%3D1"


def test_a_strangers_poll_is_told_plainly(visitor: Visitor) -> None:
    visitor.opens("/duty/now", status=401, Accept="application/json")

    assert visitor.answer.data == b""


def test_an_address_that_is_none_is_told_with_the_way_back(visitor: Visitor) -> None:
    page = visitor.opens("/nowhere", status=404)

    assert "Page not found" in shown(page)
    visitor.asks("DELETE", "/sign-in", status=405)
    visitor.opens("/static/nothing.css", status=404)


@pytest.mark.parametrize("address", ["/counter?q=%00", "/sign-in?next=%00", "/waiting/%00"])
def test_what_no_keyboard_types_is_refused(signed_in: SignedIn, address: str) -> None:
    signed_in().opens(address, status=400)


def test_a_form_larger_than_words_is_refused(signed_in: SignedIn) -> None:
    person = signed_in()

    page = person.sends("/account", status=413, locale="x" * FORM_BYTES)

    assert "That is too large" in shown(page)


def test_more_parts_than_any_form_has_are_refused(signed_in: SignedIn) -> None:
    person = signed_in()
    fields = {f"field{number}": "x" for number in range(2000)}

    person.asks("POST", "/account", status=413, data=fields, content_type="multipart/form-data")
