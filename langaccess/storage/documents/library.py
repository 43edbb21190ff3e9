"""What residents find: published translations, by language and subject."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from langaccess.domain.languages import Language as LanguageFacts
from langaccess.storage.base import Base
from langaccess.storage.documents.jobs import Delivery, DeliveryFile, Job
from langaccess.storage.documents.requests import Document
from langaccess.storage.languages import Language

_SHOWN = text("withdrawn_at IS NULL")


class Publication(Base):
    """A finished translation that residents can find, under its own name in their language.

    One is shown for each job; a newer one takes the place of the older. A publication of an
    older source version than the document's is told to residents as such.
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("title <> ''", name="titled"),
        Index(
            "uq_publication_job_shown",
            "job_id",
            unique=True,
            sqlite_where=_SHOWN,
            postgresql_where=_SHOWN,
        ),
        Index(
            "ix_publication_language",
            "language_tag",
            "subject",
            sqlite_where=_SHOWN,
            postgresql_where=_SHOWN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    title: Mapped[str]
    subject: Mapped[str]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"))
    source_number: Mapped[int]
    is_machine: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]

    job: Mapped[Job] = relationship()
    document: Mapped[Document] = relationship()
    language: Mapped[Language] = relationship()
    delivery: Mapped[Delivery] = relationship()


class Shown(NamedTuple):
    """One published translation as the list shows it. `source_tag` is the original's language."""

    reference: str
    title: str
    original_title: str
    source_tag: str
    subject: str
    published_at: datetime
    is_machine: bool
    source_number: int
    current_version: int

    @property
    def is_outdated(self) -> bool:
        """Whether the original has a newer version than the one this is of."""
        return self.source_number < self.current_version


def languages_shown(session: Session) -> list[tuple[LanguageFacts, int]]:
    """Languages in which something is published, with how many, by English name."""
    counted = (
        select(Publication.language_tag, func.count().label("shown"))
        .where(Publication.withdrawn_at.is_(None))
        .group_by(Publication.language_tag)
        .subquery()
    )
    query = (
        select(Language, counted.c.shown)
        .join(counted, counted.c.language_tag == Language.tag)
        .order_by(Language.english_name)
    )
    return [(language.facts, count) for language, count in session.execute(query)]


def subjects_shown(session: Session, tag: str) -> list[tuple[str, int]]:
    """Subjects of what is published in a language, with how many, in their order."""
    query = (
        select(Publication.subject, func.count())
        .where(Publication.language_tag == tag, Publication.withdrawn_at.is_(None))
        .group_by(Publication.subject)
        .order_by(Publication.subject)
    )
    return [(subject, count) for subject, count in session.execute(query)]


def shown_in(
    session: Session, tag: str, *, subject: str | None = None, limit: int, offset: int = 0
) -> list[Shown]:
    """What is published in a language, by subject and then by its own title."""
    query = (
        select(
            Document.reference,
            Publication.title,
            Document.title,
            Document.source_language_tag,
            Publication.subject,
            Publication.published_at,
            Publication.is_machine,
            Publication.source_number,
            Document.current_version,
        )
        .join(Document, Document.id == Publication.document_id)
        .where(Publication.language_tag == tag, Publication.withdrawn_at.is_(None))
        .order_by(Publication.subject, Publication.title, Publication.id)
        .limit(limit)
        .offset(offset)
    )
    if subject is not None:
        query = query.where(Publication.subject == subject)
    return [Shown._make(row) for row in session.execute(query)]


def publication_shown(session: Session, tag: str, reference: str) -> Publication | None:
    """One published translation with its files, if it is shown."""
    query = (
        select(Publication)
        .join(Document, Document.id == Publication.document_id)
        .where(
            Document.reference == reference,
            Publication.language_tag == tag,
            Publication.withdrawn_at.is_(None),
        )
        .options(
            joinedload(Publication.document),
            joinedload(Publication.language),
            joinedload(Publication.delivery)
            .selectinload(Delivery.files)
            .joinedload(DeliveryFile.file),
        )
    )
    return session.scalar(query)


def document_shown(session: Session, reference: str) -> Document | None:
    """A document of which any translation is published."""
    is_shown = select(Publication.document_id).where(Publication.withdrawn_at.is_(None))
    query = select(Document).where(Document.reference == reference, Document.id.in_(is_shown))
    return session.scalar(query)
