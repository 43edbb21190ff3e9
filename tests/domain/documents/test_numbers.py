import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.documents.addresses import addresses_in
from langaccess.domain.documents.dates import clocks_in, days_in
from langaccess.domain.documents.digits import folded, numerals
from langaccess.domain.documents.number_words import numbers_in_words
from langaccess.domain.documents.numbers import extra_numbers, figures_of, missing_numbers
from langaccess.domain.documents.phones import phones_in

ZEROS = [code for code in range(0x20000) if unicodedata.decimal(chr(code), None) == 0]


def missing(source: str, target: str) -> list[str]:
    ours, theirs = figures_of([folded(source)]), figures_of([folded(target)])
    return [
        one.written for one in missing_numbers(ours.numbers, theirs, extra_numbers(theirs, ours))
    ]


@pytest.mark.parametrize(
    "target",
    [
        "1,000 de",
        "1.000 de",
        "1 000 de",
        "1\u00a0000 de",
        "1\u202f000 de",
        "1'000",
        "1000",
        "١٬٠٠٠",
        "۱٬۰۰۰",
        "१,०००",
        "၁၀၀၀",
        "១០០០",
        "１，０００",
        "千",
        "一千",
        "፲፻",
    ],
)
def test_a_thousand_is_the_same_in_every_way_of_writing(target: str) -> None:
    assert missing("1,000 people", target) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("$10.00", "10 $"),
        ("12.5 mg", "12,5 mg"),
        ("3.5 million", "350万"),
        ("3.5 million", "3 500 000"),
        ("3.5 million", "3,5 millones"),
        ("1,234,567.50", "1.234.567,50"),
        ("100,000", "1,00,000"),
        ("21st century", "siglo XXI"),
        ("12 people", "十二人"),
        ("2026", "二〇二六年"),
        ("120 million", "1亿2000万 1.2亿"),
        ("25 and 25", "25"),
        ("12.30", "12 h 30"),
        ("0.5 g", "0,5 g"),
        ("Room 007", "Sala 007"),
        ("version 11.3.1", "versión 11.3.1"),
        ("one cat", "1 gato"),
        ("1234 567", "567, 1234"),
        ("1,000 000,5", "1,000 000,5"),
        ("3 cats", "tres gatos"),
        ("15,010", "一万五千零十"),
        ("29", "፳፱"),
        ("1,869", "፲፰፻፷፱"),
    ],
)
def test_a_number_may_be_written_as_the_language_does(source: str, target: str) -> None:
    assert missing(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("25 days", "35 días", ["25"]),
        ("25 days", "días", ["25"]),
        ("5%", "6 %", ["5%"[:1]]),
        ("$5", "5 no, 6", []),
        ("$5", "nada", ["5"]),
        ("5 mg", "mg", ["5"]),
        ("5 cats", "6 gatos", ["5"]),
        ("5 cats", "gatos", []),
        ("25, 25, 35", "25, 35, 35", ["25"]),
        ("1,000", "1,001", ["1,000"]),
        ("ID 0002", "ID 0003", ["0002"]),
        ("3.5 million", "4,5 millones", ["3.5"]),
    ],
)
def test_a_number_that_is_not_there_is_missing(
    source: str, target: str, expected: list[str]
) -> None:
    assert missing(source, target) == expected


@given(st.integers(10, 10**9), st.sampled_from(ZEROS))
def test_digits_of_every_script_are_the_same_number(number: int, zero: int) -> None:
    theirs = "".join(chr(zero + int(digit)) for digit in str(number))
    assert missing(f"pay {number} now", f"… {theirs} …") == []
    assert missing(f"pay {number:,} now", f"… {theirs} …") == []


@given(st.integers(10, 10**9), st.data())
def test_every_changed_digit_is_found(number: int, data: st.DataObject) -> None:
    digits = str(number)
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([one for one in "0123456789" if one != digits[at]]))
    wrong = f"{digits[:at]}{other}{digits[at + 1 :]}"
    assert missing(f"pay {number} now", f"… {wrong} …") == [digits]


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    line = folded(text)
    figures_of([line])
    list(numerals(line))
    list(numbers_in_words(line))
    for read in (addresses_in, phones_in, days_in, clocks_in):
        read(line)


@pytest.mark.parametrize(
    "phone",
    [
        "(510) 555-0100",
        "510-555-0100",
        "510.555.0100",
        "+1 510 555 0100",
        "1-800-555-0100",
        "+52 55 1234 5678",
        "+15105550100",
        "555-0100",
    ],
)
def test_phone_numbers_are_found(phone: str) -> None:
    found, rest = phones_in(f"Call {phone} today")
    assert [one.written for one in found] == [phone]
    assert not any(map(str.isdigit, rest))


@pytest.mark.parametrize("text", ["$100-2000", "2010-2014", "1,510-555-0100,2", "pages 10-12"])
def test_other_numbers_are_no_phones(text: str) -> None:
    assert phones_in(text)[0] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by March 5, 2026.", (2026, 3, 5)),
        ("by 5 March 2026", (2026, 3, 5)),
        ("by Mar. 5th", (0, 3, 5)),
        ("since September 2024", (2024, 9, 0)),
        ("on 03/05/2026", (2026, 3, 5)),
        ("on 3/5/26", (2026, 3, 5)),
        ("on 2026-03-05", (2026, 3, 5)),
    ],
)
def test_dates_are_found(text: str, expected: tuple[int, int, int]) -> None:
    [day] = days_in(text)[0]
    assert (day.year, day.month, day.day) == expected


@pytest.mark.parametrize(
    "text", ["in 2026", "at 45/99/2026", "on 0/5/2026", "you may go", "1.2.3.4"]
)
def test_other_texts_are_no_dates(text: str) -> None:
    assert days_in(text)[0] == []


@pytest.mark.parametrize(
    ("text", "hours", "minute"),
    [
        ("5:00 p.m.", ("5", "17"), "0"),
        ("5 pm", ("5", "17"), "0"),
        ("17:30", ("5", "17"), "30"),
        ("12 a.m.", ("0", "12", "24"), "0"),
        ("9:15 AM", ("9",), "15"),
    ],
)
def test_times_are_found(text: str, hours: tuple[str, ...], minute: str) -> None:
    [clock] = clocks_in(f"at {text} today")[0]
    assert (clock.hours, clock.minute) == (hours, minute)


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("See https://City.example.gov/A.", "city.example.gov/A"),
        ("(www.city.gov/rent)", "www.city.gov/rent"),
        ("en city.gov/a_(b).", "city.gov/a_(b)"),
        ("访问city.gov/a。", "city.gov/a"),
        ("FTP://a.org/", "ftp://a.org"),
        ("Write Help@City.gov!", "help@city.gov"),
    ],
)
def test_addresses_are_found(text: str, compared: str) -> None:
    assert [one.compared for one in addresses_in(text)[0]] == [compared]


@pytest.mark.parametrize("text", ["e.g. this", "end.Info", "mẫu.com", "3.org.uk.x"])
def test_other_dots_are_no_addresses(text: str) -> None:
    assert addresses_in(text)[0] == []


def test_number_words_and_months_explain_digits() -> None:
    said = set(numbers_in_words("Twenty-five of two hundred in March, twice a week"))
    assert {"25", "200", "3", "2"} <= said
