"""What a check found in a delivered translation: which check, how grave, where, and the facts."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is; both kinds are fixed or waived with a reason before final."""

    ERROR = "error"
    WARNING = "warning"


class DeliveryCheck(StrEnum):
    """What is checked on every delivery; findings come in this order."""

    MISSING_FILE = "missing_file"
    EMPTY = "empty"
    SAME_AS_SOURCE = "same_as_source"
    NUMBER = "number"
    PHONE = "phone"
    DATE = "date"
    ADDRESS = "address"
    SCRIPT = "script"
    LANGUAGE = "language"
    TRACKED_CHANGES = "tracked_changes"
    COMMENTS_LEFT = "comments_left"
    TERM_MISSING = "term_missing"
    TERM_FORBIDDEN = "term_forbidden"
    NAME_TRANSLATED = "name_translated"
    BIDI_CONTROL = "bidi_control"
    ZERO_WIDTH = "zero_width"
    DOUBLED_TEXT = "doubled_text"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found.

    `place` is the segment's, or empty for the whole delivery. `facts` are what a sentence about
    it names, such as `missing` and `found`. `key` is the same for the same finding in the next
    delivery of a job, wherever the segment then stands, so that a waiver carries over; another
    text, number or name in it is another finding.
    """

    check: DeliveryCheck
    severity: Severity
    place: str
    facts: Mapping[str, str]
    key: str


class Findings:
    """What was found so far in one delivery."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._seen: Counter[str] = Counter()

    def note(
        self,
        check: DeliveryCheck,
        severity: Severity,
        place: str = "",
        context: str = "",
        **facts: str,
    ) -> None:
        """Keep one finding; `context` is the text that it is about, for the key alone."""
        told = [check.value, context, *(f"{name}={facts[name]}" for name in sorted(facts))]
        said = "\0".join(told)
        self._seen[said] += 1
        # The same fault in two equal paragraphs is two findings, each waived by itself.
        whole = f"{said}\0{self._seen[said]}".encode("utf-8", "surrogatepass")
        key = hashlib.sha256(whole).hexdigest()[:20]
        self._found.append(Finding(check, severity, place, facts, key))

    def in_order(self) -> tuple[Finding, ...]:
        """Everything found, in the order of `DeliveryCheck`, then as it stands in the text."""
        order = {check: number for number, check in enumerate(DeliveryCheck)}
        return tuple(sorted(self._found, key=lambda one: order[one.check]))
