"""Many people at once: what an import of a whole city reads and writes, in few statements."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, inspect, select, update
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.languages import Modality
from langaccess.domain.people import Domain, QualificationStatus, Scope
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.audit import AuditEntry
from langaccess.storage.people import Grant, Interpreter, Qualification

Values = dict[str, Any]
SkillKey = tuple[int, str, str, str, date]


class KnownPerson(NamedTuple):
    """What the file could change of an employee."""

    id: int
    email: str
    name: str
    job_title: str
    phone: str
    department_id: int | None
    location_id: int | None


class KnownSkill(NamedTuple):
    """What the file could change of a qualification, after what it is found by."""

    id: int
    account_id: int
    language_tag: str
    test: str
    certificate: str
    valid_from: date
    modality: Modality
    level_scale: str
    level: str
    level_tenths: int
    issuer: str
    valid_until: date | None
    ethics_signed_on: date | None
    status: QualificationStatus

    @property
    def key(self) -> SkillKey:
        """What a row of the file finds it by."""
        return skill_key(self._asdict())


def skill_key(values: Values) -> SkillKey:
    """What one qualification of one person is found by when the file comes again."""
    return (
        values["account_id"],
        values["language_tag"],
        values["test"],
        values["certificate"],
        values["valid_from"],
    )


def known_people(session: Session, emails: Sequence[str]) -> dict[str, KnownPerson]:
    """The employees with these addresses, by address."""
    columns = [getattr(Account, name) for name in KnownPerson._fields]
    rows = session.execute(select(*columns).where(Account.email.in_(emails)))
    return {row.email: KnownPerson._make(row) for row in rows}


def known_interpreters(session: Session, ids: Sequence[int]) -> set[int]:
    """Which of these employees have an interpreter's row."""
    query = select(Interpreter.account_id).where(Interpreter.account_id.in_(ids))
    return set(session.scalars(query))


def holders_of(session: Session, role: Role, ids: Sequence[int]) -> set[int]:
    """Which of these employees hold the role."""
    query = select(AccountRole.account_id).where(
        AccountRole.role == role, AccountRole.account_id.in_(ids)
    )
    return set(session.scalars(query))


def known_skills(session: Session, ids: Sequence[int]) -> dict[SkillKey, KnownSkill]:
    """The qualifications of these people; of two that are found alike, the older."""
    columns = [getattr(Qualification, name) for name in KnownSkill._fields]
    query = select(*columns).where(Qualification.account_id.in_(ids))
    rows = session.execute(query.order_by(Qualification.id.desc()))
    return {one.key: one for one in (KnownSkill._make(row) for row in rows)}


def known_grants(session: Session, ids: Sequence[int]) -> dict[int, set[tuple[Scope, Domain]]]:
    """What the qualifications of these people cover, by qualification."""
    query = (
        select(Grant.qualification_id, Grant.scope, Grant.domain)
        .join(Qualification, Qualification.id == Grant.qualification_id)
        .where(Qualification.account_id.in_(ids))
    )
    found: dict[int, set[tuple[Scope, Domain]]] = {}
    for qualification_id, scope, domain in session.execute(query):
        found.setdefault(qualification_id, set()).add((scope, domain))
    return found


def insert_people(session: Session, rows: Sequence[Values]) -> dict[str, int]:
    """Write new employees; their ids by address."""
    if not rows:
        return {}
    query = insert(Account).returning(Account.id, Account.email)
    return {row.email: row.id for row in session.execute(query, rows)}


def insert_skills(session: Session, rows: Sequence[Values]) -> dict[SkillKey, int]:
    """Write new qualifications; their ids by what they are found by."""
    if not rows:
        return {}
    query = insert(Qualification).returning(
        Qualification.id,
        Qualification.account_id,
        Qualification.language_tag,
        Qualification.test,
        Qualification.certificate,
        Qualification.valid_from,
    )
    return {skill_key(row._asdict()): row.id for row in session.execute(query, rows)}


def insert_rows(
    session: Session,
    table: type[AccountRole | AuditEntry | Grant | Interpreter],
    rows: Sequence[Values],
) -> None:
    """Write new rows of one table."""
    if rows:
        session.execute(inspect(table).local_table.insert(), rows)


def change_rows(
    session: Session, table: type[Account | Qualification], rows: Sequence[Values]
) -> None:
    """Change rows of one table; each names its id and what is new."""
    if rows:
        session.execute(update(table), rows)


def delete_grants(session: Session, qualification_ids: Iterable[int]) -> None:
    """Remove what these qualifications cover."""
    ids = list(qualification_ids)
    if ids:
        session.execute(
            delete(Grant)
            .where(Grant.qualification_id.in_(ids))
            .execution_options(synchronize_session=False)
        )


def audit_rows(
    actor_id: int | None, deed: str, ids: Iterable[int], *, now: datetime
) -> list[Values]:
    """What the audit keeps when one deed changed many people: an entry for each."""
    return [
        {
            "at": now,
            "actor_id": actor_id,
            "deed": deed,
            "subject": "account",
            "subject_id": str(one),
            "facts": {},
        }
        for one in sorted(ids)
    ]
