"""Response clocks: by when a contact has an answer, and why then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from langaccess.domain.time import Calendar

Facts = Mapping[str, str]


class Channel(StrEnum):
    """The way a contact came in."""

    COUNTER = "counter"
    PHONE = "phone"
    VOICEMAIL = "voicemail"
    EMAIL = "email"
    WEB = "web"
    FAX = "fax"
    LETTER = "letter"
    SOCIAL = "social"
    INTERNAL = "internal"


class Reach(StrEnum):
    """A quick way to reach whoever wrote, where one is known."""

    PHONE = "phone"
    EMAIL = "email"


class Within(StrEnum):
    """How long the city allows itself for an answer."""

    SAME_BUSINESS_DAY = "same_business_day"
    NEXT_BUSINESS_DAY = "next_business_day"
    BUSINESS_WEEK = "business_week"


class Why(StrEnum):
    """One step of the reasoning, with the facts that it carries (dates as YYYY-MM-DD)."""

    CAME_BEFORE_CLOSING = "came_before_closing"  # received_on
    CAME_AFTER_CLOSING = "came_after_closing"  # received_on, counts_from
    CAME_ON_HOLIDAY = "came_on_holiday"  # received_on, counts_from, holiday
    CAME_ON_CLOSED_DAY = "came_on_closed_day"  # received_on, counts_from
    REACHABLE = "reachable"  # channel, by (ways, joined by commas)
    NOT_REACHABLE = "not_reachable"  # channel
    SAME_BUSINESS_DAY = "same_business_day"  # channel, answer_on
    NEXT_BUSINESS_DAY = "next_business_day"  # channel, answer_on
    BUSINESS_WEEK = "business_week"  # channel, answer_on


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """The city's promise for one channel; `if_reachable` where a phone or email changes it."""

    within: Within
    if_reachable: Within | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning; `facts` fill the sentence that is told."""

    why: Why
    facts: Facts


@dataclass(frozen=True, slots=True)
class Answer:
    """By when an answer is owed (UTC), and every reason in the order it is told."""

    respond_by: datetime
    because: tuple[Reason, ...]


def respond_by(
    channel: Channel,
    received_at: datetime,
    *,
    clocks: Mapping[Channel, ResponseClock],
    calendar: Calendar,
    reachable: Collection[Reach] = (),
) -> Answer:
    """By when whoever came by this channel has an answer: the closing of some business day.

    Reasons say which day the contact counts from, whether it mattered that a phone or email is
    known (told only where the channel makes a difference), and which promise holds.
    Source: contract "Response clocks"; city service standards PC-R1 to PC-R5.
    """
    day_zero = calendar.day_zero(received_at)
    clock = clocks[channel]
    within = clock.if_reachable if clock.if_reachable and reachable else clock.within
    answer_on = _answer_on(within, day_zero, calendar)
    promise = Reason(Why(within.value), {"channel": channel, "answer_on": answer_on.isoformat()})
    because = (
        _receipt(received_at, day_zero, calendar),
        *_reachability(channel, clock, reachable),
        promise,
    )
    return Answer(calendar.closing_of(answer_on), because)


def _answer_on(within: Within, day_zero: date, calendar: Calendar) -> date:
    if within is Within.SAME_BUSINESS_DAY:
        return day_zero
    if within is Within.NEXT_BUSINESS_DAY:
        return calendar.business_day_after(day_zero)
    return calendar.last_business_day_of_week(day_zero)


def _receipt(received_at: datetime, day_zero: date, calendar: Calendar) -> Reason:
    """Which day the contact counts from, and why not from the day it came."""
    received_on = calendar.local_date(received_at)
    facts = {"received_on": received_on.isoformat()}
    if received_on == day_zero:
        return Reason(Why.CAME_BEFORE_CLOSING, facts)
    facts["counts_from"] = day_zero.isoformat()
    closure = calendar.closure(received_on)
    if closure is None:
        return Reason(Why.CAME_AFTER_CLOSING, facts)
    if closure.name:
        return Reason(Why.CAME_ON_HOLIDAY, {**facts, "holiday": closure.name})
    return Reason(Why.CAME_ON_CLOSED_DAY, facts)


def _reachability(
    channel: Channel, clock: ResponseClock, reachable: Collection[Reach]
) -> tuple[Reason, ...]:
    if clock.if_reachable is None:
        return ()
    if not reachable:
        return (Reason(Why.NOT_REACHABLE, {"channel": channel}),)
    ways = ",".join(way for way in Reach if way in reachable)
    return (Reason(Why.REACHABLE, {"channel": channel, "by": ways}),)
