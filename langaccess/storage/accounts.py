"""Employees as the service knows them, how they sign in, and what they may do."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, Row, Text, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from langaccess.domain.access import Actor, Role
from langaccess.domain.dispatch import Mode
from langaccess.storage.base import Base, UtcDateTime, closed_set
from langaccess.storage.places import Department, Location


class Account(Base):
    """One employee. Emails are kept in lower case; no password means no sign-in yet."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    job_title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="en")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    counter_mode: Mapped[Mode] = mapped_column(closed_set(Mode), default=Mode.PHONE)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    department: Mapped[Department | None] = relationship()
    location: Mapped[Location | None] = relationship()
    roles: Mapped[list["AccountRole"]] = relationship(cascade="all, delete-orphan")

    @property
    def actor(self) -> Actor:
        """The account as a deed needs to know it."""
        roles = frozenset(one.role for one in self.roles)
        return Actor(self.id, roles, self.department_id, self.location_id)


class AccountRole(Base):
    """One role of one employee."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Role] = mapped_column(closed_set(Role), primary_key=True)


class SignIn(Base):
    """One signed-in browser. Only a hash of its token is kept, so a stolen copy opens nothing."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInFailure(Base):
    """One refused sign-in: counted, so that guessing becomes slow. Holds a hash, not an address."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_who_at", "who_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    who_hash: Mapped[str]
    at: Mapped[datetime]


class PasswordLink(Base):
    """A one-time link with which somebody sets their password."""

    __tablename__ = "password_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A bearer token of another city system. Only its hash is kept; it can be revoked."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignedIn(NamedTuple):
    """What one request needs to know of who sent it, in one row."""

    sign_in_id: int
    account_id: int
    name: str
    email: str
    locale: str
    counter_mode: Mode
    department_id: int | None
    location_id: int | None
    seen_at: datetime
    roles: frozenset[Role]

    @property
    def actor(self) -> Actor:
        """The same, as a deed needs to know it."""
        return Actor(self.account_id, self.roles, self.department_id, self.location_id)


# One row however many roles: both databases fold them, and an interpreter's page polls every 2 s.
_ROLES = (
    select(func.aggregate_strings(AccountRole.role.cast(Text()), ","))
    .where(AccountRole.account_id == Account.id)
    .correlate(Account)
    .scalar_subquery()
)
_PERSON = (
    Account.id,
    Account.name,
    Account.email,
    Account.locale,
    Account.counter_mode,
    Account.department_id,
    Account.location_id,
)


# Both are asked at every request, so they are built once.
_BY_SIGN_IN = (
    select(SignIn.id, *_PERSON, SignIn.seen_at, _ROLES)
    .join(Account, Account.id == SignIn.account_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now", type_=UtcDateTime()),
        Account.is_active,
    )
)
_BY_TOKEN = (
    select(ApiToken.id, *_PERSON, ApiToken.created_at, _ROLES)
    .join(Account, Account.id == ApiToken.account_id)
    .where(
        ApiToken.token_hash == bindparam("token_hash"),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at.is_(None)
        | (ApiToken.expires_at > bindparam("now", type_=UtcDateTime())),
        Account.is_active,
    )
)


def signed_in(session: Session, token_hash: str, now: datetime) -> SignedIn | None:
    """Who holds this token, if the sign-in stands and the account is active."""
    row = session.execute(_BY_SIGN_IN, {"token_hash": token_hash, "now": now}).first()
    return _person(row) if row else None


def token_holder(session: Session, token_hash: str, now: datetime) -> SignedIn | None:
    """Who holds this API token, if it is neither revoked nor expired."""
    row = session.execute(_BY_TOKEN, {"token_hash": token_hash, "now": now}).first()
    return _person(row) if row else None


def account_by_email(session: Session, email: str) -> Account | None:
    """The employee with this address, whatever its case."""
    return session.scalar(select(Account).filter_by(email=email.strip().lower()))


def recent_failures(session: Session, who_hash: str, since: datetime) -> int:
    """How often this address was refused since then."""
    query = select(func.count()).where(
        SignInFailure.who_hash == who_hash, SignInFailure.at >= since
    )
    return session.scalar(query) or 0


def password_link(session: Session, token_hash: str) -> PasswordLink | None:
    """The one-time link with this token, used or not."""
    return session.scalar(select(PasswordLink).filter_by(token_hash=token_hash))


def tokens_of(session: Session, account_id: int) -> list[ApiToken]:
    """The account's API tokens that are not revoked, newest first."""
    query = select(ApiToken).where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))
    return list(session.scalars(query.order_by(ApiToken.created_at.desc())))


def sign_ins_of(session: Session, account_id: int, now: datetime) -> list[SignIn]:
    """The account's browsers that are signed in, newest first."""
    query = select(SignIn).where(
        SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.expires_at > now
    )
    return list(session.scalars(query.order_by(SignIn.created_at.desc())))


def supervisors(session: Session) -> list[Account]:
    """Active coordinators, who are told when nobody was found."""
    query = (
        select(Account)
        .join(AccountRole)
        .where(AccountRole.role == Role.COORDINATOR, Account.is_active)
        .order_by(Account.id)
    )
    return list(session.scalars(query))


def _person(row: Row[*tuple[Any, ...]]) -> SignedIn:
    values = tuple(row)
    return SignedIn._make((*values[:-1], _roles(values[-1])))


def _roles(folded: str | None) -> frozenset[Role]:
    return frozenset(Role(one) for one in folded.split(",")) if folded else frozenset()
