import csv
import io
from datetime import date

import pytest

from langaccess.domain.csv_table import FileInvalid
from langaccess.domain.languages import Language, Modality
from langaccess.domain.people import Domain, QualificationStatus, Scope
from langaccess.domain.people_csv import COLUMNS, Roster, read_people


def language(tag: str, code: str, name: str, *used: Modality) -> Language:
    return Language(tag, code, name, "", "Latn", "ltr", frozenset(used))


LANGUAGES = (
    language("es", "spa", "Spanish", Modality.SPOKEN, Modality.WRITTEN),
    language("mam", "mam", "Mam", Modality.SPOKEN),
    language("cmn", "cmn", "Mandarin", Modality.SPOKEN),
    language("zh-Hant", "zho", "Chinese (Traditional)", Modality.WRITTEN),
    language("ase", "ase", "American Sign Language", Modality.SIGNED),
)
ANA = {
    "email": "Ana@city.example",
    "name": "Ana  Ruiz",
    "job_title": "Clerk",
    "department": "Housing",
    "location": "City Hall",
    "phone": "(510) 555-0100 x12",
    "language": "es",
    "scopes": "interpret; serve",
    "domains": "health|legal",
    "level_scale": "ILR",
    "level": "3+",
    "test": "OPI",
    "issuer": "LTI",
    "certificate": "C-1",
    "valid_from": "2025-01-01",
    "valid_until": "2027-01-01",
    "ethics_signed_on": "2025-01-02",
    "status": "active",
}
PLAIN = {name: value for name, value in ANA.items() if name in COLUMNS[:6]}


def written(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def read(*rows: dict[str, str], delimiter: str = ",") -> Roster:
    return read_people(
        written(*rows, delimiter=delimiter),
        file_name="people.csv",
        languages=LANGUAGES,
        departments=["Housing", "Parks", "PARKS"],
        locations=["City Hall"],
    )


def faults_of(*rows: dict[str, str]) -> list[str]:
    with pytest.raises(FileInvalid) as refused:
        read(*rows)
    return str(refused.value).splitlines()


def only_fault(**changes: str) -> str:
    [fault] = faults_of(ANA | changes)
    return fault.removeprefix("people.csv:2: ")


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_row_is_a_person_with_a_qualification(delimiter: str) -> None:
    roster = read(ANA, delimiter=delimiter)
    [person] = roster.people
    [tested] = person.skills

    assert (person.email, person.name, person.line) == ("ana@city.example", "Ana Ruiz", 2)
    assert (person.department, person.phone) == ("Housing", "(510) 555-0100 x12")
    assert person.is_interpreter
    assert tested.modality is Modality.SPOKEN
    assert tested.skill.scopes == {Scope.INTERPRET, Scope.SERVE}
    assert tested.skill.domains == {Domain.GENERAL, Domain.HEALTH, Domain.LEGAL}
    assert tested.skill.level_tenths == 35
    assert tested.skill.valid_until == date(2027, 1, 1)
    assert tested.skill.status is QualificationStatus.ACTIVE


def test_a_person_may_have_several_rows() -> None:
    roster = read(ANA, ANA | {"email": "bo@city.example"}, ANA | {"language": "mam"})
    assert [len(one.skills) for one in roster.people] == [2, 1]


def test_a_person_without_a_language_is_an_employee() -> None:
    [person] = read(PLAIN).people
    assert person.skills == ()
    assert not person.is_interpreter


@pytest.mark.parametrize(
    ("tag", "scopes", "modality"),
    [
        ("es", "interpret translate", Modality.SPOKEN),
        ("es", "translate revise", Modality.WRITTEN),
        ("zh-Hant", "translate", Modality.WRITTEN),
        ("mam", "serve", Modality.SPOKEN),
        ("ase", "interpret", Modality.SIGNED),
    ],
)
def test_how_a_language_is_used_follows_from_it_and_from_the_scopes(
    tag: str, scopes: str, modality: Modality
) -> None:
    [person] = read(ANA | {"language": tag, "scopes": scopes}).people
    assert person.skills[0].modality is modality


def test_no_domain_is_general_matters() -> None:
    [person] = read(ANA | {"domains": ""}).people
    assert person.skills[0].skill.grants == {
        (Scope.INTERPRET, Domain.GENERAL),
        (Scope.SERVE, Domain.GENERAL),
    }


def test_only_who_was_never_tested_may_have_no_level() -> None:
    untested = ANA | {"level_scale": "", "level": "", "status": "self_declared"}
    [person] = read(untested).people
    assert person.skills[0].skill.level_tenths == 0
    assert only_fault(level_scale="") == (
        'level_scale: is empty; one of "ILR", "ACTFL", "CEFR", "exam"'
    )


def test_new_places_are_told_once_and_in_order() -> None:
    roster = read(
        PLAIN | {"department": "Water", "location": "Annex"},
        PLAIN | {"email": "bo@city.example", "department": "Water", "location": ""},
        PLAIN | {"email": "cy@city.example", "department": "PARKS"},
    )
    assert (roster.new_departments, roster.new_locations) == (("Water",), ("Annex",))


def test_a_place_in_another_spelling_is_a_fault() -> None:
    assert only_fault(department="housing") == (
        'department: is "housing", which stands as "Housing" in the city\'s list; '
        "one spelling for one place"
    )
    other = PLAIN | {"email": "bo@city.example"}
    assert faults_of(
        PLAIN | {"location": "Annex B"},
        other | {"location": "AnnexB"},
        other | {"location": "Annex B", "language": "", "test": ""},
    )[0] == (
        'people.csv:3: location: is "AnnexB", which stands as "Annex B" on line 2; '
        "one spelling for one place"
    )


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("spa", ' (did you mean "es"?)'),
        ("ES", ' (did you mean "es"?)'),
        ("es_MX", ' (did you mean "es"?)'),
        ("spanisch", ' (did you mean "es"?)'),
        ("zh", ' (did you mean "cmn", "yue", "nan", "cdo"?)'),
        ("x1", ""),
    ],
)
def test_a_wrong_tag_is_told_with_what_was_meant(tag: str, hint: str) -> None:
    assert only_fault(language=tag) == (
        f'language: "{tag}" is no known language tag{hint}; '
        "tags of the register of languages, such as es, zh-Hant or ase"
    )


def test_the_same_wrong_tag_is_told_for_every_row() -> None:
    bad = ANA | {"language": "spa"}
    first, second = faults_of(bad, bad | {"test": "Another"})
    assert first.removeprefix("people.csv:2") == second.removeprefix("people.csv:3")


@pytest.mark.parametrize("day", ["2025-02-30", "2025-13-01", "20250101", "1/2/2025", "2025-W01-1"])
def test_an_impossible_date_is_told(day: str) -> None:
    assert only_fault(ethics_signed_on=day) == (
        f'ethics_signed_on: is "{day}", which is no date; a date such as 2026-03-31'
    )


def test_a_qualification_that_never_counts_is_told() -> None:
    assert only_fault(valid_until="2025-01-01") == (
        "valid_until: is 2025-01-01, on or before valid_from; "
        "the first day on which it no longer counts, or nothing if it has no end"
    )


def test_a_qualification_needs_its_first_day() -> None:
    assert only_fault(valid_from="").startswith("valid_from: is empty; the first day")


@pytest.mark.parametrize(
    ("column", "value", "wrong"),
    [
        ("email", "", "is empty"),
        ("email", "ana.city.example", 'is "ana.city.example"'),
        ("name", "", "is empty"),
        ("phone", "call me", 'is "call me"'),
        ("scopes", "", "is empty"),
        ("scopes", "interpreting", 'holds "interpreting" (did you mean "interpret"?)'),
        ("domains", "helth", 'holds "helth" (did you mean "health"?)'),
        ("level_scale", "ilr", 'is "ilr"'),
        ("level", "7", 'is "7"'),
        ("status", "", "is empty"),
        ("status", "activ", 'is "activ" (did you mean "active"?)'),
    ],
)
def test_what_is_wrong_in_one_cell_is_told(column: str, value: str, wrong: str) -> None:
    assert only_fault(**{column: value}).startswith(f"{column}: {wrong}; ")


@pytest.mark.parametrize(
    ("tag", "scopes", "wrong"),
    [
        ("mam", "interpret translate", 'holds "translate", but mam is only spoken'),
        ("zh-Hant", "interpret", 'holds "interpret", but zh-Hant is only written'),
        ("ase", "translate", 'holds "translate", but ase is only signed'),
    ],
)
def test_spoken_and_written_are_kept_apart(tag: str, scopes: str, wrong: str) -> None:
    assert only_fault(language=tag, scopes=scopes).startswith(f"scopes: {wrong}; ")


def test_a_qualification_needs_its_language() -> None:
    [fault] = faults_of(PLAIN | {"scopes": "interpret", "level": "3"})
    assert fault == (
        'people.csv:2: language: is empty, but "scopes", "level" is not; '
        "a language tag, or a row without anything of a qualification"
    )


def test_a_person_is_the_same_in_every_row() -> None:
    again = ANA | {"language": "mam", "name": "Anna Ruiz", "department": "Parks"}
    name, department = faults_of(ANA, again)
    assert name == (
        'people.csv:3: name: is "Anna Ruiz", but "Ana  Ruiz" on line 2; '
        "the same in every row of one person"
    )
    assert department.startswith('people.csv:3: department: is "Parks", but "Housing" on line 2; ')


def test_a_row_twice_names_the_other_line() -> None:
    [fault] = faults_of(ANA, PLAIN, ANA | {"certificate": "C-2"})
    assert fault == (
        "people.csv:4: row: stands on line 2 already; "
        "one row for a person, language, test and valid_from"
    )


def test_every_fault_is_told_by_line_and_column() -> None:
    bad = ANA | {"language": "xx-bad", "level": "9", "valid_from": "soon", "email": "bo"}
    assert [fault.split(": ")[:2] for fault in faults_of(bad, ANA, ANA | {"status": "?"})] == [
        ["people.csv:2", "email"],
        ["people.csv:2", "language"],
        ["people.csv:2", "level"],
        ["people.csv:2", "valid_from"],
        ["people.csv:4", "status"],
        ["people.csv:4", "row"],
    ]
