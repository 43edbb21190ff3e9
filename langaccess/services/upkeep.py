"""Forgetting what has served its purpose: answers to retries, refused and ended sign-ins."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from langaccess.storage.accounts import PasswordLink, SignIn, SignInFailure
from langaccess.storage.idempotency import GivenAnswer
from langaccess.storage.notices import Notice

# A client that has not repeated a request for so long does not repeat it; the answers hold names.
ANSWERS_KEPT = timedelta(days=2)
# Far longer than the minutes for which a refused sign-in counts.
FAILURES_KEPT = timedelta(days=1)
# Long enough to look into a complaint; the audit keeps the deeds themselves.
SIGN_INS_KEPT = timedelta(days=30)
# Letters about what residents ask for in the library may hold how to reach them: as long as it
# takes to answer, and as their page promises.
RESIDENTS_KINDS = ("document_wanted", "library_wanted")
RESIDENTS_KEPT = timedelta(days=30)


def forget(session: Session, *, now: datetime) -> None:
    """Delete what is kept for a time only, once that time is over."""
    session.execute(delete(GivenAnswer).where(GivenAnswer.created_at < now - ANSWERS_KEPT))
    session.execute(delete(SignInFailure).where(SignInFailure.at < now - FAILURES_KEPT))
    session.execute(delete(SignIn).where(SignIn.expires_at < now - SIGN_INS_KEPT))
    session.execute(delete(PasswordLink).where(PasswordLink.expires_at < now - SIGN_INS_KEPT))
    session.execute(
        delete(Notice).where(
            Notice.kind.in_(RESIDENTS_KINDS), Notice.created_at < now - RESIDENTS_KEPT
        )
    )
