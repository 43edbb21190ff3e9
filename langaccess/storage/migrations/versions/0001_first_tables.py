"""The first tables: places, languages, employees, what is owed, and what was done."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
FACTS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TABLES = (
    "given_answer",
    "heartbeat",
    "notice",
    "audit_entry",
    "approved_variant",
    "api_token",
    "password_link",
    "sign_in_failure",
    "sign_in",
    "account_role",
    "account",
    "language",
    "location",
    "department",
)


def upgrade() -> None:
    _make_places_and_languages()
    _make_employees()
    _make_records()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _make_places_and_languages() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("supervisor_email", sa.Text),
    )
    op.create_table(
        "location",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("slug", sa.Text, nullable=False, unique=True),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_table(
        "language",
        sa.Column("tag", sa.Text, primary_key=True),
        sa.Column("iso639_3", sa.Text, nullable=False),
        sa.Column("english_name", sa.Text, nullable=False, unique=True),
        sa.Column("autonym", sa.Text, nullable=False),
        sa.Column("script", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("is_spoken", sa.Boolean, nullable=False),
        sa.Column("is_written", sa.Boolean, nullable=False),
        sa.Column("is_signed", sa.Boolean, nullable=False),
        sa.Column("is_offered", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.CheckConstraint("is_spoken OR is_written OR is_signed", name="used_somehow"),
    )


def _make_employees() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("job_title", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id"), index=True),
        sa.Column("location_id", sa.Integer, sa.ForeignKey("location.id"), index=True),
        sa.Column("counter_mode", one_of("in_person", "phone", "video"), nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "account_role",
        sa.Column(
            "account_id",
            sa.Integer,
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "role",
            one_of("staff", "interpreter", "coordinator", "communications", "admin"),
            primary_key=True,
        ),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True
        ),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("who_hash", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_sign_in_failure_who_at", "sign_in_failure", ["who_hash", "at"])
    op.create_table(
        "password_link",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True
        ),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True
        ),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("hint", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
    )
    op.create_table(
        "approved_variant",
        sa.Column("asked_tag", sa.Text, sa.ForeignKey("language.tag"), primary_key=True),
        sa.Column("accepted_tag", sa.Text, sa.ForeignKey("language.tag"), primary_key=True),
        sa.Column("approved_by_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.CheckConstraint("asked_tag <> accepted_tag", name="two_languages"),
    )


def _make_records() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("facts", FACTS, nullable=False),
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "subject_id"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("facts", FACTS, nullable=False),
        sa.Column("dedupe_key", sa.Text, nullable=False, unique=True),
        sa.Column("message_id", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("given_up_at", MOMENT),
        sa.Column("last_fault", sa.Text),
    )
    op.create_index("ix_notice_due_at_id", "notice", ["due_at", "id"])
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.Text, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "given_answer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request_hash", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("account_id", "key"),
    )


def one_of(*values: str) -> sa.Enum:
    return sa.Enum(*values, name="one_of", native_enum=False, create_constraint=True, length=40)
