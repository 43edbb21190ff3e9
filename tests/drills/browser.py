"""A browser as far as a drill needs one: cookies, forms with their token, nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.drills.town import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')
PATIENCE_SECONDS = 30

# What a request that was cut off raises: nothing was acknowledged then.
CUT = (OSError, HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    text: str
    location: str


@dataclass(slots=True)
class Browser:
    """One person's browser on one server, over one connection that is kept."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    connection: HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Open a page; remember the token of its forms."""
        return self.send("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form with the token of the last page."""
        typed = urlencode({"csrf_token": self.token, **fields})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, kind, typed)

    def sign_in(self, email: str) -> None:
        """Sign in with the password of all drills."""
        self.get("/sign-in")
        answer = self.post("/sign-in", email=email, password=PASSWORD)
        assert answer.status == 303, answer

    def open_counter(self) -> tuple[Answer, str]:
        """The counter's page, and the key that makes a tap on it one request."""
        page = self.get("/counter")
        found = KEY.search(page.text)
        return page, found[1] if found else ""

    def ask(self, key: str, language_tag: str) -> Answer:
        """Press a language on the counter's page of this key."""
        return self.post(
            "/counter",
            key=key,
            language=language_tag,
            mode="phone",
            domain="general",
            channel="counter",
            known_by="resident_said",
        )

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: str = ""
    ) -> Answer:
        """Send one request. Raises one of CUT if it was cut off."""
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Cookie": cookie, **(headers or {})}
        try:
            self.connection.request(method, path, body.encode(), told)
            response = self.connection.getresponse()
            text = response.read().decode()
        except CUT:
            self.close()
            raise
        for morsel in SimpleCookie(response.headers.get("Set-Cookie", "")).values():
            self.cookies[morsel.key] = morsel.value
        if found := TOKEN.search(text):
            self.token = found[1]
        return Answer(response.status, text, response.headers.get("Location", ""))
