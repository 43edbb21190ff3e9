"""On which line each key of a TOML text stands."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.rules.lines import Path as Keys
from langaccess.domain.rules.lines import lines_of

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "priority_rules.toml", ROOT / "tests/data/priority/rules.toml"]

EVERYTHING = '''\
# a remark with [brackets], "quotes" and = signs
title = "a # that is no remark"   # [no.table]
"quoted key" = 'C:\\path'
site."example.org".port = 80
many = """
first = 1
""\\"[x]
"""
raw = \'\'\'
[y] = 'z'
\'\'\'
quoted = """ends in two quotes"""""
empty = ["", '', """""", [], {}]
dates = [ 2026-12-24, 1979-05-27 07:32:00Z, 07:32:00 ]
long = [
    "one",  # ]
    # a line of its own
    { a = 1, "b c" = { d = [1,
        2] } },
    3.5e7
]

[ table . "with space" ]
	tab = true
[[list]]
name = "first"
[list.sub]
x = 1
[[list.sub.deep]]
[[list.sub.deep]]
y = 2
[[ list ]]
name = "second"
[list.sub]
x = 0x1F
[last]
end = 1'''

EXPECTED = {
    ("title",): 2,
    ("quoted key",): 3,
    ("site",): 4,
    ("site", "example.org"): 4,
    ("site", "example.org", "port"): 4,
    ("many",): 5,
    ("raw",): 9,
    ("quoted",): 12,
    ("empty",): 13,
    ("empty", 4): 13,
    ("dates", 2): 14,
    ("long",): 15,
    ("long", 0): 16,
    ("long", 1): 18,
    ("long", 1, "b c", "d", 0): 18,
    ("long", 1, "b c", "d", 1): 19,
    ("long", 2): 20,
    ("table",): 23,
    ("table", "with space"): 23,
    ("table", "with space", "tab"): 24,
    ("list", 0): 25,
    ("list", 0, "sub", "x"): 28,
    ("list", 0, "sub", "deep", 0): 29,
    ("list", 0, "sub", "deep", 1, "y"): 31,
    ("list", 1): 32,
    ("list", 1, "name"): 33,
    ("list", 1, "sub", "x"): 35,
    ("last", "end"): 37,
}


def places(value: object, path: Keys = ()) -> Iterator[Keys]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*path, number))


def test_every_kind_of_key_has_its_line() -> None:
    found = lines_of(EVERYTHING)
    assert {path: found.get(path) for path in EXPECTED} == EXPECTED


@pytest.mark.parametrize(
    "text", [EVERYTHING, "", "\n", "# only a remark", *(file.read_text("utf-8") for file in FILES)]
)
def test_exactly_what_the_file_holds_has_lines(text: str) -> None:
    assert set(lines_of(text)) == set(places(tomllib.loads(text)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_line_of_a_key_has_the_key_on_it(file: Path) -> None:
    lines = file.read_text("utf-8").split("\n")
    for path, line in lines_of("\n".join(lines)).items():
        if isinstance(path[-1], str):
            assert path[-1] in lines[line - 1]


keys = st.text("abé. #=[]\"'\\", min_size=1, max_size=4)
scalars = st.sampled_from(
    ["1", "-2.5", "true", "2026-12-24", '"] # }"', "'\"'", '"""\n]\n"""', "'''\n}'\n'''"]
)


def quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def listed(items: list[str]) -> str:
    return "[" + ",\n  # ]\n".join(items) + " \n]"


def inlined(items: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{quoted(key)} = {item}" for key, item in items.items()) + " }"


values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(listed)
        | st.dictionaries(keys, inner, max_size=3).map(inlined)
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(keys, values, max_size=4), max_size=4))
def test_no_value_hides_the_keys_behind_it(tables: list[dict[str, str]]) -> None:
    text = ""
    expected: dict[Keys, int] = {}
    for number, table in enumerate(tables):
        expected["item", number] = text.count("\n") + 1
        text += "[[item]]  # [other]\n"
        for key, value in table.items():
            expected["item", number, key] = text.count("\n") + 1
            text += f"{quoted(key)} = {value} # = 1\n"

    found = lines_of(text)

    assert {path: found[path] for path in expected} == expected
    assert set(found) == set(places(tomllib.loads(text)))
