"""The glossary as the city keeps it: a term at a time, or a whole file, all or nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.csv_table import Tally
from langaccess.domain.documents.glossary import Term, TermStatus
from langaccess.domain.documents.glossary_csv import read_glossary
from langaccess.domain.documents.words import words_of
from langaccess.domain.errors import Conflict, Invalid, Missing
from langaccess.domain.languages import LanguageUnknown
from langaccess.domain.people import DepartmentUnknown
from langaccess.storage.audit import record
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.languages import Language, all_languages
from langaccess.storage.places import Department, all_departments

TERM_AT_MOST = 500
WHOLE_CITY = "city"


class TermUnknown(Missing):
    """No such term in the glossary."""


class TermTaken(Conflict):
    """The same source and target stand there already for this language and department."""


class TermIncomplete(Invalid):
    """A term needs the words of the source and, unless it is kept as it is, a translation."""


@dataclass(frozen=True, slots=True)
class TermFacts:
    """One term as somebody types it; `department_id` is None for the whole city."""

    source: str
    target: str
    language_tag: str
    department_id: int | None = None
    status: TermStatus = TermStatus.APPROVED
    note: str = ""


def save_term(
    session: Session,
    actor: Actor,
    facts: TermFacts,
    *,
    term_id: int | None = None,
    now: datetime,
) -> GlossaryTerm:
    """Keep a term: a new one, or the one with this number.

    Raises TermUnknown, TermIncomplete, TermTaken, LanguageUnknown, DepartmentUnknown.
    """
    actor.must(Permission.GLOSSARY_EDIT)
    row = GlossaryTerm() if term_id is None else session.get(GlossaryTerm, term_id)
    if row is None:
        raise TermUnknown
    _check(session, facts)
    try:
        with session.begin_nested():
            _write(session, row, facts)
    except IntegrityError as error:  # of what the table holds unique, only the twin is left
        raise TermTaken from error
    record(session, actor, "save_term", "glossary_term", row.id, now=now)
    return row


def delete_term(session: Session, actor: Actor, *, term_id: int, now: datetime) -> None:
    """Take a term out of the glossary. Raises TermUnknown."""
    actor.must(Permission.GLOSSARY_EDIT)
    row = session.get(GlossaryTerm, term_id)
    if row is None:
        raise TermUnknown
    session.delete(row)
    session.flush()
    record(session, actor, "delete_term", "glossary_term", term_id, now=now)


def import_glossary(
    session: Session, actor: Actor, content: bytes, *, file_name: str, now: datetime
) -> Tally:
    """Take in a whole file: what is new is added, what differs is changed, the rest stays.

    Nothing is taken of a file with any fault. Raises FileInvalid with all of them.
    """
    actor.must(Permission.GLOSSARY_EDIT)
    departments = {one.name: one.id for one in all_departments(session)}
    terms = read_glossary(
        content,
        file_name=file_name,
        languages=[one.facts for one in all_languages(session)],
        departments=departments,
    )
    known = {
        (row.language_tag, row.scope, row.source, row.target): row
        for row in session.scalars(select(GlossaryTerm))
    }
    tally = Tally()
    for term in terms:
        department_id = departments[term.department] if term.department else None
        key = (term.language_tag, _scope(department_id), term.source, term.target)
        row = known.get(key)
        if row is None:
            session.add(_row(term, department_id))
            tally.added += 1
        elif (row.status, row.note) != (term.status.value, term.note):
            row.status, row.note = term.status.value, term.note
            tally.changed += 1
        else:
            tally.unchanged += 1
    session.flush()
    added = {"added": tally.added, "changed": tally.changed}
    record(session, actor, "import_glossary", "glossary", 0, now=now, file=file_name, **added)
    return tally


def _write(session: Session, row: GlossaryTerm, facts: TermFacts) -> None:
    row.source, row.target = _plain(facts.source), _plain(facts.target)
    row.language_tag, row.status, row.note = facts.language_tag, facts.status, _plain(facts.note)
    row.department_id, row.scope = facts.department_id, _scope(facts.department_id)
    session.add(row)
    session.flush()


def _check(session: Session, facts: TermFacts) -> None:
    source, target = _plain(facts.source), _plain(facts.target)
    if not words_of(source) or max(map(len, (source, target, facts.note))) > TERM_AT_MOST:
        raise TermIncomplete
    if facts.status is not TermStatus.KEEP and not words_of(target):
        raise TermIncomplete
    if session.get(Language, facts.language_tag) is None:
        raise LanguageUnknown
    if facts.department_id is not None and session.get(Department, facts.department_id) is None:
        raise DepartmentUnknown


def _row(term: Term, department_id: int | None) -> GlossaryTerm:
    return GlossaryTerm(
        language_tag=term.language_tag,
        department_id=department_id,
        scope=_scope(department_id),
        source=term.source,
        target=term.target,
        status=term.status.value,
        note=term.note,
    )


def _scope(department_id: int | None) -> str:
    return WHOLE_CITY if department_id is None else str(department_id)


def _plain(text: str) -> str:
    return " ".join(text.split())
