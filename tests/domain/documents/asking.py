"""Requests and the reference city, as tests of the queue ask for them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from langaccess.adapters.holidays import holiday_name, known_places
from langaccess.domain.documents.priority import Priorities
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.rules import Rules, calendar_of, parse_rules

PRIORITY = Path(__file__).parents[2] / "data" / "priority"
TEXT = (PRIORITY / "rules.toml").read_text(encoding="utf-8")
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (PRIORITY / "cases.jsonl").read_text("utf-8").splitlines()
]
# Monday, while the reference city is open.
RECEIVED = datetime(2026, 11, 16, 18, tzinfo=UTC)


def rules_of(text: str) -> Rules:
    return parse_rules(text, places=known_places())


def priorities_of(text: str = TEXT) -> Priorities:
    rules = rules_of(text)
    return Priorities(rules, calendar_of(rules, holiday_name("US", "CA")))


REFERENCE = priorities_of()


def asked(**changes: Any) -> DocumentRequest:
    """A plain request that no rule of the reference matches."""
    values = {
        "title": "Council agenda",
        "document_type": "newsletter",
        "target_languages": ("es",),
        "received_at": RECEIVED,
    }
    return DocumentRequest(**{**values, **changes})
