"""The worker's rounds over documents: offers, places, dates, and files that nobody names.

Each piece is a transaction of its own, and done again changes nothing: any number of workers may
walk at once. Ids and counts are logged, and nothing else of anybody.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from langaccess.adapters.store import STALE_AFTER, FileStore
from langaccess.cli.rounds import LEFT_ALONE, place_of
from langaccess.cli.transaction import session_on
from langaccess.domain.city import City
from langaccess.services.documents.assign import OFFER_LASTS, expire_offer, remind_of_offer
from langaccess.services.documents.priorities import rerank
from langaccess.services.documents.rounds import forget_unnamed, plan_again
from langaccess.storage.documents.queue import Place
from langaccess.storage.documents.rounds import (
    has_unranked,
    latest_change,
    offers_half_over,
    open_places,
    ranking_progress,
)
from langaccess.storage.documents.work import offers_over

log = logging.getLogger("langaccess.worker")

PAUSE_SECONDS = 5.0
OFFERS_AT_ONCE = 200
RANKED_AT_ONCE = 500
TELL_EVERY = timedelta(seconds=5)
DATES_EVERY = timedelta(seconds=30)
DATES_AT_ONCE = 200
FILES_EVERY = timedelta(hours=1)
FILES_AT_ONCE = 500
Deed = Callable[[Session], bool]


@dataclass(slots=True)
class Documents:
    """What has to be done for documents without anybody's asking.

    `change` is what had happened when the dates were last worked out from the first document on,
    and `planned_to` how far down the queue that has come; None once it is through.
    """

    engine: Engine
    city: City
    store: FileStore
    change: tuple[object, ...] | None = None
    is_planning: bool = False
    planned_to: Place | None = None
    looked_at: datetime | None = None
    told_at: datetime | None = None
    cleaned_at: datetime | None = None
    left_alone: dict[str, datetime] = field(default_factory=dict)

    def work(self) -> float:
        """Do what is due; how many seconds to wait for the next round."""
        now = datetime.now(UTC)
        self._offers(now)
        is_more = self._rank(now)
        self._dates(now)
        self._files(now)
        return 0.0 if is_more else PAUSE_SECONDS

    def _offers(self, now: datetime) -> None:
        with session_on(self.engine) as session:
            half_over = offers_half_over(session, now, OFFER_LASTS)[:OFFERS_AT_ONCE]
            over = offers_over(session, now, OFFERS_AT_ONCE)
        for one in half_over:
            self._piece(f"offer {one}: reminded", _reminding(one, now), now)
        for one in over:
            self._piece(f"offer {one}: expired", _expiring(one, now), now)

    def _rank(self, now: datetime) -> bool:
        """Rank what other rules ranked, so many at once; whether there may be more."""
        with session_on(self.engine) as session:
            if not has_unranked(session, self.city.rules.edition):
                return False
        counted: list[int] = []
        self._piece("documents: ranked", _ranking(self.city, counted, now), now)
        is_more = counted == [RANKED_AT_ONCE]
        if counted and (not is_more or self.told_at is None or now - self.told_at >= TELL_EVERY):
            self.told_at = now
            with session_on(self.engine) as session:
                ranked, there_are = ranking_progress(session, self.city.rules.edition)
            log.info("%s of %s documents ranked by these rules", ranked, there_are)
        return is_more

    def _dates(self, now: datetime) -> None:
        """Work out the dates anew once something happened, the most urgent first."""
        if self.looked_at is not None and now - self.looked_at < DATES_EVERY:
            return
        self.looked_at = now
        with session_on(self.engine) as session:
            if not self.is_planning:
                today = self.city.calendar.local_date(now)
                change = (latest_change(session), today, self.city.rules.edition)
                if change == self.change:
                    return
                self.change, self.is_planning, self.planned_to = change, True, None
            places = open_places(session, self.planned_to, DATES_AT_ONCE)
        for place in places:
            self._piece(f"document {place.id}: planned", _planning(self.city, place.id, now), now)
        self.is_planning = len(places) == DATES_AT_ONCE
        self.planned_to = places[-1] if self.is_planning else None

    def _files(self, now: datetime) -> None:
        if self.cleaned_at is not None and now - self.cleaned_at < FILES_EVERY:
            return
        self.cleaned_at = now
        self.store.clean(now)
        found = self.store.older_than(now - STALE_AFTER)
        while batch := list(islice(found, FILES_AT_ONCE)):
            with session_on(self.engine) as session:
                forgotten = forget_unnamed(session, self.store, batch, now=now)
            if forgotten:
                log.info("files: %s forgotten that nothing names", len(forgotten))

    def _piece(self, name: str, deed: Deed, now: datetime) -> None:
        """One piece of work; its trouble is not the others', and it is left alone for a while."""
        if now < self.left_alone.get(name, now):
            return
        self.left_alone.pop(name, None)
        try:
            with session_on(self.engine, write=True) as session:
                is_done = deed(session)
        except Exception as error:
            if isinstance(error, SQLAlchemyError) and not self._is_there():
                raise
            log.error("%s: failed: %s", name, place_of(error))
            self.left_alone[name] = now + LEFT_ALONE
        else:
            if is_done:
                log.log(logging.DEBUG if name.startswith("document") else logging.INFO, name)

    def _is_there(self) -> bool:
        """Whether the database answers, so that the trouble was the piece's own."""
        try:
            with session_on(self.engine) as session:
                latest_change(session)
        except SQLAlchemyError:
            return False
        return True


def _reminding(assignment_id: int, now: datetime) -> Deed:
    return lambda session: remind_of_offer(session, assignment_id=assignment_id, now=now)


def _expiring(assignment_id: int, now: datetime) -> Deed:
    return lambda session: expire_offer(session, assignment_id=assignment_id, now=now)


def _ranking(city: City, counted: list[int], now: datetime) -> Deed:
    """Ranks one batch, and leaves behind how many those were."""

    def deed(session: Session) -> bool:
        counted[:] = [rerank(session, city, most=RANKED_AT_ONCE, now=now)]
        return False  # told with the progress

    return deed


def _planning(city: City, document_id: int, now: datetime) -> Deed:
    return lambda session: plan_again(session, city, document_id=document_id, now=now)
