import pytest
from sqlalchemy.orm import Session

from langaccess.domain.counter import TicketStatus
from langaccess.storage.places import Location
from tests.factories import later, make_language, make_location, make_ticket
from tests.web.pages import Visitor, shown


@pytest.fixture
def hall(session: Session) -> Location:
    """A site whose screen hangs on the wall."""
    for tag in ("es", "arz", "ht"):
        make_language(session, tag)
    return make_location(session, slug="city-hall")


def called(session: Session, hall: Location, seconds: int, **changes: object) -> int:
    """A number called that long after nine."""
    facts = {"status": TicketStatus.CALLED, "called_at": later(seconds), "desk": "Window 3"}
    return make_ticket(session, hall.id, **(facts | changes)).number


def test_the_screen_shows_numbers_only_the_last_called_first(
    visitor: Visitor, session: Session, hall: Location
) -> None:
    numbers = [called(session, hall, seconds) for seconds in range(5)]
    waits = make_ticket(session, hall.id).number

    page = visitor.opens("/waiting/city-hall")

    board, following = page.select(".board")
    assert [int(one.get_text()) for one in board.select("bdi")] == numbers[:0:-1]
    assert [int(one.get_text()) for one in following.select("bdi")] == [waits]
    assert "Window 3" in shown(page)


def test_it_speaks_the_languages_of_those_who_wait_and_of_nobody_else(
    visitor: Visitor, session: Session, hall: Location
) -> None:
    assert not visitor.opens("/waiting/city-hall").select("main [lang=es]")

    called(session, hall, 1, language_tag="es")
    make_ticket(session, hall.id, language_tag="arz")
    make_ticket(session, hall.id, language_tag="ht")

    page = visitor.opens("/waiting/city-hall")
    assert page.select("main [lang=es]")
    assert page.select("main [lang=ar][dir=rtl]")
    assert not page.select("main [lang=ht]")
    assert "Egyptian" not in shown(page)


def test_a_call_shows_with_the_next_poll(
    visitor: Visitor, session: Session, hall: Location
) -> None:
    ticket = make_ticket(session, hall.id)
    page = visitor.opens("/waiting/city-hall")
    visitor.polls(page, status=304)

    ticket.status, ticket.called_at, ticket.desk = TicketStatus.CALLED, later(1), "Window 9"

    assert "Window 9" in visitor.polls(page)["html"]


def test_numbers_of_yesterday_and_of_other_sites_are_not_shown(
    visitor: Visitor, session: Session, hall: Location
) -> None:
    called(session, hall, 1, on=later(-86400).date())
    called(session, make_location(session), 1)

    assert not visitor.opens("/waiting/city-hall").select(".board")


@pytest.mark.parametrize("slug", ["nowhere", "%00", "x" * 500, "city-hall'"])
def test_a_site_that_is_none_has_no_screen(visitor: Visitor, slug: str) -> None:
    for part in ("", "/now"):
        assert visitor.client.get(f"/waiting/{slug}{part}").status_code in {400, 404}


def test_the_screen_of_a_language_stays_in_it(visitor: Visitor, hall: Location) -> None:
    page = visitor.opens("/waiting/city-hall?lang=es")

    assert page.select("html[lang=es]")
    assert hall.slug in str(page.select_one("[data-poll]"))
