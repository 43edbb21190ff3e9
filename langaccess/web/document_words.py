"""The words for documents: states, steps, findings, notes on files, what happened, and why."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _

from langaccess.domain.documents import events, sentences
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.findings import Severity
from langaccess.domain.documents.glossary import TermStatus
from langaccess.domain.documents.reasons import Fact, Reason, Why
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    CommentKind,
    DocumentStatus,
    FindingStatus,
    JobState,
    Step,
    TimeStatus,
)
from langaccess.web import words
from langaccess.web.document_findings import file_notes_said, finding_said
from langaccess.web.locale import counted_text, day, day_and_clock, text
from langaccess.web.page import zone

__all__ = ["file_notes_said", "finding_said"]


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark a text that counts for the catalogues; the form is chosen when it is told."""
    return one, many


JOB_STATES = {
    JobState.QUEUED: _("In the queue"),
    JobState.OFFERED: _("Offered"),
    JobState.ACCEPTED: _("Accepted"),
    JobState.TRANSLATING: _("Being translated"),
    JobState.REVISING: _("Being revised"),
    JobState.CORRECTING: _("Being corrected"),
    JobState.REVIEWING: _("Being reviewed"),
    JobState.LAYOUT: _("In layout"),
    JobState.VERIFYING: _("Final verification"),
    JobState.DELIVERED: _("Delivered"),
    JobState.PUBLISHED: _("Published"),
    JobState.STALE: _("Of an older version"),
    JobState.WITHDRAWN: _("Withdrawn"),
    JobState.CANCELLED: _("Cancelled"),
}
# What comes next, for whoever opens the job.
NEXT = {
    JobState.QUEUED: _("Somebody is to be asked to translate it."),
    JobState.OFFERED: _("Whoever is asked is to say yes or no."),
    JobState.ACCEPTED: _("The translator is to begin."),
    JobState.TRANSLATING: _("The translator is to check their own work and hand it over."),
    JobState.REVISING: _("A second person is to revise it."),
    JobState.CORRECTING: _("The translator is to correct it and hand it over again."),
    JobState.REVIEWING: _("Somebody who knows the subject is to read it."),
    JobState.LAYOUT: _("It is to be set in its layout."),
    JobState.VERIFYING: _("The communications team is to verify it by name."),
    JobState.DELIVERED: _("It is done. It can be published for residents."),
    JobState.PUBLISHED: _("Residents can find it."),
    JobState.STALE: _("The source has a newer version. Somebody is to be asked to bring it up."),
    JobState.WITHDRAWN: _("Residents cannot find it any more."),
    JobState.CANCELLED: _("Nothing more is done in this language."),
}
# How the states look: the kinds of badges of shared/macros.html.
JOB_KINDS = {
    JobState.VERIFYING: "info",
    JobState.DELIVERED: "good",
    JobState.PUBLISHED: "good",
    JobState.STALE: "warn",
    JobState.WITHDRAWN: "warn",
}
STEPS = {
    Step.TRANSLATE: _("Translate"),
    Step.REVISE: _("Revise"),
    Step.REVIEW: _("Review by an expert"),
    Step.LAYOUT: _("Layout"),
}
TIME_STATUSES = {
    TimeStatus.ON_TRACK: _("On track"),
    TimeStatus.AT_RISK: _("At risk"),
    TimeStatus.PAST_DUE: _("Past due"),
    TimeStatus.HELD: _("On hold"),
    TimeStatus.IN_TIME: _("Done in time"),
    TimeStatus.LATE: _("Done late"),
}
TIME_KINDS = {
    TimeStatus.ON_TRACK: "good",
    TimeStatus.AT_RISK: "warn",
    TimeStatus.PAST_DUE: "bad",
    TimeStatus.HELD: "info",
    TimeStatus.IN_TIME: "good",
    TimeStatus.LATE: "warn",
}
DOCUMENT_STATUSES = {
    DocumentStatus.OPEN: _("In work"),
    DocumentStatus.DONE: _("Done"),
    DocumentStatus.CANCELLED: _("Cancelled"),
}
ASSIGNMENT_STATUSES = {
    AssignmentStatus.OFFERED: _("Asked, no answer yet"),
    AssignmentStatus.ACCEPTED: _("Has it"),
    AssignmentStatus.DECLINED: _("Declined"),
    AssignmentStatus.EXPIRED: _("Did not answer in time"),
    AssignmentStatus.DONE: _("Handed over"),
    AssignmentStatus.RELEASED: _("Taken back"),
}
COMMENT_KINDS = {
    CommentKind.COMMENT: _("Comment"),
    CommentKind.QUESTION: _("Question"),
    CommentKind.ANSWER: _("Answer"),
}
SEVERITIES = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning")}
FINDING_STATUSES = {
    FindingStatus.OPEN: _("Open"),
    FindingStatus.FIXED: _("Fixed"),
    FindingStatus.WAIVED: _("Waived"),
}
TERM_STATUSES = {
    TermStatus.APPROVED: _("Use this translation"),
    TermStatus.FORBIDDEN: _("Never use this translation"),
    TermStatus.KEEP: _("Do not translate this name"),
}

# Written work is asked other things than interpreting; the rest is read as in words.CHECKS.
WRITTEN_CHECKS = {
    "modality": (_("Tested in writing."), _("Not tested in writing.")),
    "direction": (_("Tested in this direction."), _("Not tested in this direction.")),
    "absence": (_("Not absent."), _("Absent today.")),
    "second_person": (
        _("Is neither the requester nor the other of translator and reviser."),
        _("Is the requester, or the other of translator and reviser."),
    ),
}
SCOPES = {
    "translate": (_("May translate."), _("Not tested for translating.")),
    "revise": (_("May revise."), _("Not tested for revising.")),
}

THE_SERVICE = _("The service")
_LEFT = {
    ("days", False): ngettext("%(num)s day left", "%(num)s days left"),
    ("hours", False): ngettext("%(num)s hour left", "%(num)s hours left"),
    ("minutes", False): ngettext("%(num)s minute left", "%(num)s minutes left"),
    ("days", True): ngettext("%(num)s day over", "%(num)s days over"),
    ("hours", True): ngettext("%(num)s hour over", "%(num)s hours over"),
    ("minutes", True): ngettext("%(num)s minute over", "%(num)s minutes over"),
}
# Below two of a unit the next smaller one is counted: 1 day and 20 hours are 44 hours.
_UNITS = (("days", 24 * 60, 2), ("hours", 60, 2), ("minutes", 1, 0))


def happening_said(
    kind: str,
    facts: Mapping[str, Any],
    *,
    who: str | None,
    language: str = "",
    names: Mapping[str, str],
) -> str:
    """What happened to a document, as one sentence.

    `who` is who did it, None for the service itself; `language` the name of the job's language;
    `names` the languages' names by tag.
    """
    told = {key: _told(key, value, names) for key, value in facts.items()}
    told = {"who": who or str(THE_SERVICE), "language": language, **told}
    return text(events.SENTENCES[Happening(kind)]) % _Known(told)


def reason_said(reason: Reason, names: Mapping[str, str]) -> str:
    """One reason of a decision or a plan, as one sentence with the city's dates in it."""
    return sentences.sentence(
        reason,
        lambda name, fact: _told(name, fact, names),
        gettext=text,
        choose=counted_text,
    )


def reasons_said(decision: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Every reason of a kept decision (PriorityDecision.as_facts), in the order it is told."""
    kept = [Reason(Why(one["why"]), one["facts"]) for one in decision["because"]]
    return [reason_said(one, names) for one in kept]


def qualified_said(
    reasons: Iterable[tuple[str, bool, Mapping[str, Any]]], names: Mapping[str, str]
) -> list[tuple[bool, str]]:
    """Kept reasons why somebody may, or may not, be given written work, in their order."""
    return [(holds, _check(check, holds, facts, names)) for check, holds, facts in reasons]


def time_left(due_at: datetime, now: datetime) -> str:
    """How long until a moment, or since: the largest whole unit of days, hours, minutes."""
    minutes = int((due_at - now).total_seconds() // 60)
    is_over, minutes = minutes < 0, abs(minutes)
    unit, size, _least = next(one for one in _UNITS if minutes >= one[1] * one[2])
    count = minutes // size
    return counted_text(*_LEFT[unit, is_over], count) % {"num": count}


def words_of(table: Mapping[Any, object]) -> dict[str, str]:
    """A closed set's words by the values that the database keeps, in the page's language."""
    return {key.value: str(label) for key, label in table.items()}


class _Known(dict[str, str]):
    """Facts that an older entry did not keep are read as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _told(name: str, value: Fact, names: Mapping[str, str]) -> str:
    """One fact in the reader's way: moments and days of the city, names of languages and steps."""
    if name.endswith("_at"):
        return day_and_clock(datetime.fromisoformat(str(value)), zone())
    if name.endswith("_on"):
        return day(date.fromisoformat(str(value)))
    if name == "step":
        return str(STEPS[Step(str(value))])
    if name == "languages":
        return ", ".join(names.get(one, one) for one in str(value).split(", "))
    return str(value)


def _check(check: str, holds: bool, facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    pair = SCOPES.get(facts["scope"]) if check == "scope" else WRITTEN_CHECKS.get(check)
    if pair is not None:
        return str(pair[0] if holds else pair[1])
    if check == "language":
        facts = {key: names.get(str(one), one) for key, one in facts.items()}
    return words.said([(check, holds, facts)])[0][1]
