"""Jobs, who is asked, what they hand over, and what residents find."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
FACTS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TABLES = (
    "publication",
    "mention",
    "comment",
    "check_finding",
    "delivery_file",
    "delivery",
    "upload_link",
    "assignment",
    "job",
)


def upgrade() -> None:
    _make_jobs()
    _make_deliveries()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _make_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, nullable=False),
        sa.Column("requester_id", sa.Integer, nullable=False),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag"), nullable=False),
        sa.Column(
            "state",
            one_of(
                "queued",
                "offered",
                "accepted",
                "translating",
                "revising",
                "correcting",
                "reviewing",
                "layout",
                "verifying",
                "delivered",
                "published",
                "stale",
                "withdrawn",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column(
            "source_version_id", sa.Integer, sa.ForeignKey("source_version.id"), nullable=False
        ),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("finish_at", MOMENT),
        sa.Column("translate_by", MOMENT),
        sa.Column("revise_by", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("needs_revision", sa.Boolean, nullable=False),
        sa.Column("needs_review", sa.Boolean, nullable=False),
        sa.Column("needs_layout", sa.Boolean, nullable=False),
        sa.Column("translator_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("translator_vendor_id", sa.Integer, sa.ForeignKey("translation_vendor.id")),
        sa.Column("reviser_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("reviser_vendor_id", sa.Integer, sa.ForeignKey("translation_vendor.id")),
        sa.Column("machine_engine", sa.Text),
        sa.Column("machine_on", sa.Date),
        sa.Column("revised_at", MOMENT),
        sa.Column("verified_by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("delivered_at", MOMENT),
        sa.Column("published_at", MOMENT),
        sa.Column("held_at", MOMENT),
        sa.Column("held_because", sa.Text),
        sa.Column("held_seconds", sa.Integer, nullable=False),
        sa.CheckConstraint("(held_at IS NULL) = (held_because IS NULL)", name="held_has_reason"),
        sa.CheckConstraint(
            "(machine_engine IS NULL) = (machine_on IS NULL)", name="machine_has_date"
        ),
        sa.CheckConstraint("reviser_id IS NULL OR reviser_vendor_id IS NULL", name="one_reviser"),
        sa.CheckConstraint(
            "translator_id IS NULL OR translator_vendor_id IS NULL", name="one_translator"
        ),
        sa.CheckConstraint(
            "state NOT IN ('delivered', 'published', 'stale')"
            " OR NOT needs_revision OR revised_at IS NOT NULL",
            name="revised_before_delivery",
        ),
        sa.CheckConstraint("reviser_id <> requester_id", name="reviser_is_not_requester"),
        sa.CheckConstraint("translator_id <> reviser_id", name="second_person"),
        sa.CheckConstraint("translator_vendor_id <> reviser_vendor_id", name="second_vendor"),
        sa.CheckConstraint("translator_id <> requester_id", name="translator_is_not_requester"),
        sa.CheckConstraint(
            "state NOT IN ('delivered', 'published', 'stale') OR verified_by_id IS NOT NULL",
            name="verified_by_somebody",
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "requester_id"], ["document.id", "document.requester_id"]
        ),
        sa.UniqueConstraint("document_id", "language_tag"),
    )
    op.create_index(
        "ix_job_language_in_work",
        "job",
        ["language_tag", "state"],
        **only("state NOT IN ('delivered', 'published', 'withdrawn', 'cancelled', 'stale')"),
    )
    op.create_index(
        "ix_job_reviser",
        "job",
        ["reviser_id"],
        **only("state NOT IN ('delivered', 'published', 'withdrawn', 'cancelled', 'stale')"),
    )
    op.create_index(
        "ix_job_translator",
        "job",
        ["translator_id"],
        **only("state NOT IN ('delivered', 'published', 'withdrawn', 'cancelled', 'stale')"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("job.id"), nullable=False, index=True),
        sa.Column("step", one_of("translate", "revise", "review", "layout"), nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("vendor_id", sa.Integer, sa.ForeignKey("translation_vendor.id")),
        sa.Column(
            "status",
            one_of("offered", "accepted", "declined", "expired", "done", "released"),
            nullable=False,
        ),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("offered_by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT),
        sa.Column("answered_at", MOMENT),
        sa.Column("done_at", MOMENT),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("snapshot", FACTS, nullable=False),
        sa.CheckConstraint("(account_id IS NULL) <> (vendor_id IS NULL)", name="one_target"),
    )
    op.create_index(
        "ix_assignment_account",
        "assignment",
        ["account_id"],
        **only("status IN ('offered', 'accepted')"),
    )
    op.create_index(
        "ix_assignment_expires", "assignment", ["expires_at"], **only("status = 'offered'")
    )
    op.create_index(
        "uq_assignment_job_step_asked",
        "assignment",
        ["job_id", "step"],
        unique=True,
        **only("status IN ('offered', 'accepted')"),
    )
    op.create_table(
        "upload_link",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "assignment_id", sa.Integer, sa.ForeignKey("assignment.id"), nullable=False, index=True
        ),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )


def _make_deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("job.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("step", one_of("translate", "revise", "review", "layout"), nullable=False),
        sa.Column(
            "source_version_id", sa.Integer, sa.ForeignKey("source_version.id"), nullable=False
        ),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("vendor_id", sa.Integer, sa.ForeignKey("translation_vendor.id")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("is_self_checked", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.CheckConstraint("number > 0", name="number_from_one"),
        sa.UniqueConstraint("job_id", "number"),
    )
    op.create_table(
        "delivery_file",
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column(
            "file_sha256", sa.Text, sa.ForeignKey("stored_file.sha256"), nullable=False, index=True
        ),
    )
    op.create_table(
        "check_finding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("delivery.id"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("check", sa.Text, nullable=False),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("facts", FACTS, nullable=False),
        sa.Column("status", one_of("open", "fixed", "waived"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("settled_by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("settled_at", MOMENT),
        sa.CheckConstraint("status <> 'waived' OR reason <> ''", name="waived_has_reason"),
        sa.UniqueConstraint("delivery_id", "key"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("job.id")),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("kind", one_of("comment", "question", "answer"), nullable=False),
        sa.Column("answers_id", sa.Integer, sa.ForeignKey("comment.id")),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(kind = 'answer') = (answers_id IS NOT NULL)", name="answer_has_question"
        ),
        sa.CheckConstraint("text <> ''", name="not_empty"),
    )
    op.create_index("ix_comment_document", "comment", ["document_id", "id"])
    op.create_table(
        "mention",
        sa.Column("comment_id", sa.Integer, sa.ForeignKey("comment.id"), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), primary_key=True),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("job.id"), nullable=False),
        sa.Column(
            "document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False, index=True
        ),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("delivery.id"), nullable=False),
        sa.Column("source_number", sa.Integer, nullable=False),
        sa.Column("is_machine", sa.Boolean, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        sa.CheckConstraint("title <> ''", name="titled"),
    )
    op.create_index(
        "ix_publication_language",
        "publication",
        ["language_tag", "subject"],
        **only("withdrawn_at IS NULL"),
    )
    op.create_index(
        "uq_publication_job_shown",
        "publication",
        ["job_id"],
        unique=True,
        **only("withdrawn_at IS NULL"),
    )


def one_of(*values: str) -> sa.Enum:
    return sa.Enum(*values, name="one_of", native_enum=False, create_constraint=True, length=40)


def only(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
