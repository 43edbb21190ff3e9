"""From the text of `priority_rules.toml` to the city's policy, or to everything wrong with it."""

import re
import tomllib
from hashlib import sha256

from langaccess.domain.rules import city, documents, ladder
from langaccess.domain.rules.city import Places
from langaccess.domain.rules.faults import Fault, RulesInvalid
from langaccess.domain.rules.kinds import TEXT, ZONE
from langaccess.domain.rules.lines import lines_of
from langaccess.domain.rules.model import Rules
from langaccess.domain.rules.reading import Ledger, Table

FINGERPRINT_LENGTH = 12

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def parse_rules(text: str, *, places: Places | None = None) -> Rules:
    """The policy that the text of a rules file holds.

    `places` are the countries whose holidays are known, each with its subdivisions; without them
    country and subdivision are taken as they stand. Raises RulesInvalid with every fault.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    fingerprint = sha256(plain.encode()).hexdigest()[:FINGERPRINT_LENGTH]
    root, ledger = _opened(plain)
    rules = _read(root, fingerprint, places)
    if faults := ledger.faults():
        raise RulesInvalid(faults)
    return rules


def _opened(text: str) -> tuple[Table, Ledger]:
    """The file's outermost table. Raises RulesInvalid with the one fault that is not TOML."""
    try:
        values = tomllib.loads(text)
        ledger = Ledger(lines_of(text))
    except RecursionError:
        raise RulesInvalid((Fault(1, "TOML", "lists too deep to read", "TOML 1.0"),)) from None
    except ValueError as error:
        raise RulesInvalid((_not_toml(text, error),)) from None
    return Table(ledger, (), values), ledger


def _not_toml(text: str, error: ValueError) -> Fault:
    said = str(error)
    place = _PLACE.search(said)
    if place is None:
        return Fault(1, "TOML", said, "TOML 1.0")
    said = said[: place.start()]
    if place["line"] is None:
        last = text.rstrip("\n").count("\n") + 1
        return Fault(last, "TOML", f"{said} at the end", "TOML 1.0")
    return Fault(int(place["line"]), "TOML", f"{said} in column {place['column']}", "TOML 1.0")


def _read(root: Table, fingerprint: str, places: Places | None) -> Rules:
    classes = documents.read_classes(root.tables("class", required=True))
    class_id = documents.class_named(classes)
    rules = Rules(
        version=root.required("version", TEXT),
        fingerprint=fingerprint,
        timezone=root.required("timezone", ZONE),
        calendar=city.read_calendar(root.table("calendar", "a table [calendar]"), places),
        after_hours=city.read_after_hours(root.table("after_hours", "a table [after_hours]")),
        response=city.read_response(root.table("response", "tables like [response.email]")),
        dispatch=ladder.read_dispatch(root.table("dispatch", "a table [dispatch]")),
        qualified=ladder.read_qualified(
            root.table("qualified", "a table [qualified]", required=False)
        ),
        capacity=documents.read_capacity(root.table("capacity", "a table [capacity]")),
        classes=classes,
        document_rules=documents.read_document_rules(root.tables("rule"), class_id),
        bonuses=documents.read_bonuses(root.tables("bonus")),
        raise_roles=documents.read_raise(
            root.table("raise", "a table [raise]", required=False), class_id
        ),
        gate=documents.read_gate(root.table("gate", "a table [gate]"), class_id),
    )
    root.close()
    return rules
