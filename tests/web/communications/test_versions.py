import io
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import select

from langaccess.domain.documents.workflow import JobState
from langaccess.storage.documents.requests import Document, SourceVersion, StoredFile
from tests.services.documents.office import ENGLISH, Office
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, shown

CHANGED = ENGLISH + "\n\nBring a towel."


def at(document: Document, path: str = "") -> str:
    return f"/documents/{document.reference}{path}"


def brings(
    person: Visitor, document: Document, content: str = CHANGED, *, status: int = 303, **more: Any
) -> BeautifulSoup:
    page = person.opens(at(document, "/versions/new"))
    files = [(io.BytesIO(content.encode()), "notice.txt")] if content else []
    fields = {"files": files, "note": "A towel is needed", **more}
    return person.presses(page, "Bring this version", status=status, **fields)


def test_a_new_version_is_there_with_what_changed_and_what_is_published_is_stale(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.published(office.ask("es"))
    person = signed_in(office.requester)

    brings(person, document)

    page = person.follows()
    told = shown(page)
    assert "Version 2 is here." in told
    assert "A towel is needed" in told
    assert "3 changed" in told
    assert "Of an older version" in told
    office.session.expire_all()
    assert office.job(document).state is JobState.STALE

    page = person.opens(at(document, "/versions/2"))
    assert [one.get_text() for one in page.select("li [dir=auto]")] == ["Bring a towel."]
    assert "No paragraph is gone." in shown(page)


def test_the_same_files_are_no_new_version(signed_in: SignedIn, office: Office) -> None:
    document = office.ask("es")

    page = brings(signed_in(office.requester), document, ENGLISH, status=422)

    assert "These files are the version that is here already." in shown(page)
    assert len(office.session.scalars(select(SourceVersion)).all()) == 1


def test_a_version_without_files_or_with_a_bad_one_changes_nothing(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask("es")
    person = signed_in(office.requester)

    assert "Choose a file, or paste the text." in shown(brings(person, document, "", status=422))
    bad = [(io.BytesIO(b"MZ\0\0"), "notice.pdf")]
    assert "notice.pdf says" in shown(brings(person, document, files=bad, status=422))
    assert "Field cannot be longer" in shown(brings(person, document, note="n" * 201, status=422))

    assert len(office.session.scalars(select(SourceVersion)).all()) == 1
    assert len(office.session.scalars(select(StoredFile)).all()) == 1


def test_a_text_can_be_pasted_as_the_new_version(signed_in: SignedIn, office: Office) -> None:
    document = office.ask("es")

    brings(signed_in(office.requester), document, "", text=CHANGED)

    office.session.refresh(document)
    assert document.current_version == 2


def test_only_versions_with_one_before_them_can_be_compared(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask("es")
    person = signed_in(office.requester)

    for number in (0, 1, 2):
        person.opens(at(document, f"/versions/{number}"), status=404)


def test_a_cancelled_document_takes_no_new_version(signed_in: SignedIn, office: Office) -> None:
    document = office.ask("es")
    person = signed_in(office.requester)
    person.presses(person.opens(at(document)), "Cancel what is chosen", reason="No")

    person.opens(at(document, "/versions/new"), status=404)


def test_cancelling_leaves_what_residents_can_read_as_it_is(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.published(office.ask("es", "vi"))
    person = signed_in(office.requester)
    brings(person, document)

    person.presses(person.opens(at(document)), "Cancel what is chosen", reason="No")

    office.session.expire_all()
    assert office.job(document, "es").state is JobState.STALE
    assert office.job(document, "vi").state is JobState.CANCELLED
