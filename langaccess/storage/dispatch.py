"""Encounters and their attempts: what was asked, who was asked, and what came of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from langaccess.domain.dispatch import (
    AidChoice,
    Answer,
    AttemptOutcome,
    Channel,
    DeclineReason,
    KnownBy,
    Mode,
    Outcome,
    StandIn,
    Status,
    UnmetReason,
)
from langaccess.domain.people import Domain
from langaccess.storage.accounts import Account
from langaccess.storage.base import Base, Facts, closed_set
from langaccess.storage.languages import Language
from langaccess.storage.places import Department, Location
from langaccess.storage.vendors import Vendor

_ENGAGED = text("interpreter_id IS NOT NULL AND status IN ('ready', 'connected')")
_OPEN_TICKET = text(
    "ticket_id IS NOT NULL AND status IN ('searching', 'ready', 'connected', 'ended')"
)
_OPEN = text("status IN ('searching', 'ready', 'connected', 'ended')")
_DUE = text("due_at IS NOT NULL")
_RINGING = text("outcome IS NULL AND interpreter_id IS NOT NULL")


class Encounter(Base):
    """One conversation in which a resident needs an interpreter, from the tap to the close.

    `version` rises with every change, so that a page knows in one look whether anything moved.
    `due_at` is when the ladder next needs a look: its next step, or the release of an
    interpreter who does not connect; empty when nothing is waited for. `first_contact_at` is
    when the resident first asked, across all encounters that continue one another.
    """

    __tablename__ = "encounter"
    __table_args__ = (
        CheckConstraint("first_contact_at <= opened_at", name="contact_before_open"),
        CheckConstraint(
            "status NOT IN ('ready', 'connected') OR interpreter_id IS NOT NULL"
            " OR vendor_id IS NOT NULL OR stand_in IS NOT NULL",
            name="engaged_with_somebody",
        ),
        CheckConstraint("status <> 'closed' OR outcome IS NOT NULL", name="closed_has_outcome"),
        CheckConstraint(
            "outcome <> 'not_served' OR unmet_reason IS NOT NULL", name="unmet_has_reason"
        ),
        CheckConstraint("stand_in IS NULL OR stand_in_why <> ''", name="stand_in_has_reason"),
        # One interpreter is in one conversation; one resident's number has one search.
        Index(
            "uq_encounter_interpreter_engaged",
            "interpreter_id",
            unique=True,
            sqlite_where=_ENGAGED,
            postgresql_where=_ENGAGED,
        ),
        Index(
            "uq_encounter_ticket_open",
            "ticket_id",
            unique=True,
            sqlite_where=_OPEN_TICKET,
            postgresql_where=_OPEN_TICKET,
        ),
        UniqueConstraint("clerk_id", "request_key"),
        Index("ix_encounter_due_at", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_encounter_open", "status", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_encounter_location_city_date", "location_id", "city_date"),
        Index("ix_encounter_city_date", "city_date", "id"),
        Index("ix_encounter_interpreter_city_date", "interpreter_id", "city_date"),
        Index("ix_encounter_clerk_city_date", "clerk_id", "city_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[Status] = mapped_column(closed_set(Status))
    opened_at: Mapped[datetime]
    first_contact_at: Mapped[datetime]
    city_date: Mapped[date]
    channel: Mapped[Channel] = mapped_column(closed_set(Channel))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    clerk_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    resident_reference: Mapped[str | None]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("encounter.id"))

    language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    known_by: Mapped[KnownBy] = mapped_column(closed_set(KnownBy))
    written_language_tag: Mapped[str | None] = mapped_column(ForeignKey("language.tag"))
    mode: Mapped[Mode] = mapped_column(closed_set(Mode))
    mode_used: Mapped[Mode | None] = mapped_column(closed_set(Mode))
    domain: Mapped[Domain] = mapped_column(closed_set(Domain))
    aid: Mapped[AidChoice | None] = mapped_column(closed_set(AidChoice))
    aid_not_met: Mapped[str | None]

    rules_version: Mapped[str]
    is_after_hours: Mapped[bool] = mapped_column(default=False)
    ladder_at: Mapped[datetime]
    next_step: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime | None]
    alerted_at: Mapped[datetime | None]
    considered: Mapped[Facts | None]  # who was looked at and not asked, with every reason
    room: Mapped[str]  # opaque name of the video room

    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))
    vendor_interpreter: Mapped[str | None]
    ready_at: Mapped[datetime | None]
    connected_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds_to_language: Mapped[int | None]
    minutes: Mapped[int | None]

    outcome: Mapped[Outcome | None] = mapped_column(closed_set(Outcome))
    unmet_reason: Mapped[UnmetReason | None] = mapped_column(closed_set(UnmetReason))
    note: Mapped[str | None]
    stand_in: Mapped[StandIn | None] = mapped_column(closed_set(StandIn))
    stand_in_why: Mapped[str | None]
    stand_in_emergency: Mapped[bool | None]
    stand_in_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    stand_in_confirmed_at: Mapped[datetime | None]
    clerk_understood: Mapped[Answer | None] = mapped_column(closed_set(Answer))
    clerk_in_time: Mapped[Answer | None] = mapped_column(closed_set(Answer))
    interpreter_understood: Mapped[Answer | None] = mapped_column(closed_set(Answer))
    interpreter_briefed: Mapped[Answer | None] = mapped_column(closed_set(Answer))

    language: Mapped[Language] = relationship(foreign_keys=[language_tag])
    department: Mapped[Department | None] = relationship()
    location: Mapped[Location | None] = relationship()
    clerk: Mapped[Account] = relationship(foreign_keys=[clerk_id])
    interpreter: Mapped[Account | None] = relationship(foreign_keys=[interpreter_id])
    vendor: Mapped[Vendor | None] = relationship()
    attempts: Mapped[list["Attempt"]] = relationship(order_by="Attempt.id")
    follow_ups: Mapped[list["FollowUp"]] = relationship(order_by="FollowUp.id")


class Attempt(Base):
    """One offer to a person, or one try of a vendor, with the decision that led to it.

    `outcome` is empty while it rings (a person) or while its number stands there (a vendor).
    `decision` holds every reason in order, the qualification's row, and the rules' version.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint("(interpreter_id IS NULL) <> (vendor_id IS NULL)", name="one_target"),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answer_has_moment"),
        UniqueConstraint("encounter_id", "interpreter_id", "round"),
        Index(
            "ix_attempt_ringing",
            "interpreter_id",
            sqlite_where=_RINGING,
            postgresql_where=_RINGING,
        ),
        Index("ix_attempt_interpreter_offered", "interpreter_id", "offered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    encounter_id: Mapped[int] = mapped_column(ForeignKey("encounter.id"), index=True)
    round: Mapped[int]
    step: Mapped[int]
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("interpreter.account_id"))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    outcome: Mapped[AttemptOutcome | None] = mapped_column(closed_set(AttemptOutcome))
    decline_reason: Mapped[DeclineReason | None] = mapped_column(closed_set(DeclineReason))
    decision: Mapped[Facts | None]


class FollowUp(Base):
    """Who will contact the resident, by when, and how they are reached: a promise."""

    __tablename__ = "follow_up"
    __table_args__ = (CheckConstraint("reach <> ''", name="reach_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    encounter_id: Mapped[int] = mapped_column(ForeignKey("encounter.id"), index=True)
    promised_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    due_at: Mapped[datetime]
    reach: Mapped[str]
    kept_at: Mapped[datetime | None]

    promised_by: Mapped[Account] = relationship()
