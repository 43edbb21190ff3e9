"""Translation agencies as the team keeps them."""

from langaccess.domain.access import Role
from tests.factories import make_language
from tests.services.documents.office import Office, make_agency
from tests.web.conftest import SignedIn
from tests.web.pages import shown

FACTS = {
    "name": "Words Ltd",
    "email": "Desk@Words.example",
    "position": "1",
    "words_a_day": "4000",
    "cents_per_word": "18",
    "tags": "es vi",
    "revised_tags": "vi",
}


def test_an_agency_is_added_shown_and_changed(office: Office, signed_in: SignedIn) -> None:
    for tag in ("es", "vi", "ru"):
        make_language(office.session, tag)
    team = signed_in(office.team)
    assert "No agency yet." in shown(team.opens("/agencies"))

    team.presses(team.opens("/agencies/new"), "Save", **FACTS)  # type: ignore[arg-type]  # fields
    page = team.follows()
    assert "1. Words Ltd" in shown(page)
    assert "Spanish, Vietnamese (revises too)" in shown(page)
    link = page.select_one("h2 a")
    assert link is not None
    page = team.opens(str(link["href"]))
    team.presses(page, "Save", tags="ru", revised_tags="", words_a_day="100")

    assert "Russian" in shown(team.follows())
    assert "Spanish" not in shown(team.opens("/agencies"))


def test_what_cannot_be_is_told_at_its_field(office: Office, signed_in: SignedIn) -> None:
    make_agency(office.session, "es", name="Words Ltd", position=7)
    make_language(office.session, "ase")
    make_language(office.session, "vi")
    team = signed_in(office.team)
    wrong = {
        "Another agency has this name.": {},
        "Another agency stands at this place in the order.": {"name": "New", "position": "7"},
        "Type an email address like name@city.example.": {"name": "New", "email": "nowhere"},
        "xx is the tag of no written language.": {"name": "New", "tags": "xx"},
        "ase is the tag of no written language.": {"name": "New", "tags": "ase"},
        "Type a whole number from 1 on.": {"name": "New", "words_a_day": "0"},
        "Type the agency's name.": {"name": ""},
    }

    for told, changes in wrong.items():
        page = team.presses(
            team.opens("/agencies/new"),
            "Save",
            status=422,
            **(FACTS | changes),
        )
        assert told in shown(page), told


def test_an_agency_that_is_not_there(signed_in: SignedIn) -> None:
    team = signed_in(Role.COMMUNICATIONS)
    team.opens("/agencies/99", status=404)
    team.sends("/agencies/99", status=404)
