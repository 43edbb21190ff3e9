"""Reading a document request from the JSON object of the contract: whole, or every fault of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.documents.values import (
    DAY,
    FLAGS,
    LANGUAGE,
    LANGUAGES,
    MOMENT,
    NAME,
    SWITCH,
    TEXT,
    Value,
    Wrong,
    whole,
)
from langaccess.domain.errors import Invalid
from langaccess.domain.rules.kinds import meant, shown

# The largest that a field may be: no city has more residents, no year more days.
MOST_WORDS = 100_000_000
MOST_PEOPLE = 10_000_000_000
MOST_DAYS = 366

REQUIRED = ("title", "document_type", "target_languages", "received_at")
FIELDS: Mapping[str, Value[Any]] = {
    "title": NAME,
    "document_type": NAME,
    "target_languages": LANGUAGES,
    "received_at": MOMENT,
    "summary": TEXT,
    "text": TEXT,
    "flags": FLAGS,
    "department": TEXT,
    "source_language": LANGUAGE,
    "words": whole("words", MOST_WORDS),
    "audience": TEXT,
    "reach": whole("people", MOST_PEOPLE),
    "legal_deadline": DAY,
    "legal_ground": TEXT,
    "needed_by": DAY,
    "publish_on": DAY,
    "mailing_days": whole("business days", MOST_DAYS),
    "printing_days": whole("business days", MOST_DAYS),
    "layout": SWITCH,
    "raised_to": TEXT,
    "raised_by_role": TEXT,
    "raised_because": TEXT,
}


@dataclass(frozen=True, slots=True)
class RequestFault:
    """One thing wrong with a request; `field` is empty when it is no object at all."""

    field: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        """`field: what is wrong; what is allowed`, on one line."""
        place = f"{self.field}: " if self.field else ""
        return f"{place}{self.wrong}; {self.allowed}"


@dataclass(eq=False)
class RequestInvalid(Invalid):
    """The request cannot be used; `faults` holds everything wrong with it."""

    faults: tuple[RequestFault, ...]

    def __str__(self) -> str:
        """One fault a line."""
        return "\n".join(str(fault) for fault in self.faults)


def read_request(given: object) -> DocumentRequest:
    """The request that a JSON object tells of; null stands for a field that is left out.

    Languages asked for twice are kept once, in their first place. Flags, departments, document
    types and roles are free text: the rules name those that count. Raises RequestInvalid.
    """
    if not isinstance(given, dict):
        raise RequestInvalid((RequestFault("", "is not a request", "one JSON object"),))
    faults = [_unknown(key) for key in given if key not in FIELDS]
    values: dict[str, Any] = {}
    for field, value in FIELDS.items():
        if given.get(field) is None:
            if field in REQUIRED:
                faults.append(RequestFault(field, "is missing", value.allowed))
            continue
        try:
            values[field] = value.read(given[field])
        except Wrong as wrong:
            faults.append(RequestFault(field, str(wrong), value.allowed))
    if faults:
        raise RequestInvalid(tuple(faults))
    return DocumentRequest(**values)


def _unknown(key: str) -> RequestFault:
    return RequestFault(
        shown(key)[1:-1], f"is not known{meant(key, FIELDS)}", f"one of {', '.join(FIELDS)}"
    )
