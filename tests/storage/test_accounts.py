"""Who is known, who is signed in, and who holds a token."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Role
from langaccess.storage.accounts import (
    ApiToken,
    PasswordLink,
    SignIn,
    SignInFailure,
    account_by_email,
    password_link,
    recent_failures,
    sign_ins_of,
    signed_in,
    supervisors,
    token_holder,
    tokens_of,
)
from tests.factories import NINE, later, make_account, make_clerk

HOUR = timedelta(hours=1)


def sign_in(session: Session, account_id: int, token: str, **changes: datetime) -> SignIn:
    """A browser signed in since nine, for an hour."""
    moments = {"created_at": NINE, "seen_at": NINE, "expires_at": NINE + HOUR} | changes
    row = SignIn(account_id=account_id, token_hash=token, **moments)
    session.add(row)
    session.flush()
    return row


def api_token(session: Session, account_id: int, token: str, **changes: datetime) -> ApiToken:
    """A token without an end, made at nine."""
    moments = {"created_at": NINE} | changes
    row = ApiToken(account_id=account_id, token_hash=token, hint="abcd", **moments)
    session.add(row)
    session.flush()
    return row


def test_who_is_signed_in_is_told_with_all_their_roles(session: Session) -> None:
    account = make_clerk(session, Role.STAFF, Role.INTERPRETER, locale="es")
    row = sign_in(session, account.id, "hash")

    found = signed_in(session, "hash", NINE)

    assert found is not None
    assert (found.sign_in_id, found.name, found.locale) == (row.id, account.name, "es")
    assert found.seen_at == NINE
    roles = frozenset({Role.STAFF, Role.INTERPRETER})
    actor = Actor(account.id, roles, account.department_id, account.location_id)
    assert found.actor == account.actor == actor


def test_an_account_without_any_role_is_signed_in_with_none(session: Session) -> None:
    account = make_account(session, roles=[])
    sign_in(session, account.id, "hash")

    found = signed_in(session, "hash", NINE)

    assert found is not None
    assert found.roles == frozenset()


def test_an_unknown_token_opens_nothing(session: Session) -> None:
    account = make_account(session)
    sign_in(session, account.id, "hash")
    api_token(session, account.id, "hash")

    assert signed_in(session, "other", NINE) is None
    assert token_holder(session, "other", NINE) is None


def test_a_sign_in_that_ended_or_expired_opens_nothing(session: Session) -> None:
    account = make_account(session)
    sign_in(session, account.id, "ended", ended_at=NINE)
    sign_in(session, account.id, "expired", expires_at=NINE)

    assert signed_in(session, "ended", NINE) is None
    assert signed_in(session, "expired", NINE) is None


def test_a_token_that_was_revoked_or_expired_opens_nothing(session: Session) -> None:
    account = make_account(session)
    api_token(session, account.id, "good")
    api_token(session, account.id, "dated", expires_at=later(1))
    api_token(session, account.id, "revoked", revoked_at=NINE)
    api_token(session, account.id, "expired", expires_at=NINE)

    holders = {
        token: token_holder(session, token, NINE)
        for token in ("good", "dated", "revoked", "expired")
    }

    assert [token for token, found in holders.items() if found] == ["good", "dated"]


def test_who_left_the_city_is_let_in_nowhere(session: Session) -> None:
    account = make_account(session, is_active=False)
    sign_in(session, account.id, "hash")
    api_token(session, account.id, "hash")

    assert signed_in(session, "hash", NINE) is None
    assert token_holder(session, "hash", NINE) is None


def test_an_account_is_found_by_its_address_in_any_case(session: Session) -> None:
    account = make_account(session, email="ada@city.example")

    assert account_by_email(session, " Ada@City.example ") is account
    assert account_by_email(session, "bo@city.example") is None


def test_refusals_are_counted_by_address_and_time(session: Session) -> None:
    for who, seconds in (("a", 0), ("a", 5), ("b", 5)):
        session.add(SignInFailure(who_hash=who, at=later(seconds)))
    session.flush()

    assert recent_failures(session, "a", NINE) == 2
    assert recent_failures(session, "a", later(1)) == 1
    assert recent_failures(session, "c", NINE) == 0


def test_a_one_time_link_is_found_by_its_token(session: Session) -> None:
    account = make_account(session)
    link = PasswordLink(account_id=account.id, token_hash="hash", expires_at=NINE)
    session.add(link)
    session.flush()

    assert password_link(session, "hash") is link
    assert password_link(session, "other") is None


def test_tokens_and_browsers_are_told_newest_first(session: Session) -> None:
    mine, other = make_account(session).id, make_account(session).id
    old_token = api_token(session, mine, "a")
    new_token = api_token(session, mine, "b", created_at=later(1))
    api_token(session, mine, "c", revoked_at=NINE)
    api_token(session, other, "d")
    old = sign_in(session, mine, "a")
    new = sign_in(session, mine, "b", created_at=later(1))
    sign_in(session, mine, "c", ended_at=NINE)
    sign_in(session, mine, "d", expires_at=NINE)
    sign_in(session, other, "e")

    assert tokens_of(session, mine) == [new_token, old_token]
    assert sign_ins_of(session, mine, NINE) == [new, old]


def test_supervisors_are_the_active_coordinators(session: Session) -> None:
    coordinator = make_account(session, Role.COORDINATOR, Role.STAFF)
    make_account(session, Role.COORDINATOR, is_active=False)
    make_account(session, Role.ADMIN)

    assert supervisors(session) == [coordinator]
