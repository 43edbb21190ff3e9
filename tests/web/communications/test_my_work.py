"""What a translator is asked for and has: the most urgent first, answered there."""

from langaccess.domain.access import Role
from langaccess.domain.documents.workflow import Step
from tests.services.documents.office import Office
from tests.web.conftest import SignedIn
from tests.web.pages import shown


def test_offers_come_first_and_are_answered_there(office: Office, signed_in: SignedIn) -> None:
    offered, held = office.ask("es", title="Flu shots"), office.ask("es", title="Pool hours")
    office.offer(offered)
    office.give(held)
    tina = signed_in(office.translator.account)

    page = tina.opens("/my-work")

    told = shown(page)
    assert told.index("Flu shots") < told.index("Pool hours")
    assert "Answer until" in told
    assert "The translator is to check their own work" in told
    tina.presses(page, "Accept")
    assert tina.led_to == f"/documents/{offered.reference}/es"
    assert "Nobody asks you for anything." in shown(tina.opens("/my-work"))


def test_the_most_urgent_is_first(office: Office, signed_in: SignedIn) -> None:
    later, sooner = office.ask("es", title="Later"), office.ask("es", title="Sooner")
    sooner.rank_at = later.rank_at.replace(year=2020)
    for one in (later, sooner):
        office.offer(one, Step.REVISE)

    told = shown(signed_in(office.reviser.account).opens("/my-work"))

    assert told.index("Sooner") < told.index("Later")


def test_declining_there_needs_a_reason_too(office: Office, signed_in: SignedIn) -> None:
    asked = office.offer(office.ask("es"))
    tina = signed_in(office.translator.account)

    tina.presses(tina.opens("/my-work"), "Decline", status=422)
    fields = {f"decline-{asked.id}-reason": "Ill"}
    tina.presses(tina.opens("/my-work"), "Decline", **fields)  # type: ignore[arg-type]  # fields

    assert "You have nothing to translate or revise." in shown(tina.follows())


def test_the_list_is_for_translators_and_the_teams_own_for_the_team(
    office: Office, signed_in: SignedIn
) -> None:
    signed_in(Role.STAFF).opens("/my-work", status=404)
    signed_in(Role.STAFF).opens("/board/mine", status=404)
    assert "Yours" in shown(signed_in(office.team).opens("/board/mine"))
