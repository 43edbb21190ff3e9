"""Every page as people with a screen reader, a phone, or large letters meet it."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from langaccess.domain.access import Role
from langaccess.web.locale import RIGHT_TO_LEFT, STAFF_LOCALES
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.house import House
from tests.journeys.places import RESIDENTS, STATES, Place, World, every_page

PLACES = [*every_page(), *STATES]
PHONE, DESK, NARROWEST = 390, 1280, 320
TARGET_PX = 44
BESIDE_PX = 24
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
# What axe cannot decide and a person has: the page behind an open menu is covered by it.
COVERED = ("color-contrast", "overlapped by another element")
FREEZE = """addEventListener("DOMContentLoaded", () => {
  document.documentElement.dataset.frozen = "";
});"""
Looks = Callable[[Role | None], Page]

CHECKS = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: false }) &&
    one.getClientRects().length && !one.closest(".unseen, .skip");
  const box = (one) => one.getBoundingClientRect(), faults = [];
  const name = (one) => one.outerHTML.slice(0, 110);
  const pressed = "button, .btn, .tile, summary, .nav a, .menu-list a";
  for (const one of document.querySelectorAll(pressed)) {
    const { width, height } = box(one);
    if (seen(one) && (width < TARGET || height < TARGET)) {
      faults.push(`${width.toFixed(0)} × ${height.toFixed(0)} px to press: ${name(one)}`);
    }
  }
  for (const one of document.querySelectorAll("main :is([type=checkbox], [type=radio])")) {
    if (!seen(one) || one.closest(".segment")) continue;
    const label = document.querySelector(`label[for="${one.id}"]`), a = box(one), b = box(label);
    const gap = Math.max(b.left - a.right, a.left - b.right);
    if (gap > BESIDE || b.top > a.bottom || a.top > b.bottom) {
      faults.push(`its label is ${gap.toFixed(0)} px away: ${name(one)}`);
    }
  }
  for (const one of document.querySelectorAll(".code")) {
    if (seen(one) && one.getClientRects().length > 1) faults.push(`broken in two: ${name(one)}`);
  }
  return faults;
}""".replace("TARGET", str(TARGET_PX)).replace("BESIDE", str(BESIDE_PX))


@pytest.fixture(scope="module")
def looks(browser: Browser, house: House, world: World) -> Iterator[Looks]:
    """One window for each kind of person, held still, in which page after page is opened."""
    contexts = []

    @cache
    def look(role: Role | None) -> Page:
        context = browser.new_context(base_url=house.url)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(FREEZE)
        if role is not None:
            cookie = house.cookie(world.people[role])
            context.add_cookies([{**cookie, "url": house.url}])  # type: ignore[typeddict-item]
        return context.new_page()

    yield look
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, as it is put into each page."""
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", STAFF_LOCALES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_nobody_is_kept_out(looks: Looks, world: World, axe: str, place: Place, lang: str) -> None:
    page = looks(place.role)
    complaints = heard(page)
    page.set_viewport_size({"width": DESK, "height": 900})
    opens(page, place, world, lang)

    spoken = language_of(page, place, lang)
    assert page.locator(f"html[lang={spoken[0]}][dir={spoken[1]}]").count() == 1
    if place.is_error:
        assert told_of_errors(page) == []
    page.evaluate(axe)
    assert judged(page) == []
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert judged(page) == []
    assert page.evaluate(CHECKS) == []
    page.set_viewport_size({"width": NARROWEST, "height": 600})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROWEST
    assert [one for one in complaints if "status of 4" not in one] == []


def opens(page: Page, place: Place, world: World, lang: str) -> None:
    """Open the page in this language, and bring it into the state that is looked at."""
    address = place.address(world.values)
    joint = "&" if "?" in address else "?"
    page.goto(f"{address}{joint}lang={lang}")
    if place.then is not None:
        place.then(page)
        page.wait_for_load_state()


def language_of(page: Page, place: Place, lang: str) -> tuple[str, str]:
    """The language a page must speak, and its direction."""
    # The resident of that page speaks Vietnamese, in which there are no pages yet.
    spoken = place.lang or ("en" if place.name in RESIDENTS else lang)
    return spoken, "rtl" if spoken in RIGHT_TO_LEFT else "ltr"


def heard(page: Page) -> list[str]:
    """What the console complains of from now on."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    return complaints


def judged(page: Page) -> list[str]:
    """What axe finds wrong, and what it cannot decide and nobody has."""
    how = {"resultTypes": ["violations", "incomplete"], "preload": False}
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {json.dumps(how)})")
    rule, why = COVERED
    has_menu = page.locator(".menu[open]").count() > 0
    return [
        f"{kind}: {one['id']}: {node['html'][:160]}: {node.get('failureSummary', '')[:200]}"
        for kind in ("violations", "incomplete")
        for one in found[kind]
        for node in one["nodes"]
        if not (has_menu and one["id"] == rule and why in node.get("failureSummary", ""))
    ]


def told_of_errors(page: Page) -> list[str]:
    """What is wrong with the summary of errors: focus, links, words."""
    faults: list[str] = page.evaluate("""() => {
      const summary = document.querySelector("[data-errors]"), faults = [];
      if (document.activeElement !== summary) faults.push("the summary has no focus");
      const links = [...summary.querySelectorAll("a")];
      if (!links.length) faults.push("the summary leads nowhere");
      for (const link of links) {
        const field = document.querySelector(link.getAttribute("href"));
        if (!field) { faults.push(`no field for ${link.textContent}`); continue; }
        const around = field.closest(".field");
        const words = link.textContent;
        if (!around.textContent.includes(words)) faults.push(`other words: ${words}`);
        if (!field.checkVisibility()) faults.push(`hidden: ${link.textContent}`);
      }
      return faults;
    }""")
    return faults
