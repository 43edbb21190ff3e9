"""Documents as other systems of the city ask for them, list them, and move them on."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.documents.workflow import JobState, Move, Step
from langaccess.storage.documents.requests import Document
from tests.factories import make_clerk, make_department, make_language
from tests.services.documents.office import ENGLISH, SPANISH, Office, make_agency, make_office
from tests.web.api.conftest import System
from tests.web.api.machine import Machine

ASKED: dict[str, Any] = {
    "title": "Summer hours",
    "document_type": "programme-flyer",
    "target_languages": ["es"],
}


@pytest.fixture
def office(session: Session, app: Flask, city: City) -> Office:
    """An office whose files lie where the application looks for them."""
    made = make_office(session, city, app.extensions["langaccess_files"].folder)
    make_language(session, "vi")
    return made


@pytest.fixture
def team(system: System, office: Office) -> Machine:
    """The communications team's system."""
    return system(office.team)


def sends(machine: Machine, path: str, *files: str, status: int, key: str = "", **body: Any) -> Any:
    """Send files with what is said of them, as multipart."""
    sent = [(io.BytesIO(one.encode()), f"notice {at}.txt") for at, one in enumerate(files)]
    return machine.asks(
        "POST",
        path,
        status=status,
        data={"request": json.dumps(body), "files": sent},
        headers={"Idempotency-Key": key} if key else {},
    )


def step(document: Document, move: str, tag: str = "es") -> str:
    """The address of a move."""
    return f"/documents/{document.reference}/tasks/{tag}/{move}"


def test_a_request_with_files_is_decided_at_once(system: System, office: Office) -> None:
    machine = system(office.requester)

    made = sends(machine, "/documents", ENGLISH, "Second file.", status=201, **ASKED)

    assert (made["class"], made["status"], made["words"]) == ("P0", "open", 17)
    assert machine.answer.headers["Location"] == f"/api/v1/documents/{made['id']}"
    assert made["because"]
    assert [(one["language"], one["state"]) for one in made["jobs"]] == [("es", "queued")]
    assert machine.gets(f"/documents/{made['id']}") == made
    etag = machine.answer.headers["ETag"]
    machine.gets(f"/documents/{made['id']}", status=304, If_None_Match=etag)


def test_a_text_needs_no_file(system: System, office: Office) -> None:
    department = make_department(office.session, name="Parks and Pools")

    made = system().posts(
        "/documents", status=201, text=ENGLISH, department="parks-and-pools", **ASKED
    )

    assert (made["words"], made["department"]) == (15, department.name)


def test_the_same_key_and_the_same_files_are_one_request(system: System, office: Office) -> None:
    machine = system()
    for _ in range(2):
        sends(machine, "/documents", ENGLISH, status=201, key="one", **ASKED)

    assert machine.answer.headers["Idempotency-Replayed"] == "true"
    assert len(office.session.scalars(select(Document)).all()) == 1
    told = sends(machine, "/documents", "Other words.", status=422, key="one", **ASKED)
    assert told["type"] == "/problems/idempotency-key-reused"


def test_the_same_file_twice_counts_once_and_names_are_made_apart(
    system: System, office: Office
) -> None:
    files = [(io.BytesIO(one), "a/notice.txt") for one in (b"One.", b"Two.", b"One.")]
    data = {"request": json.dumps(ASKED), "files": files}

    made = system().asks("POST", "/documents", status=201, data=data)

    version = office.session.scalars(select(Document)).one().versions[0]
    assert made["words"] == 2
    assert [one.name for one in version.files] == ["notice.txt", "notice (2).txt"]


@pytest.mark.parametrize(
    ("changes", "field", "kind"),
    [
        ({"title": " "}, "title", "request-invalid"),
        ({"title": ""}, "title", "request-invalid"),
        ({"target_languages": ["en"]}, "target_languages", "languages-missing"),
        ({"target_languages": ["xx"]}, "language", "language-unknown"),
        ({"department": "nowhere"}, "department", "request-invalid"),
        ({"text": ""}, "files", "files-missing"),
        ({"text": "\x00"}, "files", "file-broken"),
        ({"flags": ["urgent"]}, "flags.0", "request-invalid"),
        ({"surprise": 1}, "surprise", "request-invalid"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(
    system: System, office: Office, changes: dict[str, Any], field: str, kind: str
) -> None:
    told = system().posts("/documents", status=422, **(ASKED | {"text": ENGLISH} | changes))

    assert [*told["errors"]] == [field]
    assert told["type"] == f"/problems/{kind}"
    assert office.session.scalars(select(Document)).all() == []


@pytest.mark.parametrize(
    ("data", "status", "kind"),
    [
        ({"request": "{"}, 400, "body-not-json"),
        ({"request": "{}", "more": "1"}, 422, "request-invalid"),
        ({"request": json.dumps(ASKED), "files": [(b"MZ", "a.exe")]}, 422, "file-kind"),
        ({"files": [(b"a", f"{at}.txt") for at in range(21)]}, 422, "request-invalid"),
    ],
)
def test_a_body_of_parts_that_cannot_be_used_is_refused(
    system: System, office: Office, data: dict[str, Any], status: int, kind: str
) -> None:
    sent = data | {"files": [(io.BytesIO(one), name) for one, name in data.get("files", [])]}

    told = system().asks(
        "POST", "/documents", status=status, data=sent, content_type="multipart/form-data"
    )

    assert kind in told["type"]
    assert office.session.scalars(select(Document)).all() == []


def test_the_queue_is_read_page_by_page_in_its_order(team: Machine, office: Office) -> None:
    asked = [office.ask(title=f"Notice {at}").reference for at in range(3)]

    first = team.gets("/documents?queue=1&limit=2")
    second = team.gets(f"/documents?queue=1&limit=2&after={first['next']}")

    assert [one["id"] for one in first["documents"]] == asked[:2]
    assert [one["id"] for one in second["documents"]] == asked[2:]
    assert second["next"] is None
    assert first["documents"][0]["because"]


def test_one_sees_ones_own_and_nobody_elses(system: System, office: Office) -> None:
    mine = [office.ask().reference for _ in range(3)]
    others = office.ask(actor=make_clerk(office.session).actor).reference
    machine = system(office.requester)

    first = machine.gets("/documents?limit=2")
    second = machine.gets(f"/documents?limit=2&after={first['next']}")

    assert [one["id"] for one in first["documents"] + second["documents"]] == mine[::-1]
    assert [one["id"] for one in machine.gets("/documents?queue=1")["documents"]] == mine
    told = machine.gets(f"/documents/{others}", status=404)
    assert told["type"] == "/problems/document-unknown"


@pytest.mark.parametrize(
    "query",
    [
        "queue=1&after=WzAsMV0=",
        "queue=1&after=%C3%A9",
        "queue=1&after=WzIsICIyMDI2LTAxLTAxVDAwOjAwWiIsICIyMDI2LTAxLTAxVDAwOjAwWiIsIDFd",
        "queue=1&after=WzAsICIyMDI2LTAxLTAxIiwgIjIwMjYtMDEtMDEiLCAxXQ==",
        "after=x",
        "after=99999999999",
    ],
)
def test_a_cursor_that_is_none_is_said(team: Machine, query: str) -> None:
    assert [*team.gets(f"/documents?{query}", status=422)["errors"]] == ["after"]


def test_a_document_goes_its_whole_way(system: System, team: Machine, office: Office) -> None:
    document = office.ask()
    translator, reviser = system(office.translator), system(office.reviser)
    people = {"translate": office.translator.account_id, "revise": office.reviser.account_id}

    for work, person in people.items():
        team.posts(step(document, "offer"), work=work, person=person)
    assert translator.posts(step(document, "accept"))["state"] == "accepted"
    assert translator.posts(step(document, "start"))["state"] == "translating"
    reviser.posts(step(document, "accept"))
    done = sends(translator, step(document, "translate"), SPANISH, status=200, is_self_checked=True)
    assert done["state"] == "revising"
    back = reviser.posts(step(document, "send-back"), reason="The date")
    assert back["state"] == "correcting"
    sends(translator, step(document, "translate"), SPANISH, status=200, is_self_checked=True)
    reviser.posts(step(document, "revise"), note="Good")
    assert team.posts(step(document, "verify"))["state"] == "delivered"
    told: dict[str, Any] = {"title": "Horario de verano", "subject": "parks"}
    assert team.posts(step(document, "publish"), **told)["state"] == "published"
    ended = team.posts(step(document, "withdraw"), reason="It is over")
    assert (ended["state"], ended["time"]) == ("withdrawn", "in_time")
    assert [(one["work"], one["status"]) for one in ended["asked"]] == [
        ("translate", "done"),
        ("revise", "done"),
    ]


def test_what_is_by_agreement_is_moved_too(team: Machine, office: Office) -> None:
    document = office.ask(needs_review=True, needs_layout=True)
    office.revised(document)

    assert team.posts(step(document, "review"))["state"] == "layout"
    moved = sends(team, step(document, "layout"), SPANISH, status=200)
    assert moved["state"] == "verifying"


def test_work_is_declined_released_held_resumed_and_cancelled(
    system: System, team: Machine, office: Office
) -> None:
    document = office.ask()
    agency = make_agency(office.session)
    team.posts(step(document, "offer"), person=office.translator.account_id)
    declined = system(office.translator).posts(step(document, "decline"), reason="Away")
    assert declined["state"] == "queued"
    assert team.posts(step(document, "offer"), vendor=agency.id)["state"] == "offered"
    assert team.posts(step(document, "release"), reason="Too dear")["state"] == "queued"
    held = team.posts(step(document, "hold"), reason="Which pool?")
    assert (held["is_held"], held["time"]) == (True, "held")
    assert team.posts(step(document, "verify"), status=409)["type"] == "/problems/on-hold"
    assert not team.posts(step(document, "resume"))["is_held"]
    assert team.posts(step(document, "cancel"), reason="No pool")["state"] == "cancelled"


@pytest.mark.parametrize("move", [*Move])
def test_every_move_has_its_address_and_its_refusal(
    team: Machine, office: Office, move: Move
) -> None:
    document = office.ask()
    told = team.posts(step(document, move.value, tag="vi"), status=404, reason="Why", title="x")

    assert told["type"] == "/problems/job-unknown"


def test_what_does_not_fit_says_where_the_job_is(team: Machine, office: Office) -> None:
    document = office.ask()

    told = team.posts(step(document, "verify"), status=409)

    assert (told["type"], told["state"]) == ("/problems/move-unfit", JobState.QUEUED)
    assert team.posts(step(document, "hold"), status=422)["errors"].keys() == {"reason"}
    assert (
        team.posts(step(document, "accept"), status=404)["type"] == "/problems/assignment-unknown"
    )
    team.posts(step(document, "dance"), status=404)


def test_of_two_steps_one_must_be_named(team: Machine, office: Office) -> None:
    document = office.ask()
    office.offer(document)
    office.offer(document, Step.REVISE)

    told = team.posts(step(document, "release"), status=422, reason="Why")
    assert [*told["errors"]] == ["work"]
    released = team.posts(step(document, "release"), reason="Why", work="revise")

    assert [(one["work"], one["status"]) for one in released["asked"]] == [
        ("translate", "offered"),
        ("revise", "released"),
    ]


def test_who_may_not_is_told_so(system: System, office: Office) -> None:
    document = office.ask()

    told = system(office.requester).posts(step(document, "verify"), status=403)
    assert told["type"] == "/problems/not-allowed"
    told = system(Role.STAFF).posts(step(document, "verify"), status=404)
    assert told["type"] == "/problems/job-unknown"  # what one may not see does not exist


def test_the_description_names_bodies_with_files(stranger: Machine) -> None:
    paths = stranger.gets("/openapi.json")["paths"]

    for path in ("/documents", "/documents/{reference}/tasks/{tag}/{step}"):
        content = paths[f"/api/v1{path}"]["post"]["requestBody"]["content"]
        assert {*content} == {"application/json", "multipart/form-data"}
