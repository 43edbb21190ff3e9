"""A document's whole way in five windows: asked for, translated, revised, published, found.

With JOURNEY_TEXTS=FOLDER, every NAME.txt there that has a NAME.es.txt beside it goes the same way.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.accounts import Account
from langaccess.storage.people import Interpreter
from tests.factories import make_clerk, make_language
from tests.journeys.conftest import OpensWindow
from tests.journeys.hands import HANDS, Hand
from tests.journeys.house import House
from tests.services.documents.office import ENGLISH, SPANISH, make_translator

FOLDER = Path(os.environ.get("JOURNEY_TEXTS", "/nowhere"))
TEXTS = sorted(
    (one, one.with_suffix(".es.txt"))
    for one in FOLDER.glob("*.txt")
    if one.with_suffix(".es.txt").exists()
)


@dataclass(frozen=True)
class Team:
    """Who takes part."""

    requester: Account
    manager: Account
    translator: Interpreter
    reviser: Interpreter


def make_team(session: Session) -> Team:
    """A requester, somebody who sees to documents, and two who passed the written tests."""
    make_language(session, "en")
    number = os.urandom(2).hex()
    translator, reviser = (
        make_translator(session, name=f"{part} {number}") for part in ("Tina", "Rita")
    )
    for skill in (*translator.qualifications, *reviser.qualifications):
        skill.valid_until = None
    return Team(make_clerk(session), make_clerk(session, Role.COMMUNICATIONS), translator, reviser)


@pytest.mark.parametrize(
    ("hand", "texts"),
    [*((hand, None) for hand in HANDS), *((HANDS[0], pair) for pair in TEXTS)],
    ids=lambda one: one.name if isinstance(one, Hand) else one and one[0].stem,
)
def test_a_request_becomes_what_a_resident_finds(
    house: House,
    window: OpensWindow,
    tmp_path: Path,
    hand: Hand,
    texts: tuple[Path, Path] | None,
) -> None:
    source, target = texts or (tmp_path / "notice.txt", tmp_path / "aviso.txt")
    if texts is None:
        source.write_text(ENGLISH, encoding="utf-8")
        target.write_text(SPANISH, encoding="utf-8")

    title = f"{source.stem}, {hand.name}"
    go_all_the_way(house, window, hand, source, target, title, f"Traducido: {title}")


def go_all_the_way(
    house: House,
    window: OpensWindow,
    hand: Hand,
    source: Path,
    target: Path,
    title: str,
    own_title: str,
) -> None:
    """Ask, give out, translate, revise, verify, publish, and find it as a resident does."""
    with house.writing() as session:
        team = make_team(session)
    manager, translator = window(team.manager), window(team.translator.account)
    asked = window(team.requester, **hand.window)

    reference = ask(asked, hand, title, source)
    give(manager, reference, "Translate", team.translator.account.name)
    translate(translator, title, reference, target)
    give(manager, reference, "Revise", team.reviser.account.name)
    revise(window(team.reviser.account), title, reference)
    publish(manager, reference, own_title)

    resident = window(locale="es-US", **hand.window)
    resident.goto("/library")
    hand.press(resident.locator("a.tile", has_text="Español"))
    hand.press(resident.get_by_role("link", name=own_title, exact=True))
    found = resident.get_by_role("heading", level=1, name=own_title)
    expect(found).to_be_visible()
    assert found.get_attribute("lang") == "es"
    words = target.read_text(encoding="utf-8").split()
    expect(resident.locator("article[lang=es]")).to_contain_text(" ".join(words[:4]))
    asked.goto(f"/documents/{reference}")
    expect(asked.get_by_text("Published").first).to_be_visible()


def ask(page: Page, hand: Hand, title: str, source: Path) -> str:
    """Ask for a translation into Spanish; its reference."""
    page.goto("/documents/new")
    page.locator("#title").fill(title)
    page.locator("#document_type").fill("programme-flyer")
    page.locator("input[type=file]").set_input_files(source)
    page.locator("input[name=languages][value=es]").check()
    hand.press(page.get_by_role("button", name="Ask for the translation"))
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return page.url.rpartition("/")[2].partition("?")[0]


def give(page: Page, reference: str, step: str, name: str) -> None:
    """Ask somebody for a step."""
    page.goto(f"/documents/{reference}/es")
    page.get_by_role("link", name=f"Ask somebody: {step}").click()
    page.get_by_role("button", name=f"Ask {name}").click()
    expect(page.get_by_text(name).first).to_be_visible()


def accept(page: Page, title: str, reference: str) -> None:
    """Take what one is asked for, and go to its page."""
    page.goto("/my-work")
    page.get_by_role("button", name="Accept").first.click()
    page.goto(f"/documents/{reference}/es")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def translate(page: Page, title: str, reference: str, target: Path) -> None:
    """Take it, begin, and hand the translation over, checked by oneself."""
    accept(page, title, reference)
    page.get_by_role("button", name="Begin to translate").click()
    page.locator("input[type=file]").first.set_input_files(target)
    page.get_by_label("I checked my own work against the source").check()
    page.get_by_role("button", name="Hand over the translation").click()
    expect(page.get_by_role("heading", name="Delivery 1")).to_be_visible()


def revise(page: Page, title: str, reference: str) -> None:
    """Take it and finish the revision; what the checks found is no fault."""
    accept(page, title, reference)
    while (waiving := page.locator("summary", has_text="It is no fault")).count():
        waiving.first.click()
        open_part = page.locator("details[open]", has_text="It is no fault").first
        open_part.locator("input[type=text]").fill("It is right in Spanish.")
        open_part.get_by_role("button", name="It is no fault").click()
    page.get_by_role("button", name="Finish the revision").click()
    expect(page.get_by_role("heading", name="Final verification").first).to_be_visible()


def publish(page: Page, reference: str, own_title: str) -> None:
    """Verify it by name, and put it where residents find it."""
    page.goto(f"/documents/{reference}/es")
    page.get_by_role("button", name="Verify it with my name").click()
    page.get_by_label("Title in the language").fill(own_title)
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("heading", name="Published").first).to_be_visible()
