"""Why somebody would, or would not, be rung now."""

from sqlalchemy.orm import Session

from langaccess.domain.people import Presence
from langaccess.storage.people import (
    Interpreter,
)
from tests.factories import (
    make_department,
    make_interpreter,
)
from tests.web.pages import Visitor, shown


def test_why_not_tells_every_reason_of_this_moment(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    ana.presence = Presence.AWAY
    page = coordinator.opens(f"/people/{ana.account_id}/why-not")
    assert page.select("option[value=es][selected]")

    told = shown(coordinator.presses(page, "Ask", status=200))

    assert "They would not be rung now." in told
    assert "Has Spanish." in told
    assert "Not reachable: Away." in told
    assert len(coordinator.opens(coordinator.answer.request.full_path).select(".reasons li")) == 18


def test_who_would_be_rung_is_said_so_unless_they_left(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    address = f"/people/{ana.account_id}/why-not?language=es&domain=health&department=0"
    assert "They would be rung now." in shown(coordinator.opens(address))

    ana.account.is_active = False
    told = shown(coordinator.opens(address))

    assert "They do not work here any more." in told


def test_a_signed_language_asks_for_a_signed_test(coordinator: Visitor, session: Session) -> None:
    dan = make_interpreter(session, "ase")
    permits = make_department(session)

    address = f"/people/{dan.account_id}/why-not?language=ase&domain=legal&department={permits.id}"

    assert "They would be rung now." in shown(coordinator.opens(address))


def test_a_question_about_no_language_is_told(
    coordinator: Visitor, session: Session, ana: Interpreter
) -> None:
    ana.qualifications.clear()

    coordinator.opens(f"/people/{ana.account_id}/why-not")
    page = coordinator.opens(
        f"/people/{ana.account_id}/why-not?language=xx&domain=legal&department=0", status=422
    )

    assert page.select("[data-errors]")
