"""Whether an interpreter can be rung: what they say, and that their page is open."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.people import PersonUnknown, Presence
from langaccess.services.dispatch.ladder import ring_newly_free
from langaccess.storage.audit import record
from langaccess.storage.people import Interpreter

# Far less than the time after which a page counts as closed, far more than a poll.
SEEN_EVERY = timedelta(seconds=20)


def set_presence(
    session: Session, actor: Actor, city: City, *, presence: Presence, now: datetime
) -> Interpreter:
    """Say whether one can be rung; on duty, every search that waits for one rings at once.

    Raises PersonUnknown for somebody who is no interpreter.
    """
    actor.must(Permission.ENCOUNTER_ANSWER)
    me = session.get(Interpreter, actor.account_id, with_for_update=True)
    if me is None:
        raise PersonUnknown
    me.seen_at = now
    if me.presence is not presence:
        me.presence = presence
        me.presence_since_at = now
        record(
            session, actor, "set_presence", "interpreter", me.account_id, now=now, to=presence.value
        )
    session.flush()
    if presence is Presence.ON_DUTY:
        ring_newly_free(session, city, me.account_id, now=now)
    return me


def is_seen(me: Interpreter, now: datetime) -> bool:
    """Whether it was written down a moment ago that this person's page is open."""
    return me.seen_at is not None and now - me.seen_at <= SEEN_EVERY


def be_seen(session: Session, actor: Actor, *, now: datetime) -> None:
    """Write down that the interpreter's page is open."""
    seen = update(Interpreter).where(Interpreter.account_id == actor.account_id)
    session.execute(seen.values(seen_at=now))
