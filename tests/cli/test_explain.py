"""Explaining a document's place in the queue on the command line."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Installation

DATA = Path(__file__).parents[1] / "data" / "priority"
RULES = ("--rules", str(DATA / "rules.toml"))
SHIPPED = Path(__file__).parents[2] / "priority_rules.toml"
LEAST = {
    "title": "Boil water notice, Westside",
    "document_type": "notice",
    "target_languages": ["es", "vi"],
    "received_at": "2026-11-25T16:30:00-08:00",
}
KEYS = [
    *("class", "class_name", "due_at", "rank_at", "preempts", "first_release_at"),
    *("matched", "because", "work", "feasible", "rules_version"),
]


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def explained(bare: Installation, *words: str, **changes: Any) -> dict[str, Any]:
    typed = json.dumps({**LEAST, **changes})
    (found,) = answers(bare.run("rules", "explain", *words, "-", typed=typed).stdout)
    return found


def test_every_reference_case_is_answered_exactly(bare: Installation, tmp_path: Path) -> None:
    cases = answers((DATA / "cases.jsonl").read_text(encoding="utf-8"))
    file = tmp_path / "requests.jsonl"
    lines = [json.dumps(case["request"], ensure_ascii=False) for case in cases]
    file.write_text("\n\n".join(lines), encoding="utf-8")

    result = bare.run("rules", "explain", *RULES, str(file))

    assert result.exit_code == 0
    for case, answer in zip(cases, answers(result.stdout), strict=True):
        answer["matched"] = [match["rule"] for match in answer["matched"]]
        assert {key: answer[key] for key in case["expect"]} == case["expect"]
        assert list(answer) == KEYS
        assert not any("%" in told for told in answer["because"])


def test_one_request_is_explained_in_whole_sentences(bare: Installation) -> None:
    found = explained(bare, *RULES, words=120)

    assert found == {
        "class": "P0",
        "class_name": "Immediate danger to life or health",
        "due_at": "2026-11-26T16:30:00-08:00",
        "rank_at": "2026-11-26T16:30:00-08:00",
        "preempts": True,
        "first_release_at": "2026-11-25T18:30:00-08:00",
        "matched": [
            {
                "rule": "boil-water",
                "criterion": "health",
                "class": "P0",
                "ground": "40 CFR 141.202",
            }
        ],
        "because": [
            "No rule names the document type notice.",
            (
                "Rule boil-water protects people's health and asks for class P0; its ground is"
                " 40 CFR 141.202."
            ),
            (
                "The most urgent rule that matches decides: class P0, Immediate danger to life or"
                " health."
            ),
            "Work of this class goes before all other work, day and night.",
            (
                "It came on Wednesday 2026-11-25 at 16:30, and class P0 allows 24 hours, day and"
                " night: until Thursday 2026-11-26 at 16:30."
            ),
            "The time that its class allows decides: it is due by Thursday 2026-11-26 at 16:30.",
            "A first short notice must be out by Wednesday 2026-11-25 at 18:30.",
        ],
        "work": [
            {"language": "es", "finish_at": "2026-11-25T17:06:00-08:00", "on_time": True},
            {"language": "vi", "finish_at": "2026-11-25T17:06:00-08:00", "on_time": True},
        ],
        "feasible": True,
        "rules_version": found["rules_version"],
    }
    assert found["rules_version"].startswith("reference-1 (")


def test_what_cannot_be_met_is_said_with_what_can_be_done(bare: Installation) -> None:
    found = explained(bare, *RULES, title="Park plan", words=60_000, needed_by="2026-12-04")

    assert not found["feasible"]
    assert [one["on_time"] for one in found["work"]] == [False, False]
    told = " ".join(found["because"])
    assert "es, vi would be finished by" in told
    assert "With a second translator sharing it, es, vi could be finished by" in told


def test_words_that_are_not_given_are_counted(bare: Installation) -> None:
    short = explained(bare, *RULES, text="")
    long = explained(bare, *RULES, text="word " * 5000)
    none = explained(bare, *RULES, text="word " * 5000, words=0)
    finished = [one["work"][0]["finish_at"] for one in (none, short, long)]
    assert finished == sorted(set(finished))


def test_the_settings_name_the_rules_and_the_shipped_ones_decide(bare: Installation) -> None:
    assert explained(bare)["rules_version"].startswith("test (")
    assert explained(bare, "--rules", str(SHIPPED))["matched"]


def test_one_object_may_stand_on_many_lines(bare: Installation) -> None:
    typed = "\ufeff\n" + json.dumps(LEAST, indent=2)
    result = bare.run("rules", "explain", *RULES, "-", typed=typed)
    assert len(answers(result.stdout)) == 1


def test_every_fault_of_a_file_is_told_by_line_and_nothing_is_answered(
    bare: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "requests.jsonl"
    lines = [
        json.dumps(LEAST),
        "",
        '{"title": }',
        "[]",
        json.dumps({**LEAST, "words": -1, "reach": "all"}),
        json.dumps({**LEAST, "received_at": "2026-11-25T16:30:00"}),
        json.dumps({**LEAST, "target_languages": []}),
        json.dumps({**LEAST, "legal_dedline": "2026-12-04"}),
        json.dumps({**LEAST, "legal_deadline": "soon"}),
        '{"title": "a", "title": "b"}',
        "[" * 100_000,
        '{"words": ' + "9" * 5000 + "}",
        '{"title": NaN}',
    ]
    file.write_text("\n".join(lines))

    said = bare.refused("rules", "explain", *RULES, str(file), code=2)

    told = [line.removeprefix(f"{file}:").split(": ") for line in said]
    assert [(line, what) for line, what, *_ in told] == [
        ("3", "not JSON"),
        ("4", "is not a request; one JSON object"),
        ("5", "words"),
        ("5", "reach"),
        ("6", "received_at"),
        ("7", "target_languages"),
        ("8", "legal_dedline"),
        ("9", "legal_deadline"),
        ("10", "not JSON"),
        ("11", "not JSON"),
        ("12", "not JSON"),
        *(("13", field) for field in LEAST),
    ]
    assert all("; " in line for line in said)


def test_a_fault_in_an_object_of_many_lines_names_the_line_of_its_field(bare: Installation) -> None:
    request = {**LEAST, "words": -1}
    typed = json.dumps({**request, "layout": 3}, indent=2).replace("{", "{\n", 1)
    (words, layout) = bare.refused("rules", "explain", *RULES, "-", code=2, typed=typed)
    assert ":10: words: is below nought; " in words
    assert ":11: layout: is a whole number, " in layout


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", ":1: holds no request; one JSON object, or one JSON object a line"),
        (" \n\n", ":1: holds no request; "),
        ("{\n  'title': 3\n}", ":2: not JSON: Expecting property name"),
        ("{", ":1: not JSON: "),
        ('{"title": "a"}{"title": "b"}', ":1: not JSON: Extra data"),
        ("3", ":1: is not a request; "),
        ("[" * 100_000, ":1: not JSON: nested too deeply; "),
    ],
)
def test_what_is_no_request_is_told_in_one_line(bare: Installation, typed: str, told: str) -> None:
    (line,) = bare.refused("rules", "explain", *RULES, "-", code=2, typed=typed)
    assert told in line


def test_what_is_not_utf_8_is_told_by_its_line(bare: Installation, tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b'{"title": "a"}\n{"title": "\xff"}\n')
    (line,) = bare.refused("rules", "explain", *RULES, str(file), code=2)
    assert line.startswith(f"{file}:2: not UTF-8: ")


def test_a_city_that_is_never_open_is_told(bare: Installation, tmp_path: Path) -> None:
    """The one hour of the week that the city works is on days off for more than a year."""
    days = [date(2026, 11, 2) + timedelta(weeks=week) for week in range(70)]
    text = SHIPPED.read_text(encoding="utf-8")
    hours = text.partition("[calendar.hours]")[2].partition("# --- When the city")[0]
    text = text.replace(hours, '\nmonday = "08:00-09:00"\n')
    text = text.replace("closed_on = []", f"closed_on = [{', '.join(map(str, days))}]")
    rules = tmp_path / "closed.toml"
    rules.write_text(text, encoding="utf-8")

    words = ("rules", "explain", "--rules", str(rules), "-")
    (line,) = bare.refused(*words, code=2, typed=json.dumps({**LEAST, "title": "News"}))

    assert line == "the calendar has no business day within a year of 2026-11-26"


@pytest.mark.parametrize("words", [(), ("none.jsonl",), ("-", "-"), ("--rules", "none.toml", "-")])
def test_wrong_use_ends_with_code_2(bare: Installation, words: tuple[str, ...]) -> None:
    assert bare.refused("rules", "explain", *words, code=2)


def test_a_broken_rules_file_is_told_by_its_faults(bare: Installation, tmp_path: Path) -> None:
    rules = tmp_path / "broken.toml"
    rules.write_text("version = 3\n")
    said = bare.refused("rules", "explain", "--rules", str(rules), "-", code=2, typed="{}")
    assert said[0].startswith(f"{rules}:1: version: ")
