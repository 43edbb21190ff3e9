"""What page tests ask for: the application on a real database, its clock, and who visits."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from langaccess.app import create_app
from langaccess.domain.access import Role
from langaccess.settings import load_settings
from langaccess.storage.accounts import Account
from langaccess.storage.base import db
from langaccess.web import errors, guard
from langaccess.web.staff import counter
from tests.factories import RULES, make_clerk
from tests.web.pages import Clock, Visitor

ROOT = Path(__file__).parents[2]
SignedIn = Callable[..., Visitor]


@pytest.fixture
def clock() -> Clock:
    """The time for the application: nine, until moved."""
    return Clock()


@pytest.fixture(scope="session")
def desk_drawer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process keeps what its applications read: rules, instance, SQLite's file."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "rules.toml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture
def sqlite_url(empty_sqlite: Path, desk_drawer: Path) -> str:
    """An empty SQLite database, always in the same place, so that its application can stay."""
    place = desk_drawer / "langaccess.sqlite3"
    for one in desk_drawer.glob(f"{place.name}*"):
        if one.is_dir():
            one.rmdir()
        else:
            one.unlink()
    return f"sqlite:///{shutil.copy(empty_sqlite, place)}"


@pytest.fixture(scope="session")
def applications(desk_drawer: Path) -> Callable[[str], Flask]:
    """Makes the application of a database once: templates are slow only the first time."""
    return cache(lambda url: make_application(desk_drawer, url))


@pytest.fixture
def app(database_url: str, applications: Callable[[str], Flask], clock: Clock) -> Iterator[Flask]:
    """The application as an installation starts it, with the tests' rules and their clock."""
    with at_work(applications(database_url), clock) as app:
        yield app


@pytest.fixture
def visitor(app: Flask, session: Session, clock: Clock) -> Visitor:
    """A stranger with a browser."""
    return Visitor(app, session, clock)


@pytest.fixture
def signed_in(app: Flask, session: Session, clock: Clock) -> SignedIn:
    """Makes a visitor of an account, or of a new one at a department and counter of its own."""

    def sign_in(who: Account | Role = Role.STAFF, **changes: object) -> Visitor:
        account = make_clerk(session, who, **changes) if isinstance(who, Role) else who
        return Visitor(app, session, clock).signs_in(account)

    return sign_in


def make_application(folder: Path, url: str) -> Flask:
    """An application on this database, by the rules in the folder."""
    environment = {
        "LANGACCESS_INSTANCE": str(folder / "instance"),
        "LANGACCESS_DATABASE_URL": url,
        "LANGACCESS_RULES": str(folder / "rules.toml"),
    }
    app = create_app(load_settings(environment, root=ROOT))

    def tell_the_time() -> None:
        g.now = app.extensions["clock_of_tests"].at

    app.before_request_funcs.setdefault(None, []).insert(0, tell_the_time)
    return app


@contextmanager
def at_work(app: Flask, clock: Clock) -> Iterator[Flask]:
    """The application for one test, with its clock, knowing nothing of the test before."""
    app.extensions["clock_of_tests"] = clock
    forget()
    yield app
    with app.app_context():
        db.engine.dispose()


def forget() -> None:
    """A process serves one city; a test process serves many, one after the other."""
    errors._lines.clear()
    guard._seen_lately.clear()
    counter._most_used.cache_clear()
