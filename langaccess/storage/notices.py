"""Messages owed to the outside, written in the transaction of their deed: the outbox."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from langaccess.storage.base import Base, Facts

# How far back somebody looks for what was written lately, however many messages there are.
RECENT_AT_MOST = 5000


class Notice(Base):
    """One message owed. `facts` fill its text at delivery, in the recipient's language.

    `dedupe_key` makes writing it twice impossible; `message_id` is the same in every try, so
    that a mail program that gets it twice shows it once.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_due_at_id", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str]
    locale: Mapped[str]
    kind: Mapped[str]
    facts: Mapped[Facts]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # empty once it is sent or given up
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_fault: Mapped[str | None]
    thread_id: Mapped[str | None]  # what messages of one subject are gathered under


def due_notices(session: Session, now: datetime, most: int) -> list[Notice]:
    """Notices due by now, oldest first, locked so that two workers never take the same."""
    query = (
        select(Notice)
        .where(Notice.due_at <= now)
        .order_by(Notice.due_at, Notice.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def next_owed_at(session: Session) -> datetime | None:
    """When the next message is due, if any is owed."""
    return session.scalar(select(func.min(Notice.due_at)))


def lock_notice(session: Session, notice_id: int) -> Notice | None:
    """The message as it now stands, held until the transaction ends."""
    return session.get(Notice, notice_id, with_for_update=True, populate_existing=True)


def recent_notices(session: Session, kinds: Collection[str], since: datetime) -> list[str]:
    """The keys of messages of these kinds written since a moment, among the last thousands."""
    newest = select(Notice.id).order_by(Notice.id.desc()).limit(RECENT_AT_MOST)
    query = select(Notice.dedupe_key).where(
        Notice.id.in_(newest), Notice.kind.in_(kinds), Notice.created_at >= since
    )
    return list(session.scalars(query))


def undelivered(session: Session) -> list[Notice]:
    """Notices that were given up, or that failed at least once and are tried again."""
    query = select(Notice).where(
        or_(Notice.given_up_at.is_not(None), (Notice.tries > 0) & Notice.sent_at.is_(None))
    )
    return list(session.scalars(query.order_by(Notice.id)))
