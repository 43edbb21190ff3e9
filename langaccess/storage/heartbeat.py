"""When each worker was last seen at work."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from langaccess.storage.base import Base


class Heartbeat(Base):
    """One worker process and its last beat."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def beat(session: Session, worker: str, now: datetime) -> None:
    """Write down that this worker is at work."""
    session.merge(Heartbeat(worker=worker, at=now))


def retire(session: Session, worker: str, forgotten_before: datetime) -> None:
    """This worker ends; so have all that were last seen before that moment."""
    session.execute(
        delete(Heartbeat).where((Heartbeat.worker == worker) | (Heartbeat.at < forgotten_before))
    )


def worker_seen_at(session: Session) -> datetime | None:
    """When any worker was last seen."""
    return session.scalar(select(func.max(Heartbeat.at)))
