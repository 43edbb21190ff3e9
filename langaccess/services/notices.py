"""Owing somebody a message: written with the deed, sent by the worker."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.storage.accounts import Account
from langaccess.storage.notices import Notice


def owe(
    session: Session,
    email: str,
    kind: str,
    *,
    account: Account | None,
    once: str,
    now: datetime,
    thread: str | None = None,
    **facts: object,
) -> None:
    """Write a message to this address into the outbox, unless `once` was written before.

    Its text is made at delivery, in the recipient's language; `facts` fill it. Messages of one
    `thread` stand together in a mail program.
    """
    if session.scalar(select(Notice.id).filter_by(dedupe_key=once)) is not None:
        return
    session.add(
        Notice(
            account_id=account.id if account else None,
            email=email,
            locale=account.locale if account else "en",
            kind=kind,
            facts=facts,
            dedupe_key=once,
            message_id=f"<{secrets.token_hex(16)}@langaccess.invalid>",
            thread_id=f"<{thread}@langaccess.invalid>" if thread else None,
            created_at=now,
            due_at=now,
        )
    )
