"""The register of languages, which of them are offered, and which variants were approved."""

import csv
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from langaccess.domain.languages import Language as LanguageFacts
from langaccess.domain.languages import Modality
from langaccess.storage.base import Base

REGISTER = Path(__file__).parent / "register" / "languages.csv"
# What the register says of a language, as opposed to what a coordinator does.
_SHIPPED = (
    "iso639_3",
    "english_name",
    "autonym",
    "script",
    "direction",
    "is_spoken",
    "is_written",
    "is_signed",
    "note",
)


class Language(Base):
    """One language of the register; a coordinator chooses which are offered."""

    __tablename__ = "language"
    __table_args__ = (CheckConstraint("is_spoken OR is_written OR is_signed", name="used_somehow"),)

    tag: Mapped[str] = mapped_column(primary_key=True)
    iso639_3: Mapped[str]
    english_name: Mapped[str] = mapped_column(unique=True)
    autonym: Mapped[str] = mapped_column(default="")
    script: Mapped[str] = mapped_column(default="")
    direction: Mapped[str] = mapped_column(default="ltr")
    is_spoken: Mapped[bool]
    is_written: Mapped[bool]
    is_signed: Mapped[bool]
    is_offered: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")

    @property
    def facts(self) -> LanguageFacts:
        """The language as the domain sees it."""
        return _facts(
            self.tag,
            self.iso639_3,
            self.english_name,
            self.autonym,
            self.script,
            self.direction,
            self.is_spoken,
            self.is_written,
            self.is_signed,
            self.note,
        )


class ApprovedVariant(Base):
    """A coordinator's word that speakers of one variant understand interpreters of another."""

    __tablename__ = "approved_variant"
    __table_args__ = (CheckConstraint("asked_tag <> accepted_tag", name="two_languages"),)

    asked_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"), primary_key=True)
    accepted_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"), primary_key=True)
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime]


# Columns, and each language made once: every counter page shows all of them.
_OFFERED = (
    select(
        Language.tag,
        Language.iso639_3,
        Language.english_name,
        Language.autonym,
        Language.script,
        Language.direction,
        Language.is_spoken,
        Language.is_written,
        Language.is_signed,
        Language.note,
    )
    .where(Language.is_offered, Language.is_spoken | Language.is_signed)
    .order_by(Language.english_name)
)


def all_languages(session: Session) -> list[Language]:
    """The whole register, by English name."""
    return list(session.scalars(select(Language).order_by(Language.english_name)))


def offered_languages(session: Session) -> list[LanguageFacts]:
    """Languages that are interpreted and offered, by English name."""
    return [_facts(*row) for row in session.execute(_OFFERED)]


def written_languages(session: Session) -> list[LanguageFacts]:
    """Languages that are written and offered, by English name."""
    query = select(Language).where(Language.is_written, Language.is_offered)
    return [one.facts for one in session.scalars(query.order_by(Language.english_name))]


def accepted_tags(session: Session, asked_tag: str) -> tuple[str, ...]:
    """The tag asked for, then those a coordinator approved for it, by tag."""
    query = select(ApprovedVariant.accepted_tag).filter_by(asked_tag=asked_tag)
    return (asked_tag, *session.scalars(query.order_by(ApprovedVariant.accepted_tag)))


def approved_variants(session: Session) -> list[ApprovedVariant]:
    """Every approval, by the variant asked for."""
    query = select(ApprovedVariant)
    return list(
        session.scalars(query.order_by(ApprovedVariant.asked_tag, ApprovedVariant.accepted_tag))
    )


def register_rows() -> list[Language]:
    """The register as shipped: new rows, not yet in any session."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return [_row(one) for one in csv.DictReader(file)]


def load_register(session: Session) -> None:
    """Bring the table up to the register as shipped; what a coordinator chose stays."""
    for row in register_rows():
        known = session.get(Language, row.tag)
        if known is None:
            session.add(row)
            continue
        for name in _SHIPPED:
            setattr(known, name, getattr(row, name))


def _row(one: dict[str, str]) -> Language:
    used = one["modality"].split("+")
    return Language(
        tag=one["tag"],
        iso639_3=one["iso639_3"],
        english_name=one["english_name"],
        autonym=one["autonym"],
        script=one["script"],
        direction=one["direction"],
        is_spoken=Modality.SPOKEN in used,
        is_written=Modality.WRITTEN in used,
        is_signed=Modality.SIGNED in used,
        note=one["note"],
    )


@lru_cache(1000)
def _facts(
    tag: str,
    iso639_3: str,
    english_name: str,
    autonym: str,
    script: str,
    direction: str,
    is_spoken: bool,
    is_written: bool,
    is_signed: bool,
    note: str,
) -> LanguageFacts:
    """One row as the domain sees it, made once for each content it ever had."""
    used = {
        Modality.SPOKEN: is_spoken,
        Modality.WRITTEN: is_written,
        Modality.SIGNED: is_signed,
    }
    return LanguageFacts(
        tag=tag,
        iso639_3=iso639_3,
        english_name=english_name,
        autonym=autonym,
        script=script,
        direction=direction,
        modalities=frozenset(one for one, holds in used.items() if holds),
        note=note,
    )
