"""Findings, notes, reasons and refusals of documents as people read them."""

from datetime import timedelta

import pytest
from flask import Flask

from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.files import (
    ArchiveBomb,
    Fault,
    FileBroken,
    FileKind,
    FileKindDisguised,
    FileKindUnknown,
    FileNote,
    FileTooLarge,
    Measure,
)
from langaccess.domain.documents.findings import DeliveryCheck
from langaccess.domain.documents.reasons import Reason, Why
from langaccess.domain.errors import WorkError
from langaccess.services.documents.priorities import RaiseRefused
from langaccess.services.documents.request import PlainLanguageNeeded
from langaccess.web.document_words import (
    file_notes_said,
    finding_said,
    happening_said,
    qualified_said,
    time_left,
)
from langaccess.web.errors import sentence_of
from tests.factories import NINE

NAMES = {"es": "Spanish", "vi": "Vietnamese"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_stands_in_the_delivery_is_marked_with_its_language(app: Flask) -> None:
    with app.test_request_context():
        found = finding_said("same_as_source", {"found": "<b>Call"}, lang="es", names=NAMES)
        date = finding_said(
            "date", {"missing": "5 July", "found": "6", "kind": "month"}, lang="es", names=NAMES
        )
        script = finding_said("script", {"found": "Latn", "wanted": "Arab"}, lang="ar", names=NAMES)
        spoken = finding_said("language", {"found": "vi", "wanted": "es"}, lang="es", names=NAMES)

    assert found == "This stands as in the source: <bdi>&lt;b&gt;Call</bdi>"
    assert date == (
        'The date <bdi>5 July</bdi> has another month. Found instead: <bdi lang="es">6</bdi>.'
    )
    assert script == "It is written in the script Latin and not in Arabic."
    assert spoken == "It reads like Vietnamese and not like Spanish."


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_check_every_note_and_everything_that_happens_has_its_sentence(app: Flask) -> None:
    with app.test_request_context():
        for check in DeliveryCheck:
            assert finding_said(check.value, {}, lang="es", names=NAMES)
        for note in FileNote:
            assert file_notes_said({"notes": [[note.value, {}]]})
        for one in Happening:
            assert happening_said(one.value, {}, who=None, names=NAMES)
    assert file_notes_said({}) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_facts_are_told_in_the_readers_way(app: Flask) -> None:
    with app.test_request_context():
        asked = happening_said("requested", {"languages": "es, xx"}, who="Rosa", names=NAMES)
        moved = happening_said("date_moved", {"finish_at": NINE.isoformat()}, who=None, names=NAMES)
        offered = happening_said(
            "offered", {"whom": "Tina", "step": "revise"}, who="Tom", language="Spanish", names={}
        )
        said = qualified_said(
            [
                ("language", False, {"asked": "es"}),
                ("scope", True, {"scope": "translate"}),
                ("second_person", False, {}),
                ("status", False, {"status": "expired"}),
                ("validity", True, {"from": "2026-01-01", "until": ""}),
            ],
            NAMES,
        )

    assert asked == "Rosa asked for this document in Spanish, xx."
    assert "Nov 23, 2026" in moved
    assert offered == "Tom asked Tina for Spanish: Revise."
    assert [one[1] for one in said] == [
        "Has no Spanish.",
        "May translate.",
        "Is the requester, or the other of translator and reviser.",
        "The qualification is Expired.",
        "Valid until further notice.",
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_time_left_is_told_in_the_largest_unit_that_says_enough(app: Flask) -> None:
    expected = {
        timedelta(days=2): "2 days left",
        timedelta(hours=47): "47 hours left",
        timedelta(minutes=119): "119 minutes left",
        timedelta(minutes=1): "1 minute left",
        timedelta(0): "0 minutes left",
        timedelta(hours=-3): "3 hours over",
        timedelta(days=-9): "9 days over",
    }
    with app.test_request_context():
        for left, told in expected.items():
            assert time_left(NINE + left, NINE) == told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (FileTooLarge("a.docx", 50 * 1024**2), "a.docx is larger than 50 MB"),
        (FileKindUnknown("a.exe"), "(something else)"),
        (FileKindDisguised("a.pdf", "pdf", "zip"), "says that it is pdf, and its content is zip"),
        (FileBroken("a.pptx", FileKind.PPTX, Fault.XML, "slide 2"), "damaged. slide 2"),
        (ArchiveBomb("a.docx", Measure.RATIO, 100), "more than 100 times its size"),
        (PlainLanguageNeeded(12.34, 8), "reads at grade 12.3"),
        (RaiseRefused((Reason(Why.RAISE_CLOSED, {"class_id": "P0"}),)), "let nobody raise"),
    ],
)
def test_a_refusal_says_what_it_knows(app: Flask, refusal: WorkError, told: str) -> None:
    with app.test_request_context():
        assert told in sentence_of(refusal)
