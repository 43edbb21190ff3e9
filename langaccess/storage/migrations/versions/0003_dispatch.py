"""Vendors, the counter's queue, and encounters with everything tried for them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
FACTS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TABLES = (
    "follow_up",
    "attempt",
    "encounter",
    "ticket",
    "access_code",
    "vendor_hours",
    "vendor_language",
    "vendor",
)


def upgrade() -> None:
    _make_vendors()
    _make_encounters()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _make_vendors() -> None:
    op.create_table(
        "vendor",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("position", sa.Integer, nullable=False, unique=True),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("script", sa.Text, nullable=False),
        sa.Column("video_link", sa.Text, nullable=False),
        sa.Column("every_language", sa.Boolean, nullable=False),
        sa.Column("rate_cents_per_minute", sa.Integer, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("position > 0", name="position_from_one"),
        sa.CheckConstraint("rate_cents_per_minute >= 0", name="rate_not_negative"),
    )
    op.create_table(
        "vendor_language",
        sa.Column(
            "vendor_id",
            sa.Integer,
            sa.ForeignKey("vendor.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag"), primary_key=True),
        sa.Column("mode", one_of("in_person", "phone", "video"), primary_key=True),
    )
    op.create_table(
        "vendor_hours",
        sa.Column(
            "vendor_id",
            sa.Integer,
            sa.ForeignKey("vendor.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("weekday", sa.Integer, primary_key=True),
        sa.Column("opens_minute", sa.Integer, nullable=False),
        sa.Column("closes_minute", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "opens_minute >= 0 AND closes_minute > opens_minute AND closes_minute <= 1440",
            name="minutes_order",
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
    )
    op.create_table(
        "access_code",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "vendor_id", sa.Integer, sa.ForeignKey("vendor.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id")),
        sa.Column("code", sa.Text, nullable=False),
        sa.UniqueConstraint("vendor_id", "department_id", postgresql_nulls_not_distinct=True),
    )


def _make_encounters() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("location_id", sa.Integer, sa.ForeignKey("location.id"), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id")),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag")),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("appointment_at", MOMENT),
        sa.Column("status", one_of("waiting", "called", "served", "left"), nullable=False),
        sa.Column("called_at", MOMENT),
        sa.Column("called_by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("desk", sa.Text, nullable=False),
        sa.UniqueConstraint("location_id", "on", "number"),
    )
    op.create_index("ix_ticket_waiting", "ticket", ["location_id", "on", "status"])
    op.create_table(
        "encounter",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reference", sa.Text, nullable=False, unique=True),
        sa.Column("request_key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column(
            "status",
            one_of("searching", "ready", "connected", "ended", "closed", "cancelled"),
            nullable=False,
        ),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("first_contact_at", MOMENT, nullable=False),
        sa.Column("city_date", sa.Date, nullable=False),
        sa.Column(
            "channel",
            one_of("counter", "phone_in", "phone_out", "video", "field", "meeting"),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer, sa.ForeignKey("department.id"), index=True),
        sa.Column("location_id", sa.Integer, sa.ForeignKey("location.id")),
        sa.Column("clerk_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("resident_reference", sa.Text),
        sa.Column("ticket_id", sa.Integer, sa.ForeignKey("ticket.id")),
        sa.Column("continues_id", sa.Integer, sa.ForeignKey("encounter.id")),
        sa.Column("language_tag", sa.Text, sa.ForeignKey("language.tag"), nullable=False),
        sa.Column(
            "known_by",
            one_of(
                "resident_said",
                "pointed_at_card",
                "stored_preference",
                "staff_guess",
                "interpreter_identified",
            ),
            nullable=False,
        ),
        sa.Column("written_language_tag", sa.Text, sa.ForeignKey("language.tag")),
        sa.Column("mode", one_of("in_person", "phone", "video"), nullable=False),
        sa.Column("mode_used", one_of("in_person", "phone", "video")),
        sa.Column(
            "domain",
            one_of("general", "health", "safety", "legal", "enforcement", "benefits"),
            nullable=False,
        ),
        sa.Column("aid", one_of("sign_on_site", "sign_video", "relay", "writing", "captions")),
        sa.Column("aid_not_met", sa.Text),
        sa.Column("rules_version", sa.Text, nullable=False),
        sa.Column("is_after_hours", sa.Boolean, nullable=False),
        sa.Column("ladder_at", MOMENT, nullable=False),
        sa.Column("next_step", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("alerted_at", MOMENT),
        sa.Column("considered", FACTS),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("interpreter_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("vendor_id", sa.Integer, sa.ForeignKey("vendor.id")),
        sa.Column("vendor_interpreter", sa.Text),
        sa.Column("ready_at", MOMENT),
        sa.Column("connected_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("seconds_to_language", sa.Integer),
        sa.Column("minutes", sa.Integer),
        sa.Column("outcome", one_of("served", "partly", "not_served")),
        sa.Column(
            "unmet_reason",
            one_of(
                "nobody_qualified",
                "nobody_answered",
                "resident_left",
                "resident_declined",
                "technical",
                "wrong_language",
            ),
        ),
        sa.Column("note", sa.Text),
        sa.Column("stand_in", one_of("companion", "minor")),
        sa.Column("stand_in_why", sa.Text),
        sa.Column("stand_in_emergency", sa.Boolean),
        sa.Column("stand_in_confirmed_by_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("stand_in_confirmed_at", MOMENT),
        sa.Column("clerk_understood", one_of("yes", "partly", "no")),
        sa.Column("clerk_in_time", one_of("yes", "partly", "no")),
        sa.Column("interpreter_understood", one_of("yes", "partly", "no")),
        sa.Column("interpreter_briefed", one_of("yes", "partly", "no")),
        sa.CheckConstraint("status <> 'closed' OR outcome IS NOT NULL", name="closed_has_outcome"),
        sa.CheckConstraint("first_contact_at <= opened_at", name="contact_before_open"),
        sa.CheckConstraint(
            "status NOT IN ('ready', 'connected') OR interpreter_id IS NOT NULL"
            " OR vendor_id IS NOT NULL OR stand_in IS NOT NULL",
            name="engaged_with_somebody",
        ),
        sa.CheckConstraint("stand_in IS NULL OR stand_in_why <> ''", name="stand_in_has_reason"),
        sa.CheckConstraint(
            "outcome <> 'not_served' OR unmet_reason IS NOT NULL", name="unmet_has_reason"
        ),
        sa.UniqueConstraint("clerk_id", "request_key"),
    )
    op.create_index("ix_encounter_city_date", "encounter", ["city_date", "id"])
    op.create_index("ix_encounter_clerk_city_date", "encounter", ["clerk_id", "city_date"])
    op.create_index("ix_encounter_due_at", "encounter", ["due_at"], **only("due_at IS NOT NULL"))
    op.create_index(
        "ix_encounter_interpreter_city_date", "encounter", ["interpreter_id", "city_date"]
    )
    op.create_index("ix_encounter_location_city_date", "encounter", ["location_id", "city_date"])
    op.create_index(
        "ix_encounter_open",
        "encounter",
        ["status"],
        **only("status IN ('searching', 'ready', 'connected', 'ended')"),
    )
    op.create_index(
        "uq_encounter_interpreter_engaged",
        "encounter",
        ["interpreter_id"],
        unique=True,
        **only("interpreter_id IS NOT NULL AND status IN ('ready', 'connected')"),
    )
    op.create_index(
        "uq_encounter_ticket_open",
        "encounter",
        ["ticket_id"],
        unique=True,
        **only("ticket_id IS NOT NULL AND status IN ('searching', 'ready', 'connected', 'ended')"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "encounter_id", sa.Integer, sa.ForeignKey("encounter.id"), nullable=False, index=True
        ),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("interpreter_id", sa.Integer, sa.ForeignKey("interpreter.account_id")),
        sa.Column("vendor_id", sa.Integer, sa.ForeignKey("vendor.id")),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column(
            "outcome",
            one_of("accepted", "declined", "no_answer", "taken", "withdrawn", "busy", "released"),
        ),
        sa.Column("decline_reason", one_of("conflict", "subject", "busy", "wrong_variant")),
        sa.Column("decision", FACTS),
        sa.CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answer_has_moment"),
        sa.CheckConstraint("(interpreter_id IS NULL) <> (vendor_id IS NULL)", name="one_target"),
        sa.UniqueConstraint("encounter_id", "interpreter_id", "round"),
    )
    op.create_index("ix_attempt_interpreter_offered", "attempt", ["interpreter_id", "offered_at"])
    op.create_index(
        "ix_attempt_ringing",
        "attempt",
        ["interpreter_id"],
        **only("outcome IS NULL AND interpreter_id IS NOT NULL"),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "encounter_id", sa.Integer, sa.ForeignKey("encounter.id"), nullable=False, index=True
        ),
        sa.Column(
            "promised_by_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True
        ),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("reach", sa.Text, nullable=False),
        sa.Column("kept_at", MOMENT),
        sa.CheckConstraint("reach <> ''", name="reach_given"),
    )


def one_of(*values: str) -> sa.Enum:
    return sa.Enum(*values, name="one_of", native_enum=False, create_constraint=True, length=40)


def only(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
