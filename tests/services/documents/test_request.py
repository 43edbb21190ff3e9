"""Asking for a translation: one request, a job for each language, a date at once."""

import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session

from langaccess.domain.access import Actor, NotAllowed, Role
from langaccess.domain.documents.files import FileEmpty
from langaccess.domain.documents.workflow import FilesMissing, JobState
from langaccess.domain.languages import LanguageUnknown
from langaccess.domain.people import DepartmentUnknown
from langaccess.services.documents.files import read_upload, remember
from langaccess.services.documents.request import (
    LanguagesMissing,
    PlainLanguageNeeded,
    TitleMissing,
)
from langaccess.storage.base import begin_write
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import Document, StoredFile, TextUnit, Watcher
from tests.factories import NINE, make_account, make_department, make_language
from tests.services.documents.office import ENGLISH, Office
from tests.specimens.packages import idml

HARD = (
    "Notwithstanding the aforementioned considerations, beneficiaries experiencing discontinuation"
    " of supplementary assistance may respectfully petition administrative adjudicators for"
    " reconsideration of unfavorable eligibility determinations, provided documentation"
    " substantiating extraordinary circumstances accompanies their correspondence."
)


def test_each_language_is_asked_for_once_and_has_its_own_job(office: Office) -> None:
    document = office.ask("es", "vi", "es", "en")

    jobs = office.session.scalars(select(Job).order_by(Job.language_tag)).all()

    assert [(one.language_tag, one.state) for one in jobs] == [
        ("es", JobState.QUEUED),
        ("vi", JobState.QUEUED),
    ]
    for one in jobs:
        assert one.finish_at
        assert one.translate_by
        assert one.revise_by
        assert one.due_at >= one.revise_by >= one.translate_by
    assert document.asked["target_languages"] == ["es", "vi"]
    assert office.session.get(Watcher, (document.id, office.requester.id)) is not None


def test_the_decision_is_kept_with_every_reason_and_the_rules_that_made_it(office: Office) -> None:
    document = office.ask(title="Boil water notice", document_type="boil-water-notice")

    assert (document.class_id, document.lane) == ("P0", 0)
    assert document.decision["matched"]
    assert document.decision["because"]
    assert document.rules_edition == office.city.rules.edition
    assert document.first_release_at is not None


def test_the_text_of_the_files_counts_for_the_rules(office: Office) -> None:
    document = office.ask(uploads=[office.upload("Please boil your water for one minute.")])

    assert document.class_id == "P0"


def test_an_unknown_type_falls_in_the_last_class_and_says_so(office: Office) -> None:
    document = office.ask(document_type="poem")

    assert document.class_id == office.city.rules.classes[-1].id
    assert document.decision["because"][0]["why"] == "unknown_type"


def test_a_second_press_is_the_same_request(office: Office) -> None:
    first = office.ask(request_key="one")
    second = office.ask(request_key="one")

    assert second is first
    assert office.session.scalar(select(func.count(Job.id))) == 1


def test_the_same_file_again_is_recognised_and_kept_once(office: Office) -> None:
    office.ask(uploads=[office.upload()])
    office.ask(uploads=[office.upload(), office.upload("More text here.", "more.txt")])

    assert office.session.scalar(select(func.count()).select_from(StoredFile)) == 2
    units = office.session.scalars(select(TextUnit.text).where(TextUnit.position == 1)).all()
    assert sorted(units) == sorted([ENGLISH, "More text here."])


def test_a_file_that_is_stored_and_not_read_has_no_text(office: Office) -> None:
    layout = read_upload(office.store, "poster.idml", io.BytesIO(idml()))

    document = office.ask(uploads=[office.upload(), layout])

    assert document.words == office.upload().reading.words
    kept = office.session.get_one(StoredFile, layout.sha256)
    assert (kept.kind, kept.units) == ("idml", [])


def test_content_that_somebody_brings_at_the_same_moment_is_kept_once(office: Office) -> None:
    upload = office.upload()
    office.session.commit()
    with Session(office.session.get_bind()) as other:
        begin_write(other)
        remember(other, [upload], now=NINE)
        other.commit()
    begin_write(office.session)
    looked: list[bool] = []

    @event.listens_for(office.session, "do_orm_execute")
    def not_seen_yet(state: ORMExecuteState) -> object:
        if not looked and "stored_file" in str(state.statement):
            looked.append(True)
            return state.session.execute(select(StoredFile).where(StoredFile.size < 0))
        return None

    assert [one.sha256 for one in remember(office.session, [upload], now=NINE)] == [upload.sha256]


def test_a_refused_file_leaves_nothing_in_the_store(office: Office) -> None:
    with pytest.raises(FileEmpty):
        office.upload("")

    assert [one for one in office.store.folder.rglob("*") if one.is_file()] == []


def test_a_refused_file_that_was_kept_before_stays(office: Office) -> None:
    kept = office.upload()

    with pytest.raises(Exception, match="FileKindDisguised"):
        office.upload(ENGLISH, "notice.pdf")

    assert office.store.has(kept.sha256)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "  "}, TitleMissing),
        ({"target_tags": ("en",)}, LanguagesMissing),
        ({"target_tags": ("tlh",)}, LanguageUnknown),
        ({"target_tags": ("yue",)}, LanguageUnknown),
        ({"source_tag": "tlh"}, LanguageUnknown),
        ({"department_id": 999}, DepartmentUnknown),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    office: Office, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    make_language(office.session, "yue")

    with pytest.raises(refusal):
        office.ask(**changes)

    assert office.session.scalar(select(func.count(Document.id))) == 0


def test_a_request_needs_a_file(office: Office) -> None:
    with pytest.raises(FilesMissing):
        office.ask(uploads=[])


def test_hard_english_is_rewritten_or_somebody_says_why_not(office: Office) -> None:
    hard = [office.upload(f"{HARD} {HARD}")]

    with pytest.raises(PlainLanguageNeeded) as refused:
        office.ask(document_type="denial", uploads=hard)
    assert refused.value.grade > refused.value.allowed

    waived = office.ask(
        document_type="denial", uploads=hard, plain_language_waived="Wording of the statute."
    )
    assert waived.plain_language_waived == "Wording of the statute."
    assert office.ask(uploads=hard).class_id == "P3"


def test_who_asks_belongs_to_their_department_unless_another_is_named(office: Office) -> None:
    other = make_department(office.session, name="Parks")

    assert office.ask().department_id == office.requester.department_id
    assert office.ask(department_id=other.id).asked["department"] == "parks"


def test_who_has_no_department_asks_without_one(office: Office) -> None:
    nobody = make_account(office.session)

    assert office.ask(actor=nobody.actor).department_id is None


def test_a_stranger_cannot_ask(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.ask(actor=Actor())


def test_a_raise_at_intake_counts_from_whoever_may_raise(office: Office) -> None:
    coordinator = make_account(office.session, Role.COORDINATOR)
    reason: dict[str, Any] = {"raised_to": "P0", "raised_because": "The dam may break."}

    raised = office.ask(actor=coordinator.actor, **reason)
    ignored = office.ask(**reason)

    assert (raised.class_id, raised.raised_to, raised.raised_by_id) == ("P0", "P0", coordinator.id)
    assert (ignored.class_id, ignored.raised_to) == ("P3", None)


def test_a_legal_date_too_near_is_told_at_once(office: Office) -> None:
    document = office.ask(
        legal_deadline=date(2026, 11, 24), mailing_days=2, uploads=[office.upload("word " * 9000)]
    )

    assert not document.is_feasible
    assert document.anticipated_at is not None
    assert document.anticipated_at > document.due_at


def test_the_team_is_told_at_once_of_what_is_a_danger_to_life(office: Office) -> None:
    office.ask()
    assert office.told("document_requested") == []

    office.ask(title="Boil water notice", document_type="boil-water-notice")

    assert office.told("document_requested") == [office.team.email]


def test_a_twin_that_was_written_a_moment_ago_is_given_back(office: Office) -> None:
    first = office.ask(request_key="twin")
    office.session.commit()

    hidden = [True]

    @event.listens_for(office.session, "do_orm_execute")
    def not_seen_yet(state: ORMExecuteState) -> object:
        statement = str(state.statement)
        if hidden and "request_key" in statement and "document.id" in statement:
            hidden.clear()
            return state.session.execute(select(Document).where(Document.id == -1))
        return None

    assert office.ask(request_key="twin").id == first.id


def test_any_other_fault_of_the_database_is_not_hidden(office: Office) -> None:
    with pytest.raises(IntegrityError):
        office.ask(request_key=None)
