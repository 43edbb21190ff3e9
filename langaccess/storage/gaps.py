"""What is missing, or about to lapse: the questions of whoever keeps the service running."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from langaccess.domain.people import QualificationStatus
from langaccess.storage.accounts import Account
from langaccess.storage.languages import ApprovedVariant, Language
from langaccess.storage.notices import Notice
from langaccess.storage.people import Qualification
from langaccess.storage.vendors import AccessCode, Vendor, VendorLanguage


class Lapse(NamedTuple):
    """One active qualification, whose it is, and the first day on which it no longer counts."""

    email: str
    language_tag: str
    valid_until: date


def lapsing(session: Session, on: date, until: date) -> list[Lapse]:
    """Active qualifications that still count on this day and end by another, the next first."""
    return _lapses(session, Qualification.valid_until > on, Qualification.valid_until <= until)


def lapsed(session: Session, on: date) -> list[Lapse]:
    """Qualifications that no longer count on this day although they are still called active."""
    return _lapses(session, Qualification.valid_until <= on)


def vendors_without_words(session: Session) -> list[str]:
    """Names of lines in use without words to say or without any access code, in order."""
    has_code = exists().where(AccessCode.vendor_id == Vendor.id, AccessCode.code != "")
    query = select(Vendor.name).where(Vendor.is_active, or_(Vendor.script == "", ~has_code))
    return list(session.scalars(query.order_by(Vendor.position)))


def languages_unserved(session: Session, on: date) -> list[str]:
    """English names of languages that are offered, for which there is nobody and no line."""
    accepted = select(ApprovedVariant.accepted_tag).where(ApprovedVariant.asked_tag == Language.tag)
    interpreted = exists().where(
        or_(
            Qualification.language_tag == Language.tag,
            Qualification.language_tag.in_(accepted),
        ),
        Qualification.status == QualificationStatus.ACTIVE,
        or_(Qualification.valid_until.is_(None), Qualification.valid_until > on),
        Qualification.account_id == Account.id,
        Account.is_active,
    )
    by_name = exists().where(
        VendorLanguage.language_tag == Language.tag,
        VendorLanguage.vendor_id == Vendor.id,
        Vendor.is_active,
    )
    # A line for every language takes them by phone; sign needs a picture.
    by_any = exists().where(
        Vendor.is_active,
        Vendor.every_language,
        or_(~Language.is_signed, Vendor.video_link != ""),
    )
    query = select(Language.english_name).where(
        Language.is_offered,
        or_(Language.is_spoken, Language.is_signed),
        ~interpreted,
        ~by_name,
        ~by_any,
    )
    return list(session.scalars(query.order_by(Language.english_name)))


def given_up_count(session: Session) -> int:
    """How many messages could not be delivered and are tried no more."""
    return session.scalar(select(func.count()).where(Notice.given_up_at.is_not(None))) or 0


def _lapses(session: Session, *conditions: ColumnElement[bool]) -> list[Lapse]:
    query = (
        select(Account.email, Qualification.language_tag, Qualification.valid_until)
        .join(Account, Account.id == Qualification.account_id)
        .where(
            Account.is_active,
            Qualification.status == QualificationStatus.ACTIVE,
            Qualification.valid_until.is_not(None),
            *conditions,
        )
        .order_by(Qualification.valid_until, Account.email)
    )
    return [Lapse._make(row) for row in session.execute(query)]
