"""Which languages the city offers, and which variants stand in for one another."""

from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.languages import LanguageUnknown, VariantUnfit
from langaccess.storage.audit import record
from langaccess.storage.languages import ApprovedVariant, Language


def offer_language(session: Session, actor: Actor, *, tag: str, now: datetime) -> Language:
    """Let clerks ask for this language. Raises LanguageUnknown."""
    return _choose(session, actor, "offer_language", tag, is_offered=True, now=now)


def withdraw_language(session: Session, actor: Actor, *, tag: str, now: datetime) -> Language:
    """Let nobody ask for this language any more; what is being searched goes on.

    Raises LanguageUnknown.
    """
    return _choose(session, actor, "withdraw_language", tag, is_offered=False, now=now)


def approve_variant(
    session: Session, actor: Actor, *, asked_tag: str, accepted_tag: str, now: datetime
) -> ApprovedVariant:
    """Who asks for one variant may be given an interpreter of the other; not the other way.

    Raises LanguageUnknown, VariantUnfit.
    """
    actor.must(Permission.LANGUAGES_CHOOSE)
    asked, accepted = _known(session, asked_tag), _known(session, accepted_tag)
    if asked is accepted or not asked.facts.modalities & accepted.facts.modalities:
        raise VariantUnfit
    known = session.get(ApprovedVariant, (asked_tag, accepted_tag))
    if known is not None:
        return known
    variant = ApprovedVariant(
        asked_tag=asked_tag,
        accepted_tag=accepted_tag,
        approved_by_id=actor.account_id,
        approved_at=now,
    )
    session.add(variant)
    session.flush()
    record(session, actor, "approve_variant", "language", asked_tag, now=now, accepted=accepted_tag)
    return variant


def withdraw_variant(
    session: Session, actor: Actor, *, asked_tag: str, accepted_tag: str, now: datetime
) -> None:
    """Take the approval back; one that never was needs nothing."""
    actor.must(Permission.LANGUAGES_CHOOSE)
    variant = session.get(ApprovedVariant, (asked_tag, accepted_tag))
    if variant is None:
        return
    session.delete(variant)
    session.flush()
    record(
        session, actor, "withdraw_variant", "language", asked_tag, now=now, accepted=accepted_tag
    )


def _known(session: Session, tag: str) -> Language:
    language = session.get(Language, tag)
    if language is None:
        raise LanguageUnknown
    return language


def _choose(
    session: Session, actor: Actor, deed: str, tag: str, *, is_offered: bool, now: datetime
) -> Language:
    actor.must(Permission.LANGUAGES_CHOOSE)
    language = _known(session, tag)
    if language.is_offered is not is_offered:
        language.is_offered = is_offered
        record(session, actor, deed, "language", tag, now=now)
    return language
