"""The glossary as one looks through it: filtered, a page at a time, and whole as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from langaccess.domain.documents.glossary import Term, TermStatus
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.languages import Language
from langaccess.storage.places import Department

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class TermsWanted:
    """What is looked for; what is empty or None is not asked. Department 0 is the whole city."""

    text: str = ""
    language_tag: str = ""
    department_id: int | None = None
    status: TermStatus | None = None


class TermRow(NamedTuple):
    """One line of the glossary."""

    id: int
    source: str
    target: str
    language_tag: str
    language: str
    direction: str
    department: str | None
    status: TermStatus
    note: str


_BY_SOURCE = tuple_(GlossaryTerm.source, GlossaryTerm.id)


def terms_page(
    session: Session, wanted: TermsWanted, *, after: int | None = None, most: int = PAGE_ROWS
) -> tuple[list[TermRow], bool]:
    """The terms behind the one with this id, by source, and whether more stand behind them."""
    query = (
        select(
            GlossaryTerm.id,
            GlossaryTerm.source,
            GlossaryTerm.target,
            GlossaryTerm.language_tag,
            Language.english_name,
            Language.direction,
            Department.name,
            GlossaryTerm.status,
            GlossaryTerm.note,
        )
        .join(Language, Language.tag == GlossaryTerm.language_tag)
        .outerjoin(Department, Department.id == GlossaryTerm.department_id)
        .where(*_asked(wanted))
        .order_by(GlossaryTerm.source, GlossaryTerm.id)
        .limit(most + 1)
    )
    if after is not None:
        edge = select(GlossaryTerm.source).where(GlossaryTerm.id == after).scalar_subquery()
        query = query.where(tuple_(edge, after) < _BY_SOURCE)
    rows = [TermRow(*row[:7], TermStatus(row[7]), row[8]) for row in session.execute(query)]
    return rows[:most], len(rows) > most


def terms_count(session: Session, wanted: TermsWanted) -> int:
    """How many terms there are."""
    query = select(func.count(GlossaryTerm.id)).where(*_asked(wanted))
    return session.scalar(query) or 0


def terms_wanted(session: Session, wanted: TermsWanted) -> Iterator[Term]:
    """All of them as the domain sees them, by language and source."""
    query = (
        select(
            GlossaryTerm.source,
            GlossaryTerm.target,
            GlossaryTerm.language_tag,
            Department.name,
            GlossaryTerm.status,
            GlossaryTerm.note,
        )
        .outerjoin(Department, Department.id == GlossaryTerm.department_id)
        .where(*_asked(wanted))
        .order_by(GlossaryTerm.language_tag, GlossaryTerm.source, GlossaryTerm.id)
    )
    for source, target, tag, department, status, note in session.execute(query):
        yield Term(source, target, tag, department, TermStatus(status), note)


def languages_with_terms(session: Session) -> list[tuple[str, str]]:
    """Tag and name of each language that has a term, by name."""
    query = (
        select(Language.tag, Language.english_name)
        .where(Language.tag.in_(select(GlossaryTerm.language_tag)))
        .order_by(Language.english_name)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _asked(wanted: TermsWanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.text:
        asked.append(
            or_(
                GlossaryTerm.source.icontains(wanted.text, autoescape=True),
                GlossaryTerm.target.icontains(wanted.text, autoescape=True),
            )
        )
    if wanted.language_tag:
        asked.append(GlossaryTerm.language_tag == wanted.language_tag)
    if wanted.department_id is not None:
        own = wanted.department_id or None
        asked.append(
            GlossaryTerm.department_id.is_(None)
            if own is None
            else GlossaryTerm.department_id == own
        )
    if wanted.status is not None:
        asked.append(GlossaryTerm.status == wanted.status.value)
    return asked
