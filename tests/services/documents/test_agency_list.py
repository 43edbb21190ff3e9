"""Agencies as they are kept."""

from dataclasses import replace

import pytest

from langaccess.domain.access import NotAllowed
from langaccess.domain.people import EmailInvalid
from langaccess.services.documents.agencies import VendorUnknown
from langaccess.services.documents.agency_list import (
    AgencyFacts,
    AgencyIncomplete,
    AgencyNameTaken,
    AgencyOrderTaken,
    NotWritten,
    save_agency,
)
from tests.factories import NINE, make_language
from tests.services.documents.office import Office

FACTS = AgencyFacts(
    name=" Words  Ltd ",
    email="Desk@Words.example",
    position=1,
    words_a_day=4000,
    languages=frozenset({"es"}),
    revises=frozenset({"vi"}),
)


def test_an_agency_is_kept_and_changed(office: Office) -> None:
    for tag in ("es", "vi"):
        make_language(office.session, tag)

    one = save_agency(office.session, office.team.actor, FACTS, now=NINE)
    assert (one.name, one.email) == ("Words Ltd", "desk@words.example")
    assert [(row.language_tag, row.revises) for row in one.languages] == [
        ("es", False),
        ("vi", True),
    ]

    fewer = replace(FACTS, revises=frozenset({"es"}), languages=frozenset(), is_active=False)
    save_agency(office.session, office.team.actor, fewer, agency_id=one.id, now=NINE)
    office.session.refresh(one)
    assert [(row.language_tag, row.revises) for row in one.languages] == [("es", True)]
    assert not one.is_active


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, AgencyIncomplete),
        ({"position": 0}, AgencyIncomplete),
        ({"words_a_day": 0}, AgencyIncomplete),
        ({"cents_per_word": -1}, AgencyIncomplete),
        ({"email": "nowhere"}, EmailInvalid),
        ({"position": 2}, AgencyNameTaken),
        ({"name": "Other"}, AgencyOrderTaken),
        ({"name": "Other", "position": 2, "languages": frozenset({"xx"})}, NotWritten),
        ({"name": "Other", "position": 2, "languages": frozenset({"ase"})}, NotWritten),
    ],
)
def test_what_cannot_be_is_refused(
    office: Office, changes: dict[str, object], refusal: type[Exception]
) -> None:
    for tag in ("es", "vi", "ase"):
        make_language(office.session, tag)
    save_agency(office.session, office.team.actor, FACTS, now=NINE)

    with pytest.raises(refusal):
        save_agency(
            office.session,
            office.team.actor,
            replace(FACTS, **changes),  # type: ignore[arg-type]  # any of its fields
            now=NINE,
        )


def test_an_agency_that_is_not_there_and_a_stranger_are_refused(office: Office) -> None:
    with pytest.raises(VendorUnknown):
        save_agency(office.session, office.team.actor, FACTS, agency_id=99, now=NINE)
    with pytest.raises(NotAllowed):
        save_agency(office.session, office.requester.actor, FACTS, now=NINE)
