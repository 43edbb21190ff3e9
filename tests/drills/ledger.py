"""What people were told, held against what the database and the mailbox have afterwards.

Each count is of something that must not be, except where its name says otherwise.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, selectinload

from langaccess.domain.dispatch import AttemptOutcome, Status
from langaccess.storage.audit import AuditEntry
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.notices import Notice
from tests.drills.crowd import Told
from tests.drills.town import UNSPOKEN
from tests.factories import SUPERVISOR

WON = frozenset({AttemptOutcome.ACCEPTED, AttemptOutcome.RELEASED})


@dataclass(frozen=True, slots=True)
class Losses:
    """What must be nought, whatever was killed."""

    requests_lost: int
    requests_doubled: int
    cancels_lost: int
    accepts_lost: int
    accepted_twice: int
    connects_lost: int
    finishes_lost: int
    half_deeds: int
    messages_not_owed: int  # that should be in the outbox and are not
    sent_forgotten: int  # that were noted as sent
    database_damaged: int
    # These are known only once everything is settled.
    messages_not_delivered: int = 0
    letters_with_new_id: int = 0  # sent again as if they were another message
    alerts_missing: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the database has of one drill."""

    encounters: dict[str, Encounter]
    attempts: dict[int, Attempt]
    notices: dict[str, Notice]  # by the key that makes each the only one
    audited: frozenset[tuple[str, int]]  # deed, and the number of its encounter or offer
    integrity: str

    def encounter_of(self, attempt: Attempt) -> Encounter:
        """Of which encounter an offer is."""
        return next(one for one in self.encounters.values() if one.id == attempt.encounter_id)


def read(engine: Engine) -> Book:
    """What is there now."""
    with Session(engine, expire_on_commit=False) as session:
        encounters = session.scalars(select(Encounter).options(selectinload(Encounter.attempts)))
        kept = {one.reference: one for one in encounters}
        entries = session.scalars(select(AuditEntry).filter_by(subject="encounter"))
        audited = {(one.deed, int(one.facts.get("offer", one.subject_id))) for one in entries}
        notices = {one.dedupe_key: one for one in session.scalars(select(Notice))}
        is_sqlite = engine.dialect.name == "sqlite"
        checked = session.scalar(text("PRAGMA integrity_check")) if is_sqlite else "ok"
        session.expunge_all()
    attempts = {one.id: one for each in kept.values() for one in each.attempts}
    return Book(kept, attempts, notices, frozenset(audited), str(checked))


def losses(book: Book, told: Told) -> Losses:
    """Hold all that was told against the book."""
    return Losses(
        requests_lost=len(set(told.requested) - set(book.encounters)),
        requests_doubled=len(told.requested) - len(set(told.requested)),
        cancels_lost=_lost(book, told.cancelled, Status.CANCELLED),
        accepts_lost=sum(not _is_kept(book, *one) for one in told.accepted),
        accepted_twice=_twice(book, told),
        connects_lost=sum(not _is_connected(book, *one) for one in told.connected),
        finishes_lost=_lost(book, told.finished, Status.ENDED),
        half_deeds=_halves(book),
        messages_not_owed=len((_owed(book) | set(told.owed)) - set(book.notices)),
        sent_forgotten=len(set(told.sent) - _sent(book)),
        database_damaged=int(book.integrity != "ok"),
    )


def losses_when_settled(book: Book, told: Told, letter_ids: Sequence[str]) -> Losses:
    """The same, when everybody has had their last answer and every letter is out."""
    ids = {one.message_id for one in book.notices.values()}
    return replace(
        losses(book, told),
        requests_doubled=len(set(book.encounters) - set(told.requested)),
        messages_not_delivered=len(ids - _sent(book)) + len(ids - set(letter_ids)),
        letters_with_new_id=len(set(letter_ids) - ids),
        alerts_missing=sum(
            one.alerted_at is None
            for one in book.encounters.values()
            if one.language_tag == UNSPOKEN
        ),
    )


def _sent(book: Book) -> set[str]:
    return {one.message_id for one in book.notices.values() if one.sent_at is not None}


def _is_connected(book: Book, reference: str, who: int) -> bool:
    one = book.encounters.get(reference)
    return one is not None and one.connected_at is not None and one.interpreter_id == who


def _lost(book: Book, references: Iterable[str], status: Status) -> int:
    kept = [book.encounters.get(one) for one in references]
    return sum(one is None or one.status is not status for one in kept)


def _is_kept(book: Book, offer: int, who: int) -> bool:
    """Whether an acknowledged accept is there, and the encounter is theirs unless released."""
    attempt = book.attempts.get(offer)
    if attempt is None or attempt.interpreter_id != who or attempt.outcome not in WON:
        return False
    is_released = attempt.outcome is AttemptOutcome.RELEASED
    return is_released or book.encounter_of(attempt).interpreter_id == who


def _twice(book: Book, told: Told) -> int:
    """Rounds of a search that two people were told, or are written, to have accepted."""
    won = defaultdict(set)
    for offer, who in told.accepted:
        if offer in book.attempts:
            won[book.attempts[offer].encounter_id, book.attempts[offer].round].add(who)
    for attempt in book.attempts.values():
        if attempt.outcome in WON:
            won[attempt.encounter_id, attempt.round].add(attempt.interpreter_id or 0)
    return sum(len(one) > 1 for one in won.values())


def _halves(book: Book) -> int:
    """Deeds without their audit entry, which is written in the same transaction; and vice versa."""
    done = {("request_interpreter", one.id) for one in book.encounters.values()}
    done |= {("accept_offer", one.id) for one in book.attempts.values() if one.outcome in WON}
    done |= {("alert_supervisor", one.id) for one in book.encounters.values() if one.alerted_at}
    deeds = {deed for deed, _ in done}
    return len(done ^ {one for one in book.audited if one[0] in deeds})


def _owed(book: Book) -> set[str]:
    """The keys of all messages that the encounters say are owed."""
    alerts = {f"alert:{one.id}:{SUPERVISOR}" for one in book.encounters.values() if one.alerted_at}
    missed = {
        f"missed:{one.id}"
        for one in book.attempts.values()
        if one.outcome is AttemptOutcome.NO_ANSWER
    }
    return alerts | missed


def sent_again(letter_ids: Sequence[str]) -> int:
    """How many letters came more than once, under the same Message-ID."""
    return sum(count - 1 for count in Counter(letter_ids).values())
