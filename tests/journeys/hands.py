"""Four ways to use a page: with a mouse, with the keyboard only, by touch, and without script."""

from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page

TABS_AT_MOST = 250


class Hand(NamedTuple):
    """One way to press what a page holds. `window` is how its browser is opened."""

    name: str
    window: dict[str, Any]

    def press(self, target: Locator) -> None:
        """Press a button or a link."""
        if self.name == "keyboard":
            tab_to(target)
            target.page.keyboard.press("Enter")
        elif self.name == "touch":
            target.tap()
        else:
            target.click()

    def choose_language(self, page: Page, typed: str, autonym: str) -> int:
        """Ask for this language at the counter; how many presses on the page it took."""
        if self.name == "keyboard":
            tab_to(page.get_by_label("Find a language"))
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
        else:
            self.press(page.locator(".tile", has_text=autonym))
        return 1


HANDS = (
    Hand("mouse", {}),
    Hand("keyboard", {}),
    Hand(
        "touch", {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    ),
    Hand("no script", {"java_script_enabled": False}),
)


def tab_to(target: Locator) -> None:
    """Move the focus with the Tab key until it stands on the target, and is to be seen there."""
    for _ in range(TABS_AT_MOST):
        target.page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate("one => one.matches(':focus-visible')")
            return
    raise AssertionError(f"the Tab key does not reach {target}")
