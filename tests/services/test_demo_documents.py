"""The demonstration's documents: whole, in every state, and true to the rules."""

import io
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.adapters.calendar import city_of
from langaccess.adapters.store import FileStore
from langaccess.domain.city import City
from langaccess.domain.documents.checks import Severity
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    CommentKind,
    JobState,
    TimeStatus,
    time_status,
)
from langaccess.domain.rules import parse_rules
from langaccess.services.demo.city import make_demo_city
from langaccess.services.demo.documents import read_papers
from langaccess.services.demo.paper_files import written
from langaccess.services.demo.papers import PAPERS
from langaccess.services.demo.requested import REQUESTED
from langaccess.services.demo.ways import WAYS
from langaccess.services.documents.files import read_upload
from langaccess.storage.base import open_engine
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.glossary import every_term
from langaccess.storage.documents.jobs import (
    Assignment,
    CheckFinding,
    Comment,
    Delivery,
    Job,
)
from langaccess.storage.documents.library import Publication
from langaccess.storage.documents.requests import Document, SourceFile, StoredFile
from langaccess.storage.languages import load_register
from tests.conftest import make_tables
from tests.factories import NINE
from tests.services.documents.office import SHIPPED


@pytest.fixture(scope="module")
def city() -> City:
    return city_of(parse_rules(SHIPPED.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FileStore:
    return FileStore(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def demo(
    city: City, store: FileStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """The city, made once: looked at by many tests and changed by none."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    make_tables(url).dispose()
    engine = open_engine(url)
    with Session(engine) as session:
        load_register(session)
        make_demo_city(session, city, read_papers(store), now=NINE)
        session.flush()
        yield session
    engine.dispose()


def test_documents_are_in_every_class_and_jobs_in_every_state(demo: Session, city: City) -> None:
    assert demo.scalar(select(func.count(Document.id))) == len(REQUESTED) == 40
    assert set(demo.scalars(select(Document.class_id))) == {one.id for one in city.rules.classes}
    usual = set(JobState) - {JobState.REVIEWING, JobState.LAYOUT}
    assert set(demo.scalars(select(Job.state))) == usual


def test_every_way_is_gone_by_somebody() -> None:
    assert {way for one in REQUESTED for way in one.languages.values()} == set(WAYS)


def test_some_are_late_some_at_risk_and_one_waits_for_an_answer(demo: Session) -> None:
    found = {
        time_status(
            now=NINE,
            due_at=job.due_at,
            finish_at=job.finish_at,
            done_at=job.delivered_at,
            is_held=job.held_at is not None,
        )
        for job in demo.scalars(select(Job).where(Job.state != JobState.CANCELLED))
    }

    assert found >= set(TimeStatus) - {TimeStatus.LATE}
    assert demo.scalar(select(func.count(Comment.id)).where(Comment.kind == CommentKind.QUESTION))


def test_a_machines_text_waits_for_its_reviser(demo: Session) -> None:
    machine = demo.scalars(select(Job).where(Job.machine_engine.is_not(None))).all()

    assert len(machine) == 2
    assert {one.state for one in machine} == {JobState.REVISING}
    assert all(one.reviser_id is None for one in machine)


def test_residents_find_translations_in_their_languages(demo: Session) -> None:
    shown = demo.scalars(select(Publication).where(Publication.withdrawn_at.is_(None))).all()

    assert {one.language_tag for one in shown} >= {"es", "zh-Hant", "vi", "tl"}
    for one in shown:
        assert one.title != demo.get_one(Document, one.document_id).title
    stale = demo.scalars(select(Job).where(Job.state == JobState.STALE)).all()
    assert {one.document.current_version for one in stale} == {2}


def test_every_translation_says_that_it_is_a_draft_and_passes_the_checks(demo: Session) -> None:
    deliveries = demo.scalars(select(Delivery)).all()

    assert deliveries
    assert all("no professional translator" in one.note for one in deliveries)
    errors = demo.scalars(select(CheckFinding).filter_by(severity=Severity.ERROR.value)).all()
    assert [(one.check, one.place, one.facts) for one in errors] == []


def test_no_offer_has_run_out_when_the_city_is_made(demo: Session) -> None:
    offered = demo.scalars(select(Assignment).filter_by(status=AssignmentStatus.OFFERED)).all()

    assert {one.vendor_id is None for one in offered} == {True, False}
    assert all(one.expires_at > NINE for one in offered)


def test_nothing_happened_after_now(demo: Session) -> None:
    moments = [
        *demo.scalars(select(Job.changed_at)),
        *demo.scalars(select(Delivery.at)),
        *demo.scalars(select(Document.received_at)),
        *demo.scalars(select(Publication.published_at)),
    ]

    assert max(moments) <= NINE


def test_every_file_is_kept_and_of_every_kind_we_write(demo: Session, store: FileStore) -> None:
    files = demo.scalars(select(StoredFile)).all()

    assert {one.kind for one in files} == {"docx", "html", "md", "pdf", "txt"}
    assert all(store.has(one.sha256) for one in files)
    assert demo.scalar(select(func.count()).select_from(SourceFile)) == len(REQUESTED) + 1


def test_two_agencies_and_a_glossary_are_there(demo: Session) -> None:
    vendors = demo.scalars(select(TranslationVendor)).all()

    assert [one.position for one in vendors] == [1, 2]
    assert len(every_term(demo)) == 15


@pytest.mark.parametrize("kind", ["docx", "html", "md", "pdf", "txt"])
def test_a_text_is_read_back_from_each_kind_of_file_as_it_was_written(
    kind: str, store: FileStore
) -> None:
    lines = ["Fees (2027) & more", "A \\ sign, a <tag>, and “quotes”.", "word " * 40 + "end"]

    upload = read_upload(store, f"x.{kind}", io.BytesIO(written(kind, lines, tag="en")))

    read = " ".join(one.text for one in upload.reading.segments)
    shown = " ".join(lines) if kind != "md" else " ".join(lines).replace("<tag>", "")
    if kind == "html":  # once as the name of the page, once as its heading
        shown = f"{lines[0]} {shown}"
    assert "".join(read.split()) == "".join(shown.split())


@pytest.mark.parametrize("name", PAPERS)
def test_every_translation_has_as_many_paragraphs_as_its_english(name: str) -> None:
    paper = PAPERS[name]

    assert {len(paper.lines(tag, "Eastside")) for tag in paper.texts} == {
        len(paper.lines("en", "Eastside"))
    }
