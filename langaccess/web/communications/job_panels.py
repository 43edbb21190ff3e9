"""What somebody may do with a job now: one panel for each move that fits, the next one first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.workflow import (
    FROM,
    AssignmentStatus,
    JobState,
    Move,
    Step,
)
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.web.communications.job_forms import (
    LayoutForm,
    MachineForm,
    MendForm,
    NothingForm,
    PublishForm,
    ReasonForm,
    RevisionForm,
    TranslationForm,
)
from langaccess.web.form import Form

_OPEN = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)
_WORK: dict[Step, tuple[Move, type[Form]]] = {
    Step.TRANSLATE: (Move.TRANSLATE, TranslationForm),
    Step.REVISE: (Move.REVISE, RevisionForm),
    Step.REVIEW: (Move.REVIEW, RevisionForm),
    Step.LAYOUT: (Move.LAYOUT, LayoutForm),
}
FORMS: Mapping[str, type[Form]] = {
    "start": NothingForm,
    "machine": MachineForm,
    "send-back": MendForm,
    "hold": ReasonForm,
    "resume": NothingForm,
    "take-up": NothingForm,
    "verify": NothingForm,
    "publish": PublishForm,
    "withdraw": ReasonForm,
    **{step.value: form for step, (_move, form) in _WORK.items()},
}
_TAKES_UP = frozenset({
    JobState.ACCEPTED,
    JobState.TRANSLATING,
    JobState.CORRECTING,
    JobState.REVISING,
    JobState.REVIEWING,
    JobState.LAYOUT,
    JobState.VERIFYING,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """One move: its form, where it is sent, and the words on its button."""

    key: str
    action: str
    form: Form
    button: str
    is_first: bool = False

    @property
    def takes_files(self) -> bool:
        """Whether files are sent with it."""
        return "files" in self.form


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is to a job: who asks, what they may, which open step is theirs."""

    job: Job
    actor: Actor
    newest_version: int

    @property
    def manages(self) -> bool:
        """Whether they see to all documents."""
        return self.actor.may(Permission.DOCUMENTS_MANAGE)

    def asked(self, step: Step) -> Assignment | None:
        """Who is asked for a step or has it."""
        found = (one for one in self.job.assignments if one.step is step and one.status in _OPEN)
        return next(found, None)

    def has(self, step: Step) -> bool:
        """Whether they may do a step now: it is theirs, or they see to it for whoever has it."""
        assignment = self.asked(step)
        if assignment is None:
            return self.manages and step in {Step.REVIEW, Step.LAYOUT}
        is_taken = (
            assignment.status is AssignmentStatus.ACCEPTED or assignment.vendor_id is not None
        )
        return is_taken and (self.manages or assignment.account_id == self.actor.account_id)

    @property
    def is_part(self) -> bool:
        """Whether they translate or revise it, or manage documents."""
        return self.manages or self.actor.account_id in {
            self.job.translator_id,
            self.job.reviser_id,
        }


def form_of(key: str, **options: object) -> Form:
    """The form of a move; its fields are named after the move, so that ids differ."""
    form = FORMS[key](prefix=f"{key}-", **options)
    if "files" in form:
        form["files"].name = "files"  # as uploads.take_in knows them; only one panel takes files
    return form


def panels_of(part: Part, address: str, bound: Mapping[str, Form]) -> list[Panel]:
    """Every move that fits now and that this person may make; `bound` are forms as sent."""
    shown: list[Panel] = []
    for key, button in _moves(part):
        form = bound.get(key) or _fresh(key, part.job)
        shown.append(Panel(key, f"{address}/{_path(key)}", form, button, not shown))
    return shown


def steps_to_offer(part: Part) -> list[Step]:
    """The steps for which somebody is still to be asked."""
    job = part.job
    if not part.manages or job.held_at is not None:
        return []
    lies_ahead = {
        Step.TRANSLATE: job.state in FROM[Move.OFFER],
        Step.REVISE: job.needs_revision and job.state in _BEFORE_REVIEW,
        Step.REVIEW: job.needs_review and job.state in _BEFORE_REVIEW | {JobState.REVIEWING},
        Step.LAYOUT: job.needs_layout and job.state in _BEFORE_REVIEW | _LATE,
    }
    return [step for step, fits in lies_ahead.items() if fits and part.asked(step) is None]


_BEFORE_REVIEW = frozenset({
    JobState.QUEUED,
    JobState.OFFERED,
    JobState.ACCEPTED,
    JobState.TRANSLATING,
    JobState.REVISING,
    JobState.CORRECTING,
    JobState.STALE,
})  # fmt: skip
_LATE = frozenset({JobState.REVIEWING, JobState.LAYOUT})


def _moves(part: Part) -> Iterator[tuple[str, str]]:
    job = part.job
    if job.held_at is not None:
        if part.is_part:
            yield "resume", gettext("Take it up again")
        return
    yield from _of_the_end(part)
    yield from _of_the_work(part)
    if _has_newer(part):
        yield "take-up", gettext("Go on with version %(number)s", number=part.newest_version)
    if _may_send_back(part):
        yield "send-back", gettext("Send it back to the translator")
    if part.is_part and job.state in FROM[Move.HOLD]:
        yield "hold", gettext("Put it on hold")


def _of_the_work(part: Part) -> Iterator[tuple[str, str]]:
    state = part.job.state
    translates = part.has(Step.TRANSLATE)
    if translates and state is JobState.ACCEPTED:
        yield "start", gettext("Begin to translate")
    told = {
        Step.TRANSLATE: gettext("Hand over the translation"),
        Step.REVISE: gettext("Finish the revision"),
        Step.REVIEW: gettext("Finish the review"),
        Step.LAYOUT: gettext("Hand over the layout"),
    }
    for step, (move, _form) in _WORK.items():
        if state in FROM[move] and part.has(step):
            yield step.value, told[step]
    if translates and state in FROM[Move.TRANSLATE]:
        yield "machine", gettext("Declare a machine translation")


def _of_the_end(part: Part) -> Iterator[tuple[str, str]]:
    if not part.manages:
        return
    state = part.job.state
    if state in FROM[Move.VERIFY]:
        yield "verify", gettext("Verify it with my name")
    if state in FROM[Move.PUBLISH] and not part.job.document.is_confidential:
        yield "publish", gettext("Publish it")
    if state in FROM[Move.WITHDRAW]:
        yield "withdraw", gettext("Withdraw it")


def _has_newer(part: Part) -> bool:
    job, actor = part.job, part.actor
    may = part.manages or actor.account_id == job.translator_id
    return may and job.state in _TAKES_UP and job.source_version.number < part.newest_version


def _may_send_back(part: Part) -> bool:
    state = part.job.state
    steps = {JobState.REVISING: Step.REVISE, JobState.REVIEWING: Step.REVIEW}
    if state in steps:
        return part.has(steps[state])
    return part.manages and state in FROM[Move.SEND_BACK]


def _path(key: str) -> str:
    return f"hand-over/{key}" if key in {step.value for step in Step} else key


def _fresh(key: str, job: Job) -> Form:
    if key == "publish":
        return form_of(key, formdata=None, subject=job.document.subject)
    return form_of(key, formdata=None)
