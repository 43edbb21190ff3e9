"""The glossary's deeds: a term at a time, or a file, all or nothing."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.csv_table import FileInvalid
from langaccess.domain.documents.glossary import TermStatus
from langaccess.domain.languages import LanguageUnknown
from langaccess.domain.people import DepartmentUnknown
from langaccess.services.documents.glossary import (
    TermFacts,
    TermIncomplete,
    TermTaken,
    TermUnknown,
    delete_term,
    import_glossary,
    save_term,
)
from langaccess.storage.documents.glossary import GlossaryTerm
from tests.factories import NINE, make_clerk, make_department, make_language
from tests.services.documents.office import Office

HEADER = "source,target,language,department,status,note\n"
POOL = TermFacts("pool", "alberca", "es")


def terms(session: Session) -> list[tuple[str, str, str, str]]:
    """Everything in the glossary."""
    rows = session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.source))
    return [(one.source, one.target, one.scope, one.status) for one in rows]


def take_in(office: Office, rows: str) -> tuple[int, int, int]:
    """Read in a file with these rows: how many were added, changed, left."""
    tally = import_glossary(
        office.session,
        office.team.actor,
        (HEADER + rows).encode(),
        file_name="terms.csv",
        now=NINE,
    )
    return tally.added, tally.changed, tally.unchanged


def test_a_term_is_kept_with_single_spaces_and_changed(office: Office) -> None:
    make_language(office.session, "es")
    parks = make_department(office.session)
    facts = TermFacts(" city  hall ", "ayuntamiento", "es", parks.id)

    row = save_term(office.session, office.team.actor, facts, now=NINE)
    assert terms(office.session) == [("city hall", "ayuntamiento", str(parks.id), "approved")]

    changed = TermFacts("city hall", "", "es", status=TermStatus.KEEP)
    save_term(office.session, office.team.actor, changed, term_id=row.id, now=NINE)
    assert terms(office.session) == [("city hall", "", "city", "keep")]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (TermFacts("", "x", "es"), TermIncomplete),
        (TermFacts("...", "x", "es"), TermIncomplete),
        (TermFacts("pool", " ", "es"), TermIncomplete),
        (TermFacts("pool", "x" * 501, "es"), TermIncomplete),
        (TermFacts("pool", "x", "xx"), LanguageUnknown),
        (TermFacts("pool", "x", "es", 99_999), DepartmentUnknown),
    ],
)
def test_what_is_no_term_is_refused(
    office: Office, facts: TermFacts, refusal: type[Exception]
) -> None:
    make_language(office.session, "es")

    with pytest.raises(refusal):
        save_term(office.session, office.team.actor, facts, now=NINE)

    assert terms(office.session) == []


def test_the_same_term_stands_once(office: Office) -> None:
    make_language(office.session, "es")
    save_term(office.session, office.team.actor, POOL, now=NINE)

    with pytest.raises(TermTaken):
        save_term(office.session, office.team.actor, POOL, now=NINE)

    assert len(terms(office.session)) == 1


def test_a_term_is_deleted_once(office: Office) -> None:
    make_language(office.session, "es")
    row = save_term(office.session, office.team.actor, POOL, now=NINE)

    delete_term(office.session, office.team.actor, term_id=row.id, now=NINE)

    with pytest.raises(TermUnknown):
        delete_term(office.session, office.team.actor, term_id=row.id, now=NINE)
    with pytest.raises(TermUnknown):
        save_term(office.session, office.team.actor, POOL, term_id=row.id, now=NINE)


def test_a_file_adds_changes_and_leaves(office: Office) -> None:
    make_language(office.session, "es")
    make_department(office.session, name="Parks")

    assert take_in(office, "pool,alberca,es,,approved,\nhall,sala,es,Parks,approved,\n") == (
        2,
        0,
        0,
    )
    assert take_in(office, "pool,alberca,es,,forbidden,no\nhall,sala,es,Parks,approved,\n") == (
        0,
        1,
        1,
    )
    assert [one[3] for one in terms(office.session)] == ["approved", "forbidden"]


def test_a_file_with_a_fault_changes_nothing(office: Office) -> None:
    make_language(office.session, "es")

    with pytest.raises(FileInvalid) as refused:
        take_in(office, "pool,alberca,es,,approved,\nhall,sala,xx,,approved,\n")

    assert [(one.line, one.column) for one in refused.value.faults] == [(3, "language")]
    assert terms(office.session) == []


def test_the_glossary_is_edited_by_those_who_may(office: Office) -> None:
    stranger = make_clerk(office.session, Role.STAFF).actor
    for deed in (
        lambda: save_term(office.session, stranger, POOL, now=NINE),
        lambda: delete_term(office.session, stranger, term_id=1, now=NINE),
        lambda: import_glossary(office.session, stranger, b"", file_name="x", now=NINE),
    ):
        with pytest.raises(NotAllowed):
            deed()
