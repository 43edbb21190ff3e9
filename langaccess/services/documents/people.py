"""Who could do a step of a job today: every person of the language, each with every reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.documents.fit import Task, fit
from langaccess.domain.documents.workflow import JobUnknown, Step
from langaccess.domain.matching import Decision
from langaccess.domain.people import Scope
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.work import is_absent, job_seen, loads_of, people_of
from langaccess.storage.people import Interpreter

# Review and layout ask for no language test: a subject's expert reads, a designer sets.
SCOPES = {Step.TRANSLATE: Scope.TRANSLATE, Step.REVISE: Scope.REVISE}
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Choice:
    """One person for one step: whether they may be asked and why, and what they have to do."""

    account_id: int
    name: str
    decision: Decision
    words_in_hand: int


def people_for(
    session: Session,
    actor: Actor,
    city: City,
    *,
    reference: str,
    tag: str,
    step: Step,
    now: datetime,
) -> list[Choice]:
    """Who could be asked, the qualified with the least to do first. Raises JobUnknown."""
    actor.must(Permission.DOCUMENTS_MANAGE)
    job = job_seen(session, actor, reference, tag)
    if job is None:
        raise JobUnknown
    people = people_of(session, foreign_tag(job))
    loads = loads_of(session, [one.account_id for one in people])
    choices = [
        Choice(
            one.account_id,
            one.account.name,
            decide_on(city, job, step, one, now=now),
            loads.get(one.account_id, 0),
        )
        for one in people
    ]
    return sorted(
        choices, key=lambda one: (not one.decision.is_eligible, one.words_in_hand, one.name)
    )


def decide_on(city: City, job: Job, step: Step, person: Interpreter, *, now: datetime) -> Decision:
    """Whether this person may be given this step today, with every reason."""
    others = {job.requester_id, *_others(job, step)}
    task = Task(
        language_tag=foreign_tag(job),
        scope=SCOPES[step],
        on=city.calendar.local_date(now),
        others=frozenset(others),
        department_id=job.document.department_id,
        into_english=job.language_tag == ENGLISH,
    )
    return fit(
        person.account_id,
        [one.facts for one in person.qualifications],
        task,
        is_absent=is_absent(person, now),
        conflicts=[one.department_id for one in person.conflicts if one.department_id],
    )


def foreign_tag(job: Job) -> str:
    """The language of a job that is not English."""
    tag = job.language_tag
    return job.document.source_language_tag if tag == ENGLISH else tag


def _others(job: Job, step: Step) -> list[int]:
    other = job.reviser_id if step is Step.TRANSLATE else job.translator_id
    return [other] if other is not None else []
