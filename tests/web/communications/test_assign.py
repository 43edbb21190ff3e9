"""Giving out what was ticked on the board: each by itself, and what failed says why."""

from sqlalchemy import select

from langaccess.storage.documents.jobs import Assignment
from tests.services.documents.office import Office, make_agency
from tests.web.conftest import SignedIn
from tests.web.pages import shown


def test_ticked_documents_are_offered_each_by_itself_and_failures_say_why(
    office: Office, signed_in: SignedIn
) -> None:
    free, taken, other = (
        office.ask(tag, title=title)
        for tag, title in (("es", "Free"), ("es", "Taken"), ("vi", "Vietnamese only"))
    )
    office.offer(taken, person=office.reviser)
    team = signed_in(office.team)
    refs = [one.reference for one in (free, taken, other)]

    page = team.opens(
        f"/board/assign?ref={refs[0]}&ref={refs[1]}&ref={refs[2]}&tag=es&step=translate"
    )

    told = shown(page)
    assert "Not asked for in this language" in told
    assert "Tina Translator Qualified for 2 of 2" in told
    result = team.sends(
        "/board/assign",
        status=200,
        ref=refs[:2],
        tag="es",
        step="translate",
        who=f"person-{office.translator.account_id}",
    )
    said = shown(result)
    assert "Asked for 1 of 2." in said
    assert "Not asked This is not possible now. The translation is here: Offered." in said
    asked = office.session.scalars(select(Assignment.account_id).order_by(Assignment.id))
    assert list(asked) == [office.reviser.account_id, office.translator.account_id]


def test_nothing_ticked_leads_back_to_the_board(office: Office, signed_in: SignedIn) -> None:
    office.ask("es")
    team = signed_in(office.team)

    team.opens("/board/assign?tag=es&step=translate", status=303)

    assert "Tick the documents that you want to give out." in shown(team.follows())


def test_agencies_and_steps_without_a_test_are_given_out_too(
    office: Office, signed_in: SignedIn
) -> None:
    one = office.ask("es", title="Free", needs_review=True)
    make_agency(office.session, "es", name="Words Ltd")
    team = signed_in(office.team)

    page = team.opens(f"/board/assign?ref={one.reference}&tag=es&step=review")
    assert "Ask Tom Team" in shown(page)
    page = team.opens(f"/board/assign?ref={one.reference}&tag=es&step=translate")
    result = team.presses(page, "Ask Words Ltd", status=200)

    assert "Asked for 1 of 1." in shown(result)


def test_an_unknown_language_step_or_person_is_not_there(
    office: Office, signed_in: SignedIn
) -> None:
    one = office.ask("es")
    team = signed_in(office.team)

    team.opens(f"/board/assign?ref={one.reference}&tag=xx&step=translate", status=404)
    team.opens(f"/board/assign?ref={one.reference}&tag=es&step=dance", status=404)
    team.sends("/board/assign", ref=one.reference, tag="es", step="translate", status=404)
