"""Many people at once: what an import of a whole city reads and writes, in few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Text, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.languages import Modality
from langaccess.domain.people import Domain, QualificationStatus, Scope
from langaccess.storage.accounts import Account, AccountRole
from langaccess.storage.audit import AuditEntry
from langaccess.storage.base import Base
from langaccess.storage.people import Grant, Interpreter, Qualification

Values = dict[str, Any]
Grants = frozenset[tuple[Scope, Domain]]
SkillKey = tuple[int, str, str, str, date]

# SQLite takes at most 32,766 values in one statement.
VALUES_AT_ONCE = 20_000


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


def active_holders(session: Session, roles: Iterable[Role]) -> set[int]:
    """The active employees who hold any of these roles."""
    query = (
        select(AccountRole.account_id)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.role.in_(list(roles)), Account.is_active)
    )
    return set(session.scalars(query))


def known_skills(session: Session, ids: Sequence[int]) -> dict[SkillKey, KnownSkill]:
    """The qualifications of these people; of two that are found alike, the older."""
    columns = [getattr(Qualification, name) for name in KnownSkill._fields]
    query = select(*columns).where(Qualification.account_id.in_(ids))
    rows = session.execute(query.order_by(Qualification.id.desc()))
    return {one.key: one for one in (KnownSkill._make(row) for row in rows)}


def known_grants(session: Session, ids: Sequence[int]) -> dict[int, Grants]:
    """What the qualifications of these people cover, by qualification."""
    pair = Grant.scope.cast(Text()) + ":" + Grant.domain.cast(Text())
    query = (
        select(Grant.qualification_id, func.aggregate_strings(pair, ","))
        .join(Qualification, Qualification.id == Grant.qualification_id)
        .where(Qualification.account_id.in_(ids))
        .group_by(Grant.qualification_id)
    )
    return {row[0]: _unfolded(row[1]) for row in session.execute(query)}


@lru_cache(maxsize=4096)
def _unfolded(pairs: str) -> Grants:
    """Grants as the database folds them into one text: one row a qualification, not thirty."""
    apart = (pair.split(":") for pair in pairs.split(","))
    return frozenset((Scope(scope), Domain(domain)) for scope, domain in apart)


def ids_of_people(session: Session, emails: Sequence[str]) -> dict[str, int]:
    """The ids of the employees with these addresses, by address."""
    rows = session.execute(select(Account.email, Account.id).where(Account.email.in_(emails)))
    return {row.email: row.id for row in rows}


def ids_of_skills(session: Session, account_ids: Sequence[int]) -> dict[SkillKey, int]:
    """The ids of these people's qualifications; of two that are found alike, the older."""
    query = select(
        Qualification.id,
        Qualification.account_id,
        Qualification.language_tag,
        Qualification.test,
        Qualification.certificate,
        Qualification.valid_from,
    ).where(Qualification.account_id.in_(account_ids))
    rows = session.execute(query.order_by(Qualification.id.desc()))
    return {skill_key(row._asdict()): row.id for row in rows}


def insert_rows(
    session: Session,
    table: type[Account | AuditEntry | Interpreter | Qualification],
    rows: Sequence[Values],
) -> None:
    """Write new rows of one table; their ids are asked for afterwards."""
    if rows:
        # The bare table, as the mapper would walk over every row, and without RETURNING, with
        # which a thousand rows became one statement that PostgreSQL's driver took 6 times as long
        # to send (20 s and 3 s for 50,000 qualifications).
        session.execute(Base.metadata.tables[table.__tablename__].insert(), rows)


def insert_grants(session: Session, covered: Mapping[int, Grants]) -> None:
    """Let these qualifications cover these grants, of which they have none yet.

    One statement a pair of scope and domain, of which there are thirty: the database makes the
    rows, several a qualification, by itself.
    """
    by_pair: defaultdict[tuple[Scope, Domain], list[int]] = defaultdict(list)
    for qualification_id, grants in covered.items():
        for pair in grants:
            by_pair[pair].append(qualification_id)
    for (scope, domain), ids in sorted(by_pair.items()):
        for some in _portions(ids):
            made = select(
                Qualification.id,
                literal(scope, Grant.scope.type),
                literal(domain, Grant.domain.type),
            ).where(Qualification.id.in_(some))
            columns = [Grant.qualification_id, Grant.scope, Grant.domain]
            session.execute(insert(Grant).from_select(columns, made))


def give_role(session: Session, role: Role, ids: Sequence[int]) -> None:
    """Let these employees hold a role that they do not hold yet."""
    if ids:
        made = select(Account.id, literal(role, AccountRole.role.type)).where(Account.id.in_(ids))
        columns = [AccountRole.account_id, AccountRole.role]
        session.execute(insert(AccountRole).from_select(columns, made))


def change_rows(
    session: Session, table: type[Account | Qualification], rows: Sequence[Values]
) -> None:
    """Change rows of one table; each names its id and what is new."""
    if rows:
        session.execute(update(table), rows)


def delete_grants(session: Session, qualification_ids: Iterable[int]) -> None:
    """Remove what these qualifications cover."""
    for some in _portions(list(qualification_ids)):
        session.execute(
            delete(Grant)
            .where(Grant.qualification_id.in_(some))
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


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), VALUES_AT_ONCE):
        yield ids[start : start + VALUES_AT_ONCE]
