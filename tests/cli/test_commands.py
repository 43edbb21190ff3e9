"""How every command helps, and how it fails: a line on stderr, never a traceback."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import IntegrityError

from langaccess.cli.commands import cli
from langaccess.cli.failing import SENTENCES, Operators, sentence_of, trouble_of
from langaccess.domain.errors import Missing
from tests.cli.conftest import Installation


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in sorted(group.commands.items()):
        yield (*words, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))


@pytest.mark.parametrize("words", list(commands(cli)), ids=" ".join)
def test_every_command_helps(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli, [*words, "--help"])

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage:")


def test_the_program_says_its_version() -> None:
    assert "0.1.0" in CliRunner().invoke(cli, ["--version"]).stdout


@pytest.mark.parametrize(
    "words", [("fly",), ("--fly",), ("migrate", "now"), ("serve", "--port", "0")]
)
def test_what_no_command_is_is_wrong_use(here: Installation, words: tuple[str, ...]) -> None:
    assert any(line.startswith("Error: ") for line in here.refused(*words, code=2))


SETTINGS = ("migrate", "doctor", "worker", "serve", "demo")


@pytest.mark.parametrize("command", SETTINGS)
def test_a_wrong_setting_stops_the_start_with_one_line(
    bare: Installation, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("LANGACCESS_DATABASE_URL", "oracle://db")

    (line,) = bare.refused(command, code=2)

    assert line.startswith("LANGACCESS_DATABASE_URL: cannot use 'oracle'; allowed:")


@pytest.mark.parametrize("command", ["worker", "serve", "demo"])
def test_wrong_rules_stop_the_start_with_a_line_for_each_fault(
    here: Installation, command: str
) -> None:
    path = Path(here.environment["LANGACCESS_RULES"])
    path.write_text(path.read_text().replace("after_seconds = 60", "after_seconds = 6"))

    lines = here.refused(command, code=2)

    assert all(line.startswith(f"{path}:") for line in lines)
    assert any("dispatch.step" in line for line in lines)


@pytest.mark.parametrize("command", ["worker", "serve"])
def test_a_database_that_is_behind_stops_the_start(bare: Installation, command: str) -> None:
    said = bare.refused(command)

    assert said == ["the database is not up to date: run `langaccess migrate` first"]


@pytest.mark.parametrize("command", ["migrate", "worker", "serve"])
def test_a_database_that_is_away_is_told_in_one_line(
    bare: Installation, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("LANGACCESS_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")

    (line,) = bare.refused(command)

    assert line.startswith("the database cannot be used: ")


def test_a_folder_that_is_no_database_is_told_in_one_line(
    bare: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGACCESS_DATABASE_URL", f"sqlite:///{bare.folder}")

    (line,) = bare.refused("serve")

    assert line.startswith("the database cannot be used: ")


def test_what_the_database_refuses_is_told_without_its_values() -> None:
    error = IntegrityError("INSERT", {"email": "ana@city.example"}, ValueError("ana@city.example"))

    assert trouble_of(error) == "the database refused: IntegrityError"


def test_a_refusal_without_words_has_its_name() -> None:
    class Vanished(Missing):
        pass

    @click.command()
    def vanish() -> None:
        raise Vanished

    result = CliRunner().invoke(Operators("all", commands={"vanish": vanish}), ["vanish"])

    assert (result.exit_code, result.stderr) == (1, "Vanished\n")
    assert sentence_of(Vanished("it is gone")) == "it is gone"
    assert all(said == said.strip() for said in SENTENCES.values())


def test_migrating_twice_does_no_harm(bare: Installation) -> None:
    first, second = bare.run("migrate"), bare.run("migrate")

    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert first.stdout.startswith("The database is up to date (")
