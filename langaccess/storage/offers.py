"""What an interpreter is asked, is in, and did: questions asked of offers made to one person."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from langaccess.domain.dispatch import ENGAGED, AttemptOutcome, Status
from langaccess.domain.people import Domain
from langaccess.storage.accounts import Account
from langaccess.storage.base import Facts
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.languages import Language
from langaccess.storage.places import Department, Location


class OfferRow(NamedTuple):
    """One offer as an interpreter sees it."""

    attempt_id: int
    outcome: AttemptOutcome | None
    offered_at: datetime
    answered_at: datetime | None
    reference: str
    status: Status
    language_tag: str
    english_name: str
    autonym: str
    domain: Domain
    mode: str
    channel: str
    department: str | None
    location: str | None
    clerk: str
    clerk_phone: str
    note: str | None
    decision: Facts | None


def offers_to(session: Session, account_id: int, since: datetime) -> list[OfferRow]:
    """Offers that ring for this person, or ended for them since then; the oldest ring first."""
    query = (
        select(
            Attempt.id,
            Attempt.outcome,
            Attempt.offered_at,
            Attempt.answered_at,
            Encounter.reference,
            Encounter.status,
            Language.tag,
            Language.english_name,
            Language.autonym,
            Encounter.domain,
            Encounter.mode,
            Encounter.channel,
            Department.name,
            Location.name,
            Account.name,
            Account.phone,
            Encounter.note,
            Attempt.decision,
        )
        .join(Encounter, Encounter.id == Attempt.encounter_id)
        .join(Language, Language.tag == Encounter.language_tag)
        .join(Account, Account.id == Encounter.clerk_id)
        .outerjoin(Department, Department.id == Encounter.department_id)
        .outerjoin(Location, Location.id == Encounter.location_id)
        .where(
            Attempt.interpreter_id == account_id,
            or_(Attempt.outcome.is_(None), Attempt.answered_at >= since),
        )
        .order_by(Attempt.outcome.is_not(None), Attempt.id)
    )
    return [OfferRow._make(row) for row in session.execute(query)]


def conversation_of(session: Session, account_id: int) -> Encounter | None:
    """The conversation this interpreter is in, or goes to, now."""
    query = (
        select(Encounter)
        .where(Encounter.interpreter_id == account_id, Encounter.status.in_(ENGAGED))
        .options(
            joinedload(Encounter.language),
            joinedload(Encounter.department),
            joinedload(Encounter.location),
            joinedload(Encounter.clerk),
        )
    )
    return session.scalar(query)


def encounters_of_interpreter(session: Session, account_id: int, on: date) -> list[Encounter]:
    """What this interpreter took on one of the city's days, in order."""
    query = (
        select(Encounter)
        .where(Encounter.interpreter_id == account_id, Encounter.city_date == on)
        .options(joinedload(Encounter.language), joinedload(Encounter.department))
        .order_by(Encounter.id)
    )
    return list(session.scalars(query))


def encounter_of_interpreter(session: Session, account_id: int, reference: str) -> Encounter | None:
    """The encounter with this reference, if this person interprets or interpreted it."""
    return session.scalar(
        select(Encounter).filter_by(reference=reference, interpreter_id=account_id)
    )


def lock_encounter_of_interpreter(
    session: Session, account_id: int, reference: str
) -> Encounter | None:
    """The same, as it now stands, held until the transaction ends."""
    query = select(Encounter).filter_by(reference=reference, interpreter_id=account_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))
