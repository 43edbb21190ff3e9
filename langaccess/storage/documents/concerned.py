"""Who is concerned by what happens to a document."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.documents.workflow import AssignmentStatus
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.documents.jobs import Assignment
from langaccess.storage.documents.requests import Document, Watcher


def concerned_by(session: Session, document_id: int, job_id: int | None) -> dict[int, Account]:
    """By id: the requester, the watchers, and who is asked for or has a step of this job."""
    asked = select(Assignment.account_id).where(
        Assignment.job_id == job_id,
        Assignment.account_id.is_not(None),
        Assignment.status.in_((AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)),
    )
    is_concerned = or_(
        Account.id.in_(select(Document.requester_id).where(Document.id == document_id)),
        Account.id.in_(select(Watcher.account_id).where(Watcher.document_id == document_id)),
        Account.id.in_(asked),
    )
    people = session.scalars(select(Account).where(is_concerned, Account.is_active))
    return {one.id: one for one in people}


def mentioned(session: Session, account_ids: Iterable[int]) -> dict[int, Account]:
    """These accounts by id, as far as they are in use."""
    people = session.scalars(
        select(Account).where(Account.id.in_(list(account_ids)), Account.is_active)
    )
    return {one.id: one for one in people}


def team_of(session: Session, role: Role = Role.COMMUNICATIONS) -> list[int]:
    """Who sees to documents day by day: everybody in use with the communications role."""
    query = (
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == role, Account.is_active)
    )
    return list(session.scalars(query.order_by(Account.id)))
