from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from langaccess.storage.heartbeat import beat
from langaccess.storage.schema import newest
from tests.factories import NINE
from tests.web.pages import Clock, Visitor, take_away


def test_a_process_that_answers_is_alive(visitor: Visitor) -> None:
    visitor.opens("/healthz")

    assert visitor.answer.json == {"status": "alive"}


def test_without_a_worker_and_without_migrations_it_is_not_ready(visitor: Visitor) -> None:
    visitor.opens("/readyz", status=503)

    assert visitor.answer.json == {"database": True, "migrations": False, "worker": False}


def test_a_worker_counts_as_seen_for_a_minute(
    visitor: Visitor, session: Session, clock: Clock
) -> None:
    beat(session, "here:1", NINE)
    visitor.opens("/readyz", status=503)
    assert visitor.answer.json
    assert visitor.answer.json["worker"]

    clock.at += timedelta(seconds=61)

    visitor.opens("/readyz", status=503)
    assert visitor.answer.json
    assert not visitor.answer.json["worker"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_migrated_and_with_a_worker_it_is_ready(visitor: Visitor, session: Session) -> None:
    session.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    beat(session, "here:1", NINE)

    visitor.opens("/readyz")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_its_database_it_lives_and_is_not_ready(visitor: Visitor, app: Flask) -> None:
    take_away(app)

    visitor.opens("/healthz")
    visitor.opens("/readyz", status=503)
    assert visitor.answer.json == {"database": False, "migrations": False, "worker": False}
