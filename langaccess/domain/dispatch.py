"""One encounter from the tap on a language to its close: its states, its ladder, its record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from langaccess.domain.errors import Conflict, Invalid, Missing
from langaccess.domain.people import Domain
from langaccess.domain.rules.model import Dispatch, Fallback, Ring, Step


class EncounterUnknown(Missing):
    """No such encounter, or it belongs to another department."""


class OfferUnknown(Missing):
    """No such offer, or it was made to somebody else."""


class OfferTaken(Conflict):
    """Another interpreter accepted first."""


class OfferEnded(Conflict):
    """The request ended before this answer: cancelled, closed, or served by the vendor's line."""


class OfferAnswered(Conflict):
    """This offer was already answered by the same interpreter."""


class EncounterOver(Conflict):
    """The encounter is closed or cancelled; nothing more can be done in it."""


class NobodyToConnect(Conflict):
    """Nobody has accepted yet, so nobody can be connected."""


class TicketTaken(Conflict):
    """Another clerk is already finding an interpreter for this resident."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class NoVendorAnswers(Conflict):
    """No vendor line serves this language in this way at this hour."""


class PreferenceMissing(Invalid):
    """A signed encounter must say how the person prefers to communicate (28 CFR 35.160)."""


class ModalityUnfit(Invalid):
    """The language cannot be interpreted in this way: sign is never by phone."""


class ReasonMissing(Invalid):
    """An encounter that was not served needs a reason."""


class FollowUpIncomplete(Invalid):
    """A follow-up says who will contact the resident, when, and how they are reached."""


class Channel(StrEnum):
    """By which way the resident meets the city in this encounter."""

    COUNTER = "counter"
    PHONE_IN = "phone_in"
    PHONE_OUT = "phone_out"
    VIDEO = "video"
    FIELD = "field"
    MEETING = "meeting"


class Mode(StrEnum):
    """By which means the interpreter joins."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class AidChoice(StrEnum):
    """The aid a Deaf or hard-of-hearing person asks for; theirs has primary consideration.

    Source: 28 CFR 35.160(b)(2).
    """

    SIGN_ON_SITE = "sign_on_site"
    SIGN_VIDEO = "sign_video"
    RELAY = "relay"
    WRITING = "writing"
    CAPTIONS = "captions"


# The other aids need nobody of ours: a relay operator, paper, or a captioner the person brings.
INTERPRETED = frozenset({AidChoice.SIGN_ON_SITE, AidChoice.SIGN_VIDEO})


class KnownBy(StrEnum):
    """How the language was known."""

    RESIDENT_SAID = "resident_said"
    POINTED_AT_CARD = "pointed_at_card"
    STORED_PREFERENCE = "stored_preference"
    STAFF_GUESS = "staff_guess"
    INTERPRETER_IDENTIFIED = "interpreter_identified"


class Status(StrEnum):
    """Where an encounter stands."""

    SEARCHING = "searching"
    READY = "ready"
    CONNECTED = "connected"
    ENDED = "ended"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens."""
        return self in FINAL


# A search nobody looks after any more (a browser closed, a clerk gone) ends by itself; callers
# give up at ten minutes (as a test of 2009 found), so thrice that is beyond every real wait.
SEARCH_LIMIT = timedelta(minutes=30)
FINAL = frozenset({Status.CLOSED, Status.CANCELLED})
OPEN = frozenset(Status) - FINAL
ENGAGED = frozenset({Status.READY, Status.CONNECTED})


class AttemptOutcome(StrEnum):
    """How one offer, or one try of a vendor, ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    BUSY = "busy"
    RELEASED = "released"


class DeclineReason(StrEnum):
    """Why an interpreter declined; recusal and wrong variant change who is asked next."""

    CONFLICT = "conflict"
    SUBJECT = "subject"
    BUSY = "busy"
    WRONG_VARIANT = "wrong_variant"


class Outcome(StrEnum):
    """What the resident got."""

    SERVED = "served"
    PARTLY = "partly"
    NOT_SERVED = "not_served"


class UnmetReason(StrEnum):
    """Why a resident was not, or only partly, served in their language."""

    NOBODY_QUALIFIED = "nobody_qualified"
    NOBODY_ANSWERED = "nobody_answered"
    RESIDENT_LEFT = "resident_left"
    RESIDENT_DECLINED = "resident_declined"
    TECHNICAL = "technical"
    WRONG_LANGUAGE = "wrong_language"


class StandIn(StrEnum):
    """Somebody unqualified who interpreted after all."""

    COMPANION = "companion"
    MINOR = "minor"


class Answer(StrEnum):
    """A concrete answer to a concrete question; stars are gamed."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class StandInUsed:
    """Why an unqualified person interpreted, and whether it was confirmed afterwards.

    Source: 45 CFR 92.201(e): only as a temporary measure in an emergency with imminent threat,
    and a qualified interpreter confirms it later; 28 CFR 35.160(c) for the person's own request.
    """

    stand_in: StandIn
    why: str
    is_emergency: bool


@dataclass(frozen=True, slots=True)
class FollowUpPromise:
    """Who will contact the resident, by when, and how they are reached."""

    promised_by_id: int
    due_at: datetime
    reach: str


@dataclass(frozen=True, slots=True)
class LadderMove:
    """The steps that are due, the one after them, and when the ladder next needs a look."""

    steps: tuple[Step, ...]
    next_step: int
    due_at: datetime


def climb(dispatch: Dispatch, *, started_at: datetime, next_step: int, now: datetime) -> LadderMove:
    """Every step that is due by `now`, from `next_step` on, and the moment of the one after.

    Seconds count from `started_at`. A late look (a dead worker, a paused ladder) yields all
    steps that were missed, in order. Once climbed, the next look is when the search is given up.
    """
    at = next_step
    while at < len(dispatch.steps) and step_at(dispatch, at, started_at) <= now:
        at += 1
    due_at = (
        step_at(dispatch, at, started_at) if at < len(dispatch.steps) else started_at + SEARCH_LIMIT
    )
    return LadderMove(dispatch.steps[next_step:at], at, due_at)


def hastened(
    dispatch: Dispatch, *, started_at: datetime, next_step: int, now: datetime
) -> datetime:
    """The start that makes the next step due now: nobody rings, so nobody is waited for.

    A ladder that is climbed, or whose next step is due already, keeps its start.
    """
    if next_step >= len(dispatch.steps):
        return started_at
    return min(started_at, started_at - (step_at(dispatch, next_step, started_at) - now))


def starts_vendor_at_once(dispatch: Dispatch, domain: Domain, *, is_open: bool) -> bool:
    """Whether the vendor's line starts at second 0: life-safety, enforcement, and after hours."""
    return domain in dispatch.vendor_at_once or not is_open


def reach(dispatch: Dispatch, next_step: int) -> Ring | None:
    """How far the steps before `next_step` have rung: the whole city, the site, or nobody."""
    rung = {step.ring for step in dispatch.steps[:next_step]}
    if Ring.CITY in rung:
        return Ring.CITY
    return Ring.SAME_SITE if Ring.SAME_SITE in rung else None


def fallbacks(dispatch: Dispatch, next_step: int) -> tuple[Fallback, ...]:
    """What the steps so far offer the resident instead of waiting on, in order."""
    return tuple(one for step in dispatch.steps[:next_step] for one in step.offer)


def is_missed(dispatch: Dispatch, *, offered_at: datetime, ended_at: datetime) -> bool:
    """Whether an unanswered offer rang long enough to count as missed."""
    return ended_at - offered_at >= timedelta(seconds=dispatch.offer_seconds)


def seconds_to_language(first_contact_at: datetime, connected_at: datetime) -> int:
    """Whole seconds from the resident's first contact until somebody spoke their language."""
    return max(0, int((connected_at - first_contact_at).total_seconds()))


def talked_minutes(connected_at: datetime, ended_at: datetime) -> int:
    """Minutes of a conversation as vendors bill them: each begun minute counts."""
    seconds = max(0.0, (ended_at - connected_at).total_seconds())
    return int(-(-seconds // 60))


def check_modes(*, is_signed: bool, mode: Mode, aid: AidChoice | None) -> None:
    """Refuse a signed encounter by phone or without the person's own choice of aid.

    Raises PreferenceMissing, ModalityUnfit. Source: 28 CFR 35.160(b)(2) and (d).
    """
    if not is_signed:
        return
    if aid is None:
        raise PreferenceMissing
    if mode is Mode.PHONE and aid in INTERPRETED:
        raise ModalityUnfit


def step_at(dispatch: Dispatch, number: int, started_at: datetime) -> datetime:
    """When a step of a ladder that started then is due."""
    return started_at + timedelta(seconds=dispatch.steps[number].after_seconds)
