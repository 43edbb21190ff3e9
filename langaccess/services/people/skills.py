"""Qualifications as a coordinator records them, each with whose word it rests on."""

from dataclasses import fields
from datetime import date, datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.languages import LanguageUnknown, Modality
from langaccess.domain.qualifications import Skill, check_validity, modality_of
from langaccess.services.people.known import interpreter_known, qualification_known
from langaccess.storage.audit import record
from langaccess.storage.languages import Language
from langaccess.storage.people import Grant, Qualification

_KEPT_IN_GRANTS = frozenset({"scopes", "domains"})


def add_qualification(
    session: Session, actor: Actor, skill: Skill, *, account_id: int, now: datetime
) -> Qualification:
    """Record a test of this interpreter.

    Raises PersonUnknown, LanguageUnknown, ScopesMissing, ScopeUnfit, LevelUnknown,
    ValidityUnordered.
    """
    actor.must(Permission.PEOPLE_EDIT)
    person = interpreter_known(session, account_id)
    row = Qualification(account_id=person.account_id)
    _write(session, actor, row, skill, now=now)
    session.add(row)
    session.flush()
    record(
        session, actor, "add_qualification", "account", account_id, now=now, qualification=row.id
    )
    return row


def change_qualification(
    session: Session,
    actor: Actor,
    skill: Skill,
    *,
    account_id: int,
    qualification_id: int,
    now: datetime,
) -> Qualification:
    """Correct what is recorded of a test; what was decided by it before stays as decided.

    Raises QualificationUnknown, LanguageUnknown, ScopesMissing, ScopeUnfit, LevelUnknown,
    ValidityUnordered.
    """
    actor.must(Permission.PEOPLE_EDIT)
    row = qualification_known(session, account_id, qualification_id)
    _write(session, actor, row, skill, now=now)
    session.flush()
    record(
        session, actor, "change_qualification", "account", account_id, now=now, qualification=row.id
    )
    return row


def end_qualification(
    session: Session,
    actor: Actor,
    *,
    account_id: int,
    qualification_id: int,
    ends_on: date,
    now: datetime,
) -> Qualification:
    """From this day on it no longer counts; for the days before, it stands. Never later.

    Raises QualificationUnknown, ValidityUnordered.
    """
    actor.must(Permission.PEOPLE_EDIT)
    row = qualification_known(session, account_id, qualification_id)
    check_validity(row.valid_from, ends_on)
    row.valid_until = min(ends_on, row.valid_until or ends_on)
    record(
        session, actor, "end_qualification", "account", account_id, now=now, qualification=row.id
    )
    return row


def _write(
    session: Session, actor: Actor, row: Qualification, skill: Skill, *, now: datetime
) -> None:
    row.modality = _modality(session, skill)
    check_validity(skill.valid_from, skill.valid_until)
    row.level_tenths = skill.level_tenths
    for name in (one.name for one in fields(skill) if one.name not in _KEPT_IN_GRANTS):
        setattr(row, name, getattr(skill, name))
    held = {(one.scope, one.domain): one for one in row.grants}
    row.grants = [
        held.get((scope, domain)) or Grant(scope=scope, domain=domain)
        for scope, domain in sorted(skill.grants)
    ]
    row.verified_by_id = None if skill.is_untested else actor.account_id
    row.verified_at = None if skill.is_untested else now


def _modality(session: Session, skill: Skill) -> Modality:
    language = session.get(Language, skill.language_tag)
    if language is None:
        raise LanguageUnknown
    return modality_of(language.facts, skill.scopes)
