"""Honest dates: when each language will be done, worked out from the queue as it stands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.plan import LanguageLoad, Plan, Work, plan
from langaccess.domain.documents.priority import PriorityDecision
from langaccess.domain.documents.workflow import IN_WORK
from langaccess.services.documents.telling import tell
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.load import backlog_before, hands_for
from langaccess.storage.documents.requests import PREEMPTING, Document


def plan_document(
    session: Session, city: City, document: Document, tags: Sequence[str], *, now: datetime
) -> Plan:
    """When each of these languages of a document will be done, and what helps where it is late."""
    decision = PriorityDecision.from_facts(document.decision)
    before = backlog_before(session, document, tags)
    hands = hands_for(session, tags, city.calendar.local_date(now))
    work = Work(
        words=document.words,
        starts_at=now,
        due_at=decision.finish_by,
        capacity=city.rules.capacity,
        calendar=city.calendar,
        layout=document.needs_layout,
        review=document.needs_review,
        preempts=document.lane == PREEMPTING,
        first_release_at=decision.first_release_at,
        vendor_words=max((one.vendor_words or 0 for one in hands.values()), default=0) or None,
    )
    loads = [
        LanguageLoad(
            tag=tag,
            translate_backlog_words=before[tag].translate if tag in before else 0,
            revise_backlog_words=before[tag].revise if tag in before else 0,
            translators=hands[tag].translators,
            revisers=hands[tag].revisers,
        )
        for tag in tags
    ]
    return plan(work, loads)


def plan_jobs(
    session: Session, city: City, document: Document, jobs: Sequence[Job], *, now: datetime
) -> Plan:
    """Write the dates into the jobs and the document; tell the requester when a day has moved.

    Work that has begun keeps its place and is planned as if the rest of its day were still ahead.
    """
    open_jobs = [job for job in jobs if job.state in IN_WORK]
    planned = plan_document(
        session, city, document, [job.language_tag for job in open_jobs], now=now
    )
    for job, one in zip(open_jobs, planned.languages, strict=True):
        job.finish_at = one.finish_at
        job.translate_by = one.steps.translate_by
        job.revise_by = one.steps.revise_by
    before = document.anticipated_at
    document.anticipated_at = planned.finish_at
    document.is_feasible = planned.is_feasible
    if before is not None and _day(city, before) != _day(city, planned.finish_at or before):
        finish_at = document.anticipated_at or before
        tell(
            session, None, document, Happening.DATE_MOVED, now=now, finish_at=finish_at.isoformat()
        )
    return planned


def _day(city: City, at: datetime) -> object:
    return city.calendar.local_date(at)
