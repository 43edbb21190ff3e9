from dataclasses import replace

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, NotAllowed, Role
from langaccess.domain.dispatch import ModalityUnfit, Mode
from langaccess.domain.languages import LanguageUnknown, NotInterpreted
from langaccess.domain.people import DepartmentUnknown
from langaccess.domain.vendors import (
    PhoneInvalid,
    ScriptInvalid,
    VendorFacts,
    VendorHoursInvalid,
    VendorIncomplete,
    VendorNameTaken,
    VendorOrderTaken,
    VendorUnknown,
    VideoLinkInvalid,
)
from langaccess.services.vendors import facts_of, retire_vendor, save_vendor
from langaccess.storage.audit import history
from langaccess.storage.places import Department
from langaccess.storage.vendors import Vendor, active_vendors
from tests.factories import NINE, make_account, make_department, make_language, make_vendor

LINE = VendorFacts(
    name="Ringwell",
    position=1,
    phone="+15105550171",
    client_id="C-77",
    script="Client $client_id, code $code",
    video_link="https://video.example/$room",
    languages=frozenset({("es", Mode.PHONE), ("es", Mode.VIDEO)}),
    hours={0: (420, 1140), 5: (540, 780)},
    codes={None: "4711"},
    rate_cents_per_minute=75,
)


@pytest.fixture
def actor(session: Session) -> Actor:
    make_language(session, "es")
    return make_account(session, Role.COORDINATOR).actor


def test_a_line_is_kept_whole(session: Session, actor: Actor) -> None:
    department = make_department(session).id
    facts = replace(LINE, codes={None: "4711", department: "4712"})

    vendor = save_vendor(session, actor, replace(facts, name=" Ringwell "), now=NINE)

    session.expire_all()
    assert facts_of(vendor) == facts
    assert vendor.created_at == NINE
    assert [one.deed for one in history(session, "vendor", vendor.id)] == ["save_vendor"]


def test_a_line_is_changed_with_everything_under_it(session: Session, actor: Actor) -> None:
    make_language(session, "vi")
    department = make_department(session).id
    vendor = save_vendor(session, actor, LINE, now=NINE)
    new = replace(
        LINE,
        name="Ringwell West",
        position=2,
        languages=frozenset({("es", Mode.PHONE), ("vi", Mode.PHONE)}),
        hours={0: (480, 1140), 6: (0, 1440)},
        codes={None: "4713", department: "9"},
        video_link="",
        is_active=False,
    )

    save_vendor(session, actor, new, vendor_id=vendor.id, now=NINE)
    session.expire_all()
    assert facts_of(vendor) == new

    same_hours = replace(new, every_language=True, codes={}, languages=frozenset())
    save_vendor(session, actor, same_hours, vendor_id=vendor.id, now=NINE)
    session.expire_all()
    assert facts_of(vendor) == same_hours


def test_saving_the_same_again_changes_nothing(session: Session, actor: Actor) -> None:
    vendor = save_vendor(session, actor, LINE, now=NINE)
    assert save_vendor(session, actor, LINE, vendor_id=vendor.id, now=NINE) is vendor
    assert facts_of(vendor) == LINE


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, VendorIncomplete),
        ({"position": 0}, VendorIncomplete),
        ({"rate_cents_per_minute": -1}, VendorIncomplete),
        ({"phone": "510-555-0171"}, PhoneInvalid),
        ({"phone": "+0123456789"}, PhoneInvalid),
        ({"script": "Code $pin"}, ScriptInvalid),
        ({"video_link": "https://video.example/$rom"}, ScriptInvalid),
        ({"video_link": ""}, VideoLinkInvalid),
        ({"video_link": "javascript:alert(1)"}, VideoLinkInvalid),
        ({"video_link": "http://x", "languages": frozenset()}, VideoLinkInvalid),
        ({"languages": frozenset({("es", Mode.IN_PERSON)})}, ModalityUnfit),
        ({"languages": frozenset({("xx", Mode.PHONE)})}, LanguageUnknown),
        ({"languages": frozenset({("zh-Hans", Mode.PHONE)})}, NotInterpreted),
        ({"hours": {7: (0, 1)}}, VendorHoursInvalid),
        ({"hours": {0: (60, 60)}}, VendorHoursInvalid),
        ({"hours": {0: (0, 1441)}}, VendorHoursInvalid),
        ({"codes": {0: "1"}}, DepartmentUnknown),
    ],
)
def test_what_cannot_be_used_is_refused(
    session: Session, actor: Actor, changes: dict[str, object], refusal: type[Exception]
) -> None:
    make_language(session, "zh-Hans")
    with pytest.raises(refusal):
        save_vendor(session, actor, replace(LINE, **changes), now=NINE)  # type: ignore[arg-type] # any of its fields


def test_a_name_and_a_place_in_the_order_are_a_lines_own(session: Session, actor: Actor) -> None:
    make_vendor(session, name="Ringwell", position=7)
    with pytest.raises(VendorNameTaken):
        save_vendor(session, actor, LINE, now=NINE)
    with pytest.raises(VendorOrderTaken):
        save_vendor(session, actor, replace(LINE, name="Other", position=7), now=NINE)


@pytest.mark.parametrize(
    ("taken", "refusal"),
    [
        ({"name": "Ringwell", "position": 8}, VendorNameTaken),
        ({"name": "Other", "position": 1}, VendorOrderTaken),
    ],
)
def test_what_another_coordinator_takes_at_the_same_moment_is_refused(
    session: Session, actor: Actor, taken: dict[str, object], refusal: type[Exception]
) -> None:
    @event.listens_for(session, "before_flush", once=True)
    def another_takes_it(*_: object) -> None:
        values = {"phone": "+15105550172", "created_at": NINE, **taken}
        session.connection().execute(insert(Vendor), [values])

    with pytest.raises(refusal):
        save_vendor(session, actor, LINE, now=NINE)


def test_a_department_removed_at_the_same_moment_is_nothing_taken(
    session: Session, actor: Actor
) -> None:
    department = make_department(session)

    @event.listens_for(session, "before_flush", once=True)
    def another_removes_it(*_: object) -> None:
        table = Department.__table__
        session.connection().execute(table.delete())  # type: ignore[attr-defined] # a real table

    with pytest.raises(IntegrityError):
        save_vendor(session, actor, replace(LINE, codes={department.id: "1"}), now=NINE)


def test_a_retired_line_is_tried_no_more(session: Session, actor: Actor) -> None:
    vendor = make_vendor(session)
    assert not retire_vendor(session, actor, vendor_id=vendor.id, now=NINE).is_active
    assert active_vendors(session) == []
    assert [one.deed for one in history(session, "vendor", vendor.id)] == ["retire_vendor"]


def test_a_line_that_is_none_is_neither_changed_nor_retired(session: Session, actor: Actor) -> None:
    with pytest.raises(VendorUnknown):
        save_vendor(session, actor, LINE, vendor_id=999, now=NINE)
    with pytest.raises(VendorUnknown):
        retire_vendor(session, actor, vendor_id=999, now=NINE)


def test_only_coordinators_look_after_lines(session: Session) -> None:
    actor = make_account(session).actor
    with pytest.raises(NotAllowed):
        save_vendor(session, actor, LINE, now=NINE)
    with pytest.raises(NotAllowed):
        retire_vendor(session, actor, vendor_id=1, now=NINE)
