"""The numbers drawn at each counter, a new row of them every city day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from langaccess.domain.counter import TicketStatus, Waiting
from langaccess.storage.base import Base, closed_set


class Ticket(Base):
    """One resident at one counter, known by a number only."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("location_id", "on", "number"),
        Index("ix_ticket_waiting", "location_id", "on", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    on: Mapped[date]
    number: Mapped[int]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    language_tag: Mapped[str | None] = mapped_column(ForeignKey("language.tag"))
    arrived_at: Mapped[datetime]
    appointment_at: Mapped[datetime | None]
    status: Mapped[TicketStatus] = mapped_column(closed_set(TicketStatus))
    called_at: Mapped[datetime | None]
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    desk: Mapped[str] = mapped_column(default="")

    @property
    def waiting(self) -> Waiting:
        """The ticket as the domain orders it."""
        return Waiting(self.id, self.number, self.arrived_at, self.appointment_at)


def next_number(session: Session, location_id: int, on: date) -> int:
    """The number after the last one drawn here today."""
    query = select(func.max(Ticket.number)).where(
        Ticket.location_id == location_id, Ticket.on == on
    )
    return (session.scalar(query) or 0) + 1


def tickets(session: Session, location_id: int, on: date, *statuses: TicketStatus) -> list[Ticket]:
    """Today's tickets in these states, by number."""
    query = select(Ticket).where(
        Ticket.location_id == location_id, Ticket.on == on, Ticket.status.in_(statuses)
    )
    return list(session.scalars(query.order_by(Ticket.number)))


def last_called(session: Session, location_id: int, on: date, most: int) -> list[Ticket]:
    """The numbers called last today, the newest first."""
    query = (
        select(Ticket)
        .where(
            Ticket.location_id == location_id,
            Ticket.on == on,
            Ticket.status.in_((TicketStatus.CALLED, TicketStatus.SERVED)),
        )
        .order_by(Ticket.called_at.desc(), Ticket.id.desc())
        .limit(most)
    )
    return list(session.scalars(query))
