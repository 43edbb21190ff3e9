"""Everything there is to look at: each page by its address, and each state that pages can be in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.counter import TicketStatus
from langaccess.domain.dispatch import Mode, Outcome
from langaccess.domain.documents.workflow import CommentKind
from langaccess.services import accounts
from langaccess.services.dispatch import conversation, vendor_line
from langaccess.services.dispatch.answers import accept_offer
from langaccess.services.documents.files import read_upload
from langaccess.services.documents.request import Ask, request_translation
from langaccess.services.documents.talk import comment
from langaccess.services.documents.versions import bring_version
from langaccess.storage.accounts import Account
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.notices import Notice
from langaccess.web.page import city, files
from langaccess.web.register import AUDIENCES
from tests.factories import (
    ZONE,
    make_absence,
    make_clerk,
    make_encounter,
    make_language,
    make_ticket,
    make_vendor,
)
from tests.journeys.house import House, now, ready_interpreter
from tests.services.documents.office import make_agency, make_office

# Addresses that answer to script or to machines, and the one that only leads on.
NOT_PAGES = frozenset({"doors.alive", "doors.home", "doors.ready"})
PARTS = "_now"
# Addresses that hand out files.
FILES = frozenset(
    {
        "communications.board_file",
        "communications.deliver_source",
        "communications.document_file",
        "communications.glossary_file",
        "residents.library_file",
    }
)
LOOKS_AS = {
    "doors": Role.STAFF,
    "staff": Role.STAFF,
    "communications": Role.STAFF,
    "interpreters": Role.INTERPRETER,
    "coordinators": Role.COORDINATOR,
    "residents": None,
}
# Pages about documents that only the team opens, and the one of whoever translates.
TEAM = frozenset(
    f"communications.{name}"
    for name in (
        "add_agency",
        "add_term",
        "agencies",
        "agency",
        "assign",
        "board",
        "glossary",
        "job",
        "my_steps",
        "offer",
        "term",
        "views",
    )
)
OTHERS = dict.fromkeys(TEAM, Role.COORDINATOR) | {"communications.my_work": Role.INTERPRETER}
STRANGERS = frozenset({"communications.deliver", "doors.sign_in", "doors.set_password"})
Values = Mapping[str, object]


@dataclass(frozen=True)
class Place:
    """One page, or one state of it. `then` brings the state about; `lang` is forced by it."""

    name: str
    role: Role | None
    address: Callable[[Values], str]
    then: Callable[[Page], None] | None = None
    lang: str | None = None
    is_error: bool = False


def url_map() -> Flask:
    """An application that knows every page and serves none."""
    app = Flask("map")
    for audience in AUDIENCES:
        app.register_blueprint(audience)
    return app


MAP = url_map()


def every_page() -> list[Place]:
    """Each page of the URL map, by its endpoint."""
    rules = [
        one
        for one in MAP.url_map.iter_rules()
        if "GET" in (one.methods or ())
        and one.endpoint not in NOT_PAGES | FILES | {"static"}
        and not one.endpoint.endswith(PARTS)
    ]
    return [page(one.endpoint) for one in sorted(rules, key=lambda rule: rule.endpoint)]


def page(endpoint: str) -> Place:
    """The page of this endpoint, with something real in each part of its address."""
    rule = next(iter(MAP.url_map.iter_rules(endpoint)))

    def address(values: Values) -> str:
        audience = values.get(endpoint.partition(".")[0], {})
        here = {**values, **(audience if isinstance(audience, Mapping) else {})}
        parts = {name: here[name] for name in rule.arguments}
        return MAP.url_map.bind("localhost").build(endpoint, parts)

    role = OTHERS.get(endpoint, LOOKS_AS[endpoint.partition(".")[0]])
    if endpoint in STRANGERS:
        role = None
    return Place(endpoint, role, address)


def at(path: str) -> Callable[[Values], str]:
    """An address with names in braces for what the world holds."""
    return lambda values: path.format(**values)


def press(words: str) -> Callable[[Page], None]:
    """Press the button that has this attribute or text."""
    return lambda page: page.locator(words).first.click()


def sent_empty(page: Page) -> None:
    """Send the page's main form without typing anything."""
    page.locator("main form[method=post] .btn").first.click()
    page.locator("[data-errors]").wait_for()


def closed_wrongly(page: Page) -> None:
    """Close with a promise that says neither when nor how, and a stand-in without a reason."""
    for summary in page.locator("main summary").all():
        summary.click()
    page.locator("#promise").check()
    page.locator("#stand_in").select_option("minor")
    page.locator("#outcome-2").check()
    sent_empty(page)


def called_nowhere(page: Page) -> None:
    """Call without saying to which desk, and with a time that is none."""
    page.locator("#desk").fill("")
    sent_empty(page)


def signed_out(page: Page) -> None:
    """Send a form after the sign-in has ended, as in a browser that was left open."""
    page.evaluate("document.querySelector('#ask [name=csrf_token]').value = 'old'")
    page.locator(".tile").first.click()
    page.get_by_label("@").or_(page.locator("[name=resume]")).first.wait_for(state="attached")


def opened(menu: str) -> Callable[[Page], None]:
    """Open a menu of the header."""
    return lambda page: page.locator(f"#{menu} summary").click()


def all_opened(page: Page) -> None:
    """Open everything that opens."""
    for summary in page.locator("main summary").all():
        summary.click()


def asked_too_little(page: Page) -> None:
    """Ask for a translation of nothing, with every detail open."""
    all_opened(page)
    page.locator("#legal_deadline").fill("2020-01-31")
    page.locator("main form[method=post] .btn:not(.secondary)").first.click()
    page.locator("[data-errors]").wait_for()


STAFF, INTERPRETER = Role.STAFF, Role.INTERPRETER
STATES = [
    Place("searching", STAFF, at("/requests/{searching}")),
    Place("nobody to ring", STAFF, at("/requests/{nobody}")),
    Place("vendor's line", STAFF, at("/requests/{vendor}")),
    Place("video room", STAFF, at("/requests/{video}")),
    Place("talking", STAFF, at("/requests/{talking}")),
    Place("closed", STAFF, at("/requests/{closed}")),
    Place("cancelled", STAFF, at("/requests/{cancelled}")),
    Place("found by typing", STAFF, at("/counter?q=an")),
    Place("nothing found", STAFF, at("/counter?q=qqqq")),
    Place("languages opened", STAFF, at("/counter"), opened("languages")),
    Place("account opened", STAFF, at("/counter"), opened("account")),
    Place("which Chinese", STAFF, at("/counter"), press("[value=zh]")),
    Place("which aid", STAFF, at("/counter"), press("[value=ase]")),
    Place("signed out", STAFF, at("/counter"), signed_out),
    Place("close, wrong", STAFF, at("/requests/{talking}/close"), closed_wrongly, is_error=True),
    Place("queue, wrong", STAFF, at("/queue"), called_nowhere, is_error=True),
    Place("sign-in, wrong", None, at("/sign-in"), sent_empty, is_error=True),
    Place("password, wrong", None, at("/password/{token}"), sent_empty, is_error=True),
    Place("answers, wrong", INTERPRETER, at("/conversations/{reference}/answers"), sent_empty,
          is_error=True),
    Place("request, wrong", STAFF, at("/documents/new"), asked_too_little, is_error=True),
    Place("document, opened", STAFF, at("/documents/{document}"), all_opened),
    Place("board, looked for", Role.COORDINATOR, at("/board?find=1&language=spanish")),
    Place("board, by person", Role.COORDINATOR, at("/board?order=person")),
    Place("translation, opened", Role.COORDINATOR, at("/documents/{document}/es"), all_opened),
    Place("documents, none", STAFF, at("/documents?which=done")),
    Place("not there", STAFF, at("/nowhere")),
    Place("not there for strangers", None, at("/nowhere")),
    Place("offer", Role.ADMIN, at("/duty")),
    Place("please wait, Spanish", STAFF, at("/requests/{searching}/show"), lang="es"),
    Place("please wait, Arabic", STAFF, at("/requests/{arabic}/show"), lang="ar"),
    Place("please wait, untranslated", STAFF, at("/requests/{nobody}/show"), lang="en"),
]  # fmt: skip
# A page turned to a resident speaks the resident's language, whatever the clerk reads.
RESIDENTS = frozenset({"staff.show_resident"})


@dataclass(frozen=True)
class World:
    """Who looks, and something real for each part of an address."""

    people: Mapping[Role, Account]
    values: Values


def furnish(house: House) -> World:
    """A small city in which every page has something to show."""
    with house.writing() as session, house.app.app_context():
        staff = make_clerk(session, name="Rosa Delgado", email="rosa@journeys.example")
        place = {"department_id": staff.department_id, "location_id": staff.location_id}
        amina = ready_interpreter(session, "es", "vi", name="Amina Warsame", **place)
        rung = ready_interpreter(
            session, "es", name="Luis Ortega", roles=(Role.ADMIN, Role.INTERPRETER), **place
        )
        people = {
            Role.STAFF: staff,
            Role.INTERPRETER: amina.account,
            Role.ADMIN: rung.account,
            Role.COORDINATOR: make_clerk(session, Role.COORDINATOR, name="Chen Li", **place),
        }
        away = {"starts_at": now() + timedelta(days=1), "ends_at": now() + timedelta(days=2)}
        make_absence(session, amina, **away)
        line = make_vendor(session, "es", "vi", "apc")
        values = {
            **_requests(session, staff, amina.account),
            **_account(session, staff),
            **_queue(session, staff),
            **_library(session),
            **_document(session, staff),
            "account_id": amina.account_id,
            "qualification_id": amina.qualifications[0].id,
            "department_id": staff.department_id,
            "vendor_id": line.id,
        }
    return World(people, values)


def _requests(session: Session, staff: Account, amina: Account) -> dict[str, object]:
    """One request in each state; `reference` is one that Amina accepted."""

    def ask(tag: str = "es", **changes: object) -> Encounter:
        return make_encounter(session, city(), clerk=staff, now=now(), language_tag=tag, **changes)

    def taken(one: Encounter) -> Encounter:
        offer = session.scalars(
            select(Attempt).filter_by(encounter_id=one.id, interpreter_id=amina.id)
        ).one()
        accept_offer(session, amina.actor, city(), attempt_id=offer.id, now=now())
        return one

    closed, talking, cancelled = taken(ask("vi")), ask(), ask()
    conversation.connect(session, staff.actor, reference=closed.reference, now=now())
    closing = conversation.Closing(outcome=Outcome.SERVED)
    conversation.close(session, staff.actor, city(), closing, reference=closed.reference, now=now())
    conversation.cancel(session, staff.actor, city(), reference=cancelled.reference, now=now())
    for one in (talking,):
        vendor_line.use_vendor(session, staff.actor, city(), reference=one.reference, now=now())
        conversation.connect(session, staff.actor, reference=one.reference, now=now())
    on_the_line, video = ask(), ask(mode=Mode.VIDEO)
    for one in (on_the_line, video):
        vendor_line.use_vendor(session, staff.actor, city(), reference=one.reference, now=now())
    searching = ask()
    found = {
        "reference": taken(ask("vi")),
        "searching": searching,
        "nobody": ask("ne"),
        "arabic": ask("apc"),
        "vendor": on_the_line,
        "video": video,
        "talking": talking,
        "closed": closed,
        "cancelled": cancelled,
    }
    return {name: one.reference for name, one in found.items()}


def _account(session: Session, staff: Account) -> dict[str, object]:
    accounts.make_token(session, email=staff.email, lasts=timedelta(days=9), now=now())
    accounts.sign_in(session, staff, now=now())
    return {"token": accounts.make_password_link(session, staff, now=now())}


def _document(session: Session, staff: Account) -> dict[str, object]:
    """A document of two versions, with an open question."""
    for tag in ("en", "es", "ar"):
        make_language(session, tag)
    ask = Ask("journey", "Summer hours of the pools", "programme-flyer", ("es", "ar"))
    first, second = (
        read_upload(files(), f"pools {number}.txt", BytesIO(text.encode()))
        for number, text in enumerate(("The pool opens at 9:00.", "The pool opens at 10:00."), 1)
    )
    actor, at = staff.actor, now()
    document = request_translation(session, actor, city(), ask, [first], now=at)
    here = document.reference
    bring_version(session, actor, [second], reference=here, note="Later", now=at)
    kind = CommentKind.QUESTION
    comment(session, actor, reference=here, text="Which pool, @rosa?", kind=kind, now=at)
    term = GlossaryTerm(language_tag="es", source="pool", target="alberca", status="approved")
    session.add(term)
    session.flush()
    return {
        "agency_id": make_agency(session).id,
        "term_id": term.id,
        "document": document.reference,
        "communications": {"reference": here, "number": 2, "tag": "es"},
    }


def _library(session: Session) -> dict[str, object]:
    """A published translation of an older original, and an agency's link."""
    office = make_office(session, city(), files().folder)
    published = office.published(office.ask(now=now()), now=now())
    published.current_version = 2
    office.offer(office.ask(now=now()), vendor=make_agency(session), now=now())
    letter = session.scalars(select(Notice).filter_by(kind="document_for_vendor")).one()
    return {
        "written_tag": "es",
        "published": published.reference,
        "upload_token": letter.facts["token"],
    }


def _queue(session: Session, staff: Account) -> dict[str, object]:
    """Two who wait, one of them with an appointment, and two who were called."""
    on = now().astimezone(ZONE).date()
    assert staff.location
    for number, tag in enumerate(("es", "apc", "vi", None), 1):
        calling = {"status": TicketStatus.CALLED, "called_at": now(), "desk": f"Window {number}"}
        make_ticket(
            session,
            staff.location.id,
            on=on,
            number=number,
            arrived_at=now(),
            language_tag=tag,
            appointment_at=now() if number == 3 else None,
            **(calling if number < 3 else {}),
        )
    return {"slug": staff.location.slug}
