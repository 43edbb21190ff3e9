"""Bringing the database up to date, and knowing whether it is."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from langaccess.storage.languages import load_register

SCRIPTS = Path(__file__).parent / "migrations"
# Any number will do, as long as every process that migrates asks for the same.
MIGRATION_LOCK = 20261122


def migrate(engine: Engine) -> None:
    """Bring tables and register of languages up to date; two at once wait for each other."""
    with _alone(engine) as connection, connection.begin():
        _lock(connection)
        command.upgrade(_config(connection), "head")
        session = Session(connection)
        load_register(session)
        session.flush()  # the connection's own transaction keeps it


def take_back(engine: Engine, revision: str) -> None:
    """Undo migrations down to this one ("base" for all); what they held is lost."""
    with _alone(engine) as connection, connection.begin():
        _lock(connection)
        command.downgrade(_config(connection), revision)


def is_current(connection: Connection) -> bool:
    """Whether the newest migration has been applied."""
    return MigrationContext.configure(connection).get_current_revision() == newest()


@cache
def newest() -> str:
    """The number of the newest migration."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _alone(engine: Engine) -> Connection:
    return engine.connect().execution_options(write=True)


def _lock(connection: Connection) -> None:
    """Wait until nobody else migrates; SQLite's writers stand in line anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
