"""What residents ask for in the library: a document in their language.

The least is kept of them: the document's history says in which language somebody asked, and how
to reach them stands only in the letter to the team, which is deleted after thirty days.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.documents.events import Happening
from langaccess.domain.errors import Conflict, Invalid
from langaccess.domain.languages import LanguageUnknown
from langaccess.services.documents.telling import tell
from langaccess.services.notices import owe
from langaccess.storage.documents.concerned import mentioned, team_of
from langaccess.storage.documents.library import document_shown
from langaccess.storage.documents.requests import Document
from langaccess.storage.languages import Language
from langaccess.storage.notices import recent_notices

# More in an hour come from no city's residents; it is counted for all together, so that nothing
# about anybody has to be kept.
ASKED_AT_MOST = 60
ASKED_WITHIN = timedelta(hours=1)
WORDS_AT_MOST = 200
KINDS = ("document_wanted", "library_wanted")


class TooMuchAsked(Conflict):
    """So many asked lately that no residents can have."""


class WantedUnclear(Invalid):
    """Nobody can tell which document is wanted."""


def want_translation(
    session: Session,
    *,
    reference: str,
    words: str,
    tag: str,
    contact: str,
    now: datetime,
) -> bool:
    """Tell the team what a resident wants to read; False where just this was told today already.

    A published document is named by its `reference`, any other in the resident's own `words`.
    Raises LanguageUnknown, WantedUnclear, TooMuchAsked.
    """
    language = session.get(Language, tag)
    if language is None or not language.is_written:
        raise LanguageUnknown(tag)
    document = document_shown(session, reference) if reference else None
    title = document.title if document else " ".join(words.split())[:WORDS_AT_MOST]
    if not title:
        raise WantedUnclear
    once = _once(document.reference if document else title, tag, contact, now)
    lately = recent_notices(session, KINDS, now - ASKED_WITHIN)
    if any(key.startswith(once) for key in lately):
        return False
    if len({key.rpartition(":")[0] for key in lately}) >= ASKED_AT_MOST:
        raise TooMuchAsked
    if document is not None:
        tell(session, None, document, Happening.WANTED, now=now, languages=tag)
    _owe_team(session, document, title, tag, contact, once, now=now)
    return True


def _owe_team(
    session: Session,
    document: Document | None,
    title: str,
    tag: str,
    contact: str,
    once: str,
    *,
    now: datetime,
) -> None:
    facts = {"title": title, "language": tag, "contact": contact.strip()[:WORDS_AT_MOST] or "–"}
    if document is not None:
        facts |= {"reference": document.reference, "languages": tag}
    team = team_of(session) or team_of(session, Role.COORDINATOR)
    for account in mentioned(session, team).values():
        owe(
            session,
            account.email,
            KINDS[0] if document is not None else KINDS[1],
            account=account,
            once=f"{once}:{account.id}",
            now=now,
            thread=f"document-{document.reference}" if document is not None else None,
            **facts,
        )


def _once(what: str, tag: str, contact: str, now: datetime) -> str:
    """The same for the same wish on one day, and telling nothing of who had it."""
    wish = "\n".join((what.casefold(), tag, contact.strip().casefold(), f"{now:%Y-%m-%d}"))
    return f"wanted:{hashlib.sha256(wish.encode()).hexdigest()}"
