"""How much work stands before a document in each language, and who is there to do it."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from langaccess.domain.documents.workflow import JobState
from langaccess.domain.languages import Modality
from langaccess.domain.people import QualificationStatus, Scope
from langaccess.storage.accounts import Account
from langaccess.storage.documents.agencies import TranslationVendor, TranslationVendorLanguage
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import Document
from langaccess.storage.people import Grant, Qualification

# Whose words are still to be translated, and whose are still to be revised.
_UNTRANSLATED = (
    JobState.QUEUED,
    JobState.OFFERED,
    JobState.ACCEPTED,
    JobState.TRANSLATING,
    JobState.STALE,
)
_UNREVISED = (*_UNTRANSLATED, JobState.REVISING, JobState.CORRECTING)


class Backlog(NamedTuple):
    """Words of one language that stand before a document."""

    translate: int
    revise: int


class Hands(NamedTuple):
    """How many people are qualified for one language today, and an agency's words a day."""

    translators: int
    revisers: int
    vendor_words: int | None


def backlog_before(
    session: Session, document: Document, tags: Collection[str]
) -> dict[str, Backlog]:
    """Words before this document in the queue's order, by language; held work is left out."""
    to_translate = case((Job.state.in_(_UNTRANSLATED), Job.words), else_=0)
    to_revise = case((Job.needs_revision, Job.words), else_=0)
    query = (
        select(Job.language_tag, func.sum(to_translate), func.sum(to_revise))
        .join(Document, Document.id == Job.document_id)
        .where(
            Job.language_tag.in_(tags),
            Job.state.in_(_UNREVISED),
            Job.held_at.is_(None),
            stands_before(document),
        )
        .group_by(Job.language_tag)
    )
    return {tag: Backlog(int(one), int(two)) for tag, one, two in session.execute(query)}


def stands_before(document: Document) -> ColumnElement[bool]:
    """Whether an open document comes before this one: preempting, rank, received, id."""
    same_rank = Document.rank_at == document.rank_at
    same_moment = Document.received_at == document.received_at
    return and_(
        Document.closed_at.is_(None),
        or_(
            Document.lane < document.lane,
            and_(
                Document.lane == document.lane,
                or_(
                    Document.rank_at < document.rank_at,
                    and_(same_rank, Document.received_at < document.received_at),
                    and_(same_rank, same_moment, Document.id < document.id),
                ),
            ),
        ),
    )


def hands_for(session: Session, tags: Collection[str], on: date) -> dict[str, Hands]:
    """Who could work in each of these languages on this day of the city's calendar."""
    counted = (
        select(
            Qualification.language_tag,
            Grant.scope,
            func.count(Qualification.account_id.distinct()),
        )
        .join(Grant, Grant.qualification_id == Qualification.id)
        .join(Account, Account.id == Qualification.account_id)
        .where(
            Qualification.language_tag.in_(tags),
            Qualification.modality == Modality.WRITTEN,
            Qualification.status == QualificationStatus.ACTIVE,
            Qualification.valid_from <= on,
            or_(Qualification.valid_until.is_(None), Qualification.valid_until > on),
            Qualification.ethics_signed_on <= on,
            Grant.scope.in_((Scope.TRANSLATE, Scope.REVISE)),
            Account.is_active,
        )
        .group_by(Qualification.language_tag, Grant.scope)
    )
    people = {(tag, scope): count for tag, scope, count in session.execute(counted)}
    offered = (
        select(TranslationVendorLanguage.language_tag, func.max(TranslationVendor.words_a_day))
        .join(TranslationVendor, TranslationVendor.id == TranslationVendorLanguage.vendor_id)
        .where(TranslationVendorLanguage.language_tag.in_(tags), TranslationVendor.is_active)
        .group_by(TranslationVendorLanguage.language_tag)
    )
    agencies: dict[str, int] = {row[0]: row[1] for row in session.execute(offered)}
    return {
        tag: Hands(
            people.get((tag, Scope.TRANSLATE), 0),
            people.get((tag, Scope.REVISE), 0),
            agencies.get(tag),
        )
        for tag in tags
    }
