"""Encounters by the number that other systems know them by; what may not be seen is not found."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from langaccess.domain.access import Actor
from langaccess.domain.dispatch import AttemptOutcome
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.encounters import Glance, seen_by


class Numbered(NamedTuple):
    """One encounter at a glance, with the reference that deeds ask for."""

    reference: str
    glance: Glance


def numbered(session: Session, actor: Actor, encounter_id: int) -> Numbered | None:
    """The encounter with this number at a glance, if the actor may see it."""
    query = select(
        Encounter.reference,
        Encounter.id,
        Encounter.version,
        Encounter.due_at,
        Encounter.status,
    ).where(Encounter.id == encounter_id, seen_by(actor))
    row = session.execute(query).first()
    return Numbered(row[0], Glance._make(row[1:])) if row else None


def whole(session: Session, encounter_id: int) -> Encounter:
    """An encounter that was found, with what an answer shows of it."""
    shown = (
        joinedload(Encounter.language),
        joinedload(Encounter.department),
        joinedload(Encounter.location),
        joinedload(Encounter.interpreter),
        joinedload(Encounter.vendor),
    )
    return session.get_one(Encounter, encounter_id, options=shown)


def reference_of_offer(session: Session, actor: Actor, attempt_id: int) -> str | None:
    """The reference of the encounter that was offered to the actor with this number."""
    query = (
        select(Encounter.reference)
        .join(Attempt, Attempt.encounter_id == Encounter.id)
        .where(Attempt.id == attempt_id, Attempt.interpreter_id == actor.account_id)
    )
    return session.scalar(query)


def accepted_offer(session: Session, actor: Actor, encounter_id: int) -> int | None:
    """The number of the offer by which the actor came into this encounter."""
    query = select(Attempt.id).where(
        Attempt.encounter_id == encounter_id,
        Attempt.interpreter_id == actor.account_id,
        Attempt.outcome == AttemptOutcome.ACCEPTED,
    )
    return session.scalar(query.order_by(Attempt.id.desc()).limit(1))
