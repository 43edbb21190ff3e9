"""Who can be asked to work on documents, beside those whose qualifications say so."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, selectinload

from langaccess.domain.access import Role
from langaccess.domain.documents.workflow import AssignmentStatus
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.documents.agencies import TranslationVendor, TranslationVendorLanguage
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.requests import Document

_ASKED = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)
# Review asks for a subject's expert and layout for a designer: the team, and who translates.
_STEP_ROLES = (Role.COMMUNICATIONS, Role.INTERPRETER)


class Named(NamedTuple):
    """A document by what people call it."""

    reference: str
    title: str


class StaffRow(NamedTuple):
    """Somebody of the city, with the words on their table."""

    id: int
    name: str
    words: int


def jobs_named(session: Session, references: Collection[str], tag: str) -> list[Named]:
    """Those of these documents that are asked for in a language, by reference."""
    query = (
        select(Document.reference, Document.title)
        .join(Job, Job.document_id == Document.id)
        .where(Document.reference.in_(references), Job.language_tag == tag)
        .order_by(Document.reference)
    )
    return [Named._make(row) for row in session.execute(query)]


def staff_for_steps(session: Session) -> list[StaffRow]:
    """Everybody who may be asked for a step without a test, the least loaded first."""
    words = (
        select(func.coalesce(func.sum(Job.words), 0))
        .join(Assignment, Assignment.job_id == Job.id)
        .where(Assignment.account_id == Account.id, Assignment.status.in_(_ASKED))
        .correlate(Account)
        .scalar_subquery()
    )
    holders = select(AccountRole.account_id).where(AccountRole.role.in_(_STEP_ROLES))
    query = (
        select(Account.id, Account.name, words)
        .where(Account.is_active, Account.id.in_(holders))
        .order_by(words, Account.name, Account.id)
    )
    return [StaffRow(row[0], row[1], int(row[2])) for row in session.execute(query)]


def agencies_for(session: Session, tag: str, *, revises: bool) -> list[TranslationVendor]:
    """Agencies in use that work in a language, in the order they are asked."""
    works: ColumnElement[bool] = TranslationVendorLanguage.language_tag == tag
    if revises:
        works = and_(works, TranslationVendorLanguage.revises)
    query = (
        select(TranslationVendor)
        .where(TranslationVendor.is_active, TranslationVendor.languages.any(works))
        .order_by(TranslationVendor.position)
    )
    return list(session.scalars(query))


def every_agency(session: Session) -> list[TranslationVendor]:
    """All agencies with their languages, those in use first, in their order."""
    query = (
        select(TranslationVendor)
        .options(selectinload(TranslationVendor.languages))
        .order_by(TranslationVendor.is_active.desc(), TranslationVendor.position)
    )
    return list(session.scalars(query))
