"""Who did what to what, and when. Ids only: no name and no language of a resident stands here."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from langaccess.domain.access import Actor
from langaccess.storage.base import Base, Facts


class AuditEntry(Base):
    """One deed that mattered. `actor_id` is empty for the clock and the command line."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    deed: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[str]
    facts: Mapped[Facts]


def record(
    session: Session,
    actor: Actor | None,
    deed: str,
    subject: str,
    subject_id: int | str,
    *,
    now: datetime,
    **facts: object,
) -> None:
    """Write down a deed in its own transaction: it is kept exactly if the deed is."""
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor.account_id if actor and actor.account_id else None,
            deed=deed,
            subject=subject,
            subject_id=str(subject_id),
            facts=facts,
        )
    )


def history(session: Session, subject: str, subject_id: int | str) -> list[AuditEntry]:
    """Everything done to one thing, oldest first."""
    query = select(AuditEntry).filter_by(subject=subject, subject_id=str(subject_id))
    return list(session.scalars(query.order_by(AuditEntry.id)))
