"""Where a document stands: raised by who may, and ranked anew when the rules change."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.documents.workflow import DocumentUnknown
from langaccess.services.documents.dates import plan_jobs
from langaccess.services.documents.finish import cancel_document
from langaccess.services.documents.priorities import (
    RaiseRefused,
    priorities_of,
    raise_document,
    raise_roles_of,
    rerank,
)
from langaccess.storage.documents.queue import Place, place_of, queue_page
from langaccess.storage.documents.ranking import to_rank
from langaccess.storage.documents.requests import Document
from tests.factories import NINE, later, make_account, make_city, make_department
from tests.services.documents.office import SHIPPED, Office, make_agency, make_office


def test_who_may_raises_with_a_reason_and_everything_follows(office: Office) -> None:
    document = office.ask()
    before = office.job(document).due_at
    coordinator = make_account(office.session, Role.COORDINATOR)

    raise_document(
        office.session,
        coordinator.actor,
        office.city,
        reference=document.reference,
        class_id="P0",
        reason=" The dam may break. ",
        now=NINE,
    )

    assert (document.class_id, document.lane, document.raised_to) == ("P0", 0, "P0")
    assert document.raised_because == "The dam may break."
    assert office.job(document).due_at < before
    assert office.events(document)[-1] == "raised"
    assert office.told("document_raised") == [office.requester.email, office.team.email]


def test_a_raise_below_the_top_alerts_only_those_concerned(office: Office) -> None:
    document = office.ask()
    coordinator = make_account(office.session, Role.COORDINATOR)

    raise_document(
        office.session,
        coordinator.actor,
        office.city,
        reference=document.reference,
        class_id="P1",
        reason="A hearing",
        now=NINE,
    )

    assert office.told("document_raised") == [office.requester.email]


def test_a_raise_the_rules_do_not_give_is_refused_with_its_reason(office: Office) -> None:
    document = office.ask()

    with pytest.raises(RaiseRefused) as refused:
        raise_document(
            office.session,
            office.team.actor,
            office.city,
            reference=document.reference,
            class_id="P0",
            reason="Please",
            now=NINE,
        )

    assert any(one.why == "raise_by_nobody" for one in refused.value.because)


def test_what_is_closed_or_hidden_is_not_raised(office: Office) -> None:
    document = office.ask()
    facts: dict[str, Any] = {"class_id": "P0", "reason": "Please", "now": NINE}

    with pytest.raises(DocumentUnknown):
        raise_document(
            office.session,
            office.translator.account.actor,
            office.city,
            reference=document.reference,
            **facts,
        )
    cancel_document(
        office.session, office.team.actor, reference=document.reference, reason="No", now=NINE
    )
    with pytest.raises(DocumentUnknown):
        raise_document(
            office.session, office.team.actor, office.city, reference=document.reference, **facts
        )


def test_people_raise_as_what_their_department_or_job_is_called(office: Office) -> None:
    health = make_department(office.session, name="Public Health")
    account = make_account(
        office.session, department_id=health.id, job_title="Emergency Management"
    )

    assert raise_roles_of(account) == ("emergency-management", "public-health")
    assert raise_roles_of(make_account(office.session, Role.COORDINATOR)) == (
        "language-access-coordinator",
    )


def test_the_rules_are_made_ready_once_for_each_city(office: Office) -> None:
    assert priorities_of(office.city) is priorities_of(office.city)
    assert priorities_of(make_city(SHIPPED.read_text())) is not priorities_of(office.city)


def changed(old: str, new: str) -> City:
    """The city after somebody changed its rules file."""
    text = SHIPPED.read_text()
    assert old in text
    return make_city(text.replace(old, new))


def test_other_rules_move_what_they_change_and_confirm_the_rest(office: Office) -> None:
    flyer = office.ask()
    office.ask(document_type="denial")
    cancel = office.ask()
    cancel_document(
        office.session, office.team.actor, reference=cancel.reference, reason="No", now=NINE
    )
    city = changed('"programme-flyer"', '"programme-leaflet"')
    edition = city.rules.edition
    assert to_rank(office.session, edition) == 2

    assert rerank(office.session, city, most=1, now=NINE) == 1
    assert to_rank(office.session, edition) == 1
    assert rerank(office.session, city, most=10, now=NINE) == 1
    assert rerank(office.session, city, most=10, now=NINE) == 0

    office.session.expire_all()
    assert flyer.class_id == city.rules.classes[-1].id
    assert flyer.decision["rules_version"] == edition
    assert office.events(flyer) == ["requested", "ranked"]
    other = office.session.scalars(select(Document).filter_by(document_type="denial")).one()
    assert (other.class_id, other.rules_edition) == ("P1", edition)
    assert office.events(other) == ["requested"]


def test_the_queue_is_read_page_by_page_and_a_place_in_it_counted(office: Office) -> None:
    late = office.ask()
    urgent = office.ask(document_type="boil-water-notice", now=later(60))
    middle = office.ask(document_type="denial", now=later(30))

    first = queue_page(office.session, limit=2)
    rest = queue_page(office.session, limit=2, after=first[-1].place)

    assert [one.id for one in (*first, *rest)] == [urgent.id, middle.id, late.id]
    assert isinstance(first[0].place, Place)
    assert [place_of(office.session, one) for one in (urgent, middle, late)] == [0, 1, 2]
    assert place_of(office.session, late, at_most=1) == 1


def test_dates_count_what_stands_before_in_the_same_language_alone(office: Office) -> None:
    office.ask("es", uploads=[office.upload("word " * 5000)])
    second = office.ask("es", now=later(1))
    other = office.ask("vi", now=later(2))

    behind, free = office.job(second).finish_at, office.job(other, "vi").finish_at

    assert behind is not None
    assert free is not None
    assert behind > free


def test_an_agency_works_as_fast_as_it_says(office: Office) -> None:
    long = [office.upload("word " * 9000)]
    make_agency(office.session, "zh-Hans", words_a_day=20_000)

    alone = office.job(office.ask("vi", uploads=long), "vi").finish_at
    quick = office.job(office.ask("zh-Hans", uploads=long), "zh-Hans").finish_at

    assert alone is not None
    assert quick is not None
    assert quick < alone


def test_a_date_that_moves_by_a_day_is_told_to_the_requester(office: Office) -> None:
    document = office.ask()
    job = office.job(document)

    plan_jobs(office.session, office.city, document, [job], now=later(60))
    assert "date_moved" not in office.events(document)
    plan_jobs(office.session, office.city, document, [job], now=NINE + timedelta(days=3))

    assert office.events(document)[-1] == "date_moved"
    assert office.told("document_date_moved") == [office.requester.email]


def test_an_office_can_be_made_with_any_rules(office: Office, tmp_path: Path) -> None:
    other = make_office(office.session, changed("version = ", "version = "), tmp_path)

    assert other.ask().class_id == "P3"
