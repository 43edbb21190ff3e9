"""Another city system: sends JSON with a token, and inspects every answer it gets."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from langaccess.services.accounts import make_token
from langaccess.storage.accounts import Account
from tests.web.pages import Clock

ROOT = "/api/v1"


@dataclass
class Machine:
    """One system with one account's token. `session` is the test's own: committed before use."""

    app: Flask
    session: Session
    clock: Clock
    account: Account | None = None
    client: FlaskClient = field(init=False)
    answer: TestResponse = field(init=False)
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        if self.account is not None:
            _, token = make_token(
                self.session, email=self.account.email, lasts=None, now=self.clock.at
            )
            self.headers["Authorization"] = f"Bearer {token}"

    def gets(self, path: str, *, status: int = 200, **headers: str) -> Any:
        """Read an address."""
        return self.asks("GET", path, status=status, headers=headers)

    def posts(self, path: str, *, status: int = 200, key: str = "", **body: Any) -> Any:
        """Do a deed; `key` is its idempotency key."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.asks("POST", path, status=status, json=body, headers=headers)

    def asks(
        self,
        method: str,
        path: str,
        *,
        status: int,
        headers: dict[str, str] | None = None,
        **how: Any,
    ) -> Any:
        """Send one request, inspect the answer, and give its JSON."""
        self.session.commit()  # what the test made is there for everybody
        sent = self.headers | {name.replace("_", "-"): it for name, it in (headers or {}).items()}
        self.answer = self.client.open(ROOT + path, method=method, headers=sent, **how)
        assert self.answer.status_code == status, f"{method} {path}: {self.answer.text}"
        assert faults(self.answer, method) == [], f"{method} {path}"
        return self.answer.get_json() if self.answer.data else None


def faults(answer: TestResponse, method: str = "GET") -> list[str]:
    """Everything wrong with an answer that any answer of the API could get wrong."""
    status = answer.status_code
    is_problem = status >= 400
    told: Any = answer.get_json() if is_problem else {}
    members = {"type", "title", "status", "detail", "instance"}
    found = {
        "a cookie is set": "Set-Cookie" in answer.headers,
        "it may be kept by others": answer.headers["Cache-Control"] != "private, no-cache",
        "a problem is no problem+json": is_problem
        and answer.mimetype != "application/problem+json",
        "a problem lacks members": is_problem and not members <= set(told),
        "the status is said twice differently": is_problem and told.get("status") != status,
        "422 names no field": status == 422 and "errors" not in told and "key" not in told["type"],
        "401 does not say how": status == 401
        and "Bearer" not in answer.headers.get("WWW-Authenticate", ""),
        "a reading has no ETag": method == "GET" and status in {200, 304} and not etag_of(answer),
        "a new thing has no address": status == 201 and "Location" not in answer.headers,
    }
    return [fault for fault, present in found.items() if present]


def etag_of(answer: TestResponse) -> str | None:
    """The answer's strong ETag."""
    tag, is_weak = answer.get_etag()
    return None if is_weak else tag
