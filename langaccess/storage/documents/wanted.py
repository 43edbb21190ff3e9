"""What somebody looks for on the board, and the conditions that it makes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from langaccess.domain.documents.workflow import IN_WORK, AssignmentStatus, JobState, TimeStatus
from langaccess.storage.accounts import Account
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.requests import Document
from langaccess.storage.languages import Language

_ASKED = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)
# So few letters are a tag; names of languages are longer.
_TAG_AT_MOST = 3


class Holder(StrEnum):
    """Who has the work, where it is not a name that is looked for."""

    NOBODY = "nobody"
    ME = "me"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for on the board; what is None or empty is not asked.

    What is said of a language, a state, a time and a person must all hold for one and the same
    job. `language` is a tag of up to three letters, or part of a name; `person` is part of a name;
    `holder` asks for nobody, or for the account `me`.
    """

    text: str = ""
    class_id: str = ""
    department_id: int | None = None
    language: str = ""
    state: JobState | None = None
    time: TimeStatus | None = None
    person: str = ""
    holder: Holder | None = None
    me: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the whole board is looked at."""
        return self == Wanted(me=self.me)


def is_asked() -> ColumnElement[bool]:
    """Whether an assignment is of the job and open: asked for, or taken."""
    return and_(Assignment.job_id == Job.id, Assignment.status.in_(_ASKED))


def of_document(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is asked of the document itself."""
    asked: list[ColumnElement[bool]] = []
    if wanted.text:
        asked.append(Document.title.icontains(wanted.text, autoescape=True))
    if wanted.class_id:
        asked.append(Document.class_id == wanted.class_id)
    if wanted.department_id is not None:
        asked.append(Document.department_id == wanted.department_id)
    return asked


def of_job(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    """What is asked of one and the same job of it."""
    asked: list[ColumnElement[bool]] = []
    if wanted.language:
        asked.append(Job.language_tag.in_(select(Language.tag).where(_is_meant(wanted.language))))
    if wanted.state is not None:
        asked.append(Job.state == wanted.state)
    if wanted.time is not None:
        asked.append(_in_time(wanted.time, now))
    if wanted.person or wanted.holder is not None:
        asked.append(_held_by(wanted))
    return asked


def _is_meant(language: str) -> ColumnElement[bool]:
    """Whether a language is meant by what was typed; "zh" means each of the Chineses."""
    tag = func.lower(Language.tag)
    exact = or_(tag == language.lower(), tag.startswith(f"{language.lower()}-", autoescape=True))
    if len(language) <= _TAG_AT_MOST:
        return exact
    return or_(
        exact,
        Language.english_name.icontains(language, autoescape=True),
        Language.autonym.icontains(language, autoescape=True),
    )


def _in_time(status: TimeStatus, now: datetime) -> ColumnElement[bool]:
    """What `workflow.time_status` says of a job, as a condition."""
    is_open, is_held = Job.delivered_at.is_(None), Job.held_at.is_not(None)
    running = and_(is_open, Job.held_at.is_(None))
    is_late = func.coalesce(Job.finish_at > Job.due_at, literal(False))
    return {
        TimeStatus.IN_TIME: and_(~is_open, Job.delivered_at <= Job.due_at),
        TimeStatus.LATE: and_(~is_open, Job.delivered_at > Job.due_at),
        TimeStatus.HELD: and_(is_open, is_held),
        TimeStatus.PAST_DUE: and_(running, Job.due_at < now),
        TimeStatus.AT_RISK: and_(running, Job.due_at >= now, is_late),
        TimeStatus.ON_TRACK: and_(running, Job.due_at >= now, ~is_late),
    }[status]


def _held_by(wanted: Wanted) -> ColumnElement[bool]:
    """Whose work it is, by who is asked for a step or has it."""
    # By person the line itself has an assignment: this one is another.
    asked = select(Assignment.id).where(is_asked()).correlate(Job)
    if wanted.holder is Holder.NOBODY:
        return and_(Job.state.in_(IN_WORK), ~asked.exists())
    if wanted.holder is Holder.ME:
        return asked.where(Assignment.account_id == wanted.me).exists()
    name = wanted.person
    named = or_(
        Assignment.account.has(Account.name.icontains(name, autoescape=True)),
        Assignment.vendor.has(TranslationVendor.name.icontains(name, autoescape=True)),
    )
    return asked.where(named).exists()
