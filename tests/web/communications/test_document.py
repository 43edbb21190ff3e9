from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from langaccess.domain.access import Role
from langaccess.domain.documents.workflow import DocumentStatus, JobState
from langaccess.services.documents.holding import hold
from langaccess.storage.documents.requests import Document, Watcher
from tests.factories import NINE, make_clerk
from tests.services.documents.office import ENGLISH, Office
from tests.web.conftest import SignedIn
from tests.web.pages import Clock, Visitor, shown


@pytest.fixture
def document(office: Office) -> Document:
    """A request for Spanish and Vietnamese."""
    return office.ask("es", "vi", title="Summer hours")


def at(document: Document, path: str = "") -> str:
    return f"/documents/{document.reference}{path}"


def opens(signed_in: SignedIn, office: Office, document: Document) -> tuple[Visitor, BeautifulSoup]:
    person = signed_in(office.requester)
    return person, person.opens(at(document))


def problems(page: BeautifulSoup) -> list[str]:
    links = page.select("[data-errors] a")
    assert all(page.select_one(str(one["href"])) is not None for one in links)
    return [one.get_text() for one in links]


def test_the_page_says_where_it_stands_why_and_when_each_language_is_done(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    office.ask("es", title="Behind it", now=NINE + timedelta(minutes=1))

    _, page = opens(signed_in, office, document)

    told = shown(page)
    assert "Number 1 of 2" in told
    assert "No rule matches, so it falls in the last class: P0" in told
    assert "In the queue On time" not in told
    assert "Nobody in the city is qualified to translate into Vietnamese" in told
    assert "Rosa Requester asked for this document in Spanish, Vietnamese." in told
    assert [one.get_text() for one in page.select("th bdi[lang]")] == ["Español", "Tiếng Việt"]


def test_a_language_that_will_be_late_is_told_with_what_can_be_done(
    signed_in: SignedIn, office: Office
) -> None:
    long = office.upload(" ".join(f"word{number}" for number in range(30_000)))
    late = office.ask("es", uploads=[long])

    _, page = opens(signed_in, office, late)

    told = shown(page)
    assert "Late" in told
    assert "Spanish would be finished by" in told
    assert "With a second translator sharing it" in told


def test_the_people_at_work_and_what_is_held_are_named(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    office.give(document)
    hold(
        office.session,
        office.team.actor,
        reference=document.reference,
        tag="vi",
        reason="Which pool is meant?",
        now=NINE,
    )

    _, page = opens(signed_in, office, document)

    told = shown(page)
    assert "Being translated" in told
    assert "Tina Translator" in told
    assert "On hold: Which pool is meant?" in told


def test_a_document_does_not_exist_for_those_it_does_not_concern(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    stranger = signed_in(Role.STAFF)
    for path in ("", "/versions/new", "/versions/2", f"/files/{'0' * 64}"):
        stranger.opens(at(document, path), status=404)
    for path in ("/cancel", "/raise", "/comments", "/watch", "/versions/new"):
        stranger.sends(at(document, path), status=404)

    signed_in(office.team).opens(at(document))


def test_whoever_only_watches_may_neither_cancel_nor_bring_a_version(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    watcher = make_clerk(office.session)
    person = signed_in(watcher)
    person.opens(at(document), status=404)
    office.session.add(Watcher(document_id=document.id, account_id=watcher.id))
    page = person.opens(at(document))

    assert not page.select(f"form[action='{at(document, '/cancel')}']")
    assert "Bring a new version" not in shown(page)
    person.opens(at(document, "/versions/new"), status=404)


def test_one_language_is_cancelled_with_its_reason_and_the_others_go_on(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    person, page = opens(signed_in, office, document)

    page = person.presses(page, "Cancel what is chosen", language="vi", status=422)
    assert problems(page) == ["Say why it is cancelled."]
    person.presses(page, "Cancel what is chosen", language="vi", reason="Asked by mistake")

    assert "Rosa Requester cancelled Vietnamese: Asked by mistake" in shown(person.follows())
    office.session.refresh(document)
    assert office.job(document, "vi").state is JobState.CANCELLED
    assert document.status is DocumentStatus.OPEN


def test_all_languages_are_cancelled_at_once_and_nothing_more_can_be(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    person, page = opens(signed_in, office, document)

    person.presses(page, "Cancel what is chosen", reason="Not needed")
    page = person.follows()

    assert "Place in the queue" not in shown(page)
    assert not page.select(f"form[action='{at(document, '/cancel')}']")
    person.sends(at(document, "/cancel"), reason="Again", language="", status=404)


def test_what_has_moved_meanwhile_is_told_at_the_form(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    person, page = opens(signed_in, office, document)
    hold(
        office.session,
        office.team.actor,
        reference=document.reference,
        tag="vi",
        reason="Which pool?",
        now=NINE,
    )

    page = person.presses(page, "Cancel what is chosen", language="vi", reason="No", status=422)

    assert problems(page) == ["This translation is on hold. Take it up again first."]


def test_a_document_published_in_one_language_and_open_in_another_is_cancelled_where_it_is_open(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    office.published(document)
    person, page = opens(signed_in, office, document)

    person.presses(page, "Cancel what is chosen", reason="Not needed")

    assert office.job(document, "es").state is JobState.PUBLISHED
    office.session.refresh(office.job(document, "vi"))
    assert office.job(document, "vi").state is JobState.CANCELLED


def test_nobody_is_offered_a_class_they_may_not_raise_to(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    person, page = opens(signed_in, office, document)

    assert not page.select(f"form[action='{at(document, '/raise')}']")
    person.sends(at(document, "/raise"), status=404, class_id="P0", because="Now")


def test_the_source_is_downloaded_under_its_name_and_never_shown(
    signed_in: SignedIn, office: Office
) -> None:
    upload = office.upload("<p>" + ENGLISH, 'Öffnung "neu".html')
    document = office.ask("es", uploads=[upload])
    person = signed_in(office.requester)
    address = at(document, f"/files/{upload.sha256}")

    person.opens(address)

    headers = person.answer.headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%C3%96ffnung%20%22neu%22.html" in headers["Content-Disposition"]
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["ETag"] == f'"{upload.sha256}"'
    assert headers["Cache-Control"] == "private, no-cache"
    assert person.answer.data == b"<p>" + ENGLISH.encode()
    person.opens(address, status=304, **{"If-None-Match": f'"{upload.sha256}"'})


def test_only_the_documents_own_files_are_handed_out(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    other = office.ask("es", uploads=[office.upload("Another text.", "other.txt")])
    elsewhere = office.upload("Another text.", "other.txt").sha256
    person = signed_in(office.requester)

    person.opens(at(other, f"/files/{elsewhere}"))
    for sha256 in (elsewhere, "0" * 64, "..%2f..%2fetc"):
        person.opens(at(document, f"/files/{sha256}"), status=404)


def test_a_file_that_the_store_lost_is_missed_and_noted(
    signed_in: SignedIn, office: Office, document: Document, caplog: pytest.LogCaptureFixture
) -> None:
    upload = office.upload()
    office.store.forget(upload.sha256)

    signed_in(office.requester).opens(at(document, f"/files/{upload.sha256}"), status=404)

    assert "the file store has lost" in caplog.text


def test_a_draft_is_read_by_those_at_work_and_by_the_requester_once_it_is_verified(
    signed_in: SignedIn, office: Office, document: Document
) -> None:
    office.revised(document)
    (draft,) = office.job(document).deliveries[0].files
    address = at(document, f"/files/{draft.file_sha256}")
    requester = signed_in(office.requester)

    requester.opens(address, status=404)
    assert "aviso.txt" not in shown(requester.opens(at(document)))
    signed_in(office.reviser.account).opens(address)
    signed_in(office.team).opens(address)
    office.verify(document)

    assert "aviso.txt" in shown(requester.opens(at(document)))
    requester.opens(address)


def test_once_verified_the_time_status_says_so(
    signed_in: SignedIn, office: Office, document: Document, clock: Clock
) -> None:
    office.verify(office.revised(document))
    clock.forward(40 * 86_400)

    _, page = opens(signed_in, office, document)

    assert "Done in time" in shown(page)
    assert "Past due" in shown(page)


def test_markup_in_a_title_is_only_text(signed_in: SignedIn, office: Office) -> None:
    document = office.ask("es", title="<script>alert(1)</script>")

    _, page = opens(signed_in, office, document)

    assert "<script>alert(1)</script>" in shown(page)
