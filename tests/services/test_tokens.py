"""API tokens: made, used and ended."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.accounts import AccountUnknown, TokenUnknown
from langaccess.services.accounts import end_token, make_token, revoke_token, token_hash
from langaccess.storage.accounts import Account, ApiToken, token_holder, tokens_of
from langaccess.storage.audit import history
from tests.factories import NINE, later, make_account


@pytest.fixture
def ana(session: Session) -> Account:
    return make_account(session, email="ana@city.example")


def test_a_token_acts_as_its_person_until_it_ends(session: Session, ana: Account) -> None:
    row, token = make_token(session, email="ANA@city.example", lasts=timedelta(days=1), now=NINE)

    holder = token_holder(session, token_hash(token), later(60))
    assert holder is not None
    assert holder.account_id == ana.id
    assert token.startswith("la_")
    assert row.hint == token[-4:]
    assert row.token_hash != token
    assert token_holder(session, token_hash(token), NINE + timedelta(days=1)) is None


def test_a_token_without_an_end_lasts(session: Session, ana: Account) -> None:
    _, token = make_token(session, email=ana.email, lasts=None, now=NINE)

    assert token_holder(session, token_hash(token), NINE + timedelta(days=5000)) is not None


def test_nobody_has_no_token(session: Session) -> None:
    with pytest.raises(AccountUnknown):
        make_token(session, email="nobody@city.example", lasts=None, now=NINE)


def test_a_person_ends_their_own_token_only(session: Session, ana: Account) -> None:
    row, token = make_token(session, email=ana.email, lasts=None, now=NINE)
    with pytest.raises(TokenUnknown):
        revoke_token(session, make_account(session).actor, token_id=row.id, now=NINE)

    revoke_token(session, ana.actor, token_id=row.id, now=later(5))
    session.flush()

    assert token_holder(session, token_hash(token), later(6)) is None
    assert tokens_of(session, ana.id) == []
    with pytest.raises(TokenUnknown):
        revoke_token(session, ana.actor, token_id=row.id, now=later(7))
    with pytest.raises(TokenUnknown):
        revoke_token(session, ana.actor, token_id=row.id + 1, now=later(7))


def test_the_command_line_ends_a_token_without_an_actor(session: Session, ana: Account) -> None:
    row, _ = make_token(session, email=ana.email, lasts=None, now=NINE)

    end_token(session, None, ana.id, token_id=row.id, now=later(5))
    session.flush()

    assert row.revoked_at == later(5)
    assert [one.actor_id for one in history(session, "api_token", row.id)] == [None, None]
    assert session.scalar(select(func.count(ApiToken.id))) == 1
