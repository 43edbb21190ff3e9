"""A retried deed is one deed: the key is claimed in the deed's own transaction."""

import hashlib
from datetime import datetime

from flask import Response, g, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.storage.idempotency import GivenAnswer, given_answer
from langaccess.web.api.problems import KeyReused


def claim_or_replay(
    session: Session, actor: Actor, key: str, body: bytes, *, now: datetime
) -> Response | None:
    """The answer that was given to this request before; None claims the key for this deed.

    Two at once: the database lets one claim, the other waits until that one's deed is kept (and
    then repeats its answer) or undone (and then does the deed). Refusals are not kept: nothing
    was done, so the same request may succeed later. Raises KeyReused.
    """
    claimed = GivenAnswer(
        account_id=actor.account_id,
        key=key,
        request_hash=_fingerprint(body),
        status=0,
        body="",
        created_at=now,
    )
    given = given_answer(session, actor.account_id, key)
    if given is None:
        given = _claim(session, claimed)
    if given is None:
        g.claimed = claimed
        return None
    if given.request_hash != claimed.request_hash:
        raise KeyReused
    replay = Response(given.body, given.status, mimetype="application/json")
    replay.headers["Idempotency-Replayed"] = "true"
    return replay


def keep_answer(response: Response) -> None:
    """Keep what is answered to the deed that claimed a key; a refusal is undone with its claim."""
    claimed: GivenAnswer | None = g.get("claimed")
    if claimed is not None and response.status_code < 400:
        claimed.status = response.status_code
        claimed.body = response.get_data(as_text=True)


def _claim(session: Session, claimed: GivenAnswer) -> GivenAnswer | None:
    """None once the key is ours; else the answer of whoever was faster."""
    try:
        with session.begin_nested():
            session.add(claimed)
    except IntegrityError:
        return given_answer(session, claimed.account_id, claimed.key)
    return None


def _fingerprint(body: bytes) -> str:
    """What makes two requests the same: method, address and body, to the byte."""
    address = f"{request.method} {request.full_path}\n".encode()
    return hashlib.sha256(address + body).hexdigest()
