"""Accounts and how they are opened: signing in and out, passwords, one-time links, API tokens."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import update
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Role
from langaccess.domain.accounts import (
    FAILURES_AT_MOST,
    FAILURES_WITHIN,
    LINK_LASTS,
    SIGN_IN_LASTS,
    AccountUnknown,
    LinkUnknown,
    TokenUnknown,
    TooManyTries,
    WrongPassword,
    check_password,
)
from langaccess.domain.dispatch import Mode
from langaccess.domain.people import EmailTaken
from langaccess.storage.accounts import (
    Account,
    AccountRole,
    ApiToken,
    PasswordLink,
    SignIn,
    SignInFailure,
    account_by_email,
    password_link,
    recent_failures,
)
from langaccess.storage.audit import record

# argon2id, 19 MiB, two passes, one lane: OWASP's first choice, measured at 29 ms a check.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def token_hash(token: str) -> str:
    """What is kept of a random token. It has 256 bits of chance, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def verify_password(session: Session, *, email: str, password: str, now: datetime) -> Account:
    """The account this address and password open. Only reads, so nobody waits for the hashing.

    Raises WrongPassword, TooManyTries.
    """
    who = token_hash(email.strip().lower())
    if recent_failures(session, who, now - FAILURES_WITHIN) >= FAILURES_AT_MOST:
        raise TooManyTries
    account = account_by_email(session, email)
    known = account.password_hash if account is not None and account.is_active else None
    if not _is_password(known or _nobodys_hash(), password) or account is None or known is None:
        raise WrongPassword
    return account


def note_refused(session: Session, *, email: str, now: datetime) -> None:
    """Count a refused sign-in against its address."""
    session.add(SignInFailure(who_hash=token_hash(email.strip().lower()), at=now))
    record(session, None, "refuse_sign_in", "sign_in", "", now=now)


def sign_in(session: Session, account: Account, *, now: datetime) -> str:
    """Open a browser's sign-in and give its new token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            account_id=account.id,
            token_hash=token_hash(token),
            created_at=now,
            seen_at=now,
            expires_at=now + SIGN_IN_LASTS,
        )
    )
    record(session, account.actor, "sign_in", "account", account.id, now=now)
    return token


def sign_out(session: Session, actor: Actor, *, sign_in_id: int, now: datetime) -> None:
    """End one browser's sign-in of the actor's own."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.account_id == actor.account_id)
        .values(ended_at=now)
    )
    record(session, actor, "sign_out", "account", actor.account_id, now=now)


def change_desk(
    session: Session,
    actor: Actor,
    *,
    locale: str,
    location_id: int | None,
    counter_mode: Mode,
    now: datetime,
) -> Account:
    """Say where one works today and in which language one reads the pages."""
    account = session.get_one(Account, actor.account_id)
    account.locale = locale
    account.location_id = location_id
    account.counter_mode = counter_mode
    record(session, actor, "change_desk", "account", account.id, now=now)
    return account


def add_account(
    session: Session,
    actor: Actor | None,
    *,
    email: str,
    name: str,
    roles: frozenset[Role],
    now: datetime,
) -> Account:
    """A new account without a password. Raises EmailTaken."""
    if account_by_email(session, email) is not None:
        raise EmailTaken
    account = Account(email=email.strip().lower(), name=name, created_at=now)
    account.roles = [AccountRole(role=role) for role in sorted(roles)]
    session.add(account)
    session.flush()
    record(session, actor, "add_account", "account", account.id, now=now)
    return account


def set_password(session: Session, account: Account, *, password: str, now: datetime) -> None:
    """Give the account this password and sign out every browser. Raises PasswordUnfit."""
    check_password(password, email=account.email, name=account.name)
    account.password_hash = HASHER.hash(password)
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )
    record(session, None, "set_password", "account", account.id, now=now)


def make_password_link(session: Session, account: Account, *, now: datetime) -> str:
    """A one-time token with which the person sets their password."""
    token = secrets.token_urlsafe(32)
    session.add(
        PasswordLink(
            account_id=account.id, token_hash=token_hash(token), expires_at=now + LINK_LASTS
        )
    )
    record(session, None, "make_password_link", "account", account.id, now=now)
    return token


def use_password_link(session: Session, *, token: str, password: str, now: datetime) -> Account:
    """Set the password by a one-time link, which is spent. Raises LinkUnknown, PasswordUnfit."""
    account = link_holder(session, token=token, now=now)
    check_password(password, email=account.email, name=account.name)  # before the link is spent
    spent = (
        update(PasswordLink)
        .where(PasswordLink.token_hash == token_hash(token), PasswordLink.used_at.is_(None))
        .values(used_at=now)
        .returning(PasswordLink.id)
    )
    if session.execute(spent).first() is None:
        raise LinkUnknown
    set_password(session, account, password=password, now=now)
    return account


def link_holder(session: Session, *, token: str, now: datetime) -> Account:
    """Whose password a one-time link sets. Raises LinkUnknown."""
    link = password_link(session, token_hash(token))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkUnknown
    return session.get_one(Account, link.account_id)


def make_token(
    session: Session, *, email: str, lasts: timedelta | None, now: datetime
) -> tuple[ApiToken, str]:
    """An API token for this person; its text is given once. Raises AccountUnknown."""
    account = account_by_email(session, email)
    if account is None:
        raise AccountUnknown
    token = f"la_{secrets.token_urlsafe(32)}"
    row = ApiToken(
        account_id=account.id,
        token_hash=token_hash(token),
        hint=token[-4:],
        created_at=now,
        expires_at=now + lasts if lasts else None,
    )
    session.add(row)
    session.flush()
    record(session, None, "make_token", "api_token", row.id, now=now)
    return row, token


def revoke_token(session: Session, actor: Actor, *, token_id: int, now: datetime) -> ApiToken:
    """End one of the actor's own API tokens. Raises TokenUnknown."""
    return end_token(session, actor, actor.account_id, token_id=token_id, now=now)


def end_token(
    session: Session, actor: Actor | None, account_id: int, *, token_id: int, now: datetime
) -> ApiToken:
    """End an API token of this account; the command line has no actor. Raises TokenUnknown."""
    row = session.get(ApiToken, token_id)
    if row is None or row.account_id != account_id or row.revoked_at is not None:
        raise TokenUnknown
    row.revoked_at = now
    record(session, actor, "revoke_token", "api_token", row.id, now=now)
    return row


def _is_password(known: str, password: str) -> bool:
    try:
        return HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """A hash no password opens, so that an unknown address takes as long as a known one."""
    return HASHER.hash(secrets.token_urlsafe(32))
