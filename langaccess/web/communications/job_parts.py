"""What stands on a job's page: who was asked and why, what was handed over, which terms hold."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import gettext
from markupsafe import Markup

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.findings import Severity
from langaccess.domain.documents.glossary import Term, terms_for, terms_in_force
from langaccess.domain.documents.workflow import AssignmentStatus, FindingStatus
from langaccess.services.documents.deliveries import segments_of
from langaccess.storage.base import db
from langaccess.storage.documents.glossary import terms_of
from langaccess.storage.documents.jobs import Assignment, CheckFinding, Delivery, Job
from langaccess.web.communications.job_forms import ReasonForm
from langaccess.web.document_words import (
    ASSIGNMENT_STATUSES,
    FINDING_STATUSES,
    SEVERITIES,
    finding_said,
    qualified_said,
)
from langaccess.web.form import Form

TERMS_SHOWN = 200
_KINDS = {
    AssignmentStatus.OFFERED: "now",
    AssignmentStatus.ACCEPTED: "now",
    AssignmentStatus.DONE: "good",
    AssignmentStatus.DECLINED: "bad",
    AssignmentStatus.EXPIRED: "bad",
}


class AskedLine(NamedTuple):
    """Somebody who was asked for a step: what they said, why they were qualified, what is next."""

    one: Assignment
    who: str
    told: str
    kind: str
    reasons: list[tuple[bool, str]]
    may_answer: bool
    decline: Form | None
    release: Form | None


class FindingLine(NamedTuple):
    """Something a check found, and the form by which it may be waived."""

    one: CheckFinding
    severity: str
    kind: str
    told: Markup
    status: str
    waive: Form | None


class DeliveryLine(NamedTuple):
    """What was handed over, and what the checks found in it."""

    one: Delivery
    who: str
    findings: list[FindingLine]
    open: int


def asked_lines(
    job: Job, actor: Actor, names: Mapping[str, str], bound: Mapping[str, Form]
) -> list[AskedLine]:
    """Everybody who was asked, the latest first."""
    return [_asked(one, actor, names, bound) for one in reversed(job.assignments)]


def delivery_lines(
    job: Job, actor: Actor, names: Mapping[str, str], bound: Mapping[str, Form]
) -> list[DeliveryLine]:
    """Everything that was handed over, the latest first; only in the latest something is open."""
    may = _may_waive(job, actor)
    lines = []
    for number, one in enumerate(reversed(job.deliveries)):
        findings = [
            _finding(row, job.language_tag, names, bound, may=may and number == 0)
            for row in one.findings
        ]
        is_open = [row for row in one.findings if row.status is FindingStatus.OPEN]
        who = one.by.name if one.by else one.vendor.name if one.vendor else "–"
        lines.append(DeliveryLine(one, who, findings, len(is_open)))
    return lines


def terms_here(job: Job) -> list[Term]:
    """The glossary's terms that occur in this source, as they hold for the department."""
    session, document = db.session(), job.document
    terms = terms_in_force(
        terms_of(session, job.language_tag, document.department_id),
        language_tag=job.language_tag,
        department=document.department.name if document.department else None,
    )
    if not terms:
        return []
    segments = segments_of(session, [one.file_sha256 for one in job.source_version.files])
    return list(terms_for(segments, terms))[:TERMS_SHOWN]


def reason_form(key: str, number: int) -> ReasonForm:
    """A form for a reason about one row, as it was sent; named so that ids differ."""
    return ReasonForm(prefix=f"{key}-{number}-")


def _asked(
    one: Assignment, actor: Actor, names: Mapping[str, str], bound: Mapping[str, Form]
) -> AskedLine:
    manages = actor.may(Permission.DOCUMENTS_MANAGE)
    is_offered = one.status is AssignmentStatus.OFFERED
    may_answer = is_offered and (manages or one.account_id == actor.account_id)
    may_release = manages and one.status in {AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED}
    reasons = qualified_said(one.snapshot.get("reasons", ()), names)
    if one.vendor is not None:
        reasons = [(True, gettext("An agency that does this in this language."))]
    return AskedLine(
        one=one,
        who=one.account.name if one.account else one.vendor.name if one.vendor else "–",
        told=str(ASSIGNMENT_STATUSES[one.status]),
        kind=_KINDS.get(one.status, ""),
        reasons=reasons,
        may_answer=may_answer,
        decline=_reason("decline", one.id, bound) if may_answer else None,
        release=_reason("release", one.id, bound) if may_release else None,
    )


def _finding(
    one: CheckFinding, tag: str, names: Mapping[str, str], bound: Mapping[str, Form], *, may: bool
) -> FindingLine:
    is_error = one.severity == Severity.ERROR
    return FindingLine(
        one=one,
        severity=str(SEVERITIES[Severity(one.severity)]),
        kind="bad" if is_error else "warn",
        told=finding_said(one.check, one.facts, lang=tag, names=names),
        status=str(FINDING_STATUSES[one.status]),
        waive=_reason("waive", one.id, bound) if may and one.status is FindingStatus.OPEN else None,
    )


def _reason(key: str, number: int, bound: Mapping[str, Form]) -> Form:
    fresh = ReasonForm(prefix=f"{key}-{number}-", formdata=None)
    return bound.get(f"{key}-{number}") or fresh


def _may_waive(job: Job, actor: Actor) -> bool:
    """The reviser may, and whoever manages documents; never the translator."""
    if actor.account_id == job.translator_id:
        return False
    return actor.account_id == job.reviser_id or actor.may(Permission.DOCUMENTS_MANAGE)
