"""One table of who may open what, held against the URL map: a new page must be put in it."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.services import accounts
from langaccess.services.dispatch.answers import accept_offer
from langaccess.services.documents.files import read_upload
from langaccess.services.documents.request import Ask, request_translation
from langaccess.services.documents.versions import bring_version
from langaccess.storage.accounts import Account, SignIn
from langaccess.storage.dispatch import Attempt
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.documents.requests import Watcher
from langaccess.storage.notices import Notice
from tests.factories import (
    NINE,
    make_absence,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_language,
    make_ticket,
    make_vendor,
)
from tests.services.documents.office import make_agency, make_office
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor

EVERYBODY = frozenset({None, *Role})
SIGNED_IN = frozenset(Role)
DESK = frozenset({Role.STAFF, Role.COORDINATOR, Role.ADMIN})
INTERPRETERS = frozenset({Role.INTERPRETER})
# Who asked for the document in the table, and who sees to all of them.
OFFICE = DESK | {Role.COMMUNICATIONS}
OVERSEERS = frozenset({Role.COORDINATOR, Role.ADMIN})
TEAM = OVERSEERS | {Role.COMMUNICATIONS}

WHO = {
    EVERYBODY: "communications.deliver communications.deliver_source residents.library"
    " residents.library_document residents.library_file residents.library_language"
    " residents.want_document doors.alive doors.home doors.ready doors.set_password doors.sign_in"
    " residents.waiting residents.waiting_now",
    SIGNED_IN: "communications.answer communications.cancel_document communications.comment"
    " communications.answer_offer communications.compare_version communications.document"
    " communications.document_file communications.hand_over communications.job"
    " communications.move_job communications.waive_finding"
    " communications.my_documents communications.new_document communications.raise_document"
    " communications.request_document communications.send_version communications.watch"
    " doors.account doors.end_sign_in doors.revoke_token doors.sign_out",
    OFFICE: "communications.bring_version",
    TEAM: "communications.add_agency communications.add_term communications.agencies"
    " communications.agency communications.assign communications.assign_all communications.board"
    " communications.board_file communications.delete_board_view communications.glossary"
    " communications.glossary_file communications.my_steps communications.offer"
    " communications.offer_job communications.read_in_glossary communications.remove_term"
    " communications.save_board_view communications.term communications.views"
    " coordinators.rules",
    DESK: "staff.ask staff.call_next staff.call_ticket staff.cancel staff.card staff.close"
    " staff.connect staff.counter staff.draw_ticket staff.encounter staff.encounter_now"
    " staff.finish_ticket staff.note_vendor_silent staff.queue staff.queue_now staff.ring_again"
    " staff.show_resident staff.use_vendor",
    INTERPRETERS: "communications.my_work interpreters.accept_offer interpreters.answer"
    " interpreters.change_presence interpreters.connect interpreters.decline_offer"
    " interpreters.duty interpreters.duty_now interpreters.finish interpreters.qualifications",
    OVERSEERS: "coordinators.add_employee coordinators.add_skill coordinators.add_vendor"
    " coordinators.approve_variant coordinators.change_skill coordinators.choose_language"
    " coordinators.confirm_stand_in coordinators.department coordinators.departments"
    " coordinators.encounter_record coordinators.end_conflict coordinators.end_skill"
    " coordinators.forget_absence coordinators.give_password_link coordinators.languages"
    " coordinators.limits coordinators.list_person coordinators.note_absence"
    " coordinators.note_conflict coordinators.oversight coordinators.oversight_now"
    " coordinators.people coordinators.person coordinators.qualifications"
    " coordinators.retire_vendor coordinators.try_rules coordinators.unlist_person"
    " coordinators.vendor coordinators.vendors coordinators.week coordinators.why_not"
    " coordinators.withdraw_variant",
}
MAY = {endpoint: who for who, endpoints in WHO.items() for endpoint in endpoints.split()}
# What a page answers to whoever may open it, where that is not the page itself.
ANSWERS = {"communications.assign": 303, "doors.home": 303, "doors.ready": 503}


def pages(app: Flask) -> list[Rule]:
    """Every address that people open; the API has a table of its own."""
    rules = app.url_map.iter_rules()
    return [one for one in rules if one.endpoint.partition(".")[0] not in {"static", "api"}]


@pytest.fixture
def people(session: Session) -> Mapping[Role, Account]:
    """One person of each role, all of one department and site."""
    staff = make_clerk(session)
    place: dict[str, Any] = {"department_id": staff.department_id, "location_id": staff.location_id}
    others = {role: make_clerk(session, role, **place) for role in Role if role is not Role.STAFF}
    interpreter = make_interpreter(session, **place)
    return others | {Role.STAFF: staff, Role.INTERPRETER: interpreter.account}


@pytest.fixture
def world(
    app: Flask, session: Session, city: City, people: Mapping[Role, Account]
) -> dict[str, Any]:
    """Something real for every part of an address."""
    clerk, interpreter = people[Role.STAFF], people[Role.INTERPRETER]
    one = make_encounter(session, city, clerk=clerk)
    offer = session.scalars(select(Attempt)).one()
    accept_offer(session, interpreter.actor, city, attempt_id=offer.id, now=NINE)
    accounts.sign_in(session, clerk, now=NINE)
    token, _ = accounts.make_token(session, email=clerk.email, lasts=timedelta(1), now=NINE)
    person = make_interpreter(session)
    assert clerk.location
    return {
        "reference": one.reference,
        "attempt_id": offer.id,
        "ticket_id": make_ticket(session, clerk.location_id or 0).id,
        "how": "served",
        "slug": clerk.location.slug,
        "sign_in_id": session.scalars(select(SignIn.id)).first(),
        "token_id": token.id,
        "token": accounts.make_password_link(session, clerk, now=NINE),
        "account_id": person.account_id,
        "qualification_id": person.qualifications[0].id,
        "conflict_id": 1,
        "absence_id": make_absence(session, person).id,
        "department_id": clerk.department_id,
        "vendor_id": make_vendor(session).id,
        **published_and_asked(session, city, app),
        "asked": "es",
        "accepted": "mam",
        "communications": document_watched(app, session, city, people),
    }


def document_watched(
    app: Flask, session: Session, city: City, people: Mapping[Role, Account]
) -> dict[str, object]:
    """A document of two versions that the clerk asked for and everybody watches."""
    for tag in ("en", "es"):
        make_language(session, tag)
    store, clerk = app.extensions["langaccess_files"], people[Role.STAFF].actor
    first, second = (read_upload(store, f"{n}.txt", BytesIO(f"Text {n}.".encode())) for n in "12")
    ask = Ask(request_key="x", title="Text", document_type="flyer", target_tags=("es",))
    document = request_translation(session, clerk, city, ask, [first], now=NINE)
    reference = document.reference
    bring_version(session, clerk, [second], reference=reference, note="", now=NINE)
    for role, one in people.items():
        if role is not Role.STAFF:  # who asks watches
            session.add(Watcher(document_id=document.id, account_id=one.id))
    session.flush()
    return {
        "reference": reference,
        "number": 2,
        "sha256": first.sha256,
        "comment_id": 1,
        "tag": "es",
        **held_by_the_team(session),
    }


def held_by_the_team(session: Session) -> dict[str, object]:
    """An agency and a term; the rest of an address is looked at only by forms."""
    term = GlossaryTerm(language_tag="es", source="pool", target="alberca", status="approved")
    session.add(term)
    session.flush()
    names = {"move": "hold", "step": "translate", "answer": "accept"}
    rows = {"view_id": 1, "assignment_id": 1, "finding_id": 1}
    return {"agency_id": make_agency(session).id, "term_id": term.id, **rows, **names}


def published_and_asked(session: Session, city: City, app: Flask) -> dict[str, object]:
    """A published translation, and a link by which an agency hands one over."""
    office = make_office(session, city, app.extensions["langaccess_files"].folder)
    published = office.published(office.ask())
    office.offer(office.ask(), vendor=make_agency(session))
    letter = session.scalars(select(Notice).filter_by(kind="document_for_vendor")).one()
    return {
        "written_tag": "es",
        "published": published.reference,
        "position": 1,
        "upload_token": letter.facts["token"],
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_stands_in_the_table_and_every_line_of_it_is_a_page(app: Flask) -> None:
    assert {one.endpoint for one in pages(app)} == {*MAY}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_each_page_opens_to_those_in_the_table_and_to_nobody_else(
    app: Flask,
    visitor: Visitor,
    signed_in: SignedIn,
    people: Mapping[Role, Account],
    world: dict[str, Any],
    role: Role | None,
) -> None:
    person = visitor if role is None else signed_in(people[role])

    for one in pages(app):
        address = address_of(app, one, world)
        may = role in MAY[one.endpoint]
        for method in (one.methods or set()) & {"GET", "POST"}:
            expected = told(one.endpoint, method, role, may=may)
            person.asks(method, address, status=expected)


def told(endpoint: str, method: str, role: Role | None, *, may: bool) -> int:
    """The status that a person gets; a form is sent without its token, so that nothing happens."""
    if may:
        return ANSWERS.get(endpoint, 200) if method == "GET" else 400
    if role is None:
        return 303 if method == "GET" else 401
    return 404


def address_of(app: Flask, rule: Rule, world: Mapping[str, Any]) -> str:
    """This page's address, with something real in each of its parts."""
    here = {**world, **world.get(rule.endpoint.partition(".")[0], {})}
    values = {name: here[name] for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values, append_unknown=False)
