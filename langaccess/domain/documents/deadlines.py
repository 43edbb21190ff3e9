"""By when a document is due: its class's turnaround, or its own date, whichever comes first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from langaccess.domain.documents.reasons import Facts, Reason, Why
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.rules.model import DocumentClass, Elapsed, Turnaround
from langaccess.domain.time import Calendar


@dataclass(frozen=True, slots=True)
class Due:
    """A moment that the text is due, why then, and by when layout too must be done.

    `decides` is what is told when this moment is the one that counts.
    """

    at: datetime
    finish_by: datetime
    because: tuple[Reason, ...]
    decides: Reason


class Deadlines:
    """Due moments by one calendar. What depends on days alone is worked out once for each day."""

    def __init__(self, calendar: Calendar, layout_days: int) -> None:
        self._calendar = calendar
        self._layout_days = layout_days
        self._by_turnaround: dict[tuple[str, date, date], Due] = {}
        self._back: dict[tuple[date, int], datetime] = {}

    def by_turnaround(self, one: DocumentClass, received_at: datetime, on: date) -> Due:
        """When the class's turnaround ends; `on` is the city's date of receipt. Raises NeverOpen.

        Hours are real hours after receipt, day and night. Business days end at closing and are
        counted from the day of receipt, or from the next business day for what came after closing
        or on a closed day.
        """
        if isinstance(one.turnaround, Elapsed):
            at = received_at + timedelta(hours=one.turnaround.hours)
            facts: Facts = {
                "class_id": one.id,
                "count": one.turnaround.hours,
                "received_at": received_at.isoformat(),
                "turnaround_at": at.isoformat(),
            }
            return Due(at, at, (Reason(Why.ALLOWS_HOURS, facts),), _due(Why.DUE_BY_TURNAROUND, at))
        zero = self._calendar.day_zero(received_at)
        known = self._by_turnaround.get((one.id, on, zero))
        if known is None:
            known = self._by_days(one, one.turnaround.days, on, zero)
            self._by_turnaround[one.id, on, zero] = known
        return known

    def after(self, received_at: datetime, turnaround: Turnaround) -> datetime:
        """When this time has gone by since receipt. Raises NeverOpen."""
        if isinstance(turnaround, Elapsed):
            return received_at + timedelta(hours=turnaround.hours)
        zero = self._calendar.day_zero(received_at)
        return self._calendar.closing_of_nth_business_day_after(zero, turnaround.days)

    def by_date(self, request: DocumentRequest) -> Due | None:
        """When the text must be ready for the earliest date that the document has, if any.

        The day itself or the business day before it, then back by the business days of mailing,
        printing and layout, at closing; `finish_by` leaves layout's days out. Raises NeverOpen.
        """
        wanted_on = _earliest(request)
        if wanted_on is None:
            return None
        layout = self._layout_days if request.layout else 0
        afterwards = request.mailing_days + request.printing_days
        at = self._closing_before(wanted_on, afterwards + layout)
        because = [_date_reason(request, wanted_on)]
        worked_on = self._calendar.business_day_before_or_on(wanted_on)
        if worked_on != wanted_on:
            facts = {"wanted_on": wanted_on.isoformat(), "worked_on": worked_on.isoformat()}
            because.append(Reason(Why.DATE_IS_CLOSED, facts))
        if afterwards or layout:
            because.append(
                Reason(
                    Why.TAKES_DAYS,
                    {
                        "mailing": request.mailing_days,
                        "printing": request.printing_days,
                        "layout": layout,
                        "ready_at": at.isoformat(),
                    },
                )
            )
        finish_by = self._closing_before(wanted_on, afterwards)
        return Due(at, finish_by, tuple(because), _due(Why.DUE_BY_DATE, at))

    def _closing_before(self, day: date, business_days: int) -> datetime:
        known = self._back.get((day, business_days))
        if known is None:
            worked_on = self._calendar.business_day_before_or_on(day)
            first = self._calendar.minus_business_days(worked_on, business_days)
            known = self._back[day, business_days] = self._calendar.closing_of(first)
        return known

    def _by_days(self, one: DocumentClass, days: int, on: date, zero: date) -> Due:
        at = self._calendar.closing_of_nth_business_day_after(zero, days)
        facts: Facts = {
            "class_id": one.id,
            "count": days,
            "turnaround_at": at.isoformat(),
        }
        because = (self._receipt(on, zero), Reason(Why.ALLOWS_DAYS, facts))
        return Due(at, at, because, _due(Why.DUE_BY_TURNAROUND, at))

    def _receipt(self, on: date, zero: date) -> Reason:
        """Which day a turnaround counts from, and why not from the day of receipt."""
        facts = {"received_on": on.isoformat()}
        if on == zero:
            return Reason(Why.CAME_BEFORE_CLOSING, facts)
        facts["counts_from_on"] = zero.isoformat()
        closure = self._calendar.closure(on)
        if closure is None:
            return Reason(Why.CAME_AFTER_CLOSING, facts)
        if closure.name:
            return Reason(Why.CAME_ON_HOLIDAY, {**facts, "holiday": closure.name})
        return Reason(Why.CAME_ON_CLOSED_DAY, facts)


def _due(why: Why, at: datetime) -> Reason:
    return Reason(why, {"due_at": at.isoformat()})


def _earliest(request: DocumentRequest) -> date | None:
    dates = [
        day
        for day in (request.legal_deadline, request.publish_on, request.needed_by)
        if day is not None
    ]
    return min(dates) if dates else None


def _date_reason(request: DocumentRequest, wanted_on: date) -> Reason:
    """Which of the dates it is; the law's first where several fall on one day."""
    facts = {"wanted_on": wanted_on.isoformat()}
    if wanted_on == request.legal_deadline:
        if request.legal_ground.strip():
            return Reason(Why.LEGAL_DEADLINE_BY, {**facts, "ground": request.legal_ground})
        return Reason(Why.LEGAL_DEADLINE, facts)
    return Reason(Why.PUBLISH_ON if wanted_on == request.publish_on else Why.NEEDED_BY, facts)
