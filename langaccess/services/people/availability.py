"""When a person can be asked: working hours, absences, and presence as they say it themselves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.people import AbsenceUnknown, Presence
from langaccess.domain.qualifications import Shift, check_week
from langaccess.domain.time import Span
from langaccess.services.dispatch.ringing import ring_newly_free
from langaccess.services.people.known import interpreter_known
from langaccess.storage.audit import record
from langaccess.storage.people import Absence, Interpreter, WorkingHours

# A page that polls writes down this rarely that it is there: every write waits for the others.
SEEN_EVERY = timedelta(seconds=20)


def set_hours(
    session: Session, actor: Actor, week: Iterable[Shift], *, account_id: int, now: datetime
) -> Interpreter:
    """Replace a person's whole week. Raises PersonUnknown, HoursInvalid, HoursOverlap."""
    actor.must(Permission.PEOPLE_EDIT)
    person = interpreter_known(session, account_id)
    shifts = check_week(week)
    person.hours.clear()
    session.flush()  # the old rows go before the new ones come: a weekday's start is unique
    person.hours = [
        WorkingHours(
            weekday=one.weekday, starts_minute=one.starts_minute, ends_minute=one.ends_minute
        )
        for one in shifts
    ]
    session.flush()
    record(session, actor, "set_hours", "account", account_id, now=now)
    return person


def add_absence(
    session: Session,
    actor: Actor,
    *,
    account_id: int,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Absence:
    """The person is away from then till then; the same absence again is the same row.

    Raises PersonUnknown, EndsBeforeStart.
    """
    actor.must(Permission.PEOPLE_EDIT)
    interpreter_known(session, account_id)
    span = Span(starts_at, ends_at)
    known = session.scalar(
        select(Absence).filter_by(
            account_id=account_id, starts_at=span.starts_at, ends_at=span.ends_at
        )
    )
    if known is not None:
        return known
    absence = Absence(account_id=account_id, starts_at=span.starts_at, ends_at=span.ends_at)
    session.add(absence)
    session.flush()
    record(session, actor, "add_absence", "account", account_id, now=now, absence=absence.id)
    return absence


def remove_absence(
    session: Session, actor: Actor, *, account_id: int, absence_id: int, now: datetime
) -> None:
    """The person is not away after all. Raises AbsenceUnknown."""
    actor.must(Permission.PEOPLE_EDIT)
    absence = session.get(Absence, absence_id)
    if absence is None or absence.account_id != account_id:
        raise AbsenceUnknown
    session.delete(absence)
    session.flush()
    record(session, actor, "remove_absence", "account", account_id, now=now, absence=absence_id)


def set_presence(
    session: Session, actor: Actor, city: City, *, presence: Presence, now: datetime
) -> Interpreter:
    """Say whether one can be rung; who comes on duty is offered what is being searched for.

    Raises PersonUnknown.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    person = interpreter_known(session, actor.account_id)
    if person.presence is not presence:
        person.presence = presence
        person.presence_since_at = now
        record(session, actor, "set_presence", "account", person.account_id, now=now)
    person.seen_at = now
    session.flush()
    if presence is Presence.ON_DUTY:
        ring_newly_free(session, city, person.account_id, now=now)
    return person


def is_seen_due(session: Session, actor: Actor, *, now: datetime) -> bool:
    """Whether `be_seen` would write. Only reads, so that most polls wait for nobody."""
    query = select(Interpreter.seen_at).filter_by(account_id=actor.account_id)
    row = session.execute(query).first()
    return row is not None and (row.seen_at is None or now - row.seen_at >= SEEN_EVERY)


def be_seen(session: Session, actor: Actor, *, now: datetime) -> bool:
    """Write down that the interpreter's page is there, if that is due; whether it was written."""
    actor.must(Permission.ENCOUNTER_ANSWER)
    if not is_seen_due(session, actor, now=now):
        return False
    person = interpreter_known(session, actor.account_id)
    person.seen_at = now
    session.flush()
    return True
