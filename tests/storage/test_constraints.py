"""What the database itself refuses, whatever the code above it does."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import Enum, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import DeclineReason
from langaccess.storage.base import violated
from langaccess.storage.dispatch import FollowUp
from langaccess.storage.people import ConflictOfInterest, ListKind
from langaccess.storage.tables import Base
from tests.factories import (
    NINE,
    make_absence,
    make_booking,
    make_clerk,
    make_department,
    make_encounter,
    make_interpreter,
    make_listing,
    make_ticket,
    make_vendor,
)
from tests.storage.documents.filled import REFUSED_OF_DOCUMENTS, fill_documents

REFUSED = {
    "language": [
        ("used_somehow", "is_spoken = FALSE, is_written = FALSE, is_signed = FALSE"),
    ],
    "vendor": [
        ("position_from_one", "position = 0"),
        ("rate_not_negative", "rate_cents_per_minute = -1"),
    ],
    "vendor_hours": [
        ("weekday_range", "weekday = 7"),
        ("minutes_order", "opens_minute = closes_minute"),
        ("minutes_order", "opens_minute = -1"),
        ("minutes_order", "closes_minute = 1441"),
    ],
    "interpreter": [("cap_positive", "daily_cap = 0")],
    "qualification": [
        ("validity_order", "valid_until = valid_from"),
        ("level_range", "level_tenths = 51"),
        ("level_range", "level_tenths = -1"),
    ],
    "working_hours": [
        ("weekday_range", "weekday = -1"),
        ("minutes_order", "ends_minute = starts_minute"),
        ("minutes_order", "ends_minute = 1441"),
    ],
    "absence": [("ends_after_start", "ends_at = starts_at")],
    "booking": [("ends_after_start", "ends_at = starts_at")],
    "conflict_of_interest": [
        ("one_subject", "resident_reference = 'R-1'"),
        ("one_subject", "department_id = NULL"),
    ],
    "encounter": [
        ("contact_before_open", "opened_at = '2026-11-23 16:59:59'"),
        ("engaged_with_somebody", "status = 'ready'"),
        ("engaged_with_somebody", "status = 'connected'"),
        ("closed_has_outcome", "status = 'closed'"),
        ("unmet_has_reason", "outcome = 'not_served'"),
        ("stand_in_has_reason", "stand_in = 'minor', stand_in_why = ''"),
    ],
    "attempt": [
        ("one_target", "interpreter_id = NULL"),
        ("one_target", "vendor_id = (SELECT id FROM vendor)"),
        ("answer_has_moment", "outcome = 'declined'"),
        ("answer_has_moment", "answered_at = offered_at"),
    ],
    "follow_up": [("reach_given", "reach = ''")],
}
REFUSED |= REFUSED_OF_DOCUMENTS
CASES = [(table, name, change) for table, faults in REFUSED.items() for name, change in faults]
CLOSED_SETS = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Enum)
]
# What else must change so that no other rule refuses first.
ALSO = {
    ("attempt", "outcome"): ", answered_at = offered_at",
    ("document", "status"): ", closed_at = received_at",
    ("comment", "kind"): ", answers_id = NULL",
}


def fill(session: Session, city: City, folder: Path) -> None:
    """At least one row in every table that holds a rule."""
    clerk = make_clerk(session)
    person = make_interpreter(session, location_id=clerk.location_id, daily_cap=5)
    encounter = make_encounter(session, city, clerk=clerk)
    other = make_interpreter(session)
    make_absence(session, other)
    make_booking(session, other)
    make_vendor(session, hours={0: (480, 1020)})
    make_ticket(session, clerk.location_id or 0)
    make_listing(session, clerk.department_id or 0, person, ListKind.NEVER)
    conflict = ConflictOfInterest(department_id=clerk.department_id, declared_at=NINE)
    other.conflicts.append(conflict)
    promise = FollowUp(
        encounter_id=encounter.id, promised_by_id=clerk.id, due_at=NINE, reach="+15105550123"
    )
    session.add(promise)
    fill_documents(session, folder)
    session.flush()


def refusals(session: Session, changes: Iterable[str]) -> list[str]:
    """What the database says to each of these updates; empty where it takes one."""
    said = []
    for change in changes:
        passing = session.begin_nested()
        try:
            session.execute(text(f"UPDATE {change}"))
            said.append("")
        except IntegrityError as refused:
            said.append(str(refused.orig))
        passing.rollback()
    return said


def test_a_row_that_breaks_a_rule_is_refused(session: Session, city: City, tmp_path: Path) -> None:
    fill(session, city, tmp_path)

    said = refusals(session, [f"{table} SET {change}" for table, _, change in CASES])

    for (table, name, change), words in zip(CASES, said, strict=True):
        assert f"ck_{table}_{name}" in words, change


def test_every_closed_set_is_kept_by_the_database(
    session: Session, city: City, tmp_path: Path
) -> None:
    fill(session, city, tmp_path)

    said = refusals(
        session,
        [
            f"{table} SET {column} = 'nonsense'{ALSO.get((table, column), '')}"
            for table, column in CLOSED_SETS
        ],
    )

    for (table, column), words in zip(CLOSED_SETS, said, strict=True):
        assert f"ck_{table}_{column}" in words


def test_every_word_of_a_closed_set_is_taken(session: Session, city: City, tmp_path: Path) -> None:
    fill(session, city, tmp_path)

    said = refusals(session, [f"attempt SET decline_reason = '{one}'" for one in DeclineReason])

    assert said == [""] * len(DeclineReason)


UNIQUE = {
    "uq_department_name": "UPDATE department SET name = 'Same'",
    "uq_account_email": "UPDATE account SET email = 'same@city.example'",
    "uq_encounter_reference": "UPDATE encounter SET reference = 'SAME22'",
    "uq_encounter_clerk_id_request_key": (
        "UPDATE encounter SET request_key = 'same', clerk_id = (SELECT min(id) FROM account)"
    ),
    "uq_encounter_interpreter_engaged": (
        "UPDATE encounter SET status = 'ready', interpreter_id = (SELECT min(id) FROM account)"
    ),
    "uq_encounter_ticket_open": "UPDATE encounter SET ticket_id = (SELECT min(id) FROM ticket)",
    "uq_working_hours_account_id_weekday_starts_minute": "UPDATE working_hours SET weekday = 0",
}


def test_what_must_be_one_of_a_kind_is_refused_twice(
    session: Session, city: City, tmp_path: Path
) -> None:
    fill(session, city, tmp_path)
    make_department(session)
    make_encounter(session, city)

    for name, change in UNIQUE.items():
        with pytest.raises(IntegrityError) as refused, session.begin_nested():
            session.execute(text(change))
        assert violated(refused.value, name)
