"""Accounts and tokens from the command line."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.services.accounts import token_hash, use_password_link, verify_password
from langaccess.storage.accounts import Account, token_holder
from langaccess.storage.audit import AuditEntry
from tests.cli.conftest import Installation
from tests.factories import NINE

PASSWORD = "amber-bridge-cedar-delta-ember"


def added(here: Installation, *words: str, typed: str | None = PASSWORD + "\n") -> str:
    result = here.run("user", "add", "Ana@City.example", "--role", "staff", *words, typed=typed)
    assert (result.exit_code, result.exception) == (0, None)
    return result.stdout


def test_a_person_is_added_with_roles_and_a_password(here: Installation, rows: Session) -> None:
    said = added(here, "--role", "interpreter", "--name", "Ana Ruiz", "--password-stdin")

    assert said == "ana@city.example may sign in as interpreter, staff.\n"
    account = verify_password(rows, email="ana@city.example", password=PASSWORD, now=NINE)
    assert account.name == "Ana Ruiz"
    assert account.actor.roles == {Role.STAFF, Role.INTERPRETER}
    assert [one.actor_id for one in rows.scalars(select(AuditEntry))] == [None, None]


def test_a_person_sets_the_password_by_a_link(here: Installation, rows: Session) -> None:
    link = added(here, "--link").strip()

    assert link.startswith("http://127.0.0.1:8000/password/")
    token = link.rpartition("/")[2]
    moment = rows.scalars(select(Account.created_at)).one()
    account = use_password_link(rows, token=token, password=PASSWORD, now=moment)
    assert account.name == account.email == "ana@city.example"


def test_a_password_is_typed_twice_on_a_terminal(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("langaccess.cli.accounts.is_terminal", lambda: True)
    said = added(here, typed=f"{PASSWORD}\nanother\n{PASSWORD}\n{PASSWORD}\n")

    assert PASSWORD not in said
    assert "do not match" in said


def test_without_a_terminal_there_is_nobody_to_ask(here: Installation) -> None:
    said = here.refused("user", "add", "ana@city.example", "--role", "staff", typed="")

    assert said == ["no terminal to ask for the password: use --password-stdin or --link"]


@pytest.mark.parametrize(
    ("email", "typed", "said"),
    [
        ("ana", PASSWORD, "this is no email address"),
        ("ana@city.example", "short", "a password has 15 to 256 characters"),
        ("ana@city.example", "", "a password has 15 to 256 characters"),
        ("ana@city.example", "ana@city.example", "a password has 15 to 256 characters"),
    ],
)
def test_what_cannot_be_used_is_refused(
    here: Installation, rows: Session, email: str, typed: str, said: str
) -> None:
    words = ("user", "add", email, "--role", "staff", "--password-stdin")
    lines = here.refused(*words, typed=typed)

    assert len(lines) == 1
    assert lines[0].startswith(said)
    assert rows.scalars(select(Account)).all() == []


def test_a_person_is_added_once(here: Installation) -> None:
    added(here, "--link")

    words = ("user", "add", "ANA@city.example", "--role", "admin", "--link")
    assert here.refused(*words) == ["somebody already has this email address"]


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add"),
        ("user", "add", "ana@city.example"),
        ("user", "add", "ana@city.example", "--role", "king"),
        ("user", "add", "a@b.example", "--role", "staff", "--link", "--password-stdin"),
        ("token",),
        ("token", "ana@city.example", "--days", "0"),
        ("tokens", "ana@city.example", "--revoke", "first"),
    ],
)
def test_wrong_use_is_told_with_code_2(here: Installation, words: tuple[str, ...]) -> None:
    assert any(line.startswith("Error: ") for line in here.refused(*words, code=2))


def test_a_token_is_shown_once_and_works(here: Installation, rows: Session) -> None:
    added(here, "--link")

    result = here.run("token", "ana@city.example", "--days", "7")

    token = result.stdout.strip()
    moment = rows.scalars(select(Account.created_at)).one()
    holder = token_holder(rows, token_hash(token), moment)
    assert holder is not None
    assert holder.email == "ana@city.example"
    assert token not in here.run("tokens", "ana@city.example").stdout


def test_tokens_are_listed_and_revoked(here: Installation) -> None:
    added(here, "--link")
    hint = here.run("token", "ana@city.example").stdout.strip()[-4:]

    listed = here.run("tokens", "ana@city.example").stdout.split("\t")
    assert (listed[0], listed[1], listed[3]) == ("1", f"…{hint}", "never\n")

    assert here.run("tokens", "ana@city.example", "--revoke", "1").stdout == "Token 1 is revoked.\n"
    assert here.run("tokens", "ana@city.example").stdout == ""
    said = here.refused("tokens", "ana@city.example", "--revoke", "1")
    assert said == ["there is no such token, or it is revoked"]


@pytest.mark.parametrize(
    "words", [("token", "nobody@city.example"), ("tokens", "nobody@x.example")]
)
def test_nobody_has_no_tokens(here: Installation, words: tuple[str, ...]) -> None:
    assert here.refused(*words) == ["nobody has this email address"]


@pytest.mark.parametrize("command", ["token", "tokens"])
def test_a_database_that_is_behind_is_left_alone(bare: Installation, command: str) -> None:
    said = bare.refused(command, "ana@city.example")

    assert said == ["the database is not up to date: run `langaccess migrate` first"]
