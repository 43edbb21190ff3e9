"""What was asked for: documents, the versions of their source, and the files with their text."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from langaccess.domain.documents.workflow import DocumentStatus
from langaccess.storage.accounts import Account
from langaccess.storage.base import Base, Facts, closed_set
from langaccess.storage.languages import Language
from langaccess.storage.places import Department

_OPEN = text("status = 'open'")
PREEMPTING, ORDINARY = 0, 1


class StoredFile(Base):
    """The content of a file, known by its SHA-256; the same content is kept once.

    `reading` is what was found when it came in: kind, words, language, notes. It is empty for
    what is stored and not read. The bytes lie in the file store, never in the database.
    """

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    kind: Mapped[str]
    reading: Mapped[Facts]
    created_at: Mapped[datetime]

    units: Mapped[list["TextUnit"]] = relationship(
        order_by="TextUnit.position", cascade="all, delete-orphan"
    )


class TextUnit(Base):
    """One paragraph, cell or title of a file, with its place: what versions are compared by."""

    __tablename__ = "text_unit"

    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]
    text: Mapped[str]


class Document(Base):
    """One request for translation, into one language or many.

    `asked` is the request as the rules read it (contract "document request", without its text);
    `decision` is what they said, with every match and sentence, so that the order explains
    itself later too. `lane` is 0 for what preempts and 1 for the rest; with `rank_at`,
    `received_at` and `id` it is the order of the queue, and depends on nothing that passes.
    `anticipated_at` is when the last language is expected to be done.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("lane IN (0, 1)", name="lane_known"),
        CheckConstraint("title <> ''", name="titled"),
        CheckConstraint("words >= 0", name="words_not_negative"),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_has_moment"),
        CheckConstraint(
            "raised_to IS NULL OR (raised_by_id IS NOT NULL AND raised_because <> '')",
            name="raised_by_somebody",
        ),
        UniqueConstraint("requester_id", "request_key"),
        UniqueConstraint("id", "requester_id"),  # what a job's requester is held to
        Index(
            "ix_document_queue",
            "lane",
            "rank_at",
            "received_at",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_document_edition", "rules_edition", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_document_requester", "requester_id", "received_at"),
        Index("ix_document_department", "department_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    request_key: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    cost_center: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    document_type: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    source_language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    asked: Mapped[Facts]
    received_at: Mapped[datetime]
    status: Mapped[DocumentStatus] = mapped_column(
        closed_set(DocumentStatus), default=DocumentStatus.OPEN
    )
    closed_at: Mapped[datetime | None]

    class_id: Mapped[str]
    lane: Mapped[int]
    due_at: Mapped[datetime]
    rank_at: Mapped[datetime]
    first_release_at: Mapped[datetime | None]
    decision: Mapped[Facts]
    rules_edition: Mapped[str]
    raised_to: Mapped[str | None]
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    raised_because: Mapped[str | None]
    anticipated_at: Mapped[datetime | None]
    is_feasible: Mapped[bool] = mapped_column(default=True)

    is_vital: Mapped[bool] = mapped_column(default=False)
    is_exact: Mapped[bool] = mapped_column(default=False)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    needs_review: Mapped[bool] = mapped_column(default=False)
    needs_layout: Mapped[bool] = mapped_column(default=False)
    plain_language_waived: Mapped[str] = mapped_column(default="")
    words: Mapped[int] = mapped_column(default=0)
    current_version: Mapped[int] = mapped_column(default=1)

    requester: Mapped[Account] = relationship(foreign_keys=[requester_id])
    raised_by: Mapped[Account | None] = relationship(foreign_keys=[raised_by_id])
    department: Mapped[Department | None] = relationship()
    source_language: Mapped[Language] = relationship()
    versions: Mapped[list["SourceVersion"]] = relationship(order_by="SourceVersion.number")


class SourceVersion(Base):
    """One version of a document's source; numbers count from 1 and never change."""

    __tablename__ = "source_version"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(default="")
    words: Mapped[int]
    repeated_words: Mapped[int]
    changed_words: Mapped[int]  # in units that the version before did not have
    grade_tenths: Mapped[int | None]  # Flesch-Kincaid, English only

    files: Mapped[list["SourceFile"]] = relationship(order_by="SourceFile.position")


class SourceFile(Base):
    """One file of a source version, under the name it came with."""

    __tablename__ = "source_file"
    __table_args__ = (UniqueConstraint("version_id", "name"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("source_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)

    file: Mapped[StoredFile] = relationship()


class Watcher(Base):
    """Somebody who is told of every change of a document."""

    __tablename__ = "watcher"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)


class SavedView(Base):
    """A person's own name for a set of filters of the board."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        CheckConstraint("name <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    filters: Mapped[Facts]


class DocumentEvent(Base):
    """One thing that happened to a document, told to those concerned; `facts` fill its sentence."""

    __tablename__ = "document_event"
    __table_args__ = (Index("ix_document_event_document", "document_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    language_tag: Mapped[str | None] = mapped_column(ForeignKey("language.tag"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    facts: Mapped[Facts]

    actor: Mapped[Account | None] = relationship()
