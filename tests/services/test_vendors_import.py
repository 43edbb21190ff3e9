import csv
import io

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.csv_table import FileInvalid, Tally
from langaccess.domain.dispatch import Mode
from langaccess.domain.vendors_csv import COLUMNS
from langaccess.services.vendors import facts_of
from langaccess.services.vendors_import import import_vendors
from langaccess.storage.audit import history
from langaccess.storage.languages import load_register
from langaccess.storage.vendors import all_vendors
from tests.factories import NINE, make_account, make_department, make_vendor

A = {
    "name": "Ringwell",
    "order": "1",
    "phone": "+15105550171",
    "client_id": "C-77",
    "languages": "*",
    "modes": "phone",
    "hours": "24/7",
    "video_link": "",
    "script": "Client $client_id",
    "rate_cents_per_minute": "75",
    "access_codes": "Housing=4711;*=4712",
}
B = A | {
    "name": "Signline",
    "order": "2",
    "languages": "ase",
    "modes": "video",
    "hours": "mon-fri 07:00-19:00",
    "video_link": "https://video.example/$room",
}


def take_in(session: Session, *rows: dict[str, str]) -> Tally:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    actor = make_account(session, Role.COORDINATOR).actor
    content = file.getvalue().encode()
    return import_vendors(session, actor, content, name_of_file="vendors.csv", now=NINE)


@pytest.fixture(autouse=True)
def register(session: Session) -> None:
    load_register(session)
    make_department(session, name="Housing")


def in_order(session: Session) -> list[str]:
    session.expire_all()
    return [one.name for one in all_vendors(session)]


def test_lines_are_kept_whole(session: Session) -> None:
    assert take_in(session, B, A) == Tally(added=2)

    session.expire_all()
    first, second = all_vendors(session)
    assert first.every_language
    assert sorted(one.code for one in first.codes) == ["4711", "4712"]
    assert facts_of(second).languages == {("ase", Mode.VIDEO)}
    assert second.weekly_hours == dict.fromkeys(range(5), (420, 1140))
    assert [one.deed for one in history(session, "vendor", first.id)] == ["save_vendor"]


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    take_in(session, A, B)
    retired = all_vendors(session)[1]
    retired.is_active = False
    assert take_in(session, A, B) == Tally(unchanged=2)
    assert not retired.is_active


def test_lines_swap_their_places_and_others_stay(session: Session) -> None:
    make_vendor(session, name="Old Line", position=9)
    take_in(session, A, B)

    done = take_in(session, A | {"order": "2"}, B | {"order": "1"})

    assert done == Tally(changed=2)
    assert in_order(session) == ["Signline", "Ringwell", "Old Line"]


def test_a_new_line_may_take_the_place_of_one_that_moves(session: Session) -> None:
    take_in(session, A)
    take_in(session, A | {"order": "5"}, B | {"order": "1"})
    assert in_order(session) == ["Signline", "Ringwell"]


def test_one_fault_and_nothing_is_taken_in(session: Session) -> None:
    with pytest.raises(FileInvalid) as refused:
        take_in(session, A, B | {"order": "two"})
    assert str(refused.value).startswith("vendors.csv:3: order: ")
    assert all_vendors(session) == []


def test_an_empty_list_of_lines_changes_nothing(session: Session) -> None:
    assert take_in(session) == Tally()


def test_only_coordinators_import(session: Session) -> None:
    actor = make_account(session).actor
    with pytest.raises(NotAllowed):
        import_vendors(session, actor, b"", name_of_file="vendors.csv", now=NINE)


def test_the_command_line_imports_without_an_actor(session: Session) -> None:
    header = ",".join(COLUMNS).encode()
    done = import_vendors(session, None, header, name_of_file="vendors.csv", now=NINE)
    assert done == Tally()
