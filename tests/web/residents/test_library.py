"""The library, as residents find their documents in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.documents.workflow import FindingStatus, Step
from langaccess.services.documents.finish import publish, withdraw
from langaccess.services.documents.library import ASKED_AT_MOST
from langaccess.services.documents.work import HandOver, hand_over
from langaccess.services.upkeep import forget
from langaccess.storage.documents.library import Publication
from langaccess.storage.documents.requests import Document, DocumentEvent
from langaccess.storage.notices import Notice
from langaccess.web.residents import library
from tests.factories import NINE, make_city, make_clerk, make_language
from tests.services.documents.office import SHIPPED, SPANISH, Office, make_office
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, shown


@pytest.fixture
def office(session: Session, app: Flask) -> Office:
    """An office whose files lie where the application looks for them."""
    folder = app.extensions["langaccess_files"].folder
    return make_office(session, make_city(SHIPPED.read_text()), folder)


@contextmanager
def noted(session: Session) -> Iterator[list[Notice]]:
    """The letters owed meanwhile."""
    before = set(session.scalars(select(Notice.id)))
    found: list[Notice] = []
    yield found
    session.expire_all()
    found += [one for one in session.scalars(select(Notice)) if one.id not in before]


def shown_of(session: Session, document: Document) -> Publication:
    query = select(Publication).filter_by(document_id=document.id, withdrawn_at=None)
    return session.scalars(query).one()


def published_page(office: Office, markup: str) -> Document:
    """A document whose Spanish is published as a web page."""
    document = office.ask(uploads=[office.upload("<p>Hello</p>", "notice.html")])
    office.give(document)
    office.give(document, Step.REVISE)
    handed = HandOver(Step.TRANSLATE, [office.upload(markup, "aviso.html")], is_self_checked=True)
    who = {"reference": document.reference, "tag": "es"}
    hand_over(office.session, office.translator.account.actor, handed, now=NINE, **who)
    office.hand_over(document, None, Step.REVISE)
    for one in office.job(document).deliveries[-1].findings:
        one.status = FindingStatus.FIXED
    office.verify(document)
    publish(office.session, office.team.actor, title="Aviso", subject="parks", now=NINE, **who)
    return document


def test_languages_are_shown_by_their_own_names(visitor: Visitor, office: Office) -> None:
    office.published(office.ask())
    office.ask("vi")

    page = visitor.opens("/library")

    tiles = page.select("main .tile")
    assert [one["href"] for one in tiles] == ["/library/es"]
    assert tiles[0].select_one("bdi[lang=es]") is not None
    assert "Español Spanish · 1 document" in shown(page)


def test_an_empty_library_says_so_and_offers_to_ask(visitor: Visitor, session: Session) -> None:
    make_language(session, "vi")

    assert "Nothing is published yet." in shown(visitor.opens("/library"))
    page = visitor.opens("/library/vi")
    assert "Nothing is published in this language yet." in shown(page)
    assert page.select_one("a[href='/library/request?language=vi']") is not None


@pytest.mark.parametrize("address", ["/library/xx", "/library/ase", "/library/es/NOWHERE"])
def test_what_there_is_not_is_not_found(visitor: Visitor, session: Session, address: str) -> None:
    for tag in ("es", "ase"):
        make_language(session, tag)
    visitor.opens(address, status=404)


def test_a_list_has_both_titles_the_day_and_the_subject(visitor: Visitor, office: Office) -> None:
    office.published(office.ask())

    page = visitor.opens("/library/es?lang=en")

    title = page.select_one("h3 bdi[lang=es][dir=ltr]")
    assert title is not None
    assert title.get_text() == "Horario de verano"
    told = shown(page)
    assert "parks" in told
    assert "Summer hours" in told
    assert "Since Nov 23, 2026" in told


def test_a_language_we_speak_is_the_pages_own_until_its_reader_chooses(
    visitor: Visitor, office: Office
) -> None:
    office.published(office.ask())

    assert visitor.opens("/library/es").select("html[lang=es]")
    assert visitor.opens("/library/es?lang=ar").select("html[lang=ar][dir=rtl]")
    page = visitor.opens("/library")
    assert page.select("html[lang=ar]")
    assert [one["lang"] for one in page.select("#languages a")] == ["en", "es", "ar"]
    assert visitor.opens("/sign-in").select("html[lang=en]")  # staff's pages do not speak it


def test_subjects_choose_among_documents(visitor: Visitor, office: Office) -> None:
    office.published(office.ask())
    other = office.published(office.ask(title="Bus times"))
    shown_of(office.session, other).subject = "transit"

    page = visitor.opens("/library/es?lang=en")
    assert [one.get_text() for one in page.select("h2 bdi")] == ["parks", "transit"]

    page = visitor.opens("/library/es?subject=transit")
    assert [one.get_text() for one in page.select("h2 bdi")] == ["transit"]
    assert "Summer hours" not in shown(page)


def test_a_long_list_has_pages(
    visitor: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "A_PAGE", 1)
    for title in ("One", "Two"):
        office.published(office.ask(title=title))

    first = visitor.opens("/library/es?lang=en")
    following = first.select_one(".pager [rel=next]")
    assert following is not None
    second = visitor.opens(str(following["href"]))

    assert second.select_one(".pager [rel=prev]") is not None
    assert second.select_one(".pager [rel=next]") is None
    assert ("One" in shown(first)) != ("One" in shown(second))


def test_a_text_is_read_on_the_page_as_paragraphs_of_its_language(
    visitor: Visitor, office: Office
) -> None:
    document = office.published(office.ask())

    page = visitor.opens(f"/library/es/{document.reference}?lang=en")

    read = page.select_one("article[lang=es][dir=ltr]")
    assert read is not None
    assert [one.get_text() for one in read.select("p")] == [SPANISH]
    assert page.select_one("h1[lang=es]") is not None
    assert "Published on Nov 23, 2026" in shown(page)


def test_foreign_markup_never_reaches_the_page(visitor: Visitor, office: Office) -> None:
    markup = '<p>Hola</p><script>alert(1)</script><p><img src=x onerror="alert(1)">&lt;b&gt;</p>'
    document = published_page(office, markup)

    page = visitor.opens(f"/library/es/{document.reference}")

    assert [one.get_text() for one in page.select("article p")] == ["Hola", "<b>"]
    assert "alert(1)" not in visitor.answer.text


def test_a_long_text_ends_on_the_page_and_says_so(
    visitor: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "LETTERS_AT_MOST", 10)
    document = office.published(office.ask())

    page = visitor.opens(f"/library/es/{document.reference}?lang=en")

    assert page.select("article") == []


def test_a_file_is_taken_under_its_title_in_its_language(visitor: Visitor, office: Office) -> None:
    document = office.published(office.ask())
    shown_of(office.session, document).title = "مواعيد/الصيف\u202e"

    visitor.asks("GET", f"/library/es/{document.reference}/1", status=200)

    assert visitor.answer.get_data(as_text=True) == SPANISH
    assert visitor.answer.headers["Content-Disposition"] == (
        f'attachment; filename="{document.reference}-es-1.txt";'
        f" filename*=UTF-8''{quote('مواعيدالصيف.txt')}"
    )
    assert visitor.answer.headers["X-Content-Type-Options"] == "nosniff"
    etag = visitor.answer.headers["ETag"]
    same = {"If-None-Match": etag}
    visitor.asks("GET", f"/library/es/{document.reference}/1", status=304, headers=same)
    visitor.opens(f"/library/es/{document.reference}/2", status=404)


def test_a_newer_original_is_told_with_the_number_to_call(visitor: Visitor, office: Office) -> None:
    document = office.published(office.ask())
    assert "newer" not in shown(visitor.opens(f"/library/es/{document.reference}?lang=en"))
    document.current_version = 2

    page = visitor.opens(f"/library/es/{document.reference}")

    assert "A newer English version exists. Call" in shown(page)
    assert page.select_one(".banner bdi[dir=ltr] a[href='tel:+15105550142']") is not None
    assert "The original has a newer version" in shown(visitor.opens("/library/es"))
    make_language(office.session, "vi")
    document.source_language_tag = "vi"
    page = visitor.opens(f"/library/es/{document.reference}")
    assert "A newer version of the original exists." in shown(page)


def test_a_machines_translation_carries_its_warning_in_the_target_language(
    visitor: Visitor, office: Office
) -> None:
    document = office.published(office.ask())
    shown_of(office.session, document).is_machine = True

    page = visitor.opens(f"/library/es/{document.reference}?lang=ar")

    assert [(one["lang"], one["dir"]) for one in page.select(".banner.warning")] == [
        ("es", "ltr"),
        ("ar", "rtl"),
        ("en", "ltr"),
    ]
    assert "Translated by a machine" in shown(visitor.opens("/library/es?lang=en"))


def test_what_is_withdrawn_is_gone(visitor: Visitor, office: Office) -> None:
    document = office.published(office.ask())
    actor, reference = office.team.actor, document.reference
    withdraw(office.session, actor, reference=reference, tag="es", reason="Wrong", now=NINE)

    for address in ("/library/es/{}", "/library/es/{}/1"):
        visitor.opens(address.format(reference), status=404)
    assert "Horario" not in shown(visitor.opens("/library/es"))


def test_a_page_that_is_as_it_was_is_not_sent_again(visitor: Visitor, office: Office) -> None:
    document = office.published(office.ask())
    for address in ("/library", "/library/es", f"/library/es/{document.reference}"):
        visitor.opens(address)
        same = {"If-None-Match": visitor.answer.headers["ETag"]}
        visitor.asks("GET", address, status=304, headers=same)

    document.current_version = 2
    visitor.asks("GET", f"/library/es/{document.reference}", status=200, headers=same)


def test_a_page_of_somebody_signed_in_is_never_taken_for_anothers(
    signed_in: SignedIn, office: Office
) -> None:
    person = signed_in(Role.STAFF)
    person.opens("/library")

    assert "ETag" not in person.answer.headers


def test_who_asks_leaves_a_trace_of_the_language_alone(
    visitor: Visitor, office: Office, session: Session
) -> None:
    document = office.published(office.ask())
    make_language(session, "vi")
    page = visitor.opens(f"/library/request?document={document.reference}")
    assert "Summer hours" in shown(page)

    with noted(session) as letters:
        visitor.presses(page, "Ask for it", language="vi", contact="510-555-0199")

    assert "The city's team was told" in shown(visitor.follows())
    event = session.scalars(select(DocumentEvent).filter_by(kind="wanted")).one()
    assert (event.facts, event.actor_id) == ({"languages": "vi"}, None)
    assert [(one.email, one.kind) for one in letters] == [(office.team.email, "document_wanted")]
    assert letters[0].facts["contact"] == "510-555-0199"
    assert letters[0].thread_id == f"<document-{document.reference}@langaccess.invalid>"

    forget(session, now=NINE + timedelta(days=31))
    assert session.scalars(select(Notice).filter_by(kind="document_wanted")).all() == []


def test_asking_twice_is_asking_once(visitor: Visitor, office: Office, session: Session) -> None:
    document = office.published(office.ask())
    make_language(session, "vi")
    address = f"/library/request?document={document.reference}"

    with noted(session) as letters:
        for _ in range(2):
            visitor.sends(address, language="vi", contact="")

    assert len(letters) == 1
    assert letters[0].facts["contact"] == "–"
    assert len(session.scalars(select(DocumentEvent).filter_by(kind="wanted")).all()) == 1


def test_any_other_document_is_asked_for_in_ones_own_words(
    visitor: Visitor, office: Office, session: Session
) -> None:
    make_language(session, "vi")
    page = visitor.opens("/library/request?language=vi")
    assert page.select_one("option[value=vi][selected]") is not None

    with noted(session) as letters:
        visitor.sends("/library/request", language="vi", words=" The bus\ttimes ")

    assert [one.kind for one in letters] == ["library_wanted"]
    assert letters[0].facts["title"] == "The bus times"


def test_without_a_team_the_coordinators_are_told(visitor: Visitor, session: Session) -> None:
    make_language(session, "vi")
    chief = make_clerk(session, Role.COORDINATOR)

    with noted(session) as letters:
        visitor.sends("/library/request", language="vi", words="Bus times")

    assert [one.email for one in letters] == [chief.email]


def test_what_is_there_already_is_shown_instead(visitor: Visitor, office: Office) -> None:
    document = office.published(office.ask())

    visitor.sends(f"/library/request?document={document.reference}", language="es")

    assert visitor.led_to == f"/library/es/{document.reference}"
    assert "ya" in shown(visitor.follows()) or "already" in visitor.answer.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"words": "Bus times", "language": ""}, "Choose your language."),
        ({"words": " ", "language": "vi"}, "Write which document you want to read."),
        ({"words": "Bus times", "language": "xx"}, "Not a valid choice"),
        ({"words": "x" * 300, "language": "vi"}, "longer than 200"),
    ],
)
def test_what_is_missing_is_told_at_its_field(
    visitor: Visitor, session: Session, typed: dict[str, str], told: str
) -> None:
    make_language(session, "vi")

    page = visitor.sends("/library/request", status=422, **typed)

    assert told in shown(page)
    assert page.select_one("[data-errors]") is not None


def test_a_flood_of_wishes_is_stopped_without_knowing_from_whom(
    visitor: Visitor, office: Office, session: Session
) -> None:
    make_language(session, "vi")
    for number in range(ASKED_AT_MOST):
        session.add(
            Notice(
                email="team@city.example",
                locale="en",
                kind="library_wanted",
                facts={},
                dedupe_key=f"wanted:{number}:1",
                message_id=f"<{number}>",
                created_at=NINE,
            )
        )

    page = visitor.sends("/library/request", status=422, language="vi", words="Bus times")

    assert "this page has to rest" in shown(page)
