"""The work: one job for each language of a document, who is asked, and what they handed over."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    CommentKind,
    FindingStatus,
    JobState,
    Needs,
    Step,
)
from langaccess.storage.accounts import Account
from langaccess.storage.base import Base, Facts, closed_set
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.requests import Document, SourceVersion, StoredFile
from langaccess.storage.languages import Language

_ASKED = text("status IN ('offered', 'accepted')")
_OFFERED = text("status = 'offered'")
_IN_WORK = text("state NOT IN ('delivered', 'published', 'withdrawn', 'cancelled', 'stale')")


class Job(Base):
    """A document in one language, on its way from the queue to the residents.

    Its requester, translator and reviser are three people, and the database says so.
    `source_version_id` is the version this translation is of. `held_at` is set while it waits
    for an answer; `held_seconds` is how long it waited before. `finish_at` is when it is expected
    to be done, by the capacity and the work before it.
    """

    __tablename__ = "job"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "requester_id"], ["document.id", "document.requester_id"]
        ),
        UniqueConstraint("document_id", "language_tag"),
        CheckConstraint(
            "translator_id IS NULL OR translator_vendor_id IS NULL", name="one_translator"
        ),
        CheckConstraint("reviser_id IS NULL OR reviser_vendor_id IS NULL", name="one_reviser"),
        CheckConstraint("translator_id <> reviser_id", name="second_person"),
        CheckConstraint("translator_vendor_id <> reviser_vendor_id", name="second_vendor"),
        CheckConstraint("translator_id <> requester_id", name="translator_is_not_requester"),
        CheckConstraint("reviser_id <> requester_id", name="reviser_is_not_requester"),
        CheckConstraint(
            "state NOT IN ('delivered', 'published', 'stale') OR verified_by_id IS NOT NULL",
            name="verified_by_somebody",
        ),
        CheckConstraint(
            "state NOT IN ('delivered', 'published', 'stale') OR NOT needs_revision"
            " OR revised_at IS NOT NULL",
            name="revised_before_delivery",
        ),
        CheckConstraint("(held_at IS NULL) = (held_because IS NULL)", name="held_has_reason"),
        CheckConstraint("(machine_engine IS NULL) = (machine_on IS NULL)", name="machine_has_date"),
        Index(
            "ix_job_language_in_work",
            "language_tag",
            "state",
            sqlite_where=_IN_WORK,
            postgresql_where=_IN_WORK,
        ),
        Index(
            "ix_job_translator",
            "translator_id",
            sqlite_where=_IN_WORK,
            postgresql_where=_IN_WORK,
        ),
        Index("ix_job_reviser", "reviser_id", sqlite_where=_IN_WORK, postgresql_where=_IN_WORK),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int]
    requester_id: Mapped[int]
    language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    state: Mapped[JobState] = mapped_column(closed_set(JobState), default=JobState.QUEUED)
    source_version_id: Mapped[int] = mapped_column(ForeignKey("source_version.id"))
    words: Mapped[int]
    due_at: Mapped[datetime]
    finish_at: Mapped[datetime | None]
    translate_by: Mapped[datetime | None]
    revise_by: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]

    needs_revision: Mapped[bool] = mapped_column(default=True)
    needs_review: Mapped[bool] = mapped_column(default=False)
    needs_layout: Mapped[bool] = mapped_column(default=False)
    translator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    translator_vendor_id: Mapped[int | None] = mapped_column(ForeignKey("translation_vendor.id"))
    reviser_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reviser_vendor_id: Mapped[int | None] = mapped_column(ForeignKey("translation_vendor.id"))
    machine_engine: Mapped[str | None]
    machine_on: Mapped[date | None]
    revised_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    delivered_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    held_because: Mapped[str | None]
    held_seconds: Mapped[int] = mapped_column(default=0)

    document: Mapped[Document] = relationship(
        primaryjoin="foreign(Job.document_id) == Document.id", overlaps="jobs"
    )
    language: Mapped[Language] = relationship()
    source_version: Mapped[SourceVersion] = relationship()
    translator: Mapped[Account | None] = relationship(foreign_keys=[translator_id])
    reviser: Mapped[Account | None] = relationship(foreign_keys=[reviser_id])
    translator_vendor: Mapped[TranslationVendor | None] = relationship(
        foreign_keys=[translator_vendor_id]
    )
    reviser_vendor: Mapped[TranslationVendor | None] = relationship(
        foreign_keys=[reviser_vendor_id]
    )
    verified_by: Mapped[Account | None] = relationship(foreign_keys=[verified_by_id])
    assignments: Mapped[list["Assignment"]] = relationship(
        order_by="Assignment.id", back_populates="job"
    )
    deliveries: Mapped[list["Delivery"]] = relationship(
        order_by="Delivery.number", back_populates="job"
    )

    @property
    def needs(self) -> Needs:
        """Which of the steps by agreement this job has."""
        return Needs(self.needs_revision, self.needs_review, self.needs_layout)


class Assignment(Base):
    """Somebody asked to do one step: when, until when it waits for an answer, what they said.

    `snapshot` is why they were found qualified on that day, with the rules' version.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (vendor_id IS NULL)", name="one_target"),
        Index(
            "uq_assignment_job_step_asked",
            "job_id",
            "step",
            unique=True,
            sqlite_where=_ASKED,
            postgresql_where=_ASKED,
        ),
        Index(
            "ix_assignment_expires", "expires_at", sqlite_where=_OFFERED, postgresql_where=_OFFERED
        ),
        Index("ix_assignment_account", "account_id", sqlite_where=_ASKED, postgresql_where=_ASKED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    step: Mapped[Step] = mapped_column(closed_set(Step))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("translation_vendor.id"))
    status: Mapped[AssignmentStatus] = mapped_column(closed_set(AssignmentStatus))
    offered_at: Mapped[datetime]
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    snapshot: Mapped[Facts]

    job: Mapped[Job] = relationship(back_populates="assignments")
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])
    vendor: Mapped[TranslationVendor | None] = relationship()


class UploadLink(Base):
    """A vendor's one-time way to hand over the files of one step; only its hash is kept."""

    __tablename__ = "upload_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()


class Delivery(Base):
    """What was handed over at the end of a step, by whom, and of which source version."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("job_id", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    number: Mapped[int]
    step: Mapped[Step] = mapped_column(closed_set(Step))
    source_version_id: Mapped[int] = mapped_column(ForeignKey("source_version.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("translation_vendor.id"))
    at: Mapped[datetime]
    is_self_checked: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")

    job: Mapped[Job] = relationship(back_populates="deliveries")
    by: Mapped[Account | None] = relationship()
    vendor: Mapped[TranslationVendor | None] = relationship()
    files: Mapped[list["DeliveryFile"]] = relationship(order_by="DeliveryFile.position")
    findings: Mapped[list["CheckFinding"]] = relationship(order_by="CheckFinding.id")


class DeliveryFile(Base):
    """One file of a delivery, for the source file at the same position."""

    __tablename__ = "delivery_file"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    file_sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"), index=True)

    file: Mapped[StoredFile] = relationship()


class CheckFinding(Base):
    """Something a check found in a delivery; it is fixed by the next one or waived by a reason."""

    __tablename__ = "check_finding"
    __table_args__ = (
        CheckConstraint("status <> 'waived' OR reason <> ''", name="waived_has_reason"),
        UniqueConstraint("delivery_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"))
    key: Mapped[str]
    check: Mapped[str]
    severity: Mapped[str]
    place: Mapped[str]
    facts: Mapped[Facts]
    status: Mapped[FindingStatus] = mapped_column(
        closed_set(FindingStatus), default=FindingStatus.OPEN
    )
    reason: Mapped[str] = mapped_column(default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]

    settled_by: Mapped[Account | None] = relationship()


class Comment(Base):
    """What somebody wrote at a document or one of its jobs; a question is open until answered."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("text <> ''", name="not_empty"),
        CheckConstraint("(kind = 'answer') = (answers_id IS NOT NULL)", name="answer_has_question"),
        Index("ix_comment_document", "document_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[CommentKind] = mapped_column(closed_set(CommentKind))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    text: Mapped[str]
    at: Mapped[datetime]

    author: Mapped[Account] = relationship()
    job: Mapped[Job | None] = relationship()


class Mention(Base):
    """Somebody named in a comment, who is told of it."""

    __tablename__ = "mention"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
