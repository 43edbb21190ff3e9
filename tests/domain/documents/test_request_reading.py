"""Reading a document request: whole, or every fault of it."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.documents.reading import FIELDS, RequestInvalid, read_request
from langaccess.domain.documents.request import DocumentRequest

LEAST = {
    "title": "Boil water notice",
    "document_type": "boil-water-notice",
    "target_languages": ["es"],
    "received_at": "2026-11-25T16:30:00-08:00",
}


def faults(given_request: object) -> list[str]:
    with pytest.raises(RequestInvalid) as refused:
        read_request(given_request)
    assert str(refused.value).splitlines() == [str(fault) for fault in refused.value.faults]
    return [str(fault) for fault in refused.value.faults]


def test_four_fields_are_enough() -> None:
    assert read_request(LEAST) == DocumentRequest(
        title="Boil water notice",
        document_type="boil-water-notice",
        target_languages=("es",),
        received_at=datetime(2026, 11, 26, 0, 30, tzinfo=UTC),
    )


def test_every_field_is_read() -> None:
    found = read_request(
        {
            **LEAST,
            "summary": "s",
            "text": "t",
            "flags": ["health", "safety", "health"],
            "department": "water",
            "source_language": "es",
            "words": 420,
            "audience": "all",
            "reach": 12000,
            "legal_deadline": "2026-12-04",
            "legal_ground": "40 CFR 141.202",
            "needed_by": "2026-12-05",
            "publish_on": "2026-12-06",
            "mailing_days": 2,
            "printing_days": 1,
            "layout": True,
            "raised_to": "P0",
            "raised_by_role": "health",
            "raised_because": "Court order",
            "target_languages": ["es", "zh-Hant", "ES", "es"],
        }
    )
    assert found == DocumentRequest(
        title="Boil water notice",
        document_type="boil-water-notice",
        target_languages=("es", "zh-Hant"),
        received_at=datetime(2026, 11, 26, 0, 30, tzinfo=UTC),
        summary="s",
        text="t",
        flags=("health", "safety"),
        department="water",
        source_language="es",
        words=420,
        audience="all",
        reach=12000,
        legal_deadline=date(2026, 12, 4),
        legal_ground="40 CFR 141.202",
        needed_by=date(2026, 12, 5),
        publish_on=date(2026, 12, 6),
        mailing_days=2,
        printing_days=1,
        layout=True,
        raised_to="P0",
        raised_by_role="health",
        raised_because="Court order",
    )


def test_null_stands_for_a_field_that_is_left_out() -> None:
    optional = {field: None for field in FIELDS if field not in LEAST}
    assert read_request({**optional, **LEAST}) == read_request(LEAST)


def test_what_is_missing_is_told_together() -> None:
    told = faults({"title": None})
    assert [fault.split(";")[0] for fault in told] == [
        "title: is missing",
        "document_type: is missing",
        "target_languages: is missing",
        "received_at: is missing",
    ]


@pytest.mark.parametrize("nothing", [[], "text", 3, None, True])
def test_what_is_no_object_is_no_request(nothing: object) -> None:
    assert faults(nothing) == ["is not a request; one JSON object"]


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("title", " ", "is empty"),
        ("title", 3, "is a whole number, not text"),
        ("title", "a\x00b", "holds a sign that no text can be stored with"),
        ("text", "\ud800", "holds a sign that no text can be stored with"),
        ("document_type", ["a"], "is a list, not text"),
        ("target_languages", [], "is empty"),
        ("target_languages", "es", "is text, not a list"),
        ("target_languages", ["es", None], "number 2 is null, not text"),
        ("target_languages", ["es", "Spanish please"], 'number 2 "Spanish please" is no language'),
        ("target_languages", [f"x{number:03}a" for number in range(101)], "number 1 "),
        ("target_languages", [f"es-x-{number}" for number in range(101)], "holds 101"),
        ("received_at", "2026-11-25T16:30:00", "has no offset"),
        ("received_at", "2026-11-25", "has no offset"),
        ("received_at", "soon", '"soon" is no time'),
        ("received_at", 1764000000, "is a whole number, not text"),
        ("received_at", "0001-01-01T00:00:00+14:00", "is in the year 1"),
        ("flags", "health", "is text, not a list"),
        ("flags", ["health", ""], "number 2 is empty"),
        ("flags", [str(number) for number in range(101)], "holds 101"),
        ("words", -1, "is below nought"),
        ("words", 10**12, "is above what is allowed"),
        ("words", 1.5, "is a number with a fraction, not a whole number"),
        ("words", True, "is true or false, not a whole number"),
        ("reach", -5, "is below nought"),
        ("mailing_days", 367, "is above what is allowed"),
        ("printing_days", "2", "is text, not a whole number"),
        ("layout", "yes", "is text, not true or false"),
        ("layout", 1, "is a whole number, not true or false"),
        ("legal_deadline", "2026-02-30", '"2026-02-30" is no date'),
        ("legal_deadline", "12/04/2026", '"12/04/2026" is no date'),
        ("needed_by", "20261204", '"20261204" is no date'),
        ("publish_on", "9999-12-31", "is in the year 9999"),
        ("source_language", "", '"" is no language tag'),
        ("raised_to", {}, "is an object, not text"),
        ("summary", (), "is something else, not text"),
        ("depatment", "water", 'is not known (did you mean "department"?)'),
        ("colour", "red", "is not known; one of title, "),
    ],
)
def test_a_fault_names_its_field_and_what_is_allowed(field: str, value: Any, wrong: str) -> None:
    (told,) = faults({**LEAST, field: value})
    assert told.startswith(f"{field}: ")
    assert wrong in told
    assert len(told.split("; ", 1)[1]) >= 4


def test_all_faults_are_told_at_once() -> None:
    told = faults({**LEAST, "words": -1, "reach": "many", "layout": 2, "unknown": 1})
    assert [fault.split(":")[0] for fault in told] == ["unknown", "words", "reach", "layout"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(FIELDS)), json_values, max_size=6))
def test_any_object_is_read_or_refused(values: dict[str, Any]) -> None:
    with suppress(RequestInvalid):
        assert read_request({**LEAST, **values}).target_languages
