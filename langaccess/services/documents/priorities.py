"""Where a document stands in the queue: decided by the rules, stored with every reason."""

import json
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Role
from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.priority import Priorities, PriorityDecision, Reason
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.documents.stored import facts_of_request, request_of_facts
from langaccess.domain.documents.workflow import DocumentStatus, DocumentUnknown
from langaccess.domain.errors import Conflict
from langaccess.domain.places import slug_of
from langaccess.services.documents.dates import plan_jobs
from langaccess.services.documents.telling import tell
from langaccess.storage.accounts import Account
from langaccess.storage.documents.concerned import team_of
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.queue import document_seen, lock_document
from langaccess.storage.documents.ranking import (
    asked_under_other_rules,
    confirm,
    text_of,
    texts_of,
    write_ranks,
)
from langaccess.storage.documents.requests import ORDINARY, PREEMPTING, Document
from langaccess.storage.documents.work import open_jobs_of

# The role of the rules file that our coordinators hold.
COORDINATORS_RAISE_AS = "language-access-coordinator"


class RaiseRefused(Conflict):
    """The rules do not raise it; `because` are the reasons of the decision, this one among them."""

    def __init__(self, because: tuple[Reason, ...]) -> None:
        super().__init__()
        self.because = because


@lru_cache(maxsize=2)
def _priorities(held: "_Held") -> Priorities:
    return Priorities(held.city.rules, held.city.calendar)


class _Held:
    """A city as the key of a cache: the same object is the same city."""

    def __init__(self, city: City) -> None:
        self.city = city

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.city is self.city

    def __hash__(self) -> int:
        return id(self.city)


def priorities_of(city: City) -> Priorities:
    """The city's rules made ready to decide; made once for each city."""
    return _priorities(_Held(city))


def raise_roles_of(account: Account) -> tuple[str, ...]:
    """As which roles of the rules file somebody may raise.

    Coordinators as the language-access coordinator; everybody as what their department or their
    job is called ("Public Health" is `public-health`).
    """
    roles = [COORDINATORS_RAISE_AS] if Role.COORDINATOR in account.actor.roles else []
    names = (account.job_title, account.department.name if account.department else "")
    return (*roles, *(slug_of(name, ()) for name in names if name))


def rank(city: City, document: Document, request: DocumentRequest) -> PriorityDecision:
    """Decide about a document and write class, dates, place and every reason into it."""
    decision = priorities_of(city).decide(request)
    for name, value in ranked(decision).items():
        setattr(document, name, value)
    document.asked = facts_of_request(request)
    return decision


def raise_document(
    session: Session,
    actor: Actor,
    city: City,
    *,
    reference: str,
    class_id: str,
    reason: str,
    now: datetime,
) -> Document:
    """Raise a document to a more urgent class. Raises DocumentUnknown, RaiseRefused."""
    document = document_seen(session, actor, reference)
    if document is None or document.status is not DocumentStatus.OPEN:
        raise DocumentUnknown
    account = session.get_one(Account, actor.account_id)
    document = lock_document(session, document.id)
    asked = request_of_facts(document.asked, text_of(session, document.id))
    roles = city.rules.raise_roles.get(class_id, frozenset())
    role = next((one for one in raise_roles_of(account) if one in roles), None)
    request = replace(asked, raised_to=class_id, raised_by_role=role, raised_because=reason.strip())
    before = document.class_id
    decision = rank(city, document, request)
    if decision.class_id == before:
        raise RaiseRefused(decision.because)
    document.raised_to, document.raised_by_id = class_id, actor.account_id
    document.raised_because = request.raised_because
    _due_again(session, city, document, now=now)
    tell(
        session,
        actor,
        document,
        Happening.RAISED,
        now=now,
        also=team_of(session) if decision.preempts else (),
        class_id=class_id,
        reason=request.raised_because,
    )
    return document


def rerank(session: Session, city: City, *, most: int, now: datetime) -> int:
    """Rank documents anew that other rules ranked, at most so many; how many those were.

    What comes out as before keeps its decision, now confirmed by these rules; what moved keeps
    the new one, with an event that says so.
    """
    edition = city.rules.edition
    rows = asked_under_other_rules(session, edition, most)
    texts = texts_of(session, [row.id for row in rows])
    priorities = priorities_of(city)
    moved: list[dict[str, Any]] = []
    for row in rows:
        decision = priorities.decide(request_of_facts(json.loads(row.asked), texts.get(row.id, "")))
        lane = PREEMPTING if decision.preempts else ORDINARY
        if (row.class_id, row.lane, row.due_at, row.rank_at) != (
            decision.class_id,
            lane,
            decision.due_at,
            decision.rank_at,
        ):
            moved.append({"document": row.id, **ranked(decision)})
    confirm(session, [row.id for row in rows], edition)
    if moved:
        write_ranks(session, moved, now=now)
    return len(rows)


def ranked(decision: PriorityDecision) -> dict[str, Any]:
    """What the queue keeps of a decision, by column of the document."""
    return {
        "class_id": decision.class_id,
        "lane": PREEMPTING if decision.preempts else ORDINARY,
        "due_at": decision.due_at,
        "rank_at": decision.rank_at,
        "first_release_at": decision.first_release_at,
        "decision": decision.as_facts(),
        "rules_edition": decision.rules_version,
    }


def _due_again(session: Session, city: City, document: Document, *, now: datetime) -> None:
    """A new due date is every open job's, and moves its steps."""
    jobs: list[Job] = open_jobs_of(session, document.id)
    finish_by = PriorityDecision.from_facts(document.decision).finish_by
    for job in jobs:
        job.due_at = finish_by
        job.version += 1
    session.flush()
    plan_jobs(session, city, document, jobs, now=now)
