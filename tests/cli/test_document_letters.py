"""The words of letters about documents, and the files that go with them, as a server gets them."""

import io
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.adapters.mail import SmtpMailer
from langaccess.adapters.store import FileStore
from langaccess.cli import letters
from langaccess.cli.document_letters import ATTACHED_BYTES_AT_MOST, KINDS
from langaccess.cli.letters import letter_writer
from langaccess.domain.city import City
from langaccess.domain.documents.events import TOLD
from langaccess.services.delivery import deliver
from langaccess.services.documents.agencies import open_link
from langaccess.settings import Settings
from langaccess.storage.notices import Notice
from tests.cli.test_letters import ZONE
from tests.factories import NINE
from tests.mailbox import Mailbox, mailbox
from tests.services.documents.office import Office, make_agency, make_office

FACTS = {
    "reference": "K7MW2Q",
    "title": "Summer hours",
    "who": "Tom Team",
    "whom": "Tina Translator",
    "language": "so",
    "languages": "es, ht",
    "class_id": "P1",
    "reason": "50 % is missing",
    "due_at": "2026-11-23T17:00:00+00:00",
    "finish_at": "2026-11-24T17:00:00+00:00",
    "step": "translate",
    "number": 2,
    "text": "Which pool?",
    "engine": "A machine",
    "words": 420,
    "token": "t0ken",
}
# Bytes that no text is, line ends of every kind, and a dot that SMTP would double.
BYTES = bytes(range(256)) + b"\r\n.\r\n\n\r" * 40


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def office(session: Session, city: City, settings: Settings) -> Office:
    """An office whose files lie where the worker looks for them."""
    return make_office(session, city, settings.files_path)


def make_notice(kind: str, locale: str = "en", **facts: object) -> Notice:
    return Notice(
        email="ana@city.example",
        locale=locale,
        kind=kind,
        facts=FACTS | facts,
        message_id="<1@langaccess.invalid>",
        thread_id="<document-K7MW2Q@langaccess.invalid>",
        created_at=NINE,
    )


def kept(settings: Settings, *contents: bytes) -> list[list[str]]:
    """Files in the store, as the facts of a letter name them."""
    store = FileStore(settings.files_path)
    return [
        [f"text {at}.idml", store.keep(io.BytesIO(one), most_bytes=len(one)).sha256]
        for at, one in enumerate(contents)
    ]


def test_every_happening_that_is_told_has_its_words() -> None:
    to_others = {"document_for_vendor", "document_wanted"}
    assert {f"document_{one}" for one in TOLD} | to_others == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("locale", ["en", "es", "ar", "zh-Hant", "xx"])
def test_every_letter_can_be_written_for_everybody(
    settings: Settings, catalogues: Path, monkeypatch: pytest.MonkeyPatch, kind: str, locale: str
) -> None:
    monkeypatch.setattr(letters, "PACKED", catalogues)

    letter = letter_writer(settings, ZONE)(make_notice(kind, locale, files=[]))

    assert letter.subject == "[K7MW2Q] Summer hours"
    assert letter.thread_id == "<document-K7MW2Q@langaccess.invalid>"
    assert "%(" not in letter.text
    assert "https://help.city.example/" in letter.text


def test_a_letter_says_what_happened_and_where_to_go_on(settings: Settings) -> None:
    letter = letter_writer(settings, ZONE)(make_notice("document_offered"))

    assert letter.text == (
        "Tom Team asked Tina Translator for Somali: translation.\n\n"
        "Whoever is asked takes it, or declines it, on the document's page.\n\n"
        "The document's page: https://help.city.example/documents/K7MW2Q\n"
    )


def test_moments_and_languages_are_told_in_the_readers_way(settings: Settings) -> None:
    write = letter_writer(settings, ZONE)

    english = write(make_notice("document_requested")).text
    spanish = write(make_notice("document_at_risk", "es")).text

    assert "Tom Team asked for this document in Spanish, Haitian Creole." in english
    assert "somalí" in spanish
    assert "23 nov 2026, 9:00:00" in spanish


def test_what_nobody_was_asked_for_is_told_of_whoever_did_it(settings: Settings) -> None:
    letter = letter_writer(settings, ZONE)(make_notice("document_reviewed", whom=""))

    assert letter.text.startswith("Tom Team reviewed Somali.")


def test_a_fact_that_an_older_notice_lacks_stops_no_letter(settings: Settings) -> None:
    notice = make_notice("document_accepted")
    notice.facts = {"reference": "K7MW2Q", "title": "Summer hours"}

    letter = letter_writer(settings, ZONE)(notice)

    assert "The document's page: https://help.city.example/documents/K7MW2Q" in letter.text


def test_a_title_of_several_lines_is_one_line_of_the_subject(settings: Settings) -> None:
    letter = letter_writer(settings, ZONE)(make_notice("document_held", title="Pool\nhours "))

    assert letter.subject == "[K7MW2Q] Pool hours"


def test_an_agency_gets_its_files_byte_for_byte(settings: Settings, box: Mailbox) -> None:
    files = kept(settings, BYTES, b"caf\xe9")
    files[1][0] = "aviso año.txt"

    came_of_it = deliver(
        SmtpMailer(box.url),
        letter_writer(settings, ZONE),
        make_notice("document_for_vendor", files=files),
    )

    assert not came_of_it.fault
    letter = box.letters[-1]
    body = letter.get_body()
    assert isinstance(body, EmailMessage)
    assert "https://help.city.example/deliver/t0ken" in body.get_content()
    assert "The files are attached." in body.get_content()
    parts = [one.get_payload(decode=True) for one in letter.iter_attachments()]
    assert parts == [BYTES, b"caf\xe9"]
    assert [one.get_filename() for one in letter.iter_attachments()] == [
        "text 0.idml",
        "aviso año.txt",
    ]


@pytest.mark.parametrize("over", [0, 1])
def test_files_that_are_too_large_together_stay_on_the_page_of_the_link(
    settings: Settings, over: int
) -> None:
    half = ATTACHED_BYTES_AT_MOST // 2
    files = kept(settings, b"a" * half, b"b" * (half + over))

    letter = letter_writer(settings, ZONE)(make_notice("document_for_vendor", files=files))

    assert len(letter.attachments) == (0 if over else 2)
    assert ("the page of the link below offers them" in letter.text) == bool(over)


def test_a_letter_whose_file_cannot_be_read_is_tried_again(
    settings: Settings, box: Mailbox
) -> None:
    notice = make_notice("document_for_vendor", files=[["text.docx", "0" * 64]])

    came_of_it = deliver(SmtpMailer(box.url), letter_writer(settings, ZONE), notice)

    assert came_of_it.fault
    assert not came_of_it.is_final
    assert box.letters == []


def test_all_letters_of_a_document_are_one_thread(
    office: Office, settings: Settings, box: Mailbox, session: Session
) -> None:
    agency = make_agency(session)
    document = office.ask()
    office.offer(document, vendor=agency)
    session.flush()

    for notice in session.scalars(select(Notice)):
        assert not deliver(SmtpMailer(box.url), letter_writer(settings, ZONE), notice).fault

    thread = f"<document-{document.reference}@langaccess.invalid>"
    assert {one["To"] for one in box.letters} >= {agency.email, office.requester.email}
    assert {one["References"] for one in box.letters} == {thread}
    assert {one["In-Reply-To"] for one in box.letters} == {thread}
    assert {one["Subject"] for one in box.letters} == {f"[{document.reference}] Summer hours"}
    to_agency = next(one for one in box.letters if one["To"] == agency.email)
    source = document.versions[0].files[0]
    with office.store.open(source.file_sha256) as file:
        assert [part.get_payload(decode=True) for part in to_agency.iter_attachments()] == [
            file.read()
        ]
    body = to_agency.get_body()
    assert isinstance(body, EmailMessage)
    token = body.get_content().partition("/deliver/")[2].split()[0]
    assert open_link(session, token, now=NINE).vendor is agency
