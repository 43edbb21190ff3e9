"""Documents to be translated, the versions of their source, and who translates."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
FACTS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TABLES = (
    "glossary_term",
    "translation_vendor_language",
    "translation_vendor",
    "document_event",
    "saved_view",
    "watcher",
    "source_file",
    "source_version",
    "document",
    "text_unit",
    "stored_file",
)


def upgrade() -> None:
    op.add_column("notice", sa.Column("thread_id", sa.Text))
    _make_sources()
    _make_vendors()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("notice", "thread_id")


def _make_sources() -> None:
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reading", FACTS, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("size >= 0", name="size_not_negative"),
    )
    op.create_table(
        "text_unit",
        sa.Column("file_sha256", sa.Text, sa.ForeignKey("stored_file.sha256"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reference", sa.Text, nullable=False, unique=True),
        sa.Column("requester_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("request_key", sa.Text, nullable=False),
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id")),
        sa.Column("cost_center", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("document_type", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("source_language_tag", sa.Text, sa.ForeignKey("language.tag"), nullable=False),
        sa.Column("asked", FACTS, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("status", one_of("open", "done", "cancelled"), nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("class_id", sa.Text, nullable=False),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("rank_at", MOMENT, nullable=False),
        sa.Column("first_release_at", MOMENT),
        sa.Column("decision", FACTS, nullable=False),
        sa.Column("rules_edition", sa.Text, nullable=False),
        sa.Column("raised_to", sa.Text),
        sa.Column("raised_by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("raised_because", sa.Text),
        sa.Column("anticipated_at", MOMENT),
        sa.Column("is_feasible", sa.Boolean, nullable=False),
        sa.Column("is_vital", sa.Boolean, nullable=False),
        sa.Column("is_exact", sa.Boolean, nullable=False),
        sa.Column("is_confidential", sa.Boolean, nullable=False),
        sa.Column("needs_review", sa.Boolean, nullable=False),
        sa.Column("needs_layout", sa.Boolean, nullable=False),
        sa.Column("plain_language_waived", sa.Text, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("current_version", sa.Integer, nullable=False),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_has_moment"),
        sa.CheckConstraint("lane IN (0, 1)", name="lane_known"),
        sa.CheckConstraint(
            "raised_to IS NULL OR (raised_by_id IS NOT NULL AND raised_because <> '')",
            name="raised_by_somebody",
        ),
        sa.CheckConstraint("title <> ''", name="titled"),
        sa.CheckConstraint("words >= 0", name="words_not_negative"),
        sa.UniqueConstraint("id", "requester_id"),
        sa.UniqueConstraint("requester_id", "request_key"),
    )
    op.create_index("ix_document_department", "document", ["department_id", "received_at"])
    op.create_index("ix_document_edition", "document", ["rules_edition"], **only("status = 'open'"))
    op.create_index(
        "ix_document_queue",
        "document",
        ["lane", "rank_at", "received_at", "id"],
        **only("status = 'open'"),
    )
    op.create_index("ix_document_requester", "document", ["requester_id", "received_at"])
    op.create_table(
        "source_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("repeated_words", sa.Integer, nullable=False),
        sa.Column("changed_words", sa.Integer, nullable=False),
        sa.Column("grade_tenths", sa.Integer),
        sa.CheckConstraint("number > 0", name="number_from_one"),
        sa.UniqueConstraint("document_id", "number"),
    )
    op.create_table(
        "source_file",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("source_version.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column(
            "file_sha256", sa.Text, sa.ForeignKey("stored_file.sha256"), nullable=False, index=True
        ),
        sa.UniqueConstraint("version_id", "name"),
    )
    op.create_table(
        "watcher",
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), primary_key=True),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("filters", FACTS, nullable=False),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.UniqueConstraint("account_id", "name"),
    )
    op.create_table(
        "document_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("facts", FACTS, nullable=False),
    )
    op.create_index("ix_document_event_document", "document_event", ["document_id", "id"])


def _make_vendors() -> None:
    op.create_table(
        "translation_vendor",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, unique=True),
        sa.Column("words_a_day", sa.Integer, nullable=False),
        sa.Column("cents_per_word", sa.Integer, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.CheckConstraint("position > 0", name="position_from_one"),
        sa.CheckConstraint("cents_per_word >= 0", name="rate_not_negative"),
        sa.CheckConstraint("words_a_day > 0", name="words_positive"),
    )
    op.create_table(
        "translation_vendor_language",
        sa.Column(
            "vendor_id",
            sa.Integer,
            sa.ForeignKey("translation_vendor.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag"), primary_key=True),
        sa.Column("revises", sa.Boolean, nullable=False),
    )
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag"), nullable=False),
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id")),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.CheckConstraint("source <> ''", name="source_given"),
        sa.CheckConstraint("status = 'keep' OR target <> ''", name="target_given"),
    )
    op.create_index(
        "uq_glossary_term",
        "glossary_term",
        ["language_tag", "scope", "source", "target"],
        unique=True,
    )


def one_of(*values: str) -> sa.Enum:
    return sa.Enum(*values, name="one_of", native_enum=False, create_constraint=True, length=40)


def only(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
