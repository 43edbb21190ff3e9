"""Answers given to API requests, so that a retry gets the same answer and no second deed."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from langaccess.storage.base import Base


class GivenAnswer(Base):
    """One answer, kept in the transaction of its deed."""

    __tablename__ = "given_answer"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str]
    request_hash: Mapped[str]
    status: Mapped[int]
    body: Mapped[str]
    created_at: Mapped[datetime]


def given_answer(session: Session, account_id: int, key: str) -> GivenAnswer | None:
    """What was answered to this account's request with this key, if it was sent before."""
    return session.scalar(select(GivenAnswer).filter_by(account_id=account_id, key=key))
