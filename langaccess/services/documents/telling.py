"""Writing down what happened to a document, and telling those whom it concerns, in one thread."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.domain.documents.events import TOLD, Happening
from langaccess.services.notices import owe
from langaccess.storage.accounts import Account
from langaccess.storage.audit import record
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.concerned import concerned_by, mentioned
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import Document, DocumentEvent


def tell(
    session: Session,
    actor: Actor | None,
    document: Document,
    happening: Happening,
    *,
    now: datetime,
    job: Job | None = None,
    also: Iterable[int] = (),
    **facts: str | int,
) -> DocumentEvent:
    """Keep what happened, audit it, and owe a letter to everybody concerned but who did it.

    Concerned are the requester, the watchers, and who has a step of the job; `also` are accounts
    that are told besides.
    """
    event = DocumentEvent(
        document_id=document.id,
        language_tag=job.language_tag if job else None,
        at=now,
        actor_id=actor.account_id if actor and actor.account_id else None,
        kind=happening.value,
        facts=facts,
    )
    session.add(event)
    session.flush()
    told = {"language": job.language_tag} if job else {}
    record(
        session,
        actor,
        happening.value,
        "document",
        document.id,
        now=now,
        **(told | {"event": event.id}),
    )
    if happening in TOLD:
        people = concerned_by(session, document.id, job.id if job else None)
        people |= mentioned(session, also)
        people.pop(event.actor_id or 0, None)
        for one in people.values():
            _owe(session, one, document, event, now=now)
    return event


def tell_vendor(
    session: Session,
    vendor: TranslationVendor,
    document: Document,
    kind: str,
    *,
    once: str,
    now: datetime,
    **facts: object,
) -> None:
    """Owe a letter to an agency; files named in its facts go with it."""
    owe(
        session,
        vendor.email,
        kind,
        account=None,
        once=once,
        now=now,
        thread=f"document-{document.reference}",
        reference=document.reference,
        title=document.title,
        **facts,
    )


def _owe(
    session: Session, account: Account, document: Document, event: DocumentEvent, *, now: datetime
) -> None:
    facts = dict(event.facts)
    if event.language_tag:
        facts["language"] = event.language_tag
    if event.actor is not None:
        facts["who"] = event.actor.name
    owe(
        session,
        account.email,
        f"document_{event.kind}",
        account=account,
        once=f"document-event:{event.id}:{account.id}",
        now=now,
        thread=f"document-{document.reference}",
        reference=document.reference,
        title=document.title,
        **facts,
    )
