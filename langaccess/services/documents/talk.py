"""Talking about a document: comments, questions to who asked for it, and who watches."""

import re
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.workflow import CommentKind, DocumentUnknown, JobUnknown
from langaccess.domain.errors import Invalid
from langaccess.services.documents.telling import tell
from langaccess.storage.accounts import Account
from langaccess.storage.documents.jobs import Comment, Job, Mention
from langaccess.storage.documents.queue import document_seen
from langaccess.storage.documents.requests import Document, Watcher
from langaccess.storage.documents.work import job_seen

COMMENT_AT_MOST = 5000
# Somebody is named by what stands before the @ of their address, or by the whole of it.
_NAMED = re.compile(r"(?<![\w@])@([\w.+-]+(?:@[\w.-]+\w)?)")
_HAPPENED = {
    CommentKind.COMMENT: Happening.COMMENTED,
    CommentKind.QUESTION: Happening.ASKED,
    CommentKind.ANSWER: Happening.ANSWERED,
}


class CommentEmpty(Invalid):
    """A comment needs words, and not more than fit."""


class QuestionUnknown(Invalid):
    """There is no such open question to answer."""


def comment(
    session: Session,
    actor: Actor,
    *,
    reference: str,
    text: str,
    kind: CommentKind = CommentKind.COMMENT,
    tag: str | None = None,
    answers_id: int | None = None,
    now: datetime,
) -> Comment:
    """Write to everybody concerned; people named with @ are told and watch from then on.

    Raises DocumentUnknown, JobUnknown, CommentEmpty, QuestionUnknown.
    """
    document = _seen(session, actor, reference)
    job = _job(session, actor, reference, tag)
    if not text.strip() or len(text) > COMMENT_AT_MOST:
        raise CommentEmpty
    if (kind is CommentKind.ANSWER) != (answers_id is not None):
        raise QuestionUnknown
    if answers_id is not None and not _is_open(session, document, answers_id):
        raise QuestionUnknown
    written = Comment(
        document_id=document.id,
        job_id=job.id if job else None,
        author_id=actor.account_id,
        kind=kind,
        answers_id=answers_id,
        text=text.strip(),
        at=now,
    )
    session.add(written)
    session.flush()
    named = _named(session, text)
    for account_id in named:
        session.add(Mention(comment_id=written.id, account_id=account_id))
        if session.get(Watcher, (document.id, account_id)) is None:
            session.add(Watcher(document_id=document.id, account_id=account_id))
    session.flush()
    tell(
        session,
        actor,
        document,
        _HAPPENED[kind],
        now=now,
        job=job,
        also=named,
        text=written.text,
        comment=written.id,
    )
    return written


def watch(session: Session, actor: Actor, *, reference: str, wants: bool) -> None:
    """Be told of every change of a document, or no longer. Raises DocumentUnknown."""
    document = _seen(session, actor, reference)
    known = session.get(Watcher, (document.id, actor.account_id))
    if wants and known is None:
        session.add(Watcher(document_id=document.id, account_id=actor.account_id))
    elif not wants and known is not None:
        session.delete(known)


def _seen(session: Session, actor: Actor, reference: str) -> Document:
    document = document_seen(session, actor, reference)
    if document is None:
        raise DocumentUnknown
    return document


def _job(session: Session, actor: Actor, reference: str, tag: str | None) -> Job | None:
    if tag is None:
        return None
    job = job_seen(session, actor, reference, tag)
    if job is None:
        raise JobUnknown
    return job


def _is_open(session: Session, document: Document, comment_id: int) -> bool:
    asked = select(Comment.id).where(
        Comment.id == comment_id,
        Comment.document_id == document.id,
        Comment.kind == CommentKind.QUESTION,
    )
    answered = select(Comment.id).where(Comment.answers_id == comment_id)
    return session.scalar(asked) is not None and session.scalar(answered) is None


def _named(session: Session, text: str) -> list[int]:
    names = {one.casefold().rstrip(".") for one in _NAMED.findall(text)}
    if not names:
        return []
    email = func.lower(Account.email)
    whole = select(Account.id, email).where(Account.is_active)
    return [
        one
        for one, address in session.execute(whole)
        if address in names or address.partition("@")[0] in names
    ]
