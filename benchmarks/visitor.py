"""A browser as far as a measurement needs one: cookies, the token of forms, one connection."""

import re
from collections.abc import Mapping
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')
OFFERS = re.compile(r"/offers/(\d+)/accept")
TALK = re.compile(r"/conversations/(\w+)/finish")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class UnexpectedAnswer(Exception):
    """The server did not answer as a measurement needs it."""


class Answer(NamedTuple):
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    text: str


class Visitor:
    """One person's browser."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._send("GET", path, "", {}, 200)

    def poll(self, path: str, etag: str) -> Answer:
        """Ask whether a page moved since then; it has not."""
        return self._send("GET", path, "", {"If-None-Match": etag}, 304)

    def post(self, path: str, fields: Mapping[str, str] | None = None) -> Answer:
        """Send a form with the token of the last page."""
        typed = urlencode({"csrf_token": self._token, **(fields or {})})
        return self._send("POST", path, typed, FORM, 303)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the page."""
        self.get("/sign-in")
        self.post("/sign-in", {"email": email, "password": password})

    def ask(self, language: str) -> str:
        """Open the counter and press a language; the address of the request."""
        found = KEY.search(self.get("/counter").text)
        if found is None:
            raise UnexpectedAnswer("the counter shows no form")
        pressed = {"mode": "phone", "domain": "general", "channel": "counter"}
        known = {"known_by": "resident_said", "key": found[1], "language": language}
        return self.post("/counter", pressed | known).headers["Location"]

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _send(
        self, method: str, path: str, body: str, headers: Mapping[str, str], expected: int
    ) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._connection.request(method, path, body.encode(), {"Cookie": cookie, **headers})
        response = self._connection.getresponse()
        text = response.read().decode()
        for set_cookie in response.headers.get_all("Set-Cookie", []):
            for morsel in SimpleCookie(set_cookie).values():
                self._cookies[morsel.key] = morsel.value
        if found := TOKEN.search(text):
            self._token = found[1]
        if response.status != expected:
            raise UnexpectedAnswer(f"{method} {path}: {response.status}, not {expected}")
        return Answer(response.status, dict(response.headers.items()), text)
