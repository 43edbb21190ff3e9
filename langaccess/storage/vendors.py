"""The city's third-party lines: where to call, with which code, for which languages, when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from langaccess.domain.dispatch import Mode
from langaccess.domain.vendors import serves
from langaccess.storage.base import Base, closed_set


class Vendor(Base):
    """One third-party line. `position` is the order in which lines are tried, from 1.

    `every_language` is for lines that take any language of the register by phone.
    """

    __tablename__ = "vendor"
    __table_args__ = (
        CheckConstraint("position > 0", name="position_from_one"),
        CheckConstraint("rate_cents_per_minute >= 0", name="rate_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(unique=True)
    phone: Mapped[str]
    client_id: Mapped[str] = mapped_column(default="")
    script: Mapped[str] = mapped_column(default="")
    video_link: Mapped[str] = mapped_column(default="")
    every_language: Mapped[bool] = mapped_column(default=False)
    rate_cents_per_minute: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    languages: Mapped[list["VendorLanguage"]] = relationship(cascade="all, delete-orphan")
    hours: Mapped[list["VendorHours"]] = relationship(
        cascade="all, delete-orphan", order_by="VendorHours.weekday"
    )
    codes: Mapped[list["AccessCode"]] = relationship(cascade="all, delete-orphan")

    def code_for(self, department_id: int | None) -> str:
        """The department's access code, else the one for everybody, else none."""
        codes = {one.department_id: one.code for one in self.codes}
        return codes.get(department_id) or codes.get(None, "")

    def serves(self, language_tag: str, mode: Mode) -> bool:
        """Whether the line interprets this language by this means."""
        offered = frozenset((one.language_tag, one.mode) for one in self.languages)
        if serves(offered, language_tag, mode):
            return True
        return self.every_language and (mode is not Mode.VIDEO or bool(self.video_link))

    @property
    def weekly_hours(self) -> dict[int, tuple[int, int]]:
        """Minutes of the city's day by weekday; empty means day and night."""
        return {one.weekday: (one.opens_minute, one.closes_minute) for one in self.hours}


class VendorLanguage(Base):
    """One language a line interprets, by one means."""

    __tablename__ = "vendor_language"

    vendor_id: Mapped[int] = mapped_column(
        ForeignKey("vendor.id", ondelete="CASCADE"), primary_key=True
    )
    language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"), primary_key=True)
    mode: Mapped[Mode] = mapped_column(closed_set(Mode), primary_key=True)


class VendorHours(Base):
    """When a line answers on one weekday; a line without any answers day and night."""

    __tablename__ = "vendor_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        CheckConstraint(
            "opens_minute >= 0 AND closes_minute > opens_minute AND closes_minute <= 1440",
            name="minutes_order",
        ),
    )

    vendor_id: Mapped[int] = mapped_column(
        ForeignKey("vendor.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True)
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]


class AccessCode(Base):
    """The code to give a line: a department's own, or everybody's when no department is named."""

    __tablename__ = "access_code"
    __table_args__ = (
        UniqueConstraint("vendor_id", "department_id", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id", ondelete="CASCADE"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    code: Mapped[str]


def active_vendors(session: Session) -> list[Vendor]:
    """Lines in use, in the order they are tried, with everything a clerk needs of them."""
    query = select(Vendor).where(Vendor.is_active).order_by(Vendor.position)
    return list(session.scalars(query.options(*_WHOLE)))


def all_vendors(session: Session) -> list[Vendor]:
    """Every line, also those out of use, in order."""
    return list(session.scalars(select(Vendor).order_by(Vendor.position).options(*_WHOLE)))


def vendor_whole(session: Session, vendor_id: int) -> Vendor | None:
    """One line with its languages, hours and codes."""
    return session.scalar(select(Vendor).where(Vendor.id == vendor_id).options(*_WHOLE))


_WHOLE = (
    selectinload(Vendor.languages),
    selectinload(Vendor.hours),
    selectinload(Vendor.codes),
)
