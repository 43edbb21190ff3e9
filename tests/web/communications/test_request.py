import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.accounts import Account
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import Document, SourceFile, StoredFile
from tests.factories import make_clerk, make_language
from tests.services.documents.office import ENGLISH, SHIPPED
from tests.web.conftest import SignedIn, at_work, make_application
from tests.web.pages import Clock, Visitor, shown

NEW = "/documents/new"
HARD = (
    "Notwithstanding any administrative determination previously communicated, applicants whose"
    " eligibility documentation remains insufficiently substantiated will experience"
    " discontinuation of supplementary assistance unless comprehensive verification materials"
    " are transmitted"
    " to the appropriate municipal representative in accordance with applicable regulations."
) * 2


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Flask]:
    """Makes the application with the rules that the product ships."""
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "rules.toml").write_text(SHIPPED.read_text("utf-8"), encoding="utf-8")
    return cache(lambda url: make_application(folder, url))


@pytest.fixture
def app(database_url: str, shipped: Callable[[str], Flask], clock: Clock) -> Iterator[Flask]:
    with at_work(shipped(database_url), clock) as app:
        forget_files(app)
        yield app


@pytest.fixture
def clerk(session: Session) -> Account:
    """Somebody who asks, in a city that writes a few languages."""
    for tag in ("en", "es", "vi", "ar", "zh-Hans"):
        make_language(session, tag)
    return make_clerk(session, name="Rosa Delgado")


@pytest.fixture
def person(signed_in: SignedIn, clerk: Account) -> Visitor:
    return signed_in(clerk)


def forget_files(app: Flask) -> None:
    for one in stored(app):
        one.unlink()


def stored(app: Flask) -> list[Path]:
    """Everything that the file store holds."""
    return [one for one in app.extensions["langaccess_files"].folder.rglob("*") if one.is_file()]


def a_file(content: str | bytes = ENGLISH, name: str = "notice.txt") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content.encode() if isinstance(content, str) else content), name


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Summer hours",
        "document_type": "Programme flyer",
        "languages": ["es"],
        "department": "0",
        "source": "en",
        "files": a_file(),
    } | changes


def asks(
    person: Visitor, page: BeautifulSoup | None = None, *, status: int = 303, **changes: Any
) -> BeautifulSoup:
    page = page or person.opens(NEW)
    kept = [str(one["value"]) for one in page.select("[name=kept][checked]")]
    fields = {"kept": kept, **typed(**changes)}
    return person.presses(page, "Ask for the translation", status=status, **fields)


def again(person: Visitor, page: BeautifulSoup, *, status: int = 303, **changes: Any) -> Any:
    """Press once more what the page now holds, as a browser would send it."""
    kept = [str(one["value"]) for one in page.select("[name=kept][checked]")]
    tags = [str(one["value"]) for one in page.select("[name=languages][checked]")]
    flags = [str(one["value"]) for one in page.select("[name=flags][checked]")]
    fields = {"kept": kept, "languages": tags, "flags": flags, "files": [], **changes}
    return person.presses(page, "Ask for the translation", status=status, **fields)


def documents(session: Session) -> list[Document]:
    session.expire_all()
    return list(session.scalars(select(Document).order_by(Document.id)))


def problems(page: BeautifulSoup) -> list[str]:
    """The texts of the summary of errors, each of which leads to its field."""
    for link in page.select("[data-errors] a"):
        assert page.select_one(str(link["href"])) is not None
    return [one.get_text() for one in page.select("[data-errors] li")]


def test_a_request_with_a_file_leads_to_the_documents_page_with_its_reasons(
    person: Visitor, session: Session
) -> None:
    asks(person, languages=["es", "vi"])

    (document,) = documents(session)
    assert person.led_to == f"/documents/{document.reference}"
    page = shown(person.follows())
    assert f"Your request {document.reference} is in the queue." in page
    assert "Number 1 of 1" in page
    assert "Rule programme-flyer keeps a service open" in page
    assert "Spanish" in page
    assert "Vietnamese" in page
    assert "notice.txt" in page


def test_another_persons_document_does_not_exist(
    person: Visitor, signed_in: SignedIn, session: Session
) -> None:
    asks(person)
    (document,) = documents(session)
    stranger = signed_in(Role.STAFF)

    stranger.opens(f"/documents/{document.reference}", status=404)


def test_what_no_rule_knows_falls_in_the_last_class_and_the_page_says_so(
    person: Visitor, session: Session
) -> None:
    asks(person, document_type="Poem for the mayor")

    (document,) = documents(session)
    page = shown(person.follows())
    assert document.class_id == "P4"
    assert "No rule names the document type Poem for the mayor." in page
    assert "No rule matches, so it falls in the last class: P4" in page


def test_forty_languages_with_duplicates_are_each_asked_for_once(
    person: Visitor, session: Session
) -> None:
    asks(person, languages=["es", "vi", "ar", "zh-Hans"] * 10)

    assert sorted(session.scalars(select(Job.language_tag))) == ["ar", "es", "vi", "zh-Hans"]


def test_a_double_press_is_one_request(person: Visitor, session: Session) -> None:
    page = person.opens(NEW)
    asks(person, page)
    first = person.led_to
    asks(person, page)

    assert person.led_to == first
    assert len(documents(session)) == 1


def test_a_text_can_be_pasted_instead_of_a_file(person: Visitor, session: Session) -> None:
    asks(person, files=[], text=ENGLISH)

    assert session.scalars(select(SourceFile.name)).all() == ["Summer hours.txt"]


def test_a_legal_duty_asks_for_its_date_and_nothing_typed_or_sent_is_lost(
    person: Visitor, session: Session
) -> None:
    page = asks(person, status=200, flags=["compliance"], subject="Water", languages=["es", "vi"])

    assert "Type the day by which a law or an order demands it" in shown(page)
    assert "notice.txt" in shown(page)
    assert not documents(session)

    again(person, page, legal_deadline="2026-12-18", legal_ground="City Code 1.2")

    (document,) = documents(session)
    assert (document.asked["legal_deadline"], document.subject) == ("2026-12-18", "Water")
    assert session.scalar(select(func.count()).select_from(Job)) == 2
    assert session.scalars(select(SourceFile.name)).all() == ["notice.txt"]


def test_a_question_that_was_asked_may_be_left_open(person: Visitor, session: Session) -> None:
    page = asks(person, status=200, flags=["compliance"])

    again(person, page)

    assert documents(session)[0].asked["legal_deadline"] is None


def test_hard_english_is_told_with_its_longest_sentences_and_needs_a_reason(
    person: Visitor, session: Session
) -> None:
    page = asks(person, status=200, document_type="Denial", files=a_file(HARD))

    assert "English of grade 8 at most" in shown(page)
    assert "line 1" in shown(page)
    page = again(person, page, status=422)
    assert any("Write it more plainly, or say why" in one for one in problems(page))
    assert not documents(session)

    again(person, page, plain_language_waived="The court prescribes the wording.")

    (document,) = documents(session)
    assert document.plain_language_waived == "The court prescribes the wording."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": " "}, "Type the document's title."),
        ({"document_type": ""}, "Say what kind of document it is."),
        ({"languages": []}, "Choose at least one language other than that of the text."),
        ({"languages": ["en"]}, "Choose at least one language other than that of the text."),
        ({"files": []}, "Choose a file, or paste the text."),
        ({"legal_deadline": "2026-11-22"}, "This day has passed. Choose a day from today on."),
        ({"needed_by": "2026-11-20"}, "This day has passed. Choose a day from today on."),
        ({"publish_on": "2199-12-31"}, "Choose a day within the next ten years."),
        ({"text": "a" * 100_001}, "This is too long to paste. Send it as a file."),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field_and_nothing_is_stored(
    person: Visitor, session: Session, app: Flask, changes: dict[str, Any], told: str
) -> None:
    page = asks(person, status=422, **({"summary": "still here"} | changes))

    assert told in problems(page)
    assert "still here" in str(page.select_one("#summary"))
    assert not documents(session)
    assert not session.scalars(select(StoredFile)).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"languages": ["xx"]},
        {"source": "xx"},
        {"department": "99999"},
        {"reach": "-1"},
        {"reach": "9" * 30},
        {"mailing_days": "many"},
        {"needed_by": "soon"},
        {"flags": ["rich"]},
        {"raised_to": "P0", "raised_because": "x"},
        {"title": "t" * 201},
    ],
    ids=range(10),
)
def test_what_cannot_be_is_told_in_the_form(
    person: Visitor, session: Session, changes: dict[str, Any]
) -> None:
    page = asks(person, status=422, **changes)

    assert problems(page)
    assert not documents(session)


def test_today_is_not_past(person: Visitor, session: Session) -> None:
    asks(person, needed_by="2026-11-23", legal_deadline="2026-11-23")

    assert documents(session)[0].asked["needed_by"] == "2026-11-23"


def test_whoever_may_raise_is_asked_and_says_why(signed_in: SignedIn, session: Session) -> None:
    for tag in ("en", "es"):
        make_language(session, tag)
    person = signed_in(Role.COORDINATOR)

    page = asks(person, status=422, raised_to="P1")
    assert "Say why it is more urgent." in problems(page)
    again(person, page, raised_because="The mayor speaks on Friday.")

    (document,) = documents(session)
    assert (document.class_id, document.raised_because) == ("P1", "The mayor speaks on Friday.")


def test_a_document_is_raised_later_by_whom_the_rules_let_and_only_with_a_reason(
    person: Visitor, signed_in: SignedIn, session: Session
) -> None:
    asks(person)
    (document,) = documents(session)
    coordinator = signed_in(Role.COORDINATOR)
    page = coordinator.opens(f"/documents/{document.reference}")

    page = coordinator.presses(page, "Raise it", class_id="P1", status=422)
    assert "Say why it is more urgent." in problems(page)
    page = coordinator.presses(page, "Raise it", class_id="P1", because=" ", status=422)
    coordinator.presses(page, "Raise it", class_id="P1", because="It floods")

    told = shown(coordinator.follows())
    assert "It is raised to class P1." in told
    assert "raised it to P1: It floods" in told
    assert documents(session)[0].class_id == "P1"


def test_a_raise_that_the_rules_refuse_is_told_with_their_reason(
    person: Visitor, signed_in: SignedIn, session: Session
) -> None:
    asks(person)
    (document,) = documents(session)
    coordinator = signed_in(Role.COORDINATOR)
    page = coordinator.opens(f"/documents/{document.reference}")
    coordinator.presses(page, "Raise it", class_id="P0", because="It floods")

    coordinator.presses(page, "Raise it", class_id="P1", because="It floods", status=404)


def test_a_form_sent_after_the_sign_in_ended_keeps_what_was_typed_and_asks_for_the_files_again(
    person: Visitor, session: Session, app: Flask, clerk: Account
) -> None:
    page = person.opens(NEW)
    token = page.select_one("form [name=csrf_token]")
    assert token is not None
    with person.client.session_transaction() as cookie:
        del cookie["token"]

    sent = {"csrf_token": str(token["value"]), **typed(files=a_file(b"x" * 300_000))}
    page = person.asks("POST", NEW, status=401, data=sent)

    assert "Choose them again afterwards" in shown(page)
    assert not stored(app)
    clerk.password_hash = None
    person.signs_in(clerk)
    page = person.sends(NEW, status=422, key="one-page", **typed(files=[]))
    assert problems(page) == ["Choose a file, or paste the text."]
    assert "Summer hours" in str(page.select_one("#title"))


def test_an_upload_of_two_gigabytes_is_told_as_too_large_and_nothing_is_kept(
    person: Visitor, app: Flask
) -> None:
    person.opens(NEW)
    told = {"CONTENT_LENGTH": str(2 << 30), "CONTENT_TYPE": "multipart/form-data; boundary=x"}

    page = person.asks("POST", NEW, status=413, environ_overrides=told)

    assert "That is too large" in shown(page)
    assert not stored(app)


def test_the_page_works_without_script_and_names_every_language_in_its_own_words(
    person: Visitor, clerk: Account
) -> None:
    page = person.opens(NEW)

    assert page.select_one("bdi[lang=vi]") is not None
    assert page.select_one("form[enctype='multipart/form-data'] [type=file][multiple]") is not None
