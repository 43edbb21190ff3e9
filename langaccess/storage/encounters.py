"""Questions asked of encounters and attempts; what may not be seen is not found."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from langaccess.domain.access import Actor, Permission
from langaccess.domain.dispatch import (
    ENGAGED,
    OPEN,
    AttemptOutcome,
    Outcome,
    Status,
)
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Attempt, Encounter, FollowUp
from langaccess.storage.languages import ApprovedVariant, Language
from langaccess.storage.people import Qualification


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Which encounters somebody may see: their own, their department's, or all they oversee."""
    if actor.may(Permission.ENCOUNTER_OVERSEE):
        return true()
    if not actor.may(Permission.ENCOUNTER_OPEN):
        return false()
    mine = Encounter.clerk_id == actor.account_id
    if actor.department_id is None:
        return mine
    return or_(mine, Encounter.department_id == actor.department_id)


class Glance(NamedTuple):
    """What a poll needs to know: whether anything moved, and whether a look is due."""

    id: int
    version: int
    due_at: datetime | None
    status: Status


def glance(session: Session, actor: Actor, reference: str) -> Glance | None:
    """One encounter at a glance, if the actor may see it."""
    query = select(Encounter.id, Encounter.version, Encounter.due_at, Encounter.status).where(
        Encounter.reference == reference, seen_by(actor)
    )
    row = session.execute(query).first()
    return Glance._make(row) if row else None


def encounter_seen(session: Session, actor: Actor, reference: str) -> Encounter | None:
    """One encounter with everything its page shows, if the actor may see it."""
    query = (
        select(Encounter)
        .where(Encounter.reference == reference, seen_by(actor))
        .options(
            joinedload(Encounter.language),
            joinedload(Encounter.department),
            joinedload(Encounter.location),
            joinedload(Encounter.interpreter),
            joinedload(Encounter.clerk),
            selectinload(Encounter.attempts),
            selectinload(Encounter.follow_ups),
        )
    )
    return session.scalar(query)


def lock_encounter(session: Session, encounter_id: int) -> Encounter:
    """The encounter of this id, which is in the database, as it now stands: held till the end."""
    return session.get_one(Encounter, encounter_id, with_for_update=True, populate_existing=True)


def encounter_by_key(session: Session, clerk_id: int, request_key: str) -> Encounter | None:
    """What this clerk asked for with this key, if anything."""
    return session.scalar(select(Encounter).filter_by(clerk_id=clerk_id, request_key=request_key))


def open_at_ticket(session: Session, ticket_id: int) -> Encounter | None:
    """The open encounter for this number, if there is one."""
    return session.scalar(
        select(Encounter).where(Encounter.ticket_id == ticket_id, Encounter.status.in_(OPEN))
    )


def open_of_clerk(session: Session, clerk_id: int) -> list[Row[str, Status, str]]:
    """The clerk's own open encounters, newest first: reference, status, English name."""
    query = (
        select(Encounter.reference, Encounter.status, Language.english_name)
        .join(Language, Language.tag == Encounter.language_tag)
        .where(Encounter.clerk_id == clerk_id, Encounter.status.in_(OPEN))
        .order_by(Encounter.id.desc())
        .limit(5)
    )
    return list(session.execute(query))


def ringing(session: Session, encounter_id: int) -> list[Attempt]:
    """Offers of this encounter that still ring, in the order they were made."""
    query = select(Attempt).where(
        Attempt.encounter_id == encounter_id,
        Attempt.interpreter_id.is_not(None),
        Attempt.outcome.is_(None),
    )
    return list(session.scalars(query.order_by(Attempt.id)))


def engaged_people(session: Session, account_ids: Sequence[int]) -> set[int]:
    """Which of these people are in a conversation."""
    query = select(Encounter.interpreter_id).where(
        Encounter.interpreter_id.in_(account_ids), Encounter.status.in_(ENGAGED)
    )
    return {one for one in session.scalars(query) if one is not None}


def attempts_of(session: Session, encounter_id: int) -> list[Attempt]:
    """Every attempt of an encounter, in order."""
    query = select(Attempt).where(Attempt.encounter_id == encounter_id)
    return list(session.scalars(query.order_by(Attempt.id)))


def attempt_of(session: Session, actor: Actor, attempt_id: int) -> Attempt | None:
    """The offer with this number, if it was made to the actor."""
    return session.scalar(select(Attempt).filter_by(id=attempt_id, interpreter_id=actor.account_id))


def due_encounters(session: Session, now: datetime, most: int) -> list[int]:
    """Ids of encounters whose ladder needs a look, the longest overdue first."""
    query = (
        select(Encounter.id)
        .where(Encounter.due_at.is_not(None), Encounter.due_at <= now)
        .order_by(Encounter.due_at, Encounter.id)
        .limit(most)
    )
    return list(session.scalars(query))


def next_due_at(session: Session) -> datetime | None:
    """When the next ladder needs a look, if any is waiting."""
    return session.scalar(select(func.min(Encounter.due_at)).where(Encounter.due_at.is_not(None)))


def lock_searches_for(session: Session, account_id: int) -> list[Encounter]:
    """Searches in a language this person has, that have not asked them this round: held.

    Their languages are those they have any row in, and those for which one of them was approved;
    who was busy was not asked.
    """
    asked = exists().where(
        Attempt.encounter_id == Encounter.id,
        Attempt.interpreter_id == account_id,
        Attempt.round == Encounter.round,
        Attempt.outcome.is_distinct_from(AttemptOutcome.BUSY),
    )
    speaks = select(Qualification.language_tag).where(Qualification.account_id == account_id)
    approved = select(ApprovedVariant.asked_tag).where(ApprovedVariant.accepted_tag.in_(speaks))
    understood = or_(
        Encounter.language_tag.in_(speaks),
        Encounter.language_tag.in_(approved),
    )
    query = (
        select(Encounter)
        .where(Encounter.status == Status.SEARCHING, understood, ~asked)
        .order_by(Encounter.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


_OVERSIGHT = (
    joinedload(Encounter.language),
    joinedload(Encounter.department),
    joinedload(Encounter.location),
    joinedload(Encounter.clerk),
    joinedload(Encounter.interpreter),
    selectinload(Encounter.attempts),
)


def waiting_now(session: Session) -> list[Encounter]:
    """Everybody for whom somebody is still sought, or accepted and not yet there; oldest first."""
    query = select(Encounter).where(Encounter.status.in_((Status.SEARCHING, Status.READY)))
    return list(session.scalars(query.options(*_OVERSIGHT).order_by(Encounter.first_contact_at)))


def unmet_on(session: Session, on: date) -> list[Encounter]:
    """What was not, or only partly, served on one of the city's days; the newest first."""
    query = select(Encounter).where(
        Encounter.city_date == on,
        Encounter.outcome.in_((Outcome.NOT_SERVED, Outcome.PARTLY)),
    )
    return list(session.scalars(query.options(*_OVERSIGHT).order_by(Encounter.id.desc())))


def most_used(session: Session, location_id: int | None, since: date, most: int) -> list[str]:
    """Tags of the languages asked for most at this counter since then, the most used first."""
    at_counter = true() if location_id is None else Encounter.location_id == location_id
    query = (
        select(Encounter.language_tag)
        .where(and_(at_counter, Encounter.city_date >= since))
        .group_by(Encounter.language_tag)
        .order_by(func.count().desc(), Encounter.language_tag)
        .limit(most)
    )
    return list(session.scalars(query))


def colleagues(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Ids and names of the people of the actor's department, by name; the actor at least."""
    same = Account.department_id == actor.department_id if actor.department_id else false()
    query = (
        select(Account.id, Account.name)
        .where(Account.is_active, or_(same, Account.id == actor.account_id))
        .order_by(Account.name)
    )
    return [(row.id, row.name) for row in session.execute(query)]


def open_follow_ups(session: Session, account_id: int) -> list[FollowUp]:
    """Promises this person has still to keep, the most urgent first."""
    query = select(FollowUp).where(
        FollowUp.promised_by_id == account_id, FollowUp.kept_at.is_(None)
    )
    return list(session.scalars(query.order_by(FollowUp.due_at)))
