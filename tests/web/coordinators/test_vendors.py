"""Third-party lines: shown in order, added, changed, previewed, retired."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.dispatch import Mode
from langaccess.storage.vendors import Vendor, vendor_whole
from tests.factories import make_department, make_language, make_vendor
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, queries, shown


@pytest.fixture
def coordinator(signed_in: SignedIn) -> Visitor:
    return signed_in(Role.COORDINATOR, department_id=None)


def _typed(name: str, value: object) -> dict[str, Any]:
    return {name: value}


def test_lines_are_shown_in_order_with_those_out_of_use_last(
    coordinator: Visitor, session: Session
) -> None:
    assert "No vendor yet." in shown(coordinator.opens("/vendors"))
    make_vendor(session, "es", "vi", name="Second", position=2, modes=[Mode.PHONE])
    make_vendor(session, name="Gone", position=1, is_active=False, languages=[])
    make_vendor(session, name="Third", position=3, every_language=True, hours={0: (480, 1020)})

    told = shown(coordinator.opens("/vendors"))

    assert told.index("2. Second") < told.index("3. Third") < told.index("1. Gone")
    assert "Languages Phone: 2 Hours Day and night" in told
    assert "Every language of the register, Phone: 1, Video: 1 Hours Monday 08:00-17:00" in told
    assert "Languages None yet" in told


def test_a_line_is_added_with_languages_hours_and_codes(
    coordinator: Visitor, session: Session
) -> None:
    permits = make_department(session, name="Permits")
    make_language(session, "es")
    make_language(session, "ase")
    page = coordinator.opens("/vendors/new")

    coordinator.presses(
        page,
        "Save",
        name="Northline",
        position="1",
        phone="+1 (510) 555-0171",
        client_id="C-77",
        script="I need $language, code $code.",
        video_link="https://video.example/$room",
        phone_tags="es",
        video_tags=" es  ase ",
        is_always=[],
        monday="8:00-17:00",
        rate_cents_per_minute="75",
        code_0="4711",
        **_typed(f"code_{permits.id}", "8822"),
    )

    assert "Saved." in shown(coordinator.follows())
    row = session.scalars(select(Vendor)).one()
    assert row.phone == "+15105550171"
    assert row.weekly_hours == {0: (480, 1020)}
    assert {(one.language_tag, one.mode) for one in row.languages} == {
        ("es", Mode.PHONE),
        ("es", Mode.VIDEO),
        ("ase", Mode.VIDEO),
    }
    assert row.code_for(permits.id) == "8822"
    assert row.code_for(None) == "4711"


def test_a_line_is_changed_and_keeps_what_was_not_touched(
    coordinator: Visitor, session: Session
) -> None:
    row = make_vendor(session, "es", "vi", name="Old name", hours={4: (480, 720)})
    page = coordinator.opens(f"/vendors/{row.id}")
    assert page.select("input[name=friday][value='08:00-12:00']")

    coordinator.presses(page, "Save", name="New name")

    session.expire_all()
    changed = vendor_whole(session, row.id)
    assert changed is not None
    assert (changed.name, changed.weekly_hours) == ("New name", {4: (480, 720)})
    assert len(changed.languages) == 4
    assert changed.code_for(None) == "4711"


def test_the_words_are_previewed_without_being_saved(
    coordinator: Visitor, session: Session
) -> None:
    permits = make_department(session, name="Permits")
    row = make_vendor(session, codes={permits.id: "8822"})
    page = coordinator.opens(f"/vendors/{row.id}")
    assert "Client C-77, code 8822, Vietnamese for Permits, K7WQ2M" in shown(page)

    page = coordinator.presses(
        page, "Show it with what I typed", status=200, script="Code $code please"
    )

    assert "Code 8822 please" in shown(page)
    session.expire_all()
    assert session.get_one(Vendor, row.id).script.startswith("Client")


def test_a_preview_needs_neither_code_nor_department(coordinator: Visitor) -> None:
    page = coordinator.opens("/vendors/new")

    page = coordinator.presses(
        page, "Show it", status=422, script="For $department: $language, $code."
    )

    assert "For Permit Office: Vietnamese, ." in shown(page)
    assert page.h1 is not None
    assert page.h1.get_text() == "Add a vendor"


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"name": ""}, "name", "Type the vendor's name."),
        ({"name": "First"}, "name", "Another vendor has this name."),
        ({"position": "1"}, "position", "Another vendor stands at this place in the order."),
        ({"position": "0"}, "position", "Type a whole number: 1 is tried first."),
        ({"position": "first"}, "position", "Not a valid integer value."),
        ({"phone": "555-0171"}, "phone", "Type the number with its country"),
        ({"script": "Say $password"}, "script", "Nothing fills in $password."),
        ({"script": "It costs $ 5"}, "script", "Nothing fills in $."),
        ({"video_link": "https://v.example/$code"}, "video_link", "Nothing fills in $code."),
        ({"video_link": "http://v.example"}, "video_link", "begins with https://"),
        ({"video_link": ""}, "video_link", "begins with https://"),
        ({"phone_tags": "es spa"}, "phone_tags", "spa: did you mean es?"),
        ({"phone_tags": "qqq"}, "phone_tags", "qqq: nobody can interpret"),
        ({"video_tags": "zh-Hans"}, "video_tags", "zh-Hans: did you mean"),
        ({"is_always": []}, "is_always", "Write the hours of a day, or choose day and night."),
        ({"monday": "8-17"}, "monday", "Write hours like 08:00-17:00."),
        ({"monday": "8:00-9:00, 10:00-11:00"}, "monday", "Write one stretch of hours."),
        ({"rate_cents_per_minute": "-1"}, "rate_cents_per_minute", "Type the rate"),
    ],
)
def test_a_wrong_line_is_told_at_its_field_and_kept_as_typed(
    coordinator: Visitor, session: Session, typed: dict[str, object], field: str, told: str
) -> None:
    make_language(session, "zh-Hans")
    make_language(session, "cmn")
    make_vendor(session, name="First", position=1)
    row = make_vendor(session, name="Second", position=2, client_id="C-99")
    page = coordinator.opens(f"/vendors/{row.id}")

    page = coordinator.presses(page, "Save", status=422, client_id="C-100", **typed)

    assert told in page.select(f"[data-errors] a[href='#{field}']")[0].get_text()
    assert page.select("input[value='C-100']")
    session.expire_all()
    assert session.get_one(Vendor, row.id).client_id == "C-99"


def test_a_line_is_used_no_more_and_stays_in_the_list(
    coordinator: Visitor, session: Session
) -> None:
    row = make_vendor(session, name="Northline")
    page = coordinator.opens("/vendors")

    coordinator.presses(page, "Use it no more")

    assert "Northline is not used any more." in shown(coordinator.follows())
    session.refresh(row)
    assert not row.is_active


def test_an_unknown_line_is_not_found(coordinator: Visitor) -> None:
    coordinator.opens("/vendors/999", status=404)
    coordinator.sends("/vendors/999/retire", status=404)


def test_queries_do_not_grow_with_the_lines(
    app: Flask, coordinator: Visitor, session: Session
) -> None:
    counts = []
    for _ in range(3):
        make_vendor(session, hours={0: (480, 1020)})
        with queries(app) as sent:
            coordinator.opens("/vendors")
        counts.append(len(sent))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 6
