"""A visitor: opens pages as one person does, presses their buttons, and inspects every page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from langaccess.services import accounts
from langaccess.storage.accounts import Account
from langaccess.storage.base import db
from langaccess.web.access import TOKEN
from tests.factories import NINE
from tests.web.inspection import faults, part_faults

PASSWORD = "a few words to remember"


@dataclass
class Clock:
    """What time it is for the application: nine in the city, until a test moves it."""

    at: datetime = NINE

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


@dataclass
class Visitor:
    """One browser of one person. `session` is the test's own: committed before each request."""

    app: Flask
    session: Session
    clock: Clock
    client: FlaskClient = field(init=False)
    answer: TestResponse = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def signs_in(self, account: Account) -> "Visitor":
        """Be this person, without the hashing of a password."""
        token = accounts.sign_in(self.session, account, now=self.clock.at)
        self.session.commit()
        with self.client.session_transaction() as cookie:
            cookie[TOKEN] = token
        return self

    def opens(self, address: str, *, status: int = 200, **headers: Any) -> BeautifulSoup:
        """Open a page and inspect it."""
        return self.asks("GET", address, status=status, headers=headers)

    def sends(self, address: str, *, status: int = 303, **fields: Any) -> BeautifulSoup:
        """Send a form with its token, as if a page had held these fields."""
        return self.asks("POST", address, status=status, data={"csrf_token": self.token, **fields})

    def presses(
        self, page: BeautifulSoup, words: str, *, status: int = 303, **typed: Any
    ) -> BeautifulSoup:
        """Press the button with these words, after typing into its form: what a browser sends."""
        button = next(one for one in page.select("button") if words in one.get_text())
        form = _form_of(page, button)
        data = controls(page, form, button) | typed
        method = str(form.get("method", "get")).upper()
        address = urljoin(self.answer.request.full_path, str(form.get("action") or ""))
        if method == "GET":
            return self.asks("GET", address, status=status, query_string=data)
        return self.asks("POST", address, status=status, data=data)

    def follows(self) -> BeautifulSoup:
        """Go where the last answer led."""
        return self.opens(self.led_to)

    def polls(self, page: BeautifulSoup, *, status: int = 200) -> dict[str, Any]:
        """Ask what the page's script asks: the JSON answer, or nothing for a 304."""
        part = page.select_one("[data-poll]")
        assert part is not None
        return self.polls_again(str(part["data-poll"]), str(part["data-version"]), status=status)

    def polls_again(self, address: str, version: str, *, status: int = 200) -> dict[str, Any]:
        """Ask for what is newer than this version of a live part."""
        headers = {"Accept": "application/json", "If-None-Match": f'"{version}"'}
        self._ask("GET", address, status=status, headers=headers)
        if self.answer.status_code != 200:
            return {}
        told: dict[str, Any] = json.loads(self.answer.text)
        assert part_faults(told["html"], self._urls) == [], address
        return told

    def asks(self, method: str, address: str, *, status: int, **how: Any) -> BeautifulSoup:
        """Send one request and inspect the page that comes back, if one does."""
        self._ask(method, address, status=status, **how)
        html = self.answer.text if self.answer.mimetype == "text/html" else ""
        if html and not 300 <= status < 400:
            assert faults(html, self._urls) == [], address
        return BeautifulSoup(html, "html.parser")

    @property
    def led_to(self) -> str:
        """Where the last answer led: path and query."""
        parts = urlsplit(self.answer.location)
        assert not parts.netloc, parts
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def token(self) -> str:
        """The token of this browser's forms, from a page that everybody may open."""
        page = BeautifulSoup(self.client.get("/sign-in").text, "html.parser")
        held = page.select_one("[name=csrf_token]")
        assert held is not None
        return str(held["value"])

    def _ask(self, method: str, address: str, *, status: int, **how: Any) -> None:
        self.session.commit()  # what the test made is there for everybody
        self.answer = self.client.open(address, method=method, buffered=True, **how)
        got = self.answer.status_code
        assert got == status, f"{method} {address}: {got}: {_told(self.answer)}"

    @property
    def _urls(self) -> Any:
        return self.app.url_map.bind("localhost")


def controls(page: BeautifulSoup, form: Tag, button: Tag | None = None) -> dict[str, str]:
    """What a browser sends of a form: what stands in its fields, and the button pressed."""
    sent: dict[str, str] = {}
    for one in page.select("input[name], select[name], textarea[name]"):
        if _form_of(page, one) is not form or _is_silent(one):
            continue
        sent[str(one["name"])] = _value(one)
    if button is not None and button.get("name"):
        sent[str(button["name"])] = str(button.get("value", ""))
    return sent


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """Every statement the application sends to its database meanwhile."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(*told: Any) -> None:
        sent.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def take_away(app: Flask) -> None:
    """The database's file is gone from under the application: every statement fails."""
    with app.app_context():
        engine = db.engine
        engine.dispose()
        file = Path(str(engine.url.database))
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()
    file.mkdir()


def shown(page: BeautifulSoup) -> str:
    """The words of a page's main part, as one line."""
    main = page.select_one("main") or page
    return " ".join(main.get_text(" ").split())


def _told(answer: TestResponse) -> str:
    return shown(BeautifulSoup(answer.text, "html.parser"))[:600] if answer.text else ""


def _form_of(page: BeautifulSoup, control: Tag) -> Tag:
    named = control.get("form")
    found = page.find(id=str(named)) if named else control.find_parent("form")
    assert isinstance(found, Tag), control
    return found


def _is_silent(control: Tag) -> bool:
    if control.get("type") in {"radio", "checkbox"}:
        return not control.has_attr("checked")
    return control.has_attr("disabled")


def _value(control: Tag) -> str:
    if control.name == "textarea":
        return control.get_text()
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select_one("option")
        return str(chosen["value"]) if chosen else ""
    return str(control.get("value", "on" if control.get("type") == "checkbox" else ""))
