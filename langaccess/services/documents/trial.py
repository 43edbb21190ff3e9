"""Trying a changed rules file on the documents of today; nothing takes force."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from langaccess.adapters.calendar import city_of
from langaccess.adapters.holidays import known_places
from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.documents.priority import Priorities
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.documents.stored import request_of_facts
from langaccess.domain.documents.trial import Moved, try_rules
from langaccess.domain.errors import Conflict
from langaccess.domain.rules import Rules, parse_rules
from langaccess.domain.time import NeverOpen
from langaccess.storage.documents.ranking import texts_of
from langaccess.storage.documents.rounds import asked_after, titles_of

READ_AT_ONCE = 500
# As many as somebody reads; the rest is counted.
TOLD_AT_MOST = 200


class CityNeverOpen(Conflict):
    """By these rules the city never works, so nothing could ever be due."""


@dataclass(frozen=True, slots=True)
class MovedDocument:
    """A document that would be decided otherwise, with what it is called."""

    reference: str
    title: str
    moved: Moved


@dataclass(frozen=True, slots=True)
class Tried:
    """What the tried rules would do: `moved` in the new order, of `moves` that there are."""

    rules: Rules
    documents: int
    moves: int
    shifted: int
    moved: tuple[MovedDocument, ...]


def try_changed_rules(session: Session, actor: Actor, city: City, text: str) -> Tried:
    """Which of today's open documents would move by the rules of this text, and why.

    Raises RulesInvalid with every fault, CityNeverOpen.
    """
    actor.must(Permission.RULES_TRY)
    rules = parse_rules(text, places=known_places())
    in_force = Priorities(city.rules, city.calendar)
    try:
        trial = try_rules(in_force, Priorities(rules, city_of(rules).calendar), _open(session))
    except NeverOpen as error:
        raise CityNeverOpen from error
    told = trial.moved[:TOLD_AT_MOST]
    titles = titles_of(session, [one.document_id for one in told])
    return Tried(
        rules=rules,
        documents=trial.documents,
        moves=len(trial.moved),
        shifted=trial.shifted,
        moved=tuple(MovedDocument(*titles[one.document_id], one) for one in told),
    )


def _open(session: Session) -> Iterator[tuple[int, DocumentRequest]]:
    """Every open document as the rules read it, a batch in memory at a time."""
    after_id = 0
    while rows := asked_after(session, after_id, READ_AT_ONCE):
        texts = texts_of(session, [document_id for document_id, _ in rows])
        for document_id, asked in rows:
            yield document_id, request_of_facts(asked, texts.get(document_id, ""))
        after_id = rows[-1][0]
