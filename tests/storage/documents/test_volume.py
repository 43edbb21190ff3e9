"""Rows in bulk are what was given, whichever way they go into the database."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.storage.documents.requests import StoredFile
from langaccess.storage.documents.volume import add_rows, next_ids
from langaccess.storage.places import Department
from tests.factories import NINE, make_department


@pytest.mark.parametrize(
    "text",
    ["plain", "a\ttab", "a\nbreak\r", "back\\slash \\N", "quote \" and 'quote'", "廣東話", ""],
)
def test_a_text_is_written_as_it_is(session: Session, text: str) -> None:
    row = {"sha256": "a" * 64, "size": 3, "kind": "txt", "created_at": NINE}

    add_rows(session, StoredFile, [row | {"reading": {"said": text, "none": None}}])
    add_rows(session, Department, [{"name": f"x{text}", "supervisor_email": text}])

    written = session.scalars(select(StoredFile)).one()
    assert written.reading == {"said": text, "none": None}
    assert written.created_at == NINE
    department = session.scalars(select(Department)).one()
    assert (department.name, department.supervisor_email) == (f"x{text}", text)


def test_numbers_are_taken_and_never_given_again(session: Session) -> None:
    first = list(next_ids(session, Department, 3))
    rows = [{"id": one, "name": f"Number {one}", "supervisor_email": ""} for one in first]
    add_rows(session, Department, rows)

    assert make_department(session).id > max(first)
    assert not set(first) & set(next_ids(session, Department, 2))
