"""What the worker does with documents over and over: dates planned again, and files forgotten."""

import io
import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from langaccess.adapters.store import STALE_AFTER, FileStore
from langaccess.domain.documents.workflow import Step
from langaccess.services.documents.finish import cancel_document
from langaccess.services.documents.holding import hold, resume
from langaccess.services.documents.rounds import forget_unnamed, plan_again
from langaccess.storage.base import begin_write
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.queue import Place
from langaccess.storage.documents.requests import Document, DocumentEvent
from langaccess.storage.documents.rounds import (
    has_unranked,
    latest_change,
    offers_half_over,
    open_places,
    ranking_progress,
)
from tests.factories import NINE
from tests.services.documents.office import Office, make_agency

DAY = timedelta(days=1)
LATER = NINE + 30 * DAY  # long after a class's turnaround


def plan(office: Office, document: Document, now: datetime = NINE) -> bool:
    office.session.flush()
    return plan_again(office.session, office.city, document_id=document.id, now=now)


def test_a_date_that_moved_by_a_day_is_told_to_the_requester_once(office: Office) -> None:
    document = office.ask()
    before = document.anticipated_at

    for _ in range(2):
        assert plan(office, document, LATER)

    assert before is not None
    assert document.anticipated_at is not None
    assert document.anticipated_at > before
    assert office.events(document).count("date_moved") == 1
    assert office.told("document_date_moved") == [office.requester.email]


def test_a_date_that_stays_on_its_day_is_not_told(office: Office) -> None:
    document = office.ask()

    plan(office, document)

    assert office.events(document) == ["requested"]


def test_a_language_that_may_be_late_is_told_once_to_those_concerned(office: Office) -> None:
    document = office.ask("es", "vi")
    office.offer(document)

    for days in (0, 1):
        plan(office, document, LATER + days * DAY)

    query = select(DocumentEvent).filter_by(document_id=document.id, kind="at_risk")
    events = list(office.session.scalars(query))
    assert [one.language_tag for one in events] == ["es", "vi"]
    assert events[0].facts == {"due_at": office.job(document).due_at.isoformat()}
    told = office.told("document_at_risk")
    assert told.count(office.requester.email) == 2
    assert office.translator.account.email in told  # who is asked for Spanish
    assert office.team.email in told  # who asked them


def test_a_job_on_hold_is_not_called_late_and_keeps_its_date(office: Office) -> None:
    document = office.ask()
    due_at = office.job(document).due_at
    actor, reference = office.team.actor, document.reference
    hold(office.session, actor, reference=reference, tag="es", reason="Which pool?", now=NINE)

    plan(office, document, LATER)

    assert "at_risk" not in office.events(document)
    assert office.job(document).due_at == due_at


def test_jobs_follow_a_date_that_other_rules_gave_and_keep_the_time_they_waited(
    office: Office,
) -> None:
    document = office.ask()
    job = office.job(document)
    due_at, version = job.due_at, job.version
    actor, reference = office.team.actor, document.reference
    hold(office.session, actor, reference=reference, tag="es", reason="Which pool?", now=NINE)
    resume(office.session, actor, reference=reference, tag="es", now=NINE + DAY)
    decision = document.decision
    moved = datetime.fromisoformat(decision["finish_by"]) - 2 * DAY
    document.decision = decision | {"finish_by": moved.isoformat()}

    plan(office, document, NINE + DAY)

    assert job.due_at == due_at - 2 * DAY + DAY
    assert job.version == version + 3


def test_a_document_with_a_date_of_its_own_does_not_move_for_waiting(office: Office) -> None:
    document = office.ask(needed_by=(NINE + 20 * DAY).date())
    job = office.job(document)
    due_at = job.due_at
    job.held_seconds = 3600

    plan(office, document)

    assert job.due_at == due_at


def test_a_closed_document_is_left_alone(office: Office) -> None:
    document = office.ask()
    actor, reference = office.requester.actor, document.reference
    cancel_document(office.session, actor, reference=reference, reason="No pool", now=NINE)

    assert not plan(office, document, LATER)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("held", [Document, Job])
def test_a_document_that_somebody_is_at_is_left_alone_and_nobody_waits(
    office: Office, engine: Engine, held: type[Document] | type[Job]
) -> None:
    document = office.ask()
    row_id = document.id if held is Document else office.job(document).id
    office.session.commit()
    with Session(engine) as other:
        begin_write(other)
        other.execute(update(held).where(held.id == row_id).values(words=1))

        assert not plan(office, document, LATER)


def test_offers_are_half_over_by_their_own_time_and_told_once(office: Office) -> None:
    ordinary = office.offer(office.ask())
    urgent = office.offer(office.ask())
    urgent.expires_at = NINE + timedelta(hours=1)
    office.session.flush()
    lasts = ordinary.expires_at - NINE

    assert offers_half_over(office.session, NINE + timedelta(minutes=29), lasts) == []
    assert offers_half_over(office.session, NINE + timedelta(minutes=30), lasts) == [urgent.id]
    urgent.reminded_at = NINE
    office.session.flush()
    assert offers_half_over(office.session, NINE + lasts / 2, lasts) == [ordinary.id]


def test_what_happened_is_a_change_and_what_the_rounds_tell_is_none(office: Office) -> None:
    assert latest_change(office.session) == 0
    document = office.ask()
    first = latest_change(office.session)

    plan(office, document, LATER)
    assert latest_change(office.session) == first > 0

    office.offer(document, vendor=make_agency(office.session))
    assert latest_change(office.session) > first


def test_open_documents_are_walked_in_the_queues_order(office: Office) -> None:
    late, first = office.ask(now=NINE + DAY), office.ask()

    places = open_places(office.session, None, 10)

    assert [one.id for one in places] == [first.id, late.id]
    assert isinstance(places[0], Place)
    assert [one.id for one in open_places(office.session, places[0], 10)] == [late.id]


def test_progress_counts_what_these_rules_ranked(office: Office) -> None:
    edition = office.city.rules.edition
    assert ranking_progress(office.session, edition) == (0, 0)
    office.ask()
    other = office.ask()
    assert not has_unranked(office.session, edition)
    other.rules_edition = "older"
    office.session.flush()

    assert has_unranked(office.session, edition)
    assert ranking_progress(office.session, edition) == (1, 2)


def test_only_old_contents_that_no_row_names_are_forgotten(office: Office) -> None:
    office.ask()
    named = office.upload().sha256
    kept = {text: office.store.keep(io.BytesIO(text), most_bytes=9) for text in (b"old", b"new")}
    long_ago = (NINE - 2 * STALE_AFTER).timestamp()
    for path in (kept[b"old"].path, office.store.path_of(named)):
        os.utime(path, (long_ago, long_ago))
    shas = [named, kept[b"old"].sha256, kept[b"new"].sha256]

    forgotten = forget_unnamed(office.session, office.store, shas, now=NINE)

    assert forgotten == [kept[b"old"].sha256]
    assert [office.store.has(one) for one in shas] == [True, False, True]
    assert forget_unnamed(office.session, office.store, shas, now=NINE) == []


def test_a_second_person_is_still_asked_after_planning(office: Office) -> None:
    document = office.revised(office.ask())

    plan(office, document, LATER)

    assert office.job(document).reviser_id == office.reviser.account_id
    assert [one.step for one in office.job(document).assignments] == [Step.TRANSLATE, Step.REVISE]


def test_contents_are_found_by_age_and_brought_again_they_are_young(office: Office) -> None:
    store = replace(office.store, folder=office.store.folder / "empty")
    assert list(FileStore(store.folder).older_than(NINE)) == []
    kept = store.keep(io.BytesIO(b"pool"), most_bytes=9)
    os.utime(kept.path, (0, 0))

    assert list(store.older_than(NINE)) == [kept.sha256]
    again = store.keep(io.BytesIO(b"pool"), most_bytes=9)
    assert not again.is_new
    assert list(store.older_than(NINE - STALE_AFTER)) == []
    assert not store.forget_older(kept.sha256, NINE - STALE_AFTER)
    assert store.has(kept.sha256)
