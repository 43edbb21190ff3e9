"""Asking for a translation: one request, one job for each language, a date at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.priority import PriorityDecision
from langaccess.domain.documents.questions import is_hard_to_read
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.documents.workflow import FilesMissing, JobState, needs_reviser
from langaccess.domain.errors import Invalid
from langaccess.domain.languages import LanguageUnknown
from langaccess.domain.people import DepartmentUnknown
from langaccess.domain.places import slug_of
from langaccess.services.dispatch.request import new_reference
from langaccess.services.documents.dates import plan_jobs
from langaccess.services.documents.files import Upload, grade_of, words_in
from langaccess.services.documents.priorities import raise_roles_of, rank
from langaccess.services.documents.telling import tell
from langaccess.services.documents.versions import write_version
from langaccess.storage.accounts import Account
from langaccess.storage.base import violated
from langaccess.storage.documents.concerned import team_of
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.queue import document_by_key
from langaccess.storage.documents.requests import (
    PREEMPTING,
    Document,
    SourceVersion,
    Watcher,
)
from langaccess.storage.languages import Language
from langaccess.storage.places import Department

LANGUAGES_AT_MOST = 100
ENGLISH = "en"


class TitleMissing(Invalid):
    """A document needs a title."""


class LanguagesMissing(Invalid):
    """A translation is into some language, and not into that of its source."""


class PlainLanguageNeeded(Invalid):
    """The rules ask for plain language here: rewrite it, or say why not. `grade` is the text's."""

    def __init__(self, grade: float, allowed: int) -> None:
        super().__init__(grade, allowed)
        self.grade = grade
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody asks to have translated, as their page sends it.

    `request_key` is the page's own, so a second press is one request. Dates are the city's days.
    """

    request_key: str
    title: str
    document_type: str
    target_tags: tuple[str, ...]
    source_tag: str = ENGLISH
    summary: str = ""
    flags: tuple[str, ...] = ()
    department_id: int | None = None
    cost_center: str = ""
    subject: str = ""
    audience: str = ""
    reach: int | None = None
    legal_deadline: date | None = None
    legal_ground: str = ""
    needed_by: date | None = None
    publish_on: date | None = None
    mailing_days: int = 0
    printing_days: int = 0
    needs_layout: bool = False
    needs_review: bool = False
    is_vital: bool = False
    is_exact: bool = False
    is_confidential: bool = False
    raised_to: str | None = None
    raised_because: str = ""
    plain_language_waived: str = ""


def request_translation(
    session: Session,
    actor: Actor,
    city: City,
    ask: Ask,
    uploads: Sequence[Upload],
    *,
    now: datetime,
) -> Document:
    """Open a request with a job for each language; the same key again gives the same document.

    Raises TitleMissing, LanguagesMissing, LanguageUnknown, DepartmentUnknown, FilesMissing,
    PlainLanguageNeeded.
    """
    actor.must(Permission.DOCUMENT_REQUEST)
    known = document_by_key(session, actor.account_id, ask.request_key)
    if known is not None:
        return known
    account = session.get_one(Account, actor.account_id)
    ask = _checked(session, ask, uploads)
    department = _department(session, ask.department_id or account.department_id)
    request = request_of(ask, account, department, uploads, now=now)
    document = _document(city, ask, account, department, request)
    grade = grade_of(uploads)
    waived = bool(ask.plain_language_waived.strip())
    gate = city.rules.gate
    if grade and not waived and is_hard_to_read(gate, document.class_id, grade):
        raise PlainLanguageNeeded(grade / 10, gate.plain_language_grade)
    written = _insert(session, document)
    if written is not document:
        return written
    version = write_version(session, document, uploads, actor, number=1, note="", now=now)
    jobs = [_job(city, document, version, tag, now) for tag in ask.target_tags]
    session.add_all([*jobs, Watcher(document_id=document.id, account_id=account.id)])
    session.flush()
    plan_jobs(session, city, document, jobs, now=now)
    tell(
        session,
        actor,
        document,
        Happening.REQUESTED,
        now=now,
        also=team_of(session) if document.lane == PREEMPTING else (),
        languages=", ".join(ask.target_tags),
    )
    return document


def request_of(
    ask: Ask,
    account: Account,
    department: Department | None,
    uploads: Sequence[Upload],
    *,
    now: datetime,
) -> DocumentRequest:
    """What the rules are asked about: the page's answers with the text of the files."""
    text = "\n".join(one.text for upload in uploads for one in upload.reading.segments)
    return DocumentRequest(
        title=ask.title.strip(),
        document_type=ask.document_type,
        target_languages=ask.target_tags,
        received_at=now,
        summary=ask.summary,
        text=text,
        flags=ask.flags,
        department=slug_of(department.name, ()) if department else "",
        source_language=ask.source_tag,
        words=words_in(uploads),
        audience=ask.audience,
        reach=ask.reach,
        legal_deadline=ask.legal_deadline,
        legal_ground=ask.legal_ground,
        needed_by=ask.needed_by,
        publish_on=ask.publish_on,
        mailing_days=ask.mailing_days,
        printing_days=ask.printing_days,
        layout=ask.needs_layout,
        raised_to=ask.raised_to or None,
        raised_by_role=next(iter(raise_roles_of(account)), None) if ask.raised_to else None,
        raised_because=ask.raised_because.strip(),
    )


def _checked(session: Session, ask: Ask, uploads: Sequence[Upload]) -> Ask:
    """The same with languages asked for once each; refused where something is missing."""
    if not ask.title.strip():
        raise TitleMissing
    tags = tuple(dict.fromkeys(tag for tag in ask.target_tags if tag != ask.source_tag))
    if not tags or len(tags) > LANGUAGES_AT_MOST:
        raise LanguagesMissing
    for tag in (ask.source_tag, *tags):
        language = session.get(Language, tag)
        if language is None or not language.is_written:
            raise LanguageUnknown(tag)
    if not uploads:
        raise FilesMissing
    return replace(ask, target_tags=tags)


def _department(session: Session, department_id: int | None) -> Department | None:
    if department_id is None:
        return None
    department = session.get(Department, department_id)
    if department is None:
        raise DepartmentUnknown
    return department


def _document(
    city: City,
    ask: Ask,
    account: Account,
    department: Department | None,
    request: DocumentRequest,
) -> Document:
    document = Document(
        reference=new_reference(),
        requester_id=account.id,
        request_key=ask.request_key,
        department_id=department.id if department else None,
        cost_center=ask.cost_center,
        title=request.title,
        document_type=ask.document_type,
        subject=ask.subject,
        source_language_tag=ask.source_tag,
        received_at=request.received_at,
        is_vital=ask.is_vital,
        is_exact=ask.is_exact,
        is_confidential=ask.is_confidential,
        needs_review=ask.needs_review,
        needs_layout=ask.needs_layout,
        plain_language_waived=ask.plain_language_waived.strip(),
        words=request.words or 0,
        current_version=1,
    )
    decision = rank(city, document, request)
    if ask.raised_to and decision.class_id == ask.raised_to and request.raised_by_role:
        document.raised_to, document.raised_by_id = ask.raised_to, account.id
        document.raised_because = request.raised_because
    return document


def _insert(session: Session, document: Document) -> Document:
    """Write the document and give it back, or the one that the same press wrote a moment ago."""
    try:
        with session.begin_nested():
            session.add(document)
    except IntegrityError as error:
        twin = document_by_key(session, document.requester_id, document.request_key)
        if twin is None or not violated(error, "uq_document_requester_id_request_key"):
            raise
        return twin
    return document


def _job(city: City, document: Document, version: SourceVersion, tag: str, now: datetime) -> Job:
    decision = PriorityDecision.from_facts(document.decision)
    gate = city.rules.gate
    return Job(
        document_id=document.id,
        requester_id=document.requester_id,
        language_tag=tag,
        state=JobState.QUEUED,
        source_version_id=version.id,
        words=document.words,
        due_at=decision.finish_by,
        changed_at=now,
        needs_revision=needs_reviser(
            class_id=document.class_id,
            is_critical=document.is_vital or document.is_exact,
            is_machine=False,
            gated=gate.machine_translation_needs_reviser,
            four_eyes=gate.four_eyes,
        ),
        needs_review=document.needs_review,
        needs_layout=document.needs_layout,
    )
