"""Bare Flask and SQLAlchemy, 25 documents of the queue as JSON: what our board is held against.

No sign-in, no template, no languages of a document: rows with two joins, as anybody writes them
on the first day. It reads the same database; its URL stands in BARE_DATABASE_URL.
"""

import os
from datetime import datetime

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

ROWS = 25


class Base(DeclarativeBase):
    """Parent of the three tables."""


class Account(Base):
    """Who asked."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Department(Base):
    """For which department."""

    __tablename__ = "department"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Document(Base):
    """One document of the queue."""

    __tablename__ = "document"
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    title: Mapped[str]
    status: Mapped[str]
    class_id: Mapped[str]
    lane: Mapped[int]
    due_at: Mapped[datetime]
    rank_at: Mapped[datetime]
    received_at: Mapped[datetime]
    requester_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    requester: Mapped[Account] = relationship()
    department: Mapped[Department | None] = relationship()


app = Flask(__name__)
engine = create_engine(os.environ.get("BARE_DATABASE_URL", "sqlite://"))


@app.get("/")
def documents() -> ResponseReturnValue:
    """The first 25 open documents in the queue's order."""
    query = (
        select(Document)
        .where(Document.status == "open")
        .order_by(Document.lane, Document.rank_at, Document.received_at, Document.id)
        .limit(ROWS)
        .options(joinedload(Document.requester), joinedload(Document.department))
    )
    with Session(engine) as session:
        return jsonify([_line(one) for one in session.scalars(query)])


def _line(one: Document) -> dict[str, object]:
    return {
        "reference": one.reference,
        "title": one.title,
        "class": one.class_id,
        "due_at": one.due_at.isoformat(),
        "requester": one.requester.name,
        "department": one.department.name if one.department else None,
    }
