"""Response clocks on the command line."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from langaccess.cli.due import SENTENCES
from langaccess.domain.clocks import Why
from tests.cli.conftest import Installation

DATA = Path(__file__).parents[1] / "data" / "priority"
RULES = ("--rules", str(DATA / "rules.toml"))


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_reference_case_is_answered_exactly(bare: Installation, tmp_path: Path) -> None:
    cases = answers((DATA / "clocks.jsonl").read_text(encoding="utf-8"))
    file = tmp_path / "contacts.jsonl"
    file.write_text("\n\n".join(json.dumps(case["request"]) for case in cases), encoding="utf-8")

    result = bare.run("due", *RULES, str(file))

    assert result.exit_code == 0
    for case, answer in zip(cases, answers(result.stdout), strict=True):
        assert answer["respond_by"] == case["expect"]["respond_by"]
        assert len(answer["because"]) >= 2
        assert "{" not in "".join(answer["because"])


def test_one_contact_is_answered_with_every_reason(bare: Installation) -> None:
    result = bare.run(
        *("due", *RULES, "--channel", "letter", "--received", "2026-11-25T18:30:00-08:00"),
        *("--reachable", "phone,email"),
    )

    monday = "Monday 2026-11-30"
    assert answers(result.stdout) == [
        {
            "respond_by": "2026-11-30T17:00:00-08:00",
            "because": [
                f"It came on Wednesday 2026-11-25 after closing, so it counts from {monday}.",
                "They can be reached by phone and email, so the shorter promise holds.",
                f"By letter, an answer is owed on the same business day: {monday}.",
            ],
        }
    ]


def test_the_settings_name_the_rules(bare: Installation) -> None:
    result = bare.run("due", "--channel", "email", "--received", "2026-11-23T09:00:00-08:00")

    (answer,) = answers(result.stdout)
    assert datetime.fromisoformat(answer["respond_by"]).hour == 17


def test_contacts_come_from_standard_input_with_a_mark_of_order(bare: Installation) -> None:
    line = '\ufeff{"channel": "web", "received": "2026-11-08T09:55:00Z", "reachable": []}\n'

    result = bare.run("due", *RULES, "-", typed=line)

    assert [one["respond_by"] for one in answers(result.stdout)] == ["2026-11-09T17:00:00-08:00"]


def test_every_fault_of_a_file_is_told_by_line(bare: Installation, tmp_path: Path) -> None:
    file = tmp_path / "contacts.jsonl"
    lines = [
        '{"channel": "web", "received": "2026-11-08T09:55:00Z"}',
        "{",
        "[]",
        '{"channel": "pigeon", "received": "2026-11-08T09:55:00Z"}',
        '{"channel": "web", "received": "2026-11-08T09:55:00"}',
        '{"channel": "web", "received": "soon"}',
        '{"channel": "web"}',
        '{"channel": "web", "received": "2026-11-08T09:55:00Z", "reachable": ["smoke"]}',
        '{"channel": "web", "received": "2026-11-08T09:55:00Z", "reachable": "phone"}',
        '{"channel": ["web"], "received": "2026-11-08T09:55:00Z"}',
        '{"chanel": "web"}',
    ]
    file.write_text("\n".join(lines))

    said = bare.refused("due", *RULES, str(file), code=2)

    places = [line.split(": ")[0] for line in said]
    assert places == [f"{file}:{number}" for number in range(2, len(lines) + 1)]
    assert [line.split(": ")[1] for line in said] == [
        *("not JSON", "must be one JSON object", "channel", "received", "received", "received"),
        *("reachable", "reachable", "channel", "chanel"),
    ]


def test_what_is_not_utf_8_is_told(bare: Installation, tmp_path: Path) -> None:
    file = tmp_path / "contacts.jsonl"
    file.write_bytes(b'{"channel": "\xff"}\n')

    (line,) = bare.refused("due", *RULES, str(file), code=2)

    assert line.startswith(f"{file}: not UTF-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--channel", "web", "--received", "2026-11-08"), "--received: must be a time with its"),
        (
            ("--channel", "web", "--received", "2026-11-08T09:55:00Z", "--reachable", "fax"),
            "--reachable: must be a list; allowed in it: phone, email",
        ),
    ],
)
def test_a_wrong_word_is_told_by_its_option(
    bare: Installation, words: tuple[str, ...], said: str
) -> None:
    (line,) = bare.refused("due", *RULES, *words, code=2)

    assert line.startswith(said)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--channel", "web"),
        ("--received", "2026-11-08T09:55:00Z"),
        ("--channel", "pigeon", "--received", "2026-11-08T09:55:00Z"),
        ("--channel", "web", "--received", "2026-11-08T09:55:00Z", "-"),
        ("none.jsonl",),
    ],
)
def test_wrong_use_is_told_with_code_2(bare: Installation, words: tuple[str, ...]) -> None:
    said = bare.refused("due", *RULES, *words, code=2)

    assert any(line.startswith("Error: ") for line in said)


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Why)
