"""A document request as the database keeps it: everything but its text, which the files hold."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from langaccess.domain.documents.request import DocumentRequest

_DATES = ("legal_deadline", "needed_by", "publish_on")
_KEPT = tuple(one.name for one in fields(DocumentRequest) if one.name != "text")


def facts_of_request(request: DocumentRequest) -> dict[str, Any]:
    """The request as JSON can hold it, without its text."""
    facts: dict[str, Any] = {name: getattr(request, name) for name in _KEPT}
    facts["received_at"] = request.received_at.isoformat()
    for name in _DATES:
        facts[name] = facts[name] and facts[name].isoformat()
    facts["target_languages"] = list(request.target_languages)
    facts["flags"] = list(request.flags)
    return facts


def request_of_facts(facts: Mapping[str, Any], text: str = "") -> DocumentRequest:
    """The request that `facts_of_request` wrote, with its text again."""
    read = dict(facts)
    read["received_at"] = datetime.fromisoformat(read["received_at"])
    for name in _DATES:
        read[name] = read[name] and date.fromisoformat(read[name])
    read["target_languages"] = tuple(read["target_languages"])
    read["flags"] = tuple(read["flags"])
    return DocumentRequest(text=text, **read)
