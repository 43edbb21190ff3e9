"""A document and its languages as other systems see them, and what they send to ask for one."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from langaccess.domain.documents.workflow import (
    CLOSED,
    AssignmentStatus,
    DocumentStatus,
    JobState,
    Step,
    TimeStatus,
    time_status,
)
from langaccess.domain.rules.model import Criterion
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.queue import Queued
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.work import every_job_of
from langaccess.storage.languages import all_languages
from langaccess.web.api.fields import (
    NOTE_AT_MOST,
    Moment,
    Shown,
    Text,
    a_name_of,
    a_number,
    a_slug,
    a_tag,
    one_of,
)
from langaccess.web.document_words import reasons_said

TEXT_AT_MOST = 2_000_000
PEOPLE_AT_MOST = 10_000_000_000
DAYS_AT_MOST = 366
FLAGS = ("health", "safety", "compliance")


def _yes_or_no(**options: Any) -> fields.Boolean:
    return fields.Boolean(truthy={True}, falsy={False}, load_default=False, **options)


class DocumentAsked(Schema):
    """What is asked for. The files come as parts of a multipart body, or `text` holds the words.

    `department` is a department's name in kebab case. Dates are the city's days.
    """

    title = Text(least=1, required=True)
    document_type = Text(least=1, required=True)
    target_languages = fields.List(a_tag(), required=True, validate=validate.Length(1, 200))
    source_language = a_tag(load_default="en")
    summary = Text(NOTE_AT_MOST, load_default="")
    text = Text(TEXT_AT_MOST, load_default="")
    flags = fields.List(fields.String(validate=validate.OneOf(FLAGS)), load_default=[])
    department = a_slug(load_default=None, allow_none=True)
    cost_center = Text(load_default="")
    subject = Text(load_default="")
    audience = Text(NOTE_AT_MOST, load_default="")
    reach = a_number(0, PEOPLE_AT_MOST, load_default=None, allow_none=True)
    legal_deadline = fields.Date(load_default=None, allow_none=True)
    legal_ground = Text(load_default="")
    needed_by = fields.Date(load_default=None, allow_none=True)
    publish_on = fields.Date(load_default=None, allow_none=True)
    mailing_days = a_number(0, DAYS_AT_MOST, load_default=0)
    printing_days = a_number(0, DAYS_AT_MOST, load_default=0)
    layout = _yes_or_no()
    review = _yes_or_no()
    is_vital = _yes_or_no()
    is_exact = _yes_or_no()
    is_confidential = _yes_or_no()
    raised_to = Text(load_default=None, allow_none=True)
    raised_because = Text(NOTE_AT_MOST, load_default="")
    plain_language_waived = Text(NOTE_AT_MOST, load_default="")


class Wanted(Schema):
    """Which documents: those of the queue in its order, or one's own, the newest first."""

    queue = fields.Boolean(load_default=False)
    limit = a_number(1, 100, strict=False, load_default=25)
    after = fields.String(load_default=None)


class TaskDone(Schema):
    """What a move needs: `work` is the step of work that is offered, accepted or released.

    `person` or `vendor` is asked. `reason` goes with declining, sending back, holding, releasing,
    withdrawing and cancelling; `title` and `subject` with publishing. Files are parts of a
    multipart body.
    """

    work = one_of(Step, load_default=None, allow_none=True)
    person = a_number(load_default=None, allow_none=True)
    vendor = a_number(load_default=None, allow_none=True)
    reason = Text(NOTE_AT_MOST, load_default="")
    note = Text(NOTE_AT_MOST, load_default="")
    is_self_checked = _yes_or_no()
    title = Text(load_default="")
    subject = Text(load_default="")


class MatchShown(Shown):
    """A rule that the document meets."""

    rule = fields.String(required=True)
    criterion = one_of(Criterion, required=True)
    class_id = fields.String(data_key="class", required=True)
    ground = fields.String(required=True)


class AskedShown(Shown):
    """Somebody asked for one step; the newest of each step counts."""

    work = one_of(Step, attribute="step", required=True)
    status = one_of(AssignmentStatus, required=True)
    person = a_number(attribute="account_id", allow_none=True, required=True)
    vendor = a_number(attribute="vendor_id", allow_none=True, required=True)
    expires_at = Moment(required=True)


class JobShown(Shown):
    """One language of a document. `time` is how it stands against its date."""

    language = a_tag(attribute="language_tag", required=True)
    state = one_of(JobState, required=True)
    time = one_of(TimeStatus, required=True)
    is_held = fields.Boolean(required=True)
    words = a_number(0, required=True)
    due_at = Moment(required=True)
    finish_at = Moment(allow_none=True, required=True)
    delivered_at = Moment(allow_none=True, required=True)
    published_at = Moment(allow_none=True, required=True)
    version = a_number(required=True)
    asked = fields.List(fields.Nested(AskedShown), required=True)


class DocumentListed(Shown):
    """A document as a list has it; `id` is its reference."""

    id = fields.String(attribute="reference", required=True)
    title = fields.String(required=True)
    class_id = fields.String(data_key="class", required=True)
    received_at = Moment(required=True)
    due_at = Moment(required=True)
    anticipated_at = Moment(allow_none=True, required=True)
    feasible = fields.Boolean(attribute="is_feasible", required=True)
    because = fields.List(fields.String(), required=True)


class DocumentsListed(Shown):
    """One page of documents; `next` is what `after` takes for the page behind it, or null."""

    documents = fields.List(fields.Nested(DocumentListed), required=True)
    next = fields.String(allow_none=True, required=True)


class DocumentShown(DocumentListed):
    """A whole document, with every reason of its place and all its languages."""

    document_type = fields.String(required=True)
    status = one_of(DocumentStatus, required=True)
    source_language = a_tag(attribute="source_language_tag", required=True)
    department = a_name_of("department")
    words = a_number(0, required=True)
    version = a_number(attribute="current_version", required=True)
    class_name = fields.String(required=True)
    preempts = fields.Boolean(required=True)
    rank_at = Moment(required=True)
    first_release_at = Moment(allow_none=True, required=True)
    rules_version = fields.String(attribute="rules_edition", required=True)
    matched = fields.List(fields.Nested(MatchShown), required=True)
    jobs = fields.List(fields.Nested(JobShown), required=True)


def document_shown(session: Session, document: Document, *, now: datetime) -> dict[str, Any]:
    """A document with its languages as they now stand."""
    session.flush()
    session.expire(document)
    decision = document.decision
    return {
        **{name: getattr(document, name) for name in _OWN},
        "class_name": decision["class_name"],
        "preempts": decision["preempts"],
        "matched": [
            {**one, "class_id": one["class"], "criterion": Criterion(one["criterion"])}
            for one in decision["matched"]
        ],
        "because": reasons_said(decision, names_of(session)),
        "jobs": [job_shown(one, now=now) for one in every_job_of(session, document.id)],
    }


def job_shown(job: Job, *, now: datetime) -> dict[str, Any]:
    """One language as it now stands."""
    asked: dict[Step, Assignment] = {one.step: one for one in job.assignments}
    is_over = job.state in CLOSED
    return {
        **{name: getattr(job, name) for name in _OF_JOB},
        "is_held": job.held_at is not None,
        "time": time_status(
            now=now,
            due_at=job.due_at,
            finish_at=job.finish_at,
            done_at=(job.delivered_at or job.changed_at) if is_over else None,
            is_held=job.held_at is not None,
        ),
        "asked": list(asked.values()),
    }


def line_shown(one: Queued, names: dict[str, str]) -> dict[str, Any]:
    """A document of the queue as a list has it."""
    return {**one._asdict(), "because": reasons_said(one.decision, names)}


def names_of(session: Session) -> dict[str, str]:
    """The languages' names, by tag."""
    return {one.tag: one.english_name for one in all_languages(session)}


_OWN = (
    "reference",
    "title",
    "class_id",
    "received_at",
    "due_at",
    "anticipated_at",
    "is_feasible",
    "document_type",
    "status",
    "source_language_tag",
    "department",
    "words",
    "current_version",
    "rank_at",
    "first_release_at",
    "rules_edition",
)
_OF_JOB = (
    "language_tag",
    "state",
    "words",
    "due_at",
    "finish_at",
    "delivered_at",
    "published_at",
    "version",
)
