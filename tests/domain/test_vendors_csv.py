import csv
import io

import pytest

from langaccess.domain.csv_table import FileInvalid
from langaccess.domain.dispatch import Mode
from langaccess.domain.languages import Language, Modality
from langaccess.domain.vendors import VendorFacts
from langaccess.domain.vendors_csv import COLUMNS, KnownVendor, read_vendors

LANGUAGES = (
    Language("es", "spa", "Spanish", "", "Latn", "ltr", frozenset({Modality.SPOKEN})),
    Language("ase", "ase", "American Sign Language", "", "", "ltr", frozenset({Modality.SIGNED})),
    Language("zh-Hans", "zho", "Chinese", "", "Hans", "ltr", frozenset({Modality.WRITTEN})),
)
LINE = {
    "name": "Ringwell",
    "order": "1",
    "phone": "+15105550171",
    "client_id": "C-77",
    "languages": "es|ase",
    "modes": "phone|video",
    "hours": "24/7",
    "video_link": "https://video.example/$room",
    "script": "Client $client_id, $language please",
    "rate_cents_per_minute": "75",
    "access_codes": "Housing=4711; *=4712",
}


def read(*rows: dict[str, str]) -> tuple[VendorFacts, ...]:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return read_vendors(
        file.getvalue().encode(),
        file_name="vendors.csv",
        languages=LANGUAGES,
        departments={"Housing": 1, "Parks and Rivers": 2},
        vendors=[KnownVendor("Old Line", 9), KnownVendor("Moving Line", 3)],
    )


def faults_of(*rows: dict[str, str]) -> list[str]:
    with pytest.raises(FileInvalid) as refused:
        read(*rows)
    return str(refused.value).splitlines()


def only_fault(**changes: str) -> str:
    [fault] = faults_of(LINE | changes)
    return fault.removeprefix("vendors.csv:2: ")


def test_a_row_is_a_line() -> None:
    assert read(LINE) == (
        VendorFacts(
            name="Ringwell",
            position=1,
            phone="+15105550171",
            client_id="C-77",
            script="Client $client_id, $language please",
            video_link="https://video.example/$room",
            languages=frozenset({("es", Mode.PHONE), ("es", Mode.VIDEO), ("ase", Mode.VIDEO)}),
            codes={1: "4711", None: "4712"},
            rate_cents_per_minute=75,
        ),
    )


def test_lines_come_in_their_order_and_may_be_moved() -> None:
    second = LINE | {"name": "Moving Line", "order": "2"}
    third = LINE | {"name": "Another", "order": "3"}
    assert [one.name for one in read(third, second, LINE)] == ["Ringwell", "Moving Line", "Another"]


def test_a_star_is_every_language_by_phone() -> None:
    [line] = read(LINE | {"languages": "*", "modes": "phone", "video_link": ""})
    assert line.every_language
    assert not line.languages


def test_sign_by_phone_is_for_a_relay_line() -> None:
    [line] = read(LINE | {"languages": "ase", "modes": "phone", "video_link": ""})
    assert line.languages == {("ase", Mode.PHONE)}


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("24/7", {}),
        ("mon 07:00-19:00", {0: (420, 1140)}),
        ("Sat - Sun 00:00 - 24:00", {5: (0, 1440), 6: (0, 1440)}),
        ("sun-mon 08:00-12:00 | wed 09:30-10:00", {6: (480, 720), 0: (480, 720), 2: (570, 600)}),
    ],
)
def test_hours_are_read_by_weekday(written: str, hours: dict[int, tuple[int, int]]) -> None:
    assert read(LINE | {"hours": written})[0].hours == hours


@pytest.mark.parametrize(
    "part", ["always", "mon 07:00", "xyz 07:00-19:00", "mon-xyz 07:00-19:00", "mon 19:00-07:00"]
)
def test_hours_that_are_none_are_told(part: str) -> None:
    assert only_fault(hours=f"tue 08:00-09:00; {part}") == (
        f'hours: holds "{part}"; 24/7, or times such as "mon-fri 07:00-19:00; sat 09:00-13:00"'
    )


def test_a_weekday_stands_once_in_the_hours() -> None:
    assert only_fault(hours="mon-tue 08:00-12:00; tue 13:00-17:00").startswith(
        "hours: names tue twice; "
    )


@pytest.mark.parametrize("codes", ["", " ; ", "Parks and Rivers = 12#3", "*=1"])
def test_codes_may_be_for_some_for_all_or_for_nobody(codes: str) -> None:
    [line] = read(LINE | {"access_codes": codes})
    assert line.codes in ({}, {2: "12#3"}, {None: "1"})


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        ("4711", 'holds "4711"'),
        ("Housing=", 'holds "Housing="'),
        ("Housing=1;Housing=2", 'names "Housing" twice'),
        ("*=1;*=2", 'names "*" twice'),
        ("housing=1", 'names "housing", which is no department (did you mean "Housing"?)'),
        ("Parks & Rivers=1", 'names "Parks & Rivers", which is no department (did you mean '),
        ("Zoo=1", 'names "Zoo", which is no department;'),
    ],
)
def test_wrong_codes_are_told(codes: str, wrong: str) -> None:
    assert only_fault(access_codes=codes).startswith(f"access_codes: {wrong}")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "name: is empty"),
        ({"name": "old line"}, 'name: is "old line", which stands as "Old Line"'),
        ({"order": "0"}, "order: is 0"),
        ({"order": "first"}, 'order: is "first", which is no whole number'),
        ({"order": "9"}, 'order: is 9, where "Old Line" stands'),
        ({"phone": ""}, "phone: is empty"),
        ({"phone": "510-555-0171"}, 'phone: is "510-555-0171"'),
        ({"languages": ""}, "languages: is empty"),
        ({"languages": "es zz"}, 'languages: "zz" is no known language tag'),
        ({"languages": "zh-Hans"}, 'languages: holds "zh-Hans", which is only written'),
        ({"modes": "phone fax video"}, 'modes: holds "fax"'),
        ({"modes": "phone"}, "modes: leaves out video, but there is a video_link"),
        ({"video_link": ""}, "video_link: is empty, but modes holds video"),
        ({"video_link": "javascript:alert(1)"}, 'video_link: is "javascript:alert(1)"'),
        ({"video_link": "https://v.example/$rom"}, "video_link: names $rom"),
        ({"script": "Code $pin"}, "script: names $pin"),
        ({"script": "It is $ 5"}, "script: holds a $ without a name"),
        ({"languages": "*", "modes": "video"}, "modes: leaves out phone, but languages is *"),
        ({"hours": ""}, "hours: is empty"),
        ({"rate_cents_per_minute": "0.75"}, 'rate_cents_per_minute: is "0.75"'),
        ({"rate_cents_per_minute": ""}, "rate_cents_per_minute: is empty"),
    ],
)
def test_what_is_wrong_in_one_cell_is_told(changes: dict[str, str], fault: str) -> None:
    assert only_fault(**changes).startswith(fault)


def test_lines_of_one_name_or_one_place_name_the_other_line() -> None:
    assert [one.split("; ")[0] for one in faults_of(LINE, LINE)] == [
        'vendors.csv:3: name: is "Ringwell", as on line 2',
        "vendors.csv:3: order: is 1, as on line 2",
    ]


def test_modes_must_be_there() -> None:
    faults = faults_of(LINE | {"modes": ""})
    assert faults[0].startswith("vendors.csv:2: modes: is empty; ")
