"""Giving out many documents at once: each is offered by itself, and what fails says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.documents.workflow import Step
from langaccess.domain.errors import WorkError
from langaccess.services.documents.assign import offer_step


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of one of them: offered, or refused for this reason."""

    reference: str
    refusal: WorkError | None


def offer_many(
    session: Session,
    actor: Actor,
    city: City,
    *,
    references: Iterable[str],
    tag: str,
    step: Step,
    account_id: int | None = None,
    vendor_id: int | None = None,
    now: datetime,
) -> list[Offered]:
    """Ask one person or agency for the same step of many documents, in the order given.

    A refusal concerns its own document and leaves the others as they are.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    outcomes = []
    for reference in dict.fromkeys(references):
        try:
            with session.begin_nested():
                offer_step(
                    session,
                    actor,
                    city,
                    reference=reference,
                    tag=tag,
                    step=step,
                    account_id=account_id,
                    vendor_id=vendor_id,
                    now=now,
                )
        except WorkError as refusal:
            outcomes.append(Offered(reference, refusal))
        else:
            outcomes.append(Offered(reference, None))
    return outcomes
