"""An agency's page: what its one-time link shows, takes, and refuses."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.documents.workflow import JobState
from langaccess.services.documents.agencies import LINK_LASTS
from langaccess.services.documents.holding import hold
from langaccess.storage.documents.jobs import Delivery
from langaccess.storage.documents.requests import Document
from langaccess.storage.notices import Notice
from tests.factories import NINE, make_city
from tests.services.documents.office import (
    ENGLISH,
    SHIPPED,
    SPANISH,
    Office,
    make_agency,
    make_office,
)
from tests.web.pages import Clock, Visitor, shown

ADDRESS = "/deliver/{}"


@pytest.fixture
def office(session: Session, app: Flask) -> Office:
    """An office whose files lie where the application looks for them."""
    folder = app.extensions["langaccess_files"].folder
    return make_office(session, make_city(SHIPPED.read_text()), folder)


@pytest.fixture
def document(office: Office) -> Document:
    """A document whose Spanish an agency is asked for."""
    document = office.ask()
    office.offer(document, vendor=make_agency(office.session))
    return document


def link_of(office: Office, document: Document) -> str:
    """The address in the agency's letter."""
    thread = f"<document-{document.reference}@langaccess.invalid>"
    query = select(Notice).filter_by(kind="document_for_vendor", thread_id=thread)
    return ADDRESS.format(office.session.scalars(query).one().facts["token"])


def hands_over(
    visitor: Visitor, address: str, *texts: str, status: int = 200, **fields: object
) -> BeautifulSoup:
    """Send files as a browser does."""
    sent = [(io.BytesIO(one.encode()), f"aviso {at}.txt") for at, one in enumerate(texts)]
    typed = {"is_self_checked": "y", "csrf_token": visitor.token} | fields
    data = {key: one for key, one in typed.items() if one} | {"files": sent}
    return visitor.asks("POST", address, status=status, data=data)


def test_the_page_says_what_is_asked_and_gives_the_files(
    visitor: Visitor, office: Office, document: Document
) -> None:
    address = link_of(office, document)

    page = visitor.opens(address)

    told = shown(page)
    for words in ("Summer hours", document.reference, "Español", "notice.txt", "Words 15"):
        assert words in told
    visitor.asks("GET", f"{address}/1", status=200)
    assert visitor.answer.text == ENGLISH
    assert "notice.txt" in visitor.answer.headers["Content-Disposition"]
    visitor.opens(f"{address}/2", status=404)


def test_what_is_handed_over_moves_the_job_on_and_the_link_works_no_more(
    visitor: Visitor, office: Office, document: Document
) -> None:
    address = link_of(office, document)

    page = hands_over(visitor, address, SPANISH, note="Done")

    assert "Our checks found nothing" in shown(page)
    office.session.expire_all()
    assert office.state(document) is JobState.REVISING
    delivery = office.session.scalars(select(Delivery)).one()
    assert (delivery.note, delivery.vendor_id is not None) == ("Done", True)
    for again in (visitor.opens(address, status=404), visitor.opens(f"{address}/1", status=404)):
        assert "This link does not work any more" in shown(again)
    hands_over(visitor, address, SPANISH, status=404)
    assert len(office.session.scalars(select(Delivery)).all()) == 1


def test_what_the_checks_found_is_shown_at_once(
    visitor: Visitor, office: Office, document: Document
) -> None:
    page = hands_over(visitor, link_of(office, document), SPANISH.replace("0142", "0143"))

    told = shown(page)
    assert "What our checks found" in told
    assert "510-555-0142" in told


def test_a_link_is_for_its_own_document_alone(
    visitor: Visitor, office: Office, document: Document
) -> None:
    other = office.ask()
    office.offer(other, vendor=make_agency(office.session))

    hands_over(visitor, link_of(office, document), SPANISH)

    office.session.expire_all()
    assert office.state(document) is JobState.REVISING
    assert office.state(other) is JobState.OFFERED


def test_a_wrong_old_or_replaced_link_says_whom_to_write_to(
    visitor: Visitor, office: Office, document: Document, clock: Clock
) -> None:
    address = link_of(office, document)
    clock.at = NINE + LINK_LASTS + timedelta(seconds=1)

    for one in (address, f"{address}/1", ADDRESS.format("guessed")):
        page = visitor.opens(one, status=404)
        assert "write to language-access@localhost" in shown(page)
        assert page.select_one("a[href='tel:+15105550142']") is not None


@pytest.mark.parametrize(
    ("texts", "fields", "told"),
    [
        ((), {}, "Choose the files."),
        ((SPANISH,), {"is_self_checked": ""}, "Confirm that you checked your own work."),
        (("",), {}, "aviso 0.txt is empty."),
        ((SPANISH,), {"note": "x" * 3000}, "longer than 2000"),
    ],
)
def test_what_is_missing_is_told_and_the_link_still_works(
    visitor: Visitor,
    office: Office,
    document: Document,
    texts: tuple[str, ...],
    fields: dict[str, object],
    told: str,
) -> None:
    address = link_of(office, document)

    page = hands_over(visitor, address, *texts, status=422, **fields)

    assert told in shown(page)
    assert page.select_one("[data-errors]") is not None
    visitor.opens(address)


def test_files_need_not_be_sent_again_when_something_else_was_wrong(
    visitor: Visitor, office: Office, document: Document
) -> None:
    address = link_of(office, document)
    page = hands_over(visitor, address, SPANISH, status=422, is_self_checked="")

    page = visitor.presses(page, "Hand over", status=200, is_self_checked="y")

    assert "Your work has arrived" in shown(page)


def test_work_on_hold_is_not_taken_and_says_why(
    visitor: Visitor, office: Office, document: Document
) -> None:
    address = link_of(office, document)
    actor, reference = office.team.actor, document.reference
    hold(office.session, actor, reference=reference, tag="es", reason="Which pool?", now=NINE)

    assert "on hold: Which pool?" in shown(visitor.opens(address))
    page = hands_over(visitor, address, SPANISH, status=422)

    assert "on hold" in shown(page)
    assert office.session.scalars(select(Delivery)).all() == []
