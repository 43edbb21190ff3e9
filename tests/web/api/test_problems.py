"""Everything that can go wrong is told as a problem, and never as a page or a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from langaccess.app import create_app
from langaccess.domain.access import Role
from langaccess.settings import load_settings
from langaccess.storage.base import db
from langaccess.storage.counter import Ticket
from langaccess.web.api.problems import by_field
from tests.factories import RULES, make_encounter, make_language, make_ticket
from tests.web.api.conftest import System
from tests.web.api.machine import ROOT, Machine, faults

DEEP = "[" * 100_000 + "]" * 100_000


def test_an_unknown_address_is_a_problem_for_everybody(stranger: Machine) -> None:
    told = stranger.gets("/nothing-here", status=404)

    assert told == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Nothing is here, or not for you.",
        "instance": "/api/v1/nothing-here",
    }


def test_people_are_still_told_on_a_page(app: Flask) -> None:
    assert app.test_client().get("/nothing-here").mimetype == "text/html"


def test_a_wrong_method_says_which_are_right(stranger: Machine) -> None:
    stranger.asks("DELETE", "/languages", status=405)

    assert set(stranger.answer.allow) == {"GET", "HEAD", "OPTIONS"}


def test_an_address_written_with_two_slashes_leads_to_the_right_one(stranger: Machine) -> None:
    assert stranger.client.get("/api//v1/languages").status_code == 308


@pytest.mark.parametrize("path", ["/interpreter-requests/2147483648", "/people/" + "9" * 40])
def test_a_number_no_database_can_hold_is_not_there(path: str, system: System) -> None:
    system(Role.COORDINATOR).gets(path, status=404)


@pytest.mark.parametrize("path", ["/locations/%00/queue", "/people?after=%00"])
def test_an_address_that_no_keyboard_types_is_refused(path: str, system: System) -> None:
    system(Role.COORDINATOR).gets(path, status=400)


@pytest.mark.parametrize(
    "raw", ["{", "", "nul", '{"a":', "[1,]", b"\xff\xfe{", "1" * 5000, DEEP, '"\\ud8"']
)
def test_a_body_that_is_no_json_is_refused(raw: str | bytes, system: System) -> None:
    machine = system(Role.STAFF)
    status = 400 if raw else 422  # no body at all lacks its fields

    machine.asks(
        "POST", "/interpreter-requests", status=status, data=raw, content_type="application/json"
    )


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_of_another_type_is_refused(content_type: str | None, system: System) -> None:
    machine = system(Role.STAFF)

    machine.asks("POST", "/tickets", status=415, data=b'{"a": 1}', content_type=content_type)


def test_a_body_beyond_the_limit_is_refused(app: Flask, system: System) -> None:
    body = {"desk": "1" * (app.config["MAX_CONTENT_LENGTH"] + 1)}

    system(Role.STAFF).asks("POST", "/tickets/call-next", status=413, json=body)


def test_a_field_nobody_knows_is_refused_by_its_name(system: System) -> None:
    told = system(Role.STAFF).posts("/tickets/1/finish", status=422, has_left=True, why="no")

    assert told["type"] == "/problems/request-invalid"
    assert told["errors"] == {"why": ["Unknown field."]}


def test_a_deed_without_fields_takes_none(system: System) -> None:
    told = system(Role.STAFF).posts("/interpreter-requests/1/cancel", status=422, hurry=True)

    assert told["errors"] == {"hurry": ["Unknown field."]}


@pytest.mark.parametrize("body", [None, [], "text", 7, True])
def test_a_body_that_is_no_object_is_refused(body: object, system: System) -> None:
    told = system(Role.STAFF).asks(
        "POST",
        "/tickets/1/finish",
        status=422,
        data=json.dumps(body),
        content_type="application/json",
    )

    assert list(told["errors"]) == ["body"]


def test_an_argument_nobody_knows_is_refused_by_its_name(system: System) -> None:
    told = system(Role.COORDINATOR).gets("/people?limt=5", status=422)

    assert told["errors"] == {"limt": ["Unknown field."]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("desk", "a\x00b"),
        ("desk", "\ud800"),
        ("desk", "\x1b[2J"),
        ("desk", ""),
        ("desk", "x" * 21),
        ("desk", 7),
        ("desk", None),
        ("location", "City Hall"),
        ("location", "no-such-place"),
        ("location", "x" * 101),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(
    field: str, value: object, system: System
) -> None:
    body: dict[str, Any] = {"desk": "1"} | {field: value}

    told = system(Role.STAFF).posts("/tickets/call-next", status=422, **body)

    assert list(told["errors"]) == [field]


def test_nested_faults_are_told_by_their_path() -> None:
    told = by_field({"_schema": ["a"], "one": {"two": ["b"], "_schema": ["c"]}})

    assert told == {"body": ["a"], "one.two": ["b"], "one": ["c"]}


def test_a_refusal_of_ours_has_its_own_type_and_speaks_the_readers_language(
    system: System, session: Session
) -> None:
    machine = system(Role.STAFF)
    machine.headers["Accept-Language"] = "es"

    told = machine.posts("/tickets/call-next", status=409, desk="1")

    assert (told["type"], told["title"]) == ("/problems/nobody-waits", "Nobody waits")


def test_a_resident_whom_a_colleague_serves_is_told_with_the_colleagues_reference(
    system: System, session: Session, city: Any
) -> None:
    machine = system(Role.STAFF)
    assert machine.account is not None
    assert machine.account.location_id is not None
    ticket = make_ticket(session, machine.account.location_id)
    first = make_encounter(session, city, ticket_id=ticket.id)

    told = machine.posts(
        "/interpreter-requests", status=409, language="es", modality="phone", ticket=ticket.id
    )

    assert (told["type"], told["reference"]) == ("/problems/ticket-taken", first.reference)


def test_a_fault_of_ours_is_told_without_a_traceback_and_leaves_nothing(
    app: Flask, system: System, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    machine = system(Role.STAFF)

    @event.listens_for(db.session, "after_flush", once=True)
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("secret of the house")

    told = machine.posts("/tickets", status=500)

    assert "secret" not in machine.answer.text
    assert told["detail"] == "It is noted, and nothing was done by halves. Try again."
    assert "ZeroDivisionError" in caplog.text
    assert session.query(Ticket).count() == 0


def test_a_commit_that_fails_is_told_as_a_passing_fault(system: System, session: Session) -> None:
    machine = system(Role.STAFF)

    @event.listens_for(db.session, "before_commit", once=True)
    def fill_the_disk(*_: object) -> None:
        raise OperationalError("COMMIT", None, Exception("disk is full"))

    machine.posts("/tickets", status=503)

    assert machine.answer.headers["Retry-After"] == "5"
    assert session.query(Ticket).count() == 0


def test_a_commit_that_fails_is_told_to_people_on_a_page(app: Flask) -> None:
    @event.listens_for(db.session, "before_commit", once=True)
    def fill_the_disk(*_: object) -> None:
        raise OperationalError("COMMIT", None, Exception("disk is full"))

    answer = app.test_client().get("/sign-in")

    assert (answer.status_code, answer.mimetype) == (503, "text/html")


def test_a_database_out_of_reach_is_told_as_a_passing_fault(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES, encoding="utf-8")
    environment = {
        "LANGACCESS_INSTANCE": str(tmp_path),
        "LANGACCESS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "LANGACCESS_RULES": str(rules),
    }
    app = create_app(load_settings(environment, root=tmp_path))

    answer = app.test_client().get(
        f"{ROOT}/languages", headers={"Authorization": "Bearer la_anything"}
    )

    assert answer.status_code == 503
    assert faults(answer) == []


def test_the_field_at_fault_is_named_for_refusals_of_what_was_asked(
    system: System, session: Session
) -> None:
    machine = system(Role.STAFF)
    make_language(session, "ase")

    told = machine.posts("/interpreter-requests", status=422, language="zh", modality="phone")
    assert told["type"] == "/problems/variant-must-be-asked"
    assert told["members"] == ["cmn", "yue", "nan", "cdo"]

    told = machine.posts("/interpreter-requests", status=422, language="ase", modality="video")
    assert told["type"] == "/problems/preference-missing"
    assert list(told["errors"]) == ["aid"]
