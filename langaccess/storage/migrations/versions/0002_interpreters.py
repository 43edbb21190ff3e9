"""Interpreters: what they were tested in, when they work, how busy they are."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "day_load",
    "booking",
    "department_listing",
    "conflict_of_interest",
    "absence",
    "working_hours",
    "qualification_grant",
    "qualification",
    "interpreter",
)


def upgrade() -> None:
    _make_interpreters()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _make_interpreters() -> None:
    op.create_table(
        "interpreter",
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("daily_cap", sa.Integer),
        sa.Column("presence", one_of("on_duty", "busy", "away", "off_duty"), nullable=False),
        sa.Column("presence_since_at", MOMENT),
        sa.Column("seen_at", MOMENT),
        sa.Column("last_served_at", MOMENT),
        sa.CheckConstraint("daily_cap IS NULL OR daily_cap > 0", name="cap_positive"),
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id",
            sa.Integer,
            sa.ForeignKey("interpreter.account_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag"), nullable=False),
        sa.Column("modality", one_of("spoken", "signed", "written"), nullable=False),
        sa.Column("direction", one_of("both", "into_english", "from_english"), nullable=False),
        sa.Column("level_scale", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("level_tenths", sa.Integer, nullable=False),
        sa.Column("test", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("certificate", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("ethics_signed_on", sa.Date),
        sa.Column(
            "status",
            one_of("active", "provisional", "expired", "suspended", "self_declared"),
            nullable=False,
        ),
        sa.Column("verified_by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("verified_at", MOMENT),
        sa.CheckConstraint("level_tenths BETWEEN 0 AND 50", name="level_range"),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name="validity_order"
        ),
    )
    op.create_index(
        "ix_qualification_language_person", "qualification", ["language_tag", "account_id"]
    )
    op.create_table(
        "qualification_grant",
        sa.Column(
            "qualification_id",
            sa.Integer,
            sa.ForeignKey("qualification.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "scope",
            one_of("serve", "interpret", "sight_translate", "translate", "revise"),
            primary_key=True,
        ),
        sa.Column(
            "domain",
            one_of("general", "health", "safety", "legal", "enforcement", "benefits"),
            primary_key=True,
        ),
    )
    op.create_table(
        "working_hours",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id",
            sa.Integer,
            sa.ForeignKey("interpreter.account_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("starts_minute", sa.Integer, nullable=False),
        sa.Column("ends_minute", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "starts_minute >= 0 AND ends_minute > starts_minute AND ends_minute <= 1440",
            name="minutes_order",
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        sa.UniqueConstraint("account_id", "weekday", "starts_minute"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("interpreter.account_id"), nullable=False
        ),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    op.create_index("ix_absence_person_end", "absence", ["account_id", "ends_at"])
    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id",
            sa.Integer,
            sa.ForeignKey("interpreter.account_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id")),
        sa.Column("resident_reference", sa.Text),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(department_id IS NULL) <> (resident_reference IS NULL)", name="one_subject"
        ),
    )
    op.create_table(
        "department_listing",
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id"), primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("interpreter.account_id"), primary_key=True
        ),
        sa.Column("kind", one_of("only", "never"), nullable=False),
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("interpreter.account_id"), nullable=False
        ),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("location_id", sa.Integer, sa.ForeignKey("location.id")),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    op.create_index("ix_booking_person_start", "booking", ["account_id", "starts_at"])
    op.create_table(
        "day_load",
        sa.Column(
            "account_id", sa.Integer, sa.ForeignKey("interpreter.account_id"), primary_key=True
        ),
        sa.Column("on", sa.Date, primary_key=True),
        sa.Column("taken", sa.Integer, nullable=False),
    )


def one_of(*values: str) -> sa.Enum:
    return sa.Enum(*values, name="one_of", native_enum=False, create_constraint=True, length=40)
