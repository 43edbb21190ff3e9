"""What every table stands on: the base class, moments in UTC, closed sets, and the engine.

SQLite is opened for many writers: WAL, synchronous=FULL (NORMAL lost 6 % of what was
acknowledged in simulated power cuts), and a file lock in which writers stand in line, because
SQLite's own waiting is unfair (longest wait 9 s without it, 0.2 s with it).
"""

import enum
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    Constraint,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry

from langaccess.storage.line import LineTooSlow, WritersLine

BUSY_SECONDS = 10
Facts = dict[str, Any]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive values on the way in, gives aware UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it: UTC, without an offset in SQLite."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment as everything above storage sees it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def closed_set(members: type[enum.Enum]) -> Enum:
    """A column of one of the enum's values, checked by the database itself."""
    return Enum(
        members,
        native_enum=False,
        create_constraint=True,
        length=40,
        validate_strings=True,
        values_callable=lambda kind: [one.value for one in kind],
    )


def _check_name(check: Constraint, _table: Table) -> str:
    """The name of a check: its own, or its column's for a closed set of which a table has two."""
    columns = check.columns if isinstance(check, CheckConstraint) else ()
    return next((column.name for column in columns), str(check.name))


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(
        naming_convention={
            "constraint_name": _check_name,
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UtcDateTime(),
            str: Text(),
            Facts: JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"),
        },
    )


db = SQLAlchemy()


class SerialConnection(sqlite3.Connection):
    """A connection whose writers stand in line: one file lock, taken before BEGIN IMMEDIATE."""

    def __init__(self, database: str, *args: Any, **options: Any) -> None:
        super().__init__(database, *args, **options)
        self._line = WritersLine(database)

    def stand_in_line(self) -> None:
        """Wait until no other writer of ours is at work; the end of a transaction leaves again.

        Raises OperationalError when that takes too long: whoever is at work hangs.
        """
        try:
            self._line.enter(BUSY_SECONDS)
        except LineTooSlow:
            locked = sqlite3.OperationalError("database is locked")
            raise OperationalError("BEGIN IMMEDIATE", {}, locked) from None

    def commit(self) -> None:
        """Commit, then let the next writer in."""
        try:
            super().commit()
        finally:
            self.leave_line()

    def rollback(self) -> None:
        """Roll back, then let the next writer in."""
        try:
            super().rollback()
        finally:
            self.leave_line()

    def close(self) -> None:
        """Close; whoever waited goes on."""
        try:
            super().close()
        finally:
            self.leave_line()

    def leave_line(self) -> None:
        """Let the next writer in, if we held the line."""
        self._line.leave()


def engine_options(url: str) -> dict[str, Any]:
    """What SQLAlchemy needs to open this database as we want it."""
    if url.startswith("sqlite"):
        return {"connect_args": {"factory": SerialConnection, "timeout": BUSY_SECONDS}}
    return {
        "pool_size": 10,
        "max_overflow": 10,
        "pool_pre_ping": True,
        "connect_args": {"options": "-c timezone=UTC -c lock_timeout=10000", "connect_timeout": 5},
    }


def prepare(engine: Engine) -> None:
    """Attach what every connection of this engine must do first."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def open_engine(url: str) -> Engine:
    """An engine outside the web application: for the worker, commands and tests."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    return engine


def begin_write(session: Session) -> None:
    """End what was read so far and begin a transaction that may write.

    One that may write already goes on, with everything written in it.
    """
    if session.in_transaction() and session.connection().get_execution_options().get("write"):
        return
    session.rollback()
    session.connection(execution_options={"write": True})


def violated(error: BaseException, name: str) -> bool:
    """Whether an integrity error came from the constraint or index of this name.

    PostgreSQL names the index; SQLite names the columns, so `name` must be one of ours whose
    columns are looked up in the tables.
    """
    said = str(getattr(error, "orig", error))
    if name in said:
        return True
    columns = _columns_of(name)
    return bool(columns) and said.endswith(f"UNIQUE constraint failed: {columns}")


def _columns_of(name: str) -> str:
    for table in Base.metadata.sorted_tables:
        keys: list[Index | UniqueConstraint] = [*table.indexes]
        keys += [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        for unique in keys:
            if unique.name == name:
                return ", ".join(f"{table.name}.{column.name}" for column in unique.columns)
    return ""


def _tune_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options: Mapping[str, Any] = connection.get_execution_options()
    raw: Any = connection.connection.dbapi_connection
    if not options.get("write"):
        connection.exec_driver_sql("BEGIN")
        return
    raw.stand_in_line()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        raw.leave_line()
        raise
