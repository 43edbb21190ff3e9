"""The description of the API: whole, closed where bodies are read, true to what is answered."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.storage.accounts import Account
from langaccess.storage.documents.requests import Document
from tests.factories import (
    make_account,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_location,
    make_ticket,
    make_vendor,
)
from tests.services.documents.office import make_office
from tests.web.api.conftest import System
from tests.web.api.machine import ROOT, Machine


@pytest.fixture
def document(stranger: Machine) -> dict[str, Any]:
    """The document, as anybody reads it."""
    told: dict[str, Any] = stranger.gets("/openapi.json")
    return told


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every path, method and operation, with the path's own parameters joined in."""
    for path, item in document["paths"].items():
        for method in {"get", "put", "post"} & set(item):
            parameters = [*item.get("parameters", []), *item[method].get("parameters", [])]
            yield path, method, {**item[method], "parameters": parameters}


def references(part: Any) -> Iterator[str]:
    """Everything a part of the document refers to."""
    if isinstance(part, dict):
        yield from [part["$ref"]] if "$ref" in part else []
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from references(one)


def found(document: dict[str, Any], reference: str) -> Any:
    """What a reference names."""
    place: Any = document
    for step in reference.removeprefix("#/").split("/"):
        place = place[step]
    return place


def test_it_is_openapi_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    assert all(found(document, one) for one in references(document))


def test_it_holds_every_address_and_no_other(document: dict[str, Any], app: Flask) -> None:
    hung = {
        (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(ROOT) and not rule.rule.endswith("openapi.json")
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }

    assert {(path, method) for path, method, _ in operations(document)} == hung


def test_every_operation_says_what_it_does_who_may_and_how_it_fails(
    document: dict[str, Any],
) -> None:
    named = []
    for path, method, one in operations(document):
        keys = [key["$ref"].rpartition("/")[2] for key in one["parameters"] if "$ref" in key]
        expected = {"get": ["IF_NONE_MATCH"], "post": ["IDEMPOTENCY_KEY"], "put": []}[method]
        assert keys == expected, path
        assert one["security"] == [{"bearer": []}]
        assert one["summary"]
        assert "Needs the permission" in one["description"]
        assert {"401", "403", "404", "default"} <= set(one["responses"])
        in_path = {each["name"] for each in one["parameters"] if each.get("in") == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        named.append(one["operationId"])
    assert len(set(named)) == len(named)
    assert list(document["components"]["responses"]["DEFAULT_ERROR"]["content"]) == [
        "application/problem+json"
    ]


def test_bodies_are_closed_and_answers_may_grow(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    taken = {
        one["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for *_, one in operations(document)
        if "requestBody" in one
    }

    assert taken
    for name, schema in schemas.items():
        is_taken = name in taken or name in {"StandInTold", "FollowUpTold"}
        is_closed = schema.get("additionalProperties") is False
        assert is_closed == is_taken or name == "PaginationMetadata", name


def test_what_is_answered_is_what_is_described(
    document: dict[str, Any], system: System, session: Session, city: City, app: Flask
) -> None:
    site = make_location(session)
    person = make_interpreter(
        session, roles=(Role.COORDINATOR, Role.INTERPRETER), location_id=site.id
    )
    make_vendor(session)
    one = make_encounter(session, city, clerk=make_clerk(session, location_id=site.id))
    make_encounter(session, city, clerk=make_account(session))  # of no place
    made = {
        "encounter_id": one.id,
        "person_id": person.account_id,
        "location": site.slug,
        "ticket_id": make_ticket(session, site.id).id,
        "reference": asked_document(session, city, app, person.account).reference,
    }
    machine = system(person)

    for path, operation in [each[::2] for each in operations(document) if each[1] == "get"]:
        shown = machine.gets(path.removeprefix(ROOT).format(**made))
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert faults(document, schema, shown) == [], path


def asked_document(session: Session, city: City, app: Flask, who: Account) -> Document:
    """A document with somebody asked for a step."""
    office = make_office(session, city, app.extensions["langaccess_files"].folder)
    document = office.ask(actor=who.actor)
    office.offer(document)
    return document


def faults(document: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    """Where a value does not fit its schema: kinds, members and closed sets."""
    if "$ref" in schema:
        return faults(document, found(document, schema["$ref"]), value)
    if "anyOf" in schema:
        tried = [faults(document, each, value) for each in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(kind, value) for kind in kinds):
        return [f"{value!r} is not {kinds}"]
    if isinstance(value, list):
        return [fault for each in value for fault in faults(document, schema["items"], each)]
    if isinstance(value, dict):
        known = schema["properties"]
        parts = [faults(document, known[name], value[name]) for name in set(known) & set(value)]
        differ = sorted(set(schema.get("required", [])) ^ set(value))
        return [*differ, *(fault for part in parts for fault in part)]
    in_set = "enum" not in schema or value in schema["enum"]
    return [] if in_set else [f"{value!r} is not in {schema['enum']}"]


def test_what_does_not_fit_its_description_would_be_seen() -> None:
    name = {"type": "string", "enum": ["a"]}
    schema = {"type": "object", "properties": {"name": name}, "required": ["name"]}
    either = {"anyOf": [schema, {"type": "null"}]}

    assert faults({}, either, {"name": "b"}) == ["'b' is not in ['a']"]
    assert faults({}, either, {"other": 1}) == ["name", "other"]
    assert faults({}, either, 7) == ["7 is not ['object']"]
    assert faults({}, either, None) == []


def _is(kind: str, value: Any) -> bool:
    kinds: dict[str, Any] = {
        "array": list,
        "boolean": bool,
        "integer": int,
        "null": type(None),
        "object": dict,
        "string": str,
    }
    return isinstance(value, kinds[kind])
