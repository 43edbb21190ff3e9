"""The agencies that translate in writing, as whoever manages documents keeps them."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.errors import Conflict, Invalid
from langaccess.domain.qualifications import checked_email
from langaccess.services.documents.agencies import VendorUnknown
from langaccess.storage.audit import record
from langaccess.storage.base import violated
from langaccess.storage.documents.agencies import TranslationVendor, TranslationVendorLanguage
from langaccess.storage.languages import Language


class AgencyNameTaken(Conflict):
    """Another agency has this name."""


class AgencyOrderTaken(Conflict):
    """Another agency stands at this place in the order."""


class AgencyIncomplete(Invalid):
    """An agency needs a name, a place from 1 on, and words a day."""


class NotWritten(Invalid):
    """A tag is that of no written language of the register, so nobody translates into it."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What is kept of an agency; `revises` are those of its languages in which it revises too."""

    name: str
    email: str
    position: int
    words_a_day: int
    cents_per_word: int = 0
    is_active: bool = True
    languages: frozenset[str] = frozenset()
    revises: frozenset[str] = frozenset()


def save_agency(
    session: Session,
    actor: Actor,
    facts: AgencyFacts,
    *,
    agency_id: int | None = None,
    now: datetime,
) -> TranslationVendor:
    """Keep this of an agency: a new one, or the one with this number.

    Raises VendorUnknown, AgencyIncomplete, EmailInvalid, AgencyNameTaken, AgencyOrderTaken,
    NotWritten.
    """
    actor.must(Permission.DOCUMENTS_MANAGE)
    agency = TranslationVendor() if agency_id is None else session.get(TranslationVendor, agency_id)
    if agency is None:
        raise VendorUnknown
    facts = replace(facts, name=" ".join(facts.name.split()), email=checked_email(facts.email))
    _check(session, facts)
    try:
        with session.begin_nested():
            _write(session, agency, facts)
    except IntegrityError as error:
        if violated(error, "uq_translation_vendor_name"):
            raise AgencyNameTaken from error
        raise AgencyOrderTaken from error
    record(session, actor, "save_agency", "translation_vendor", agency.id, now=now)
    return agency


_PLAIN = ("name", "email", "position", "words_a_day", "cents_per_word", "is_active")


def _write(session: Session, agency: TranslationVendor, facts: AgencyFacts) -> None:
    for name in _PLAIN:
        setattr(agency, name, getattr(facts, name))
    session.add(agency)
    held = {one.language_tag: one for one in agency.languages}
    agency.languages = [
        held.get(tag) or TranslationVendorLanguage(language_tag=tag)
        for tag in sorted(facts.languages | facts.revises)
    ]
    for one in agency.languages:
        one.revises = one.language_tag in facts.revises
    session.flush()


def _check(session: Session, facts: AgencyFacts) -> None:
    if facts.position < 1 or facts.words_a_day < 1 or facts.cents_per_word < 0 or not facts.name:
        raise AgencyIncomplete
    for tag in sorted(facts.languages | facts.revises):
        language = session.get(Language, tag)
        if language is None or not language.is_written:
            raise NotWritten(tag)
