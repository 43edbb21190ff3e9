"""The way of one job, a document in one language, from the queue to the residents.

Translation with the translator's own check, revision by a second person, and a final verification
by name cannot be left out; review and layout are by agreement (ISO 17100:2015, 5.3).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from langaccess.domain.errors import Conflict, Forbidden, Invalid, Missing


class DocumentStatus(StrEnum):
    """Where a request stands as a whole."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class JobState(StrEnum):
    """Where one language of a document stands, in the order of its way."""

    QUEUED = "queued"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    TRANSLATING = "translating"
    REVISING = "revising"
    CORRECTING = "correcting"
    REVIEWING = "reviewing"
    LAYOUT = "layout"
    VERIFYING = "verifying"
    DELIVERED = "delivered"
    PUBLISHED = "published"
    STALE = "stale"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """Work that somebody is asked to do in one job."""

    TRANSLATE = "translate"
    REVISE = "revise"
    REVIEW = "review"
    LAYOUT = "layout"


class Move(StrEnum):
    """What changes the state of a job; each is refused where it does not fit."""

    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    START = "start"
    TRANSLATE = "translate"
    REVISE = "revise"
    REVIEW = "review"
    LAYOUT = "layout"
    SEND_BACK = "send-back"
    VERIFY = "verify"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    CANCEL = "cancel"
    HOLD = "hold"
    RESUME = "resume"


class AssignmentStatus(StrEnum):
    """What became of asking somebody for one step."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    DONE = "done"
    RELEASED = "released"


class TimeStatus(StrEnum):
    """How a job stands against its date: derived whenever it is looked at, never stored."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    PAST_DUE = "past_due"
    HELD = "held"
    IN_TIME = "in_time"
    LATE = "late"


class CommentKind(StrEnum):
    """What a comment is to its readers; a question waits for an answer."""

    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"


class FindingStatus(StrEnum):
    """What became of something a check found."""

    OPEN = "open"
    FIXED = "fixed"
    WAIVED = "waived"


# What ends a job's own work; a delivered one is still to be published where residents read it.
FINISHED = frozenset({JobState.DELIVERED, JobState.PUBLISHED, JobState.WITHDRAWN})
CLOSED = FINISHED | {JobState.CANCELLED}
IN_WORK = frozenset(JobState) - CLOSED
# Where somebody has the text on their table.
_AT_THE_TRANSLATOR = frozenset({JobState.ACCEPTED, JobState.TRANSLATING, JobState.CORRECTING})

# From which states each move may be made.
FROM: dict[Move, frozenset[JobState]] = {
    Move.OFFER: frozenset({JobState.QUEUED, JobState.STALE}),
    Move.ACCEPT: frozenset({JobState.OFFERED}),
    Move.DECLINE: frozenset({JobState.OFFERED}),
    Move.START: frozenset({JobState.ACCEPTED}),
    Move.TRANSLATE: _AT_THE_TRANSLATOR,
    Move.REVISE: frozenset({JobState.REVISING}),
    Move.REVIEW: frozenset({JobState.REVIEWING}),
    Move.LAYOUT: frozenset({JobState.LAYOUT}),
    Move.SEND_BACK: frozenset({JobState.REVISING, JobState.REVIEWING, JobState.VERIFYING}),
    Move.VERIFY: frozenset({JobState.VERIFYING}),
    Move.PUBLISH: frozenset({JobState.DELIVERED}),
    Move.WITHDRAW: frozenset({JobState.PUBLISHED, JobState.STALE}),
    Move.RELEASE: frozenset({JobState.OFFERED}) | _AT_THE_TRANSLATOR,
    Move.CANCEL: IN_WORK - {JobState.STALE},
    Move.HOLD: IN_WORK - {JobState.STALE},
    Move.RESUME: IN_WORK - {JobState.STALE},
}
_TO = {
    Move.OFFER: JobState.OFFERED,
    Move.ACCEPT: JobState.ACCEPTED,
    Move.DECLINE: JobState.QUEUED,
    Move.START: JobState.TRANSLATING,
    Move.SEND_BACK: JobState.CORRECTING,
    Move.VERIFY: JobState.DELIVERED,
    Move.PUBLISH: JobState.PUBLISHED,
    Move.WITHDRAW: JobState.WITHDRAWN,
    Move.RELEASE: JobState.QUEUED,
    Move.CANCEL: JobState.CANCELLED,
}
# Between what is handed over and the final verification, in order; what a job needs not is passed.
_AFTER = (
    (Move.TRANSLATE, JobState.REVISING),
    (Move.REVISE, JobState.REVIEWING),
    (Move.REVIEW, JobState.LAYOUT),
    (Move.LAYOUT, JobState.VERIFYING),
)


class DocumentUnknown(Missing):
    """No such document, or not for this person."""


class JobUnknown(Missing):
    """The document is not asked for in this language."""


class AssignmentUnknown(Missing):
    """Nobody was asked for this, or not this person."""


class DeliveryUnknown(Missing):
    """No such delivery in this job."""


class FileUnknown(Missing):
    """No such file with this document, or not for this person."""


class UploadLinkUnknown(Missing):
    """The one-time link was used, has expired, was replaced, or never was."""


class MoveUnfit(Conflict):
    """The job is not where this can be done; somebody else may have moved it a moment ago."""

    def __init__(self, state: JobState) -> None:
        super().__init__(state.value)
        self.state = state


class OnHold(Conflict):
    """The job waits for an answer; nothing moves until it is taken up again."""


class SamePerson(Conflict):
    """Translator, reviser and requester must be different people (ISO 17100:2015, 5.3.3)."""


class NotQualified(Conflict):
    """The person's qualifications do not cover this work on this day."""


class StepTaken(Conflict):
    """Somebody is asked for this step already, or is at it."""


class FindingsOpen(Conflict):
    """Errors found in the delivery are neither fixed nor waived."""


class SourceMoved(Conflict):
    """The source has a newer version than the one this translation is of."""


class RevisionMissing(Conflict):
    """No second person has revised this translation."""


class SelfCheckMissing(Invalid):
    """The translator has not said that they checked their own work (ISO 17100:2015, 5.3.2)."""


class ReasonMissing(Invalid):
    """This needs a reason in words, for whoever reads it later."""


class FilesMissing(Invalid):
    """Nothing was handed over: the step needs its files."""


class NotYours(Forbidden):
    """Only who has the step, or whoever manages documents, may do this."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Which of the steps by agreement one job has; revision goes only by the city's rules."""

    revision: bool = True
    review: bool = False
    layout: bool = False

    @property
    def _states(self) -> dict[JobState, bool]:
        return {
            JobState.REVISING: self.revision,
            JobState.REVIEWING: self.review,
            JobState.LAYOUT: self.layout,
            JobState.VERIFYING: True,
        }


def next_state(state: JobState, move: Move, needs: Needs) -> JobState:
    """Where a move leads. Raises MoveUnfit."""
    if state not in FROM[move]:
        raise MoveUnfit(state)
    if move in _TO:
        return _TO[move]
    if move in {Move.HOLD, Move.RESUME}:
        return state
    place = [one for one, _ in _AFTER].index(move)
    wanted = needs._states
    return next(to for _, to in _AFTER[place:] if wanted[to])


def moves_from(state: JobState) -> tuple[Move, ...]:
    """The moves that fit this state, in their order."""
    return tuple(move for move in Move if state in FROM[move])


def time_status(
    *,
    now: datetime,
    due_at: datetime,
    finish_at: datetime | None,
    done_at: datetime | None,
    is_held: bool = False,
) -> TimeStatus:
    """How a job stands against its date; `finish_at` is when it is expected to be done."""
    if done_at is not None:
        return TimeStatus.IN_TIME if done_at <= due_at else TimeStatus.LATE
    if is_held:
        return TimeStatus.HELD
    if now > due_at:
        return TimeStatus.PAST_DUE
    if finish_at is not None and finish_at > due_at:
        return TimeStatus.AT_RISK
    return TimeStatus.ON_TRACK


def needs_reviser(
    *, class_id: str, is_critical: bool, is_machine: bool, gated: frozenset[str], four_eyes: bool
) -> bool:
    """Whether a second person must revise before anybody reads it.

    Machine translation of vital, exact or complex text never passes without a qualified human
    reviser (45 CFR 92.201(c)(3)); `gated` are the classes the city's rules count as such.
    """
    return four_eyes or (is_machine and (is_critical or class_id in gated))
