"""The city's lines as they are kept."""

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.dispatch import Mode
from langaccess.storage.vendors import active_vendors, all_vendors, vendor_whole
from tests.factories import make_department, make_vendor


def test_lines_come_in_the_order_in_which_they_are_tried(session: Session) -> None:
    last, first = make_vendor(session, position=9), make_vendor(session, position=3)
    unused = make_vendor(session, position=5, is_active=False)

    assert active_vendors(session) == [first, last]
    assert all_vendors(session) == [first, unused, last]
    assert vendor_whole(session, unused.id) is unused
    assert vendor_whole(session, 404) is None


def test_a_departments_own_code_goes_before_everybodys(session: Session) -> None:
    water, parks = make_department(session).id, make_department(session).id
    vendor = make_vendor(session, codes={None: "1", water: "99"})

    assert [vendor.code_for(one) for one in (water, parks, None)] == ["99", "1", "1"]
    assert make_vendor(session, codes={water: "5"}).code_for(parks) == ""


@pytest.mark.parametrize(
    ("every_language", "link", "tag", "mode", "serves"),
    [
        (False, "", "es", Mode.PHONE, True),
        (False, "", "fr", Mode.PHONE, False),
        (True, "", "fr", Mode.PHONE, True),
        (True, "", "fr", Mode.VIDEO, False),
        (True, "https://video.example/$room", "fr", Mode.VIDEO, True),
        (True, "", "fr", Mode.IN_PERSON, True),
    ],
)
def test_a_line_for_every_language_takes_any_by_phone_and_by_video_if_it_has_a_link(
    session: Session, every_language: bool, link: str, tag: str, mode: Mode, serves: bool
) -> None:
    vendor = make_vendor(session, every_language=every_language, video_link=link)

    assert vendor.serves(tag, mode) is serves


def test_hours_are_told_by_weekday(session: Session) -> None:
    assert make_vendor(session, hours={0: (480, 1020)}).weekly_hours == {0: (480, 1020)}
    assert make_vendor(session).weekly_hours == {}
