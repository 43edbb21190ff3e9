"""The register, what is offered of it, and approved variants."""

from sqlalchemy.orm import Session

from langaccess.domain.languages import GROUPS, Modality
from langaccess.storage.languages import (
    ApprovedVariant,
    accepted_tags,
    all_languages,
    approved_variants,
    offered_languages,
    register_rows,
)
from tests.factories import NINE, make_account, make_language


def test_every_member_of_a_group_is_in_the_register_and_can_be_interpreted() -> None:
    rows = {one.tag: one.facts for one in register_rows()}

    assert all(rows[tag].is_interpreted for group in GROUPS for tag in group.members)


def test_a_row_of_the_register_is_told_as_the_domain_sees_it() -> None:
    rows = {one.tag: one.facts for one in register_rows()}

    assert rows["es"].modalities == {Modality.SPOKEN, Modality.WRITTEN}
    assert rows["ase"].is_signed
    assert rows["zh-Hans"].modalities == {Modality.WRITTEN}
    assert rows["ar"].direction == "rtl"
    assert rows["zh-Hant"].note


def test_only_what_is_offered_and_interpreted_can_be_asked_for(session: Session) -> None:
    for tag in ("es", "ase", "zh-Hans", "fr"):
        make_language(session, tag)
    make_language(session, "fr").is_offered = False
    session.flush()

    offered = [one.tag for one in offered_languages(session)]

    assert offered == ["ase", "es"]
    names = [one.english_name for one in all_languages(session)]
    assert names == sorted(names)
    assert len(names) == 4


def test_an_approved_variant_is_accepted_for_what_is_asked_and_not_the_other_way(
    session: Session,
) -> None:
    for tag in ("apc", "arz", "ar"):
        make_language(session, tag)
    me = make_account(session).id
    for accepted in ("arz", "ar"):
        approval = ApprovedVariant(
            asked_tag="apc", accepted_tag=accepted, approved_by_id=me, approved_at=NINE
        )
        session.add(approval)
    session.flush()

    assert accepted_tags(session, "apc") == ("apc", "ar", "arz")
    assert accepted_tags(session, "ar") == ("ar",)
    assert [one.accepted_tag for one in approved_variants(session)] == ["ar", "arz"]
