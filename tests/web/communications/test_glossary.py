"""The glossary's pages: a term at a time, and as a file in and out."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.documents.glossary import GlossaryTerm
from tests.factories import make_department, make_language
from tests.web.conftest import SignedIn
from tests.web.pages import shown

HEADER = "source,target,language,department,status,note\n"


def sent(text: str, name: str = "terms.csv") -> tuple[io.BytesIO, str]:
    """A file as a browser sends it."""
    return io.BytesIO(text.encode()), name


def test_a_term_is_added_found_changed_and_deleted(signed_in: SignedIn, session: Session) -> None:
    make_language(session, "es")
    parks = make_department(session, name="Parks")
    team = signed_in(Role.COMMUNICATIONS)

    team.presses(
        team.opens("/glossary/new?language=es"),
        "Save",
        source=" city  hall ",
        target="ayuntamiento",
        department=str(parks.id),
    )
    page = team.follows()
    assert "city hall" in shown(page)
    assert page.select_one("bdi[lang=es]") is not None
    for query in ("q=AYUNT", f"department={parks.id}", "language=es", "status=approved"):
        assert "1 term" in shown(team.opens(f"/glossary?{query}"))
    for query in ("q=nothing", "department=0", "status=keep"):
        assert "No term is like that." in shown(team.opens(f"/glossary?{query}"))
    one = f"/glossary/{session.scalars(select(GlossaryTerm.id)).one()}"
    team.presses(team.opens(one), "Save", target="alcaldía", note="Preferred")
    assert "alcaldía" in shown(team.follows())
    team.presses(team.opens(one), "Delete this term")
    assert "No term is like that." in shown(team.follows())
    team.opens(one, status=404)


def test_a_term_that_cannot_be_is_refused_at_its_field(
    signed_in: SignedIn, session: Session
) -> None:
    make_language(session, "es")
    team = signed_in(Role.COMMUNICATIONS)
    page = team.opens("/glossary/new")

    assert "Type the word" in shown(team.presses(page, "Save", status=422))
    refused = team.presses(page, "Save", status=422, source="pool")
    assert "A term needs words of the source" in shown(refused)
    team.presses(page, "Save", source="pool", target="alberca")
    refused = team.presses(page, "Save", status=422, source="pool", target="alberca")
    assert "This term stands there already" in shown(refused)


def test_pages_follow_each_other(signed_in: SignedIn, session: Session) -> None:
    make_language(session, "es")
    session.add_all(
        GlossaryTerm(language_tag="es", source=f"word {number:02}", target="x", status="approved")
        for number in range(52)
    )
    team = signed_in(Role.COMMUNICATIONS)

    page = team.opens("/glossary?language=es")
    link = page.select_one("a[rel=next]")
    assert link is not None
    second = team.opens(str(link["href"]))

    assert "word 51" in shown(second)
    assert "word 49" not in shown(second)
    assert second.select_one("a[rel=prev]") is not None


def test_a_file_is_taken_in_and_comes_out_as_it_was(signed_in: SignedIn, session: Session) -> None:
    make_language(session, "es")
    team = signed_in(Role.COMMUNICATIONS)
    content = f"{HEADER}pool,alberca,es,,approved,\n\"'=sum\",'=suma,es,,approved,\n"

    team.presses(team.opens("/glossary"), "Read it in", file=sent(content))
    assert "Taken in: 2 new, 0 changed, 0 as before." in shown(team.follows())
    team.opens("/glossary.csv?language=es")
    out = team.answer.data

    assert "'=sum" in out.decode()
    team.presses(team.opens("/glossary"), "Read it in", file=(io.BytesIO(out), "again.csv"))
    assert "Taken in: 0 new, 0 changed, 2 as before." in shown(team.follows())


def test_a_file_with_faults_is_refused_whole_with_line_and_column(
    signed_in: SignedIn, session: Session
) -> None:
    make_language(session, "es")
    team = signed_in(Role.COMMUNICATIONS)
    content = f"{HEADER}pool,alberca,es,,approved,\nhall,sala,xx,Nowhere,maybe,\n"

    page = team.presses(team.opens("/glossary"), "Read it in", status=422, file=sent(content))

    told = shown(page)
    assert "Nothing of this file is taken." in told
    for column in ("language", "department", "status"):
        assert f"terms.csv:3: {column}:" in told
    assert session.scalars(select(GlossaryTerm)).all() == []


def test_no_file_and_too_large_a_file_are_told(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("langaccess.web.communications.glossary.CSV_BYTES_AT_MOST", 10)
    team = signed_in(Role.COMMUNICATIONS)

    page = team.presses(team.opens("/glossary"), "Read it in", status=422)
    assert "Choose the file." in shown(page)
    big = (io.BytesIO(b"x" * 11), "big.csv")
    page = team.presses(team.opens("/glossary"), "Read it in", status=422, file=big)
    assert "larger than 5 MB" in shown(page)


def test_the_glossary_is_the_teams(signed_in: SignedIn) -> None:
    for role in (Role.STAFF, Role.INTERPRETER):
        signed_in(role).opens("/glossary", status=404)
