import pytest
from sqlalchemy.orm import Session

from langaccess.web.locale import AUTONYMS, LOCALES, RIGHT_TO_LEFT, STAFF_LOCALES
from tests.factories import make_clerk
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor


@pytest.mark.parametrize("lang", STAFF_LOCALES)
def test_a_page_speaks_the_language_of_its_address(visitor: Visitor, lang: str) -> None:
    page = visitor.opens(f"/sign-in?lang={lang}")

    assert page.select(f"html[lang={lang}][dir=ltr]")


def test_a_choice_lasts_for_the_browser(visitor: Visitor) -> None:
    visitor.opens("/sign-in?lang=es")

    assert visitor.opens("/sign-in").select("html[lang=es]")


def test_the_account_speaks_before_the_browser(signed_in: SignedIn, session: Session) -> None:
    person = signed_in(make_clerk(session, locale="es"))

    page = person.opens("/account", **{"Accept-Language": "en"})  # type: ignore[arg-type]  # a header

    assert page.select("html[lang=es]")


@pytest.mark.parametrize(
    ("header", "lang"), [("es-MX,en;q=0.5", "es"), ("so", "en"), ("", "en"), ("x" * 5000, "en")]
)
def test_the_browser_speaks_for_a_stranger(visitor: Visitor, header: str, lang: str) -> None:
    page = visitor.opens("/sign-in", **{"Accept-Language": header})  # type: ignore[arg-type]  # a header

    assert page.select(f"html[lang={lang}]")


@pytest.mark.parametrize("lang", ["xx", "ar", "../../etc", "%00", "<script>", "en_US"])
def test_a_language_staff_pages_do_not_have_changes_nothing(visitor: Visitor, lang: str) -> None:
    answer = visitor.client.get(f"/sign-in?lang={lang}")

    assert answer.status_code in {200, 400}
    assert '<html lang="en" dir="ltr">' in answer.text or answer.status_code == 400


def test_the_menu_offers_each_language_by_its_own_name_on_the_same_page(
    signed_in: SignedIn,
) -> None:
    page = signed_in().opens("/counter?mode=video")

    for tag in STAFF_LOCALES:
        link = page.select_one(f"#languages a[hreflang={tag}][lang={tag}]")
        assert link is not None
        assert link.get_text() == AUTONYMS[tag]
        assert str(link["href"]) in {
            f"/counter?mode=video&lang={tag}",
            f"/counter?lang={tag}&mode=video",
        }


def test_every_locale_has_a_name_and_those_right_to_left_are_among_them() -> None:
    assert {*LOCALES} == {*AUTONYMS}
    assert set(LOCALES) >= RIGHT_TO_LEFT
    assert set(STAFF_LOCALES) <= {*LOCALES}
