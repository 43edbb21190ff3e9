"""What residents find: published translations, by language and subject."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from langaccess.storage.base import Base
from langaccess.storage.documents.jobs import Delivery, Job
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
