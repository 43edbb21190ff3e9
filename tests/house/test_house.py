"""The rules of the house that no linter knows."""

import ast
import importlib
import pkgutil
import re
import sys
from pathlib import Path

import pytest
from flask import Flask

import langaccess
from langaccess.adapters.calendar import city_of
from langaccess.adapters.holidays import known_places
from langaccess.app import create_app
from langaccess.domain.access import GRANTS, Permission, Role
from langaccess.domain.errors import WorkError
from langaccess.domain.rules import parse_rules
from langaccess.settings import KEYS, PREFIX, load_settings
from langaccess.web.errors import SENTENCES, STATUS

ROOT = Path(__file__).parents[2]
CODE = ROOT / "langaccess"
FILES = sorted(CODE.rglob("*.py"))
TEMPLATES = CODE / "web" / "templates"
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "core", "manager", "base_service"}
# Only the edges decide that what was done stays done.
COMMITS = {
    "langaccess/cli/transaction.py",
    "langaccess/storage/base.py",  # a connection's own commit, which lets the next writer in
    "langaccess/web/transaction.py",
}
# Refusals that no page and no address of the API can meet, each with its reason.
ONLY_AT_THE_COMMAND_LINE = {
    "SettingInvalid": "stops the start with a line that names the setting",
    "RulesInvalid": "carries its faults, each told by file and line",
    "FileInvalid": "carries its faults, each told by file, line and column",
    "PlaceUnknown": "a fault of the rules file, which stops the start",
    "NotEmpty": "a demonstration city is made from the command line only",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, of which only the map is looked at."""
    instance = tmp_path_factory.mktemp("instance")
    return create_app(load_settings({f"{PREFIX}INSTANCE": str(instance)}, root=ROOT))


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    silent = {name for name, view in app.view_functions.items() if not hasattr(view, "allowed")}
    assert silent == {"static"}


def test_every_permission_opens_something_and_is_granted_to_somebody(app: Flask) -> None:
    opening = {getattr(view, "allowed", None) for view in app.view_functions.values()}
    assert opening - {None} == set(Permission)
    assert set().union(*GRANTS.values()) == set(Permission)
    assert set(GRANTS) == set(Role)


def test_every_refusal_has_a_sentence_and_its_kind_a_status() -> None:
    for module in pkgutil.walk_packages(langaccess.__path__, "langaccess."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    told = {error.__name__ for error in SENTENCES}
    named = {error.__name__ for kind in STATUS for error in every_kind_of(kind)}
    named |= {error.__name__ for error in WorkError.__subclasses__() if error not in STATUS}
    assert named - told == {*ONLY_AT_THE_COMMAND_LINE}


def every_kind_of(kind: type[WorkError]) -> set[type[WorkError]]:
    """The refusals of a kind, and those under them."""
    below = kind.__subclasses__()
    return {*below}.union(*(every_kind_of(one) for one in below))


def test_only_the_edges_commit() -> None:
    guilty = {str(one.relative_to(ROOT)) for one in FILES if ".commit(" in one.read_text("utf-8")}
    assert guilty == COMMITS


def test_every_template_is_shown_by_some_view_or_stands_in_one_that_is() -> None:
    code = "\n".join(one.read_text("utf-8") for one in FILES)
    pages = {str(one.relative_to(TEMPLATES)): one for one in TEMPLATES.rglob("*.*")}
    markup = "\n".join(one.read_text("utf-8") for one in pages.values())
    used = {name for name in pages if f'"{name}"' in code}
    used |= set(re.findall(r"{%-? (?:extends|include|from|import) \"([^\"]+)\"", markup))
    mails = {name for name in pages if name.startswith("mail/")}  # named by their notice
    assert set(pages) - mails == used


def test_nothing_is_named_after_a_room_for_everything() -> None:
    names = {part for one in FILES for part in one.relative_to(ROOT).with_suffix("").parts}
    assert not names & VAGUE


def test_no_file_is_longer_than_300_lines() -> None:
    files = [*FILES, *TEMPLATES.rglob("*.html"), *(CODE / "web" / "static").glob("*.*")]
    long = {one.name for one in files if one.read_text("utf-8").count("\n") > 300}
    assert not long


def test_the_rules_need_nothing_but_the_standard_library() -> None:
    foreign = {
        f"{one.name}: {name}"
        for one in (CODE / "domain").rglob("*.py")
        for name in imported(one)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("langaccess.domain")
    }
    assert not foreign


def test_the_rules_ask_no_clock() -> None:
    asking = re.compile(r"\.now\(|\.today\(|time\.time\(|(?<![\w.])open\(|read_text\(")
    assert not {one.name for one in (CODE / "domain").rglob("*.py") if asking.search(source(one))}


def imported(file: Path) -> set[str]:
    """The modules a file imports."""
    tree = ast.parse(source(file))
    plain = {
        name.name for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names
    }
    nodes = ast.walk(tree)
    return plain | {one.module or "" for one in nodes if isinstance(one, ast.ImportFrom)}


def source(file: Path) -> str:
    """A file's text."""
    return file.read_text(encoding="utf-8")


def test_each_room_says_in_a_sentence_what_lives_there() -> None:
    for one in FILES:
        if "migrations" not in one.parts:
            first = ast.get_docstring(ast.parse(source(one))) or ""
            assert re.match(r".+[.?:]$", first.partition("\n")[0]), one


def test_the_rules_as_shipped_are_valid() -> None:
    text = (ROOT / "priority_rules.toml").read_text(encoding="utf-8")

    city = city_of(parse_rules(text, places=known_places()))

    assert city.rules.dispatch.steps


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    silent = {key for key in (*KEYS, "instance") if f"{PREFIX}{key.upper()}" not in readme}
    assert not silent


def test_no_text_is_put_together_inside_the_function_that_translates_it() -> None:
    """A catalogue knows whole sentences with named placeholders, never a joined piece."""
    joined = re.compile(r"\b(?:_|gettext|ngettext)\(\s*(?:f\"|\"[^\"]*\"\s*(?:%|\+|\.format))")
    files = [*FILES, *TEMPLATES.rglob("*.html")]
    assert not {one.name for one in files if joined.search(source(one))}


def test_no_test_puts_a_mock_in_the_place_of_our_own_code() -> None:
    mocking = re.compile(r"unittest\.mock|MagicMock|mocker\.")
    here = Path(__file__)
    tests = [one for one in (ROOT / "tests").rglob("*.py") if one != here]
    assert not {one.name for one in tests if mocking.search(source(one))}
