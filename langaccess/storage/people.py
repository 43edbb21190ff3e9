"""Interpreters: their presence and load, qualifications, hours, absences, conflicts, lists."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from langaccess.domain.languages import Modality
from langaccess.domain.people import (
    Direction,
    Domain,
    Presence,
    QualificationStatus,
    Scope,
)
from langaccess.domain.people import Qualification as QualificationFacts
from langaccess.storage.accounts import Account
from langaccess.storage.base import Base, closed_set
from langaccess.storage.languages import Language


class ListKind(StrEnum):
    """What a department's list says of a person."""

    ONLY = "only"
    NEVER = "never"


class Interpreter(Base):
    """An employee who interprets: the row that carries presence, cap and fairness."""

    __tablename__ = "interpreter"
    __table_args__ = (CheckConstraint("daily_cap IS NULL OR daily_cap > 0", name="cap_positive"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    daily_cap: Mapped[int | None]
    presence: Mapped[Presence] = mapped_column(closed_set(Presence), default=Presence.OFF_DUTY)
    presence_since_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    last_served_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    qualifications: Mapped[list["Qualification"]] = relationship(
        cascade="all, delete-orphan", order_by="Qualification.id"
    )
    hours: Mapped[list["WorkingHours"]] = relationship(
        cascade="all, delete-orphan",
        order_by="(WorkingHours.weekday, WorkingHours.starts_minute)",
    )
    absences: Mapped[list["Absence"]] = relationship(
        cascade="all, delete-orphan", order_by="Absence.starts_at"
    )
    conflicts: Mapped[list["ConflictOfInterest"]] = relationship(
        cascade="all, delete-orphan", order_by="ConflictOfInterest.id"
    )


class Qualification(Base):
    """One tested skill in one language; scopes and domains stand in its grants."""

    __tablename__ = "qualification"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="validity_order"),
        CheckConstraint("level_tenths BETWEEN 0 AND 50", name="level_range"),
        Index("ix_qualification_language_person", "language_tag", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("interpreter.account_id"), index=True)
    language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    modality: Mapped[Modality] = mapped_column(closed_set(Modality))
    direction: Mapped[Direction] = mapped_column(closed_set(Direction), default=Direction.BOTH)
    level_scale: Mapped[str]
    level: Mapped[str]
    level_tenths: Mapped[int]
    test: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    certificate: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    ethics_signed_on: Mapped[date | None]
    status: Mapped[QualificationStatus] = mapped_column(closed_set(QualificationStatus))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_at: Mapped[datetime | None]

    language: Mapped[Language] = relationship()
    grants: Mapped[list["Grant"]] = relationship(cascade="all, delete-orphan")

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the person may do with it."""
        return frozenset(grant.scope for grant in self.grants)

    @property
    def domains(self) -> frozenset[Domain]:
        """The subjects it covers."""
        return frozenset(grant.domain for grant in self.grants)

    @property
    def facts(self) -> QualificationFacts:
        """The qualification as the domain sees it."""
        return QualificationFacts(
            id=self.id,
            language_tag=self.language_tag,
            modality=self.modality,
            direction=self.direction,
            grants=frozenset((grant.scope, grant.domain) for grant in self.grants),
            level_tenths=self.level_tenths,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            ethics_signed_on=self.ethics_signed_on,
            status=self.status,
        )


class Grant(Base):
    """One scope in one domain that a qualification covers."""

    __tablename__ = "qualification_grant"

    qualification_id: Mapped[int] = mapped_column(
        ForeignKey("qualification.id", ondelete="CASCADE"), primary_key=True
    )
    scope: Mapped[Scope] = mapped_column(closed_set(Scope), primary_key=True)
    domain: Mapped[Domain] = mapped_column(closed_set(Domain), primary_key=True)


class WorkingHours(Base):
    """When a person works on one weekday, in minutes of the city's day."""

    __tablename__ = "working_hours"
    __table_args__ = (
        UniqueConstraint("account_id", "weekday", "starts_minute"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        CheckConstraint(
            "starts_minute >= 0 AND ends_minute > starts_minute AND ends_minute <= 1440",
            name="minutes_order",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("interpreter.account_id"), index=True)
    weekday: Mapped[int]
    starts_minute: Mapped[int]
    ends_minute: Mapped[int]


class Absence(Base):
    """A time a person is away."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_absence_person_end", "account_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("interpreter.account_id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class ConflictOfInterest(Base):
    """A department, or a resident's reference, for which this person must not interpret."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        CheckConstraint(
            "(department_id IS NULL) <> (resident_reference IS NULL)", name="one_subject"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("interpreter.account_id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    resident_reference: Mapped[str | None]
    declared_at: Mapped[datetime]


class Listing(Base):
    """A department's call-only or do-not-call list: one person on it."""

    __tablename__ = "department_listing"

    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("interpreter.account_id"), primary_key=True)
    kind: Mapped[ListKind] = mapped_column(closed_set(ListKind))


class Booking(Base):
    """A time an interpreter is promised to somebody. `location_id` is empty without travel."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_booking_person_start", "account_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("interpreter.account_id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))


class DayLoad(Base):
    """How much one interpreter did on one of the city's days."""

    __tablename__ = "day_load"

    account_id: Mapped[int] = mapped_column(ForeignKey("interpreter.account_id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)


def interpreter_whole(session: Session, account_id: int) -> Interpreter | None:
    """One interpreter with qualifications, hours, absences and conflicts, in few queries."""
    query = (
        select(Interpreter)
        .where(Interpreter.account_id == account_id)
        .options(
            selectinload(Interpreter.account),
            selectinload(Interpreter.qualifications).selectinload(Qualification.grants),
            selectinload(Interpreter.qualifications).selectinload(Qualification.language),
            selectinload(Interpreter.hours),
            selectinload(Interpreter.absences),
            selectinload(Interpreter.conflicts),
        )
    )
    return session.scalar(query)


def qualification_of(
    session: Session, account_id: int, qualification_id: int
) -> Qualification | None:
    """The person's qualification with this number."""
    return session.scalar(
        select(Qualification).filter_by(id=qualification_id, account_id=account_id)
    )


def listing_of(session: Session, department_id: int) -> list[tuple[int, str, ListKind]]:
    """A department's lists: account id, name and kind, by name."""
    query = (
        select(Listing.account_id, Account.name, Listing.kind)
        .join(Account, Account.id == Listing.account_id)
        .where(Listing.department_id == department_id)
        .order_by(Account.name)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
