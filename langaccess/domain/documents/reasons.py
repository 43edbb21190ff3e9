"""Why a document stands where it stands: one reason at a time, with the facts it carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Fact = str | int
Facts = Mapping[str, Fact]


class Why(StrEnum):
    """One step of the reasoning, with its facts.

    Facts named `…_on` are dates (YYYY-MM-DD), `…_at` are moments in UTC (RFC 3339), `count` is
    what the sentence counts, and `class_id` and `class_name` tell a class.
    """

    MATCHED_HEALTH = "matched_health"  # rule, class_id, ground
    MATCHED_SAFETY = "matched_safety"  # rule, class_id, ground
    MATCHED_COMPLIANCE = "matched_compliance"  # rule, class_id, ground
    MATCHED_SERVICE = "matched_service"  # rule, class_id, ground
    MATCHED_OUTREACH = "matched_outreach"  # rule, class_id, ground
    UNKNOWN_TYPE = "unknown_type"  # document_type
    MOST_URGENT = "most_urgent"  # class_id, class_name
    NO_MATCH = "no_match"  # class_id, class_name
    RAISED = "raised"  # class_id, class_name, role, reason
    RAISE_UNKNOWN = "raise_unknown"  # class_id, classes
    RAISE_NO_HIGHER = "raise_no_higher"  # class_id, class_name
    RAISE_CLOSED = "raise_closed"  # class_id, class_name
    RAISE_NOT_ALLOWED = "raise_not_allowed"  # class_id, class_name, role, roles
    RAISE_BY_NOBODY = "raise_by_nobody"  # class_id, class_name, roles
    RAISE_NO_REASON = "raise_no_reason"  # class_id, class_name, role
    PREEMPTS = "preempts"  # nothing
    CAME_BEFORE_CLOSING = "came_before_closing"  # received_on
    CAME_AFTER_CLOSING = "came_after_closing"  # received_on, counts_from_on
    CAME_ON_HOLIDAY = "came_on_holiday"  # received_on, counts_from_on, holiday
    CAME_ON_CLOSED_DAY = "came_on_closed_day"  # received_on, counts_from_on
    ALLOWS_HOURS = "allows_hours"  # class_id, count, received_at, turnaround_at
    ALLOWS_DAYS = "allows_days"  # class_id, count, turnaround_at
    LEGAL_DEADLINE = "legal_deadline"  # wanted_on
    LEGAL_DEADLINE_BY = "legal_deadline_by"  # wanted_on, ground
    PUBLISH_ON = "publish_on"  # wanted_on
    NEEDED_BY = "needed_by"  # wanted_on
    DATE_IS_CLOSED = "date_is_closed"  # wanted_on, worked_on
    TAKES_DAYS = "takes_days"  # mailing, printing, layout, ready_at
    DUE_BY_TURNAROUND = "due_by_turnaround"  # due_at
    DUE_BY_DATE = "due_by_date"  # due_at
    FINISHED_BY = "finished_by"  # finish_by_at
    WAS_PAST = "was_past"  # received_at
    FIRST_RELEASE = "first_release"  # first_release_at
    BONUS = "bonus"  # bonus, count
    RANKS_AT = "ranks_at"  # rank_at
    VENDOR_TRANSLATES = "vendor_translates"  # languages
    VENDOR_REVISES = "vendor_revises"  # languages
    ON_HOLD = "on_hold"  # languages
    TOO_LATE = "too_late"  # languages, finish_at, due_at
    SHORT_NOTICE_FIRST = "short_notice_first"  # languages, finish_at, instead_at
    SECOND_TRANSLATOR = "second_translator"  # languages, finish_at, instead_at
    VENDOR = "vendor"  # languages, finish_at, instead_at
    DROP_LAYOUT = "drop_layout"  # languages, finish_at, instead_at
    READY_LANGUAGES_FIRST = "ready_languages_first"  # languages, finish_at, instead_at


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning; `facts` fill the sentence that is told."""

    why: Why
    facts: Facts
