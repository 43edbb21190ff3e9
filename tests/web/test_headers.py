import re

import pytest

from tests.web.conftest import SignedIn
from tests.web.pages import Visitor

POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types app",
}


@pytest.mark.parametrize(
    ("address", "status"),
    [("/sign-in", 200), ("/nowhere", 404), ("/", 303), ("/healthz", 200), ("/counter", 303)],
)
def test_every_answer_keeps_browsers_to_the_rules(
    visitor: Visitor, address: str, status: int
) -> None:
    visitor.opens(address, status=status)

    told = visitor.answer.headers
    assert {*re.split(r";\s*", told["Content-Security-Policy"])} == POLICY
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cache-Control"] == "private, no-cache"


def test_what_never_changes_is_kept_for_a_year(visitor: Visitor) -> None:
    page = visitor.opens("/sign-in")
    addresses = [str(tag["href"]) for tag in page.select("link[href^='/static/']")]
    addresses += [str(tag["src"]) for tag in page.select("script[src]")]
    assert len(addresses) >= 3

    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{10}$", address)
        visitor.asks("GET", address, status=200)
        assert "max-age=31536000" in visitor.answer.headers["Cache-Control"]
        assert "Set-Cookie" not in visitor.answer.headers


def test_no_page_of_a_person_is_kept_by_a_cache_between(signed_in: SignedIn) -> None:
    person = signed_in()

    person.opens("/counter")

    assert "private" in person.answer.headers["Cache-Control"]
    assert "Cookie" in person.answer.headers.get("Vary", "")
