"""A browser, a city for it, and people who each have a window of their own."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from langaccess.storage.accounts import Account
from tests.journeys.house import House, open_house
from tests.journeys.places import World, furnish

CHROMIUM = Path("/usr/bin/chromium")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium itself writes this down for every answer that is no success; some journeys ask for it.
SIGNED_OUT = "status of 401"
PATIENCE_MS = 10_000
HERE = Path(__file__).parent
OpensWindow = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a real browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def tell_absent(environ: Mapping[str, str]) -> NoReturn:
    """Skip, saying why; fail where REQUIRE_BROWSER=1."""
    why = f"no browser: {CHROMIUM} is missing"
    if environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, once for all journeys."""
    if not CHROMIUM.exists():
        tell_absent(os.environ)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The city's installation, running."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="session")
def world(house: House) -> World:
    """The city in which every page has something to show."""
    return furnish(house)


@pytest.fixture
def window(browser: Browser, house: House) -> Iterator[OpensWindow]:
    """Opens a window for a person, or a stranger; whatever a console complains of is a fault."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and SIGNED_OUT not in message.text:
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def open_window(account: Account | None = None, *, url: str = "", **how: Any) -> Page:
        url = url or house.url
        context = browser.new_context(base_url=url, **how)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if account is not None:
            context.add_cookies([{**house.cookie(account), "url": url}])  # type: ignore[typeddict-item]
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not complaints
