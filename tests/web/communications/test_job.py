"""A job's page: the whole way in a browser, each refusal on the same page, two at once."""

import io
from typing import Any

from langaccess.domain.access import Role
from langaccess.domain.documents.workflow import AssignmentStatus, JobState, Step
from langaccess.services.documents.versions import bring_version
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.documents.requests import Document
from tests.factories import make_clerk
from tests.services.documents.office import ENGLISH, SPANISH, Office, make_agency
from tests.web.conftest import SignedIn
from tests.web.pages import queries, shown


def file(text: str = SPANISH, name: str = "aviso.txt") -> tuple[io.BytesIO, str]:
    """A file as a browser sends it."""
    return io.BytesIO(text.encode()), name


def typed(fields: dict[str, str]) -> dict[str, Any]:
    """What is typed into fields whose names no argument can have."""
    return dict(fields)


def address(document: Document, tag: str = "es") -> str:
    """Where the page of one language is."""
    return f"/documents/{document.reference}/{tag}"


def test_a_job_goes_the_whole_way_by_its_buttons(office: Office, signed_in: SignedIn) -> None:
    document = office.ask("es")
    team, tina, rita = (
        signed_in(who) for who in (office.team, office.translator.account, office.reviser.account)
    )
    here = address(document)

    to_offer = team.opens(here).select_one("a.btn[href*='step=translate']")
    assert to_offer is not None
    offer = team.opens(str(to_offer["href"]))
    assert shown(offer).index("Tina Translator") >= 0
    team.presses(offer, "Ask Tina Translator")
    assert "Tina Translator" in shown(team.follows())
    tina.presses(tina.opens(here), "Accept")
    tina.presses(tina.follows(), "Begin to translate")
    page = tina.follows()
    assert "Being translated" in shown(page)
    tina.presses(
        page,
        "Hand over the translation",
        files=file(),
        **typed({"translate-is_self_checked": "y"}),
    )
    team.presses(team.opens(f"{here}/offer?step=revise"), "Ask Rita Reviser")
    rita.presses(rita.opens("/my-work"), "Accept")
    rita.presses(rita.follows(), "Finish the revision")
    assert "Final verification" in shown(rita.follows())
    team.presses(team.opens(here), "Verify it with my name")
    team.presses(team.follows(), "Publish it", **typed({"publish-title": "Horario de verano"}))

    assert "Residents can find it." in shown(team.follows())
    assert office.job(document).state is JobState.PUBLISHED


def test_people_are_shown_with_every_reason_the_qualified_first(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    office.translator.qualifications[1].ethics_signed_on = None
    agency = make_agency(office.session, "es", name="Words Ltd", words_a_day=4200)

    page = signed_in(office.team).opens(f"{address(document)}/offer?step=translate")

    told = shown(page)
    assert told.index("Rita Reviser") < told.index("Tina Translator")
    assert "May translate." in told
    assert "Has not signed the ethics code." in told
    assert "Ask Tina Translator" not in told
    assert f"{agency.name} 4200 words a day" in told


def test_two_who_offer_one_job_at_once_are_told_what_is_now_the_case(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    first, second = (signed_in(office.team), signed_in(Role.COMMUNICATIONS))
    page = second.opens(f"{address(document)}/offer?step=translate")
    first.presses(first.opens(f"{address(document)}/offer?step=translate"), "Ask Tina Translator")

    late = second.presses(page, "Ask Rita Reviser", status=409)

    assert "This is not possible now. The translation is here: Offered." in shown(late)
    assert office.job(document).translator_id == office.translator.account_id


def test_a_second_verification_comes_back_as_the_page_as_it_now_is(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.revised(office.ask("es"))
    first, second = signed_in(office.team), signed_in(Role.COMMUNICATIONS)
    page = second.opens(address(document))
    first.presses(first.opens(address(document)), "Verify it with my name")

    late = second.presses(page, "Verify it with my name", status=409)

    assert "This is not possible now. The translation is here: Delivered." in shown(late)
    assert "Publish it" in shown(late)
    assert office.job(document).verified_by_id == office.team.id


def test_a_translation_without_the_translators_own_check_is_refused_and_its_file_kept(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    office.give(document)
    tina = signed_in(office.translator.account)

    page = tina.presses(
        tina.opens(address(document)), "Hand over the translation", status=422, files=file()
    )

    assert "Confirm that you checked your own work." in shown(page)
    tina.presses(page, "Hand over the translation", **typed({"translate-is_self_checked": "y"}))
    assert "aviso.txt" in shown(tina.follows())


def test_a_file_that_cannot_be_read_is_told_by_its_name(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    office.give(document)
    tina = signed_in(office.translator.account)
    page = tina.opens(address(document))

    page = tina.presses(
        page,
        "Hand over the translation",
        status=422,
        files=(io.BytesIO(b"MZ\x90\x00"), "aviso.exe"),
        **typed({"translate-is_self_checked": "y"}),
    )

    assert "aviso.exe is not of a kind that can be taken" in shown(page)
    assert office.job(document).state is JobState.TRANSLATING


def test_findings_stand_with_sentence_and_place_and_are_waived_with_a_reason(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    office.give(document)
    office.give(document, Step.REVISE)
    office.hand_over(document, "La piscina abre el 5 de julio de 2027.")
    rita = signed_in(office.reviser.account)

    page = rita.opens(address(document))

    told = shown(page)
    assert "The phone number 510-555-0142 is missing." in told
    assert (
        signed_in(office.translator.account)
        .opens(address(document))
        .select("form[action$='/waive']")
        == []
    )
    again = rita.presses(page, "It is no fault", status=422)
    assert "Write the reason." in shown(again)
    form = page.select_one("form[action$='/waive']")
    assert form is not None
    name = str(form.select("input")[-1]["name"])
    rita.sends(str(form["action"]), **typed({name: "There is none in Spanish"}))
    assert "There is none in Spanish" in shown(rita.follows())


def test_declining_needs_a_reason_and_leads_back_to_ones_own_list(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    asked = office.offer(document)
    tina = signed_in(office.translator.account)
    page = tina.opens(address(document))

    page = tina.presses(page, "Decline", status=422)

    assert "Write the reason." in shown(page)
    tina.presses(page, "Decline", **typed({f"decline-{asked.id}-reason": "Away all week"}))
    assert tina.led_to == "/my-work"
    assert "It is declined." in shown(tina.follows())
    tina.opens(address(document), status=404)


def test_the_team_takes_a_step_back_with_a_reason(office: Office, signed_in: SignedIn) -> None:
    document = office.ask("es")
    asked = office.give(document)
    team = signed_in(office.team)

    page = team.opens(address(document))
    team.presses(page, "Take it back", **typed({f"release-{asked.id}-reason": "Too much at once"}))

    assert "Too much at once" in shown(team.follows())
    office.session.expire_all()
    assert asked.status is AssignmentStatus.RELEASED


def test_hold_and_resume_and_send_back_and_machine_and_withdraw(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    office.give(document)
    office.give(document, Step.REVISE)
    team, here = signed_in(office.team), address(document)

    page = team.opens(here)
    told = shown(team.presses(page, "Put it on hold", status=422))
    assert "Write the reason." in told
    team.presses(page, "Put it on hold", **typed({"hold-reason": "Which pool?"}))
    page = team.follows()
    assert "on hold since" in shown(page)
    assert "Hand over" not in shown(page)
    team.presses(page, "Take it up again")
    page = team.follows()
    team.presses(
        page,
        "Declare a machine translation",
        **typed({"machine-engine": "Engine 3", "machine-on": "2026-11-23"}),
    )
    assert "Engine 3" in shown(team.follows())
    office.hand_over(document)
    team.presses(
        team.opens(here), "Send it back to the translator", **typed({"send-back-reason": "Line 2"})
    )
    assert "Being corrected" in shown(team.follows())
    office.hand_over(document)
    office.hand_over(document, None, Step.REVISE)
    office.verify(document)
    team.presses(team.opens(here), "Publish it", **typed({"publish-title": "Horario"}))
    page = team.presses(team.follows(), "Withdraw it", **typed({"withdraw-reason": "Wrong pool"}))
    assert "Withdrawn" in shown(team.follows())


def test_a_machine_translation_needs_its_engine_and_day(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    office.give(document)
    tina = signed_in(office.translator.account)

    page = tina.presses(
        tina.opens(address(document)),
        "Declare a machine translation",
        status=422,
        **typed({"machine-engine": "Engine 3"}),
    )

    assert "Choose the day." in shown(page)


def test_publishing_needs_a_title_in_the_language(office: Office, signed_in: SignedIn) -> None:
    document = office.revised(office.ask("es"))
    office.verify(document)
    team = signed_in(office.team)

    page = team.presses(team.opens(address(document)), "Publish it", status=422)

    assert "Type the title in the language of the translation." in shown(page)


def test_a_newer_source_is_taken_up_from_the_page(office: Office, signed_in: SignedIn) -> None:
    document = office.ask("es")
    office.give(document)
    newer = [office.upload(f"{ENGLISH} Bring a towel.", "notice.txt")]
    bring_version(
        office.session,
        office.requester.actor,
        newer,
        reference=document.reference,
        note="",
        now=office.job(document).changed_at,
    )
    tina = signed_in(office.translator.account)

    page = tina.opens(address(document))

    assert "The source has version 2" in shown(page)
    tina.presses(page, "Go on with version 2")
    assert "The work goes on with the newest source." in shown(tina.follows())


def test_the_glossarys_words_in_the_text_are_shown_with_their_language(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    for source, target in (("pool", "alberca"), ("library", "biblioteca")):
        office.session.add(
            GlossaryTerm(language_tag="es", source=source, target=target, status="approved")
        )

    page = signed_in(office.team).opens(address(document))

    assert [one.get_text() for one in page.select("table bdi[lang=es]")] == ["alberca"]


def test_strangers_to_a_document_do_not_find_it(office: Office, signed_in: SignedIn) -> None:
    document = office.ask("es")

    signed_in(Role.STAFF).opens(address(document), status=404)
    signed_in(Role.INTERPRETER).opens(address(document), status=404)
    signed_in(office.team).opens(f"/documents/{document.reference}/vi", status=404)
    signed_in(Role.STAFF).sends(f"{address(document)}/hold", status=404)
    signed_in(Role.STAFF).sends(f"{address(document)}/hand-over/translate", status=404)


def test_whoever_asked_for_it_looks_on_and_moves_nothing(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.revised(office.ask("es"))
    rosa = signed_in(office.requester)

    page = rosa.opens(address(document))

    assert page.select("main form") == []
    refused = rosa.sends(f"{address(document)}/verify", status=403)
    assert "You may not do this." in shown(refused)


def test_an_agency_is_asked_and_the_team_hands_over_for_it(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    make_agency(office.session, "es", name="Words Ltd")
    team, here = signed_in(office.team), address(document)

    team.presses(team.opens(f"{here}/offer?step=translate"), "Ask Words Ltd")
    team.presses(team.follows(), "Accept")
    page = team.follows()
    assert "An agency that does this in this language." in shown(page)
    team.presses(
        page,
        "Hand over the translation",
        files=file(),
        **typed({"translate-is_self_checked": "y"}),
    )

    assert "Words Ltd" in shown(team.follows())
    assert office.job(document).state is JobState.REVISING


def test_review_and_layout_are_offered_where_they_are_agreed(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es", needs_review=True, needs_layout=True)
    office.revised(document)
    team, here = signed_in(office.team), address(document)
    expert = make_clerk(office.session, Role.COMMUNICATIONS, name="Eva Expert")

    team.presses(team.opens(f"{here}/offer?step=review"), "Ask Eva Expert")
    eva = signed_in(expert)
    eva.presses(eva.opens("/board/mine"), "Accept")
    eva.presses(eva.follows(), "Finish the review")
    team.presses(team.opens(here), "Hand over the layout", files=file())

    assert "Final verification" in shown(team.follows())


def test_the_page_asks_the_database_no_more_for_ten_findings_than_for_two(
    office: Office, signed_in: SignedIn
) -> None:
    few, many = office.ask("es"), office.ask("es", uploads=[office.upload(_lines(10))])
    for document in (few, many):
        office.give(document)
        office.hand_over(document, "Nada.")
    team = signed_in(office.team)
    team.opens(address(few))

    counts = []
    for document in (few, many):
        with queries(team.app) as sent:
            team.opens(address(document))
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 20


def _lines(count: int) -> str:
    return "\n\n".join(f"Office {one}1 opens: call 510-555-01{one}0." for one in range(1, count))


def test_nobody_is_asked_by_an_address_that_names_nobody(
    office: Office, signed_in: SignedIn
) -> None:
    document = office.ask("es")
    team, here = signed_in(office.team), f"{address(document)}/offer"

    team.opens(f"{here}?step=sing", status=404)
    team.sends(here, step="translate", who="nobody", status=404)
    team.sends(here, step="translate", who="agency-99", status=404)
    team.opens(f"/documents/{document.reference}/vi/offer?step=review", status=404)
    team.opens("/documents/NOWAY2/es/offer?step=translate", status=404)
    team.sends("/documents/NOWAY2/es/offer", step="translate", who="person-1", status=404)
