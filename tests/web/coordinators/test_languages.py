"""The register: who covers each language, which are offered, which variants stand in."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.dispatch import Mode
from langaccess.storage.languages import ApprovedVariant, Language, register_rows
from tests.factories import make_interpreter, make_vendor
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, queries, shown


@pytest.fixture
def coordinator(signed_in: SignedIn, session: Session) -> Visitor:
    session.add_all(register_rows())
    session.flush()
    return signed_in(Role.COORDINATOR)


def _row(visitor: Visitor, tag: str) -> str:
    row = visitor.opens(f"/languages?q={tag}").select_one(f"#row-{tag}")
    assert row is not None
    return " ".join(row.get_text(" ").split())


def test_the_whole_register_is_shown_with_its_groups(coordinator: Visitor) -> None:
    page = coordinator.opens("/languages")

    assert len(page.select("tbody tr")) == len(register_rows())
    assert "Chinese 中文 普通话 · 國語 Mandarin" in shown(page)


def test_who_covers_a_language_is_told(coordinator: Visitor, session: Session) -> None:
    make_interpreter(session, "es")
    make_interpreter(session, "es")
    make_vendor(session, "es", name="Northline")
    make_vendor(session, "vi", name="Phoneline", modes=[Mode.PHONE])
    make_vendor(session, "ase", name="Signbridge", every_language=True)

    assert "2 Phone and video: Northline, Signbridge" in _row(coordinator, "es")
    assert "Nobody Phone: Phoneline, Signbridge Video: Signbridge" in _row(coordinator, "vi")
    assert "Signed Nobody Video: Signbridge" in _row(coordinator, "ase")
    assert "Written – – Only written" in _row(coordinator, "zh-Hans")


def test_without_a_vendor_that_is_told_too(coordinator: Visitor) -> None:
    assert "Nobody None Yes Withdraw" in _row(coordinator, "vi")


def test_a_language_is_found_by_a_part_of_its_name(coordinator: Visitor) -> None:
    page = coordinator.opens("/languages?q=vietn")

    assert [str(row["id"]) for row in page.select("tbody tr")] == ["row-vi"]
    assert "No language of that name" in shown(coordinator.opens("/languages?q=klingon"))


def test_a_language_is_withdrawn_and_offered_again(coordinator: Visitor, session: Session) -> None:
    page = coordinator.opens("/languages?q=vietn")

    coordinator.presses(page, "Withdraw Vietnamese")
    assert coordinator.led_to == "/languages?q=vietn"
    page = coordinator.follows()
    assert "Vietnamese is not offered any more." in shown(page)
    session.expire_all()
    assert not session.get_one(Language, "vi").is_offered

    coordinator.presses(page, "Offer Vietnamese")
    assert "Vietnamese is offered." in shown(coordinator.follows())


def test_a_language_that_is_none_is_not_found(coordinator: Visitor) -> None:
    coordinator.sends("/languages", status=404, offer="xx")
    coordinator.sends("/languages", status=404)


def test_a_variant_is_approved_in_one_direction_and_withdrawn(
    coordinator: Visitor, session: Session
) -> None:
    page = coordinator.opens("/languages")
    assert "No variant is approved." in shown(page)

    coordinator.presses(page, "Approve", asked="yue", accepted="cmn")
    page = coordinator.follows()
    assert "粵語 Cantonese → 普通话 · 國語 Mandarin" in shown(page)
    session.expire_all()
    kept = session.scalars(select(ApprovedVariant)).one()
    assert (kept.asked_tag, kept.accepted_tag) == ("yue", "cmn")

    coordinator.presses(page, "Withdraw Cantonese, Mandarin")
    assert "No variant is approved." in shown(coordinator.follows())


@pytest.mark.parametrize(
    ("asked", "accepted"), [("yue", "yue"), ("yue", "ase"), ("yue", "zh-Hans")]
)
def test_a_variant_that_cannot_stand_in_is_told(
    coordinator: Visitor, asked: str, accepted: str
) -> None:
    page = coordinator.opens("/languages")

    page = coordinator.presses(page, "Approve", status=422, asked=asked, accepted=accepted)

    assert page.select("[data-errors] a[href='#accepted']")
    assert page.select(f"#accepted option[value='{accepted}'][selected]")


def test_a_variant_that_is_none_is_told(coordinator: Visitor) -> None:
    page = coordinator.opens("/languages")

    page = coordinator.presses(page, "Approve", status=422, asked="xx", accepted="yue")

    assert page.select("[data-errors] a[href='#asked']")


def test_queries_do_not_grow_with_people_and_vendors(
    app: Flask, coordinator: Visitor, session: Session
) -> None:
    counts = []
    for _ in range(3):
        make_interpreter(session, "es", "vi")
        make_vendor(session, "es")
        coordinator.opens("/languages")
        with queries(app) as sent:
            coordinator.opens("/languages")
        counts.append(len(sent))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 11
