"""Volume for the translation queue: invented documents, each ranked by the rules in force."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.priority import PriorityDecision
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.documents.stored import facts_of_request
from langaccess.domain.documents.workflow import FINISHED, DocumentStatus, JobState
from langaccess.services.demo.history import reference
from langaccess.services.documents.files import Upload
from langaccess.services.documents.priorities import priorities_of, ranked
from langaccess.services.seed_bureau import (
    FIRST_LANGUAGE,
    KINDS,
    LANGUAGES,
    PLACES,
    SUBJECTS,
    Asker,
    Bureau,
)
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import (
    Document,
    DocumentEvent,
    SourceFile,
    SourceVersion,
)
from langaccess.storage.documents.volume import add_rows, add_what_follows, next_ids

MOST_LANGUAGES = 5
# Of all, those that came last are open. Of the closed ones, some were cancelled.
OPEN_SHARE = 0.05
CANCELLED_SHARE, PUBLISHED_SHARE, LATE_SHARE, DATED_SHARE, WIDE_SHARE = 0.05, 0.6, 0.08, 0.15, 0.2
TYPICAL_WORDS = 420
# Where the languages of an open document stand.
STATES = {
    JobState.QUEUED: 50,
    JobState.OFFERED: 6,
    JobState.ACCEPTED: 6,
    JobState.TRANSLATING: 20,
    JobState.REVISING: 12,
    JobState.VERIFYING: 6,
}
TRANSLATED = frozenset({JobState.REVISING, JobState.VERIFYING, *FINISHED})
_KINDS_WEIGHTS = [weight for _, _, weight, _ in KINDS]
_TAGS, _TAG_WEIGHTS = list(LANGUAGES), list(LANGUAGES.values())
_STATES, _STATE_WEIGHTS = list(STATES), list(STATES.values())


@dataclass(slots=True)
class Volume:
    """Makes documents one after the other; the same random numbers make the same ones."""

    city: City
    bureau: Bureau
    random: Random
    number: int  # of the document made last
    now: datetime

    def add(self, session: Session, moments: Sequence[datetime], *, are_open: bool) -> None:
        """Write a document that came in at each of these moments, with everything of it."""
        if not moments:
            return
        ids = next_ids(session, Document, len(moments))
        versions = next_ids(session, SourceVersion, len(moments))
        rows: defaultdict[type, list[dict[str, Any]]] = defaultdict(list)
        for document_id, version_id, at in zip(ids, versions, moments, strict=True):
            self._add(rows, document_id, version_id, at, is_open=are_open)
        for table in (Document, SourceVersion, SourceFile, Job, DocumentEvent):
            add_rows(session, table, rows[table])
        add_what_follows(session, ids[0], ids[-1])

    def _add(
        self,
        rows: defaultdict[type, list[dict[str, Any]]],
        document_id: int,
        version_id: int,
        at: datetime,
        *,
        is_open: bool,
    ) -> None:
        self.number += 1
        asker, text = self._one(self.bureau.askers), self._one(self.bureau.texts)
        request = self._request(asker, text, at)
        decision = priorities_of(self.city).decide(request)
        jobs = self._jobs(document_id, version_id, asker, request, decision, is_open=is_open)
        closed_at = None if is_open else max(one["changed_at"] for one in jobs)
        rows[Document].append(
            self._document(document_id, asker, request, decision, closed_at, jobs)
        )
        rows[Job] += jobs
        rows[SourceVersion].append(
            {
                "id": version_id,
                "document_id": document_id,
                "number": 1,
                "created_at": at,
                "created_by_id": asker.account_id,
                "words": request.words,
                "repeated_words": 0,
                "changed_words": request.words,
            }
        )
        rows[SourceFile].append(
            {
                "version_id": version_id,
                "position": 1,
                "name": text.name,
                "file_sha256": text.sha256,
            }
        )
        rows[DocumentEvent].append(
            {
                "document_id": document_id,
                "at": at,
                "actor_id": asker.account_id,
                "kind": Happening.REQUESTED.value,
                "facts": {"languages": ", ".join(request.target_languages)},
            }
        )

    def _request(self, asker: Asker, text: Upload, at: datetime) -> DocumentRequest:
        random = self.random.random
        kind, title, _, flags = self.random.choices(KINDS, _KINDS_WEIGHTS)[0]
        tags = (FIRST_LANGUAGE, *self.random.choices(_TAGS, _TAG_WEIGHTS, k=MOST_LANGUAGES - 1))
        several = tuple(dict.fromkeys(tags[: 2 + int(random() * (MOST_LANGUAGES - 1))]))
        dated = (at + timedelta(days=5 + int(random() * 40))).date()
        return DocumentRequest(
            title=f"{title}, {self._one(PLACES)}, no. {self.number}",
            document_type=kind,
            target_languages=several if len(several) > 1 else (FIRST_LANGUAGE, "zh-Hant"),
            received_at=at,
            text="\n".join(one.text for one in text.reading.segments),
            flags=flags,
            department=asker.department,
            words=min(int(TYPICAL_WORDS * self.random.lognormvariate(0, 0.8)) + 20, 20_000),
            reach=int(random() * 20_000) if random() < WIDE_SHARE else None,
            legal_deadline=dated if flags and random() < DATED_SHARE else None,
            legal_ground="city policy" if flags else "",
            needed_by=dated if not flags and random() < DATED_SHARE else None,
            mailing_days=2 if kind == "letter-to-resident" else 0,
        )

    def _document(
        self,
        document_id: int,
        asker: Asker,
        request: DocumentRequest,
        decision: PriorityDecision,
        closed_at: datetime | None,
        jobs: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        status = DocumentStatus.DONE if closed_at else DocumentStatus.OPEN
        if all(one["state"] is JobState.CANCELLED for one in jobs):
            status = DocumentStatus.CANCELLED
        done_at = max(one["finish_at"] for one in jobs)
        return {
            "id": document_id,
            "reference": reference(self.number),
            "requester_id": asker.account_id,
            "request_key": f"invented-{self.number}",
            "department_id": asker.department_id,
            "title": request.title,
            "document_type": request.document_type,
            "subject": SUBJECTS[self.number % len(SUBJECTS)],
            "source_language_tag": request.source_language,
            "asked": facts_of_request(request),
            "received_at": request.received_at,
            "status": status,
            "closed_at": closed_at,
            "anticipated_at": done_at,
            "is_feasible": done_at <= decision.finish_by,
            "is_vital": bool(request.flags),
            "words": request.words,
            **ranked(decision),
        }

    def _jobs(
        self,
        document_id: int,
        version_id: int,
        asker: Asker,
        request: DocumentRequest,
        decision: PriorityDecision,
        *,
        is_open: bool,
    ) -> list[dict[str, Any]]:
        """One for each language, somewhere on its way, or at its end."""
        at, due_at = request.received_at, decision.finish_by
        share = 0.4 + 0.5 * self.random.random()
        is_late = self.random.random() < LATE_SHARE
        finish_at = max(at, due_at) + timedelta(days=2) if is_late else at + (due_at - at) * share
        finish_at = max(finish_at, at + timedelta(hours=1))
        is_cancelled = not is_open and self.random.random() < CANCELLED_SHARE
        common = {
            "document_id": document_id,
            "requester_id": asker.account_id,
            "source_version_id": version_id,
            "words": request.words,
            "due_at": due_at,
            "finish_at": finish_at,
            "translate_by": at + (finish_at - at) * 0.6,
            "revise_by": finish_at,
            "needs_revision": True,
        }
        return [
            common
            | self._way(tag, asker, at, finish_at, is_open=is_open, is_cancelled=is_cancelled)
            for tag in request.target_languages
        ]

    def _way(
        self,
        tag: str,
        asker: Asker,
        at: datetime,
        finish_at: datetime,
        *,
        is_open: bool,
        is_cancelled: bool,
    ) -> dict[str, Any]:
        """Where one language stands, and who brought it there; `finish_at` may be yet to come."""
        if is_cancelled:
            state = JobState.CANCELLED
        elif is_open:
            state = self.random.choices(_STATES, _STATE_WEIGHTS)[0]
        else:
            is_public = self.random.random() < PUBLISHED_SHARE
            state = JobState.PUBLISHED if is_public else JobState.DELIVERED
        ended_at = min(finish_at, self.now) if state in FINISHED else None
        changed_at = ended_at or min(at + (finish_at - at) * 0.5, self.now)
        is_revised = state in TRANSLATED and state is not JobState.REVISING
        return {
            "language_tag": tag,
            "state": state,
            "changed_at": changed_at,
            "revised_at": changed_at if is_revised else None,
            "verified_by_id": self._one(self.bureau.verifier_ids) if ended_at else None,
            "delivered_at": ended_at,
            "published_at": ended_at if state is JobState.PUBLISHED else None,
            **self._people(tag, asker, state),
        }

    def _people(self, tag: str, asker: Asker, state: JobState) -> dict[str, int | None]:
        """Translator and reviser of one job: two of ours, else two agencies."""
        is_begun = state not in {JobState.QUEUED, JobState.CANCELLED}
        is_read = state in TRANSLATED
        ours = self.bureau.hands.get(tag)
        if ours is None:
            translator, reviser = self.bureau.agency_ids
        else:
            first = int(self.random.random() * len(ours))
            turn = ours[first:] + ours[:first]
            translator, reviser = [one for one in turn[:3] if one != asker.account_id][:2]
        who = (translator if is_begun else None, reviser if is_read else None)
        people, agencies = (who, (None, None)) if ours else ((None, None), who)
        return {
            "translator_id": people[0],
            "reviser_id": people[1],
            "translator_vendor_id": agencies[0],
            "reviser_vendor_id": agencies[1],
        }

    def _one(self, several: Sequence[Any]) -> Any:
        """Any of these: `random.choice`, without its care for what random numbers cost."""
        return several[int(self.random.random() * len(several))]


def last_document(session: Session) -> int:
    """The number of the newest document: a series goes on after it."""
    return session.scalar(select(func.max(Document.id))) or 0
