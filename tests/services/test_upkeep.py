"""What is kept for a time only is forgotten afterwards."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.services.accounts import make_password_link, note_refused, sign_in
from langaccess.services.upkeep import SIGN_INS_KEPT, forget
from langaccess.storage.accounts import PasswordLink, SignIn, SignInFailure
from langaccess.storage.idempotency import GivenAnswer
from tests.factories import NINE, make_account

KEPT = (GivenAnswer, SignIn, SignInFailure, PasswordLink)


def counts(session: Session) -> list[int | None]:
    return [session.scalar(select(func.count()).select_from(table)) for table in KEPT]


def test_answers_and_sign_ins_are_kept_for_their_time_and_then_forgotten(session: Session) -> None:
    account = make_account(session)
    session.add(
        GivenAnswer(
            account_id=account.id, key="k", request_hash="h", status=200, body="", created_at=NINE
        )
    )
    sign_in(session, account, now=NINE)
    note_refused(session, email=account.email, now=NINE)
    make_password_link(session, account, now=NINE)
    session.flush()

    forget(session, now=NINE + timedelta(hours=1))
    assert counts(session) == [1, 1, 1, 1]

    forget(session, now=NINE + SIGN_INS_KEPT + timedelta(days=7))
    assert counts(session) == [0, 0, 0, 0]
