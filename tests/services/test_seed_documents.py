"""Volume for the translation queue: valid by every constraint, ranked as a request is."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.adapters.store import FileStore
from langaccess.domain.city import City
from langaccess.domain.documents.stored import request_of_facts
from langaccess.domain.documents.workflow import (
    CLOSED,
    AssignmentStatus,
    DocumentStatus,
    JobState,
    Step,
)
from langaccess.services.documents.priorities import priorities_of
from langaccess.services.seed import places_of, seed_people
from langaccess.services.seed_bureau import Bureau, bureau_of, read_texts
from langaccess.services.seed_documents import Volume, last_document
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.jobs import Assignment, Delivery, DeliveryFile, Job
from langaccess.storage.documents.library import Publication
from langaccess.storage.documents.ranking import text_of
from langaccess.storage.documents.requests import Document, DocumentEvent, Watcher
from langaccess.storage.languages import load_register
from tests.factories import MONDAY, NINE, make_account, make_city
from tests.services.documents.office import SHIPPED

MANY = 120
MOMENTS = [NINE - timedelta(days=2 * back) for back in range(MANY, 0, -1)]


@pytest.fixture(scope="module")
def shipped() -> City:
    return make_city(SHIPPED.read_text(encoding="utf-8"))


@pytest.fixture
def bureau(session: Session, tmp_path: Path) -> Bureau:
    load_register(session)
    places = places_of(session, now=NINE)
    seed_people(session, places, Random(3), how_many=90, on=MONDAY, now=NINE)
    found = bureau_of(session, read_texts(FileStore(tmp_path / "files")), now=NINE)
    assert found is not None
    return found


@pytest.fixture
def seeded(session: Session, shipped: City, bureau: Bureau) -> Session:
    volume = Volume(shipped, bureau, Random(1), last_document(session), NINE)
    volume.add(session, MOMENTS[:90], are_open=False)
    volume.add(session, MOMENTS[90:], are_open=True)
    return session


def test_every_document_is_ranked_as_its_request_would_be(seeded: Session, shipped: City) -> None:
    documents = seeded.scalars(select(Document)).all()

    assert len(documents) == MANY
    assert len({one.class_id for one in documents}) >= 4
    for one in documents:
        request = request_of_facts(one.asked, text_of(seeded, one.id))
        decision = priorities_of(shipped).decide(request)
        assert one.decision == decision.as_facts()
        assert (one.class_id, one.due_at, one.rank_at) == (
            decision.class_id,
            decision.due_at,
            decision.rank_at,
        )
        assert one.lane == (0 if decision.preempts else 1)
        assert one.rules_edition == shipped.rules.edition


def test_the_open_ones_are_open_and_the_old_ones_are_done(seeded: Session) -> None:
    statuses = Counter(seeded.scalars(select(Document.status)))

    assert statuses[DocumentStatus.OPEN] == MANY - 90
    assert set(statuses) == set(DocumentStatus)
    query = select(Job.state).join(Document, Document.id == Job.document_id)
    open_states = set(seeded.scalars(query.where(Document.status == DocumentStatus.OPEN)))
    assert not open_states & CLOSED
    closed = set(seeded.scalars(query.where(Document.status != DocumentStatus.OPEN)))
    assert closed == {JobState.PUBLISHED, JobState.DELIVERED, JobState.CANCELLED}


def test_each_is_asked_for_in_two_to_five_languages(seeded: Session) -> None:
    counted = seeded.scalars(select(func.count(Job.id)).group_by(Job.document_id)).all()

    assert set(counted) <= {2, 3, 4, 5}
    assert len(set(counted)) > 1


def test_translator_reviser_and_requester_are_three(seeded: Session) -> None:
    in_house = 0
    for job in seeded.scalars(select(Job).where(Job.reviser_id.is_not(None))):
        in_house += 1
        assert len({job.requester_id, job.translator_id, job.reviser_id}) == 3
    assert in_house
    vendors = seeded.scalars(select(Job).where(Job.reviser_vendor_id.is_not(None))).all()
    assert vendors
    assert all(one.reviser_vendor_id != one.translator_vendor_id for one in vendors)


def test_what_was_done_has_assignments_deliveries_and_publications(seeded: Session) -> None:
    ended = select(Job.id).where(Job.state.in_((JobState.PUBLISHED, JobState.DELIVERED)))
    for job_id in seeded.scalars(ended):
        steps = seeded.scalars(select(Assignment).filter_by(job_id=job_id)).all()
        assert {one.step for one in steps} == {Step.TRANSLATE, Step.REVISE}
        assert {one.status for one in steps} == {AssignmentStatus.DONE}
        delivery = seeded.scalars(select(Delivery).filter_by(job_id=job_id)).one()
        files = select(func.count()).select_from(DeliveryFile)
        assert seeded.scalar(files.filter_by(delivery_id=delivery.id)) == 1
    public = seeded.scalar(
        select(func.count()).select_from(Job).where(Job.state == JobState.PUBLISHED)
    )
    assert public
    assert seeded.scalar(select(func.count(Publication.id))) == public


def test_every_requester_watches_and_the_history_begins_with_the_request(seeded: Session) -> None:
    assert seeded.scalar(select(func.count()).select_from(Watcher)) == MANY
    events = seeded.scalars(select(DocumentEvent)).all()
    assert {one.kind for one in events} == {"requested"}
    assert all(one.facts["languages"].startswith("es") for one in events)


def test_the_database_goes_on_counting_behind_them(seeded: Session, bureau: Bureau) -> None:
    newest = last_document(seeded)
    volume = Volume(make_city(SHIPPED.read_text()), bureau, Random(2), newest, NINE)

    volume.add(seeded, MOMENTS[:3], are_open=True)
    volume.add(seeded, [], are_open=True)

    ids = seeded.scalars(select(Document.id).order_by(Document.id)).all()
    assert len(ids) == len(set(ids)) == MANY + 3
    assert len(set(seeded.scalars(select(Document.reference)))) == MANY + 3


def test_the_same_random_numbers_make_the_same_documents(
    session: Session, shipped: City, bureau: Bureau
) -> None:
    def made(seed: int) -> list[object]:
        savepoint = session.begin_nested()
        volume = Volume(shipped, bureau, Random(seed), 0, NINE)
        volume.add(session, MOMENTS[:20], are_open=True)
        found: list[object] = [
            tuple(row)
            for row in session.execute(
                select(Document.title, Document.words, Document.rank_at).order_by(Document.id)
            )
        ]
        savepoint.rollback()
        return found

    assert made(5) == made(5) != made(6)


def test_agencies_that_are_there_are_asked(
    session: Session, bureau: Bureau, tmp_path: Path
) -> None:
    again = bureau_of(session, read_texts(FileStore(tmp_path / "files")), now=NINE)

    assert again == bureau
    assert len(session.scalars(select(TranslationVendor)).all()) == 2


def test_without_people_nobody_asks(session: Session, tmp_path: Path) -> None:
    make_account(session)

    assert bureau_of(session, read_texts(FileStore(tmp_path)), now=NINE) is None
