"""The words for closed sets and reasons, as clerks and interpreters read them aloud."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from langaccess.domain.access import Role
from langaccess.domain.dispatch import (
    AidChoice,
    Answer,
    AttemptOutcome,
    Channel,
    DeclineReason,
    KnownBy,
    Mode,
    Outcome,
    StandIn,
    Status,
    UnmetReason,
)
from langaccess.domain.people import Domain, Presence, QualificationStatus, Scope
from langaccess.web.locale import clock, day
from langaccess.web.page import zone

T = TypeVar("T")

ROLES = {
    Role.STAFF: _("Staff"),
    Role.INTERPRETER: _("Interpreter"),
    Role.COORDINATOR: _("Coordinator"),
    Role.COMMUNICATIONS: _("Communications"),
    Role.ADMIN: _("Administrator"),
}
MODES = {Mode.IN_PERSON: _("In person"), Mode.PHONE: _("Phone"), Mode.VIDEO: _("Video")}
DOMAINS = {
    Domain.GENERAL: _("General"),
    Domain.HEALTH: _("Health"),
    Domain.SAFETY: _("Safety of life"),
    Domain.LEGAL: _("Legal"),
    Domain.ENFORCEMENT: _("Enforcement"),
    Domain.BENEFITS: _("Benefits"),
}
SCOPES = {
    Scope.SERVE: _("Serve in the language"),
    Scope.INTERPRET: _("Interpret"),
    Scope.SIGHT_TRANSLATE: _("Sight translate"),
    Scope.TRANSLATE: _("Translate"),
    Scope.REVISE: _("Revise"),
}
STATUSES = {
    Status.SEARCHING: _("Finding an interpreter"),
    Status.READY: _("An interpreter is ready"),
    Status.CONNECTED: _("Talking"),
    Status.ENDED: _("The talk has ended"),
    Status.CLOSED: _("Closed"),
    Status.CANCELLED: _("Cancelled"),
}
CHANNELS = {
    Channel.COUNTER: _("At the counter"),
    Channel.PHONE_IN: _("The resident calls"),
    Channel.PHONE_OUT: _("We call the resident"),
    Channel.VIDEO: _("Video call"),
    Channel.FIELD: _("In the field"),
    Channel.MEETING: _("Meeting"),
}
AIDS = {
    AidChoice.SIGN_ON_SITE: _("A sign language interpreter on site"),
    AidChoice.SIGN_VIDEO: _("A sign language interpreter by video"),
    AidChoice.RELAY: _("A relay call"),
    AidChoice.WRITING: _("Writing back and forth"),
    AidChoice.CAPTIONS: _("Live captions"),
}
KNOWN_BY = {
    KnownBy.RESIDENT_SAID: _("The resident said it"),
    KnownBy.POINTED_AT_CARD: _("Pointed at the card"),
    KnownBy.STORED_PREFERENCE: _("Stored preference"),
    KnownBy.STAFF_GUESS: _("Staff's guess"),
    KnownBy.INTERPRETER_IDENTIFIED: _("An interpreter identified it"),
}
PRESENCES = {
    Presence.ON_DUTY: _("On duty"),
    Presence.BUSY: _("Busy"),
    Presence.AWAY: _("Away"),
    Presence.OFF_DUTY: _("Off duty"),
}
OUTCOMES = {
    Outcome.SERVED: _("Served in their language"),
    Outcome.PARTLY: _("Partly served"),
    Outcome.NOT_SERVED: _("Not served"),
}
UNMET = {
    UnmetReason.NOBODY_QUALIFIED: _("Nobody qualified"),
    UnmetReason.NOBODY_ANSWERED: _("Nobody answered"),
    UnmetReason.RESIDENT_LEFT: _("The resident left"),
    UnmetReason.RESIDENT_DECLINED: _("The resident declined"),
    UnmetReason.TECHNICAL: _("Technical trouble"),
    UnmetReason.WRONG_LANGUAGE: _("It was the wrong language"),
}
STAND_INS = {StandIn.COMPANION: _("An adult companion"), StandIn.MINOR: _("A minor")}
ANSWERS = {Answer.YES: _("Yes"), Answer.PARTLY: _("Partly"), Answer.NO: _("No")}
DECLINES = {
    DeclineReason.CONFLICT: _("Conflict of interest"),
    DeclineReason.SUBJECT: _("Not my subject"),
    DeclineReason.BUSY: _("Busy right now"),
    DeclineReason.WRONG_VARIANT: _("Wrong variant of the language"),
}
ATTEMPTS = {
    AttemptOutcome.ACCEPTED: _("Accepted"),
    AttemptOutcome.DECLINED: _("Declined"),
    AttemptOutcome.NO_ANSWER: _("No answer"),
    AttemptOutcome.TAKEN: _("Another interpreter was first"),
    AttemptOutcome.WITHDRAWN: _("Withdrawn"),
    AttemptOutcome.BUSY: _("Went into another conversation"),
    AttemptOutcome.RELEASED: _("Accepted and did not connect"),
}
QUALIFICATION_STATUSES = {
    QualificationStatus.ACTIVE: _("Active"),
    QualificationStatus.PROVISIONAL: _("Provisional"),
    QualificationStatus.EXPIRED: _("Expired"),
    QualificationStatus.SUSPENDED: _("Suspended"),
    QualificationStatus.SELF_DECLARED: _("Self-declared"),
}
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)

# One pair of sentences a check: how it is read when it holds, and when it does not.
CHECKS = {
    "standing": (_("Is a city employee."), _("A companion or a minor never interprets.")),
    "language": (_("Has %(language)s."), _("Has no %(asked)s.")),
    "modality": (_("Tested for this kind of language."), _("Tested for another kind of use.")),
    "scope": (_("May interpret."), _("Not tested for interpreting.")),
    "domain": (_("Covers the subject: %(domain)s."), _("Not tested for the subject: %(domain)s.")),
    "direction": (_("Tested in both directions."), _("Tested in one direction only.")),
    "status": (_("The qualification is active."), _("The qualification is %(status)s.")),
    "level": (
        _("Level %(level)s, and %(needed)s is needed."),
        _("Level %(level)s, but %(needed)s is needed."),
    ),
    "validity": (_("Valid until %(until)s."), _("Valid from %(from)s to %(until)s only.")),
    "ethics": (_("Signed the code of ethics on %(signed)s."), _("Has not signed the ethics code.")),
    "conflict": (_("Declared no conflict of interest."), _("Declared a conflict of interest.")),
    "listed": (_("The department may call them."), _("Not on the department's list to call.")),
    "shift": (_("Works until %(until)s today."), _("Does not work at this hour.")),
    "absence": (_("Not absent."), _("Absent until %(until)s.")),
    "presence": (_("On duty, and their page is open."), _("Not reachable: %(presence)s.")),
    "conversation": (_("Free."), _("In another conversation.")),
    "booking": (_("No booking in the way."), _("Booked at %(at)s.")),
    "load": (_("Has taken %(taken)s today."), _("Has taken %(taken)s today, the most agreed.")),
}

PAGE_CLOSED = _("On duty, but their page is not open.")


def said(reasons: Iterable[tuple[str, bool, Mapping[str, Any]]]) -> list[tuple[bool, str]]:
    """Kept reasons as sentences, in their order: whether each holds, and what it says."""
    return [(holds, _sentence(check, holds, facts)) for check, holds, facts in reasons]


def said_briefly(reasons: Iterable[tuple[str, bool, Mapping[str, Any]]]) -> str:
    """Only what stands against somebody, as one text."""
    return " ".join(_sentence(check, holds, facts) for check, holds, facts in reasons if not holds)


def listed(told: Mapping[T, object], held: Collection[T]) -> str:
    """Several of a closed set as one text, in the order of its words."""
    return ", ".join(str(label) for one, label in told.items() if one in held)


def level(tenths: int) -> str:
    """An ILR level as people write it: 25 is "2+"."""
    return f"{tenths // 10}{'+' if tenths % 10 else ''}"


def _sentence(check: str, holds: bool, facts: Mapping[str, Any]) -> str:
    pair = CHECKS[check]
    told = pair[0] if holds else pair[1]
    if check == "presence" and not holds and facts.get("presence") == Presence.ON_DUTY:
        told = PAGE_CLOSED
    return str(told) % _Words({key: _worded(check, key, value) for key, value in facts.items()})


class _Words(dict[str, str]):
    """Facts that an older decision did not keep are read as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _worded(check: str, key: str, value: str | int) -> str:
    if check == "level":
        return level(int(value))
    if key == "domain":
        return str(DOMAINS[Domain(str(value))])
    if key == "presence":
        return str(PRESENCES[Presence(str(value))])
    if key == "status":
        return str(QUALIFICATION_STATUSES[QualificationStatus(str(value))])
    return _moment(check, str(value))


def _moment(check: str, value: str) -> str:
    if check in {"shift", "absence", "booking"}:
        return clock(datetime.fromisoformat(value), zone())
    if check in {"validity", "ethics"}:
        return day(date.fromisoformat(value)) if value else gettext("further notice")
    return value
