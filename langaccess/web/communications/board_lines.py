"""The lines of the board as they are shown: each made once for what it says, then kept.

A line depends on nothing but its values, so whoever has the same values before them reads the
same markup; a page of 25 lines that did not change costs 25 look-ups.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flask import render_template
from sqlalchemy.orm import Session

from langaccess.domain.documents.reasons import Reason, Why
from langaccess.domain.documents.workflow import JobState, TimeStatus, time_status
from langaccess.storage.base import Facts
from langaccess.storage.documents.board import BoardJob, BoardRow, decisions_of
from langaccess.web.document_words import (
    JOB_KINDS,
    JOB_STATES,
    STEPS,
    TIME_KINDS,
    TIME_STATUSES,
    reason_said,
    time_left,
)
from langaccess.web.locale import clock, day, page_locale
from langaccess.web.page import city, zone

# About eight megabytes of lines, and as many sentences as a busy week has documents.
LINES_KEPT = 8192
REASONS_KEPT = 20_000
# What is told of a job beside its state: only what somebody must look at.
_TOLD = frozenset({TimeStatus.AT_RISK, TimeStatus.PAST_DUE, TimeStatus.HELD})
_PLACES = {state: place for place, state in enumerate(JobState)}

_said: dict[tuple[object, ...], str] = {}


class Group(NamedTuple):
    """Languages of a line that stand alike: in which words and tone, tag and name of each."""

    kind: str
    told: str
    languages: tuple[tuple[str, str], ...]


def lines_of(
    session: Session,
    rows: Iterable[BoardRow],
    jobs: Collection[BoardJob],
    *,
    first: int | None,
    now: datetime,
) -> list[str]:
    """The lines of a page as markup; `first` is the place of the first in the queue, if known."""
    shown = list(rows)
    reasons = _reasons(session, shown)
    by_document: dict[int, list[BoardJob]] = {}
    for job in jobs:
        by_document.setdefault(job.document_id, []).append(job)
    locale = page_locale()
    lines = []
    for number, row in enumerate(shown):
        own = by_document.get(row.id, [])
        if row.job_id:
            own = [one for one in own if one.id == row.job_id]
        lines.append(
            _line(
                locale,
                row,
                None if first is None else first + number,
                time_left(row.due_at, now),
                reasons[row.id],
                groups_of(own, now),
            )
        )
    return lines


def groups_of(jobs: Iterable[BoardJob], now: datetime) -> tuple[Group, ...]:
    """The languages of a document by where they stand, in the order of the way."""
    locale = page_locale()
    stands = sorted(
        (*_stand(locale, one.state, _time_of(one, now)), one.language, one.tag) for one in jobs
    )
    return tuple(
        Group(kind, told, tuple((line[-1], line[-2]) for line in lines))
        for (_, told, kind), lines in groupby(stands, key=lambda line: line[:3])
    )


def deciding_reason(decision: Facts) -> Reason:
    """The one reason that put a document where it stands: a raise, or the rule of its class."""
    because = [Reason(Why(one["why"]), one["facts"]) for one in decision["because"]]
    raised = next((one for one in because if one.why is Why.RAISED), None)
    matched = next(
        (
            one
            for one in because
            if one.why.startswith("matched") and one.facts["class_id"] == decision["class"]
        ),
        None,
    )
    return raised or matched or next(one for one in because if one.why is Why.NO_MATCH)


def _time_of(job: BoardJob, now: datetime) -> TimeStatus:
    return time_status(
        now=now,
        due_at=job.due_at,
        finish_at=job.finish_at,
        done_at=job.delivered_at,
        is_held=job.held_at is not None,
    )


@lru_cache(1024)
def _stand(_locale: str, state: JobState, at: TimeStatus) -> tuple[int, str, str]:
    """Where a job stands: its place on the way, in words, and in which tone."""
    told = str(JOB_STATES[state])
    if at in _TOLD:
        return _PLACES[state], f"{told} · {TIME_STATUSES[at]}", TIME_KINDS[at]
    return _PLACES[state], told, JOB_KINDS.get(state, "plain")


def _reasons(session: Session, rows: Iterable[BoardRow]) -> dict[int, str]:
    """One sentence for each document; only those not told before are read from the database."""
    locale = page_locale()
    keys = {
        row.id: (locale, row.reference, row.rules_edition, row.class_id, row.rank_at, row.due_at)
        for row in rows
    }
    unknown = [row_id for row_id, key in keys.items() if key not in _said]
    if unknown:
        if len(_said) > REASONS_KEPT:
            _said.clear()
        for row_id, decision in decisions_of(session, unknown).items():
            _said[keys[row_id]] = reason_said(deciding_reason(decision), {})
    return {row_id: _said.get(key, "") for row_id, key in keys.items()}


@lru_cache(LINES_KEPT)
def _line(
    _locale: str,
    row: BoardRow,
    place: int | None,
    left: str,
    reason: str,
    groups: tuple[Group, ...],
) -> str:
    step = str(STEPS[row.step]) if row.step else ""
    return render_template(
        "communications/_board_line.html",
        one=row,
        place=place,
        left=left,
        reason=reason,
        groups=groups,
        step=step,
        mark=f"{row.reference}-{row.job_id}-{row.assignment_id}" if row.job_id else row.reference,
        due=f"{_day(row.due_at)} {clock(row.due_at, zone())}",
        expected=_day(row.anticipated_at) if row.anticipated_at else "",
    )


def _day(at: datetime) -> str:
    return day(city().calendar.local_date(at))
