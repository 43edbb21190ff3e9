"""What residents ask for in the library, and what is kept of them."""

import pytest
from sqlalchemy import select

from langaccess.domain.languages import LanguageUnknown
from langaccess.services.documents.library import WantedUnclear, want_translation
from langaccess.storage.documents.requests import DocumentEvent
from langaccess.storage.notices import Notice
from tests.factories import NINE, make_language
from tests.services.documents.office import Office


def want(office: Office, *, reference: str = "", words: str = "", tag: str = "vi") -> bool:
    """Somebody asks for a document in Vietnamese."""
    return want_translation(
        office.session, reference=reference, words=words, tag=tag, contact="Lan", now=NINE
    )


def test_the_team_learns_how_to_reach_them_and_the_history_does_not(office: Office) -> None:
    make_language(office.session, "vi")
    document = office.published(office.ask())

    assert want(office, reference=document.reference)
    assert not want(office, reference=document.reference)

    event = office.session.scalars(select(DocumentEvent).filter_by(kind="wanted")).one()
    assert event.facts == {"languages": "vi"}
    letter = office.session.scalars(select(Notice).filter_by(kind="document_wanted")).one()
    assert (letter.email, letter.facts["contact"]) == (office.team.email, "Lan")


def test_a_document_that_is_not_published_is_not_betrayed(office: Office) -> None:
    make_language(office.session, "vi")
    document = office.ask()

    with pytest.raises(WantedUnclear):
        want(office, reference=document.reference)


@pytest.mark.parametrize("tag", ["xx", "ase"])
def test_a_language_that_nobody_writes_is_refused(office: Office, tag: str) -> None:
    make_language(office.session, "ase")

    with pytest.raises(LanguageUnknown):
        want(office, words="Bus times", tag=tag)
