import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.languages import LanguageUnknown, VariantUnfit
from langaccess.services.languages import (
    approve_variant,
    offer_language,
    withdraw_language,
    withdraw_variant,
)
from langaccess.storage.audit import history
from langaccess.storage.languages import accepted_tags
from tests.factories import NINE, make_account, make_language


def deeds(session: Session, tag: str) -> list[str]:
    session.flush()
    return [one.deed for one in history(session, "language", tag)]


def test_a_coordinator_chooses_what_is_offered(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    make_language(session, "so")

    assert not withdraw_language(session, actor, tag="so", now=NINE).is_offered
    assert not withdraw_language(session, actor, tag="so", now=NINE).is_offered
    assert offer_language(session, actor, tag="so", now=NINE).is_offered

    assert deeds(session, "so") == ["withdraw_language", "offer_language"]


def test_only_a_coordinator_chooses(session: Session) -> None:
    actor = make_account(session).actor
    with pytest.raises(NotAllowed):
        offer_language(session, actor, tag="so", now=NINE)
    with pytest.raises(NotAllowed):
        approve_variant(session, actor, asked_tag="a", accepted_tag="b", now=NINE)
    with pytest.raises(NotAllowed):
        withdraw_variant(session, actor, asked_tag="a", accepted_tag="b", now=NINE)


def test_a_language_that_is_in_no_register_cannot_be_offered(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    with pytest.raises(LanguageUnknown):
        offer_language(session, actor, tag="xx", now=NINE)


def test_an_approved_variant_counts_one_way_until_it_is_withdrawn(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    make_language(session, "fa")
    make_language(session, "fa-AF")
    both = {"asked_tag": "fa", "accepted_tag": "fa-AF"}

    first = approve_variant(session, actor, **both, now=NINE)
    assert approve_variant(session, actor, **both, now=NINE) is first
    assert accepted_tags(session, "fa") == ("fa", "fa-AF")
    assert accepted_tags(session, "fa-AF") == ("fa-AF",)

    withdraw_variant(session, actor, **both, now=NINE)
    withdraw_variant(session, actor, **both, now=NINE)
    assert accepted_tags(session, "fa") == ("fa",)
    assert deeds(session, "fa") == ["approve_variant", "withdraw_variant"]


@pytest.mark.parametrize(("asked", "accepted"), [("es", "es"), ("es", "ase"), ("cmn", "zh-Hans")])
def test_a_variant_is_another_language_used_in_the_same_way(
    session: Session, asked: str, accepted: str
) -> None:
    actor = make_account(session, Role.COORDINATOR).actor
    make_language(session, asked)
    make_language(session, accepted)
    with pytest.raises(VariantUnfit):
        approve_variant(session, actor, asked_tag=asked, accepted_tag=accepted, now=NINE)
