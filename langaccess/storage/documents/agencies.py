"""Agencies that translate in writing: their languages, their pace, their order."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from langaccess.storage.base import Base


class TranslationVendor(Base):
    """An agency that translates in writing. `position` is the order in which they are asked.

    Its own second person revises where `revises` says so; the agency is still never both the
    translator and the only reviser of the city's own check.
    """

    __tablename__ = "translation_vendor"
    __table_args__ = (
        CheckConstraint("position > 0", name="position_from_one"),
        CheckConstraint("words_a_day > 0", name="words_positive"),
        CheckConstraint("cents_per_word >= 0", name="rate_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    position: Mapped[int] = mapped_column(unique=True)
    words_a_day: Mapped[int]
    cents_per_word: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    languages: Mapped[list["TranslationVendorLanguage"]] = relationship(
        cascade="all, delete-orphan"
    )


class TranslationVendorLanguage(Base):
    """One language an agency works in, and whether it revises others' work in it too."""

    __tablename__ = "translation_vendor_language"

    vendor_id: Mapped[int] = mapped_column(
        ForeignKey("translation_vendor.id", ondelete="CASCADE"), primary_key=True
    )
    language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"), primary_key=True)
    revises: Mapped[bool] = mapped_column(default=False)
