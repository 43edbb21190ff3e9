import re
import time

import pytest
from playwright.sync_api import expect

from langaccess.storage.places import Location
from tests.factories import make_clerk
from tests.journeys.conftest import OpensWindow
from tests.journeys.hands import HANDS, Hand
from tests.journeys.house import House

SHOWN_WITHIN = 3.0


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.name)
def test_a_number_is_drawn_called_and_seen_on_the_wall(
    house: House, window: OpensWindow, hand: Hand
) -> None:
    with house.writing() as session:
        clerk = make_clerk(session)
        place = session.get_one(Location, clerk.location_id)
    wall = window()
    wall.goto(f"/waiting/{place.slug}")
    desk = window(clerk, **hand.window)
    desk.goto("/queue")
    expect(desk.get_by_text("Nobody is waiting.")).to_be_visible()

    desk.get_by_label("Language, if known").select_option("es")
    hand.press(desk.get_by_role("button", name="Give a number"))
    expect(wall.locator(".board.next bdi", has_text=re.compile("^1$"))).to_be_visible()
    expect(wall.locator("main [lang=es]").first).to_be_visible()
    desk.get_by_label("Desk").fill("Window 3")
    hand.press(desk.get_by_role("button", name="Call the next number"))
    began = time.monotonic()
    expect(wall.get_by_text("Window 3")).to_be_visible()
    seconds = time.monotonic() - began

    print(f"{hand.name}: a called number was seen after {seconds:.2f} s")  # noqa: T201 - with -s
    assert seconds <= SHOWN_WITHIN
    hand.press(desk.get_by_role("link", name="Get an interpreter"))
    expect(desk.get_by_role("heading", level=1, name="Get an interpreter")).to_be_visible()
    assert "ticket=" in desk.url


def test_two_desks_never_call_the_same_number(house: House, window: OpensWindow) -> None:
    with house.writing() as session:
        first = make_clerk(session)
        second = make_clerk(session, location_id=first.location_id)
    one, other = window(first), window(second)
    for page in (one, other):
        page.goto("/queue")
    for _ in range(2):
        one.get_by_role("button", name="Give a number").click()
        expect(one.get_by_text(re.compile(r"Number \d\."))).to_be_visible()

    for page, desk in ((one, "1"), (other, "2")):
        page.get_by_label("Desk").fill(desk)
        page.get_by_role("button", name="Call the next number").click()

    expect(other.get_by_text("Number 2 is called.")).to_be_visible()
    expect(one.get_by_text("Number 1 is called.")).to_be_visible()
