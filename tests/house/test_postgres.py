"""The PostgreSQL of the tests themselves: which one is taken, and that nothing of it is left."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.postgres import ServerFailed, binaries, database, server, within_reach


def programs(place: Path, *versions: str) -> Path:
    """A place that holds a server's programs of these versions."""
    for version in versions:
        folder = place / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    return place


def test_the_newest_programs_of_the_first_place_that_has_any_are_taken(tmp_path: Path) -> None:
    none, first = tmp_path / "none", programs(tmp_path / "first", "pg17", "pg18")
    second = programs(tmp_path / "second", "pg19")

    assert binaries((none, first, second)) == first / "pg18" / "bin"
    assert binaries((none,)) is None


def test_without_any_server_the_tests_are_skipped_and_say_why() -> None:
    with pytest.raises(pytest.skip.Exception, match="no PostgreSQL"), ExitStack() as stack:
        stack.enter_context(database({}, places=()))


def test_where_postgres_is_required_its_absence_is_a_failure() -> None:
    needed = {"REQUIRE_POSTGRES": "1"}
    with pytest.raises(pytest.fail.Exception, match="no PostgreSQL"), ExitStack() as stack:
        stack.enter_context(database(needed, places=()))


def test_a_server_that_is_named_lends_a_database_and_gets_it_back(one_postgres: Engine) -> None:
    given = one_postgres.url.set(drivername="postgresql").render_as_string(hide_password=False)

    with database({"TEST_DATABASE_URL": given}, places=()) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            name = connection.scalar(text("SELECT current_database()"))
        engine.dispose()

    with one_postgres.connect() as connection:
        names = connection.scalars(text("SELECT datname FROM pg_database")).all()
    assert name not in names
    assert one_postgres.url.database in names


def test_a_server_that_does_not_come_up_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    folder = programs(tmp_path, "broken") / "broken" / "bin"
    (folder / "initdb").write_text('#!/bin/sh\necho out of order in "$HOME"\nexit 1\n')
    (folder / "initdb").chmod(0o755)

    with pytest.raises(ServerFailed, match="out of order") as failed, ExitStack() as stack:
        stack.enter_context(server(folder))

    home = Path(str(failed.value).split()[-1])
    assert home.name.startswith("langaccess-pg-")
    assert not home.exists()


def test_programs_behind_a_closed_door_are_copied_to_where_the_server_lives(
    tmp_path: Path,
) -> None:
    closed = programs(tmp_path / "closed", "pg18")
    (tmp_path / "closed.libs").mkdir()
    closed.chmod(0o700)
    home = tmp_path / "home"

    copy = within_reach(closed / "pg18" / "bin", home)

    assert copy == home / "programs" / "closed" / "pg18" / "bin"
    assert (copy / "initdb").exists()
    assert (home / "programs" / "closed.libs").exists()
    assert within_reach(Path("/usr/bin"), home) == Path("/usr/bin")
