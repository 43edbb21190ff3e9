"""What the worker does with documents over and over; done again, each changes nothing more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.adapters.store import STALE_AFTER, FileStore
from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.priority import PriorityDecision
from langaccess.services.documents.dates import plan_jobs
from langaccess.services.documents.holding import has_own_date
from langaccess.services.documents.telling import tell
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.rounds import (
    askers_of,
    hold_open,
    named_contents,
    told_at_risk,
)

# Waiting is counted in whole seconds, so a date may differ by less than one and be the same.
SAME_DATE = timedelta(seconds=1)


def plan_again(session: Session, city: City, *, document_id: int, now: datetime) -> bool:
    """Plan the dates of an open document by the queue as it stands; False where it is closed.

    Its jobs follow what the rules decided last. The requester is told of a day that moved, and
    once of each language that may be late. A document that somebody is at is left alone.
    """
    held = hold_open(session, document_id)
    if held is None:
        return False
    document, jobs = held
    _follow_decision(document, jobs)
    session.flush()
    plan_jobs(session, city, document, jobs, now=now)
    told = told_at_risk(session, document.id)
    for job in jobs:
        if _is_at_risk(job) and job.language_tag not in told:
            tell(
                session,
                None,
                document,
                Happening.AT_RISK,
                now=now,
                job=job,
                also=askers_of(session, job.id),
                due_at=job.due_at.isoformat(),
            )
    return True


def forget_unnamed(
    session: Session, store: FileStore, sha256s: Sequence[str], *, now: datetime
) -> list[str]:
    """Forget those of these contents that no row names; which they were.

    What was brought within the last day stays: its row may be on its way.
    """
    named = named_contents(session, sha256s)
    return [
        one for one in sha256s if one not in named and store.forget_older(one, now - STALE_AFTER)
    ]


def _follow_decision(document: Document, jobs: Sequence[Job]) -> None:
    """Other rules may have given the document another date: it is every open job's."""
    finish_by = PriorityDecision.from_facts(document.decision).finish_by
    waits_count = not has_own_date(document)
    for job in jobs:
        waited = timedelta(seconds=job.held_seconds if waits_count else 0)
        if job.held_at is None and abs(finish_by + waited - job.due_at) > SAME_DATE:
            job.due_at = finish_by + waited
            job.version += 1


def _is_at_risk(job: Job) -> bool:
    return job.held_at is None and job.finish_at is not None and job.finish_at > job.due_at
