"""One city's translation office: who asks, translates, revises and sees to it, and what they do."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.adapters.store import FileStore
from langaccess.domain.access import Actor, Role
from langaccess.domain.city import City
from langaccess.domain.documents.workflow import JobState, Step
from langaccess.domain.languages import Modality
from langaccess.domain.people import Scope
from langaccess.services.documents.assign import accept_step, offer_step
from langaccess.services.documents.files import Upload, read_upload
from langaccess.services.documents.finish import publish, verify
from langaccess.services.documents.request import Ask, request_translation
from langaccess.services.documents.work import HandOver, hand_over, start_step
from langaccess.storage.accounts import Account
from langaccess.storage.documents.agencies import TranslationVendor, TranslationVendorLanguage
from langaccess.storage.documents.jobs import Assignment, Delivery, Job
from langaccess.storage.documents.requests import Document, DocumentEvent
from langaccess.storage.notices import Notice
from langaccess.storage.people import Interpreter
from tests.factories import NINE, make_clerk, make_interpreter, make_language, make_qualification

SHIPPED = Path(__file__).parents[3] / "priority_rules.toml"
ENGLISH = "The pool opens at 9:00 on 5 July 2027. Questions? Call 510-555-0142."
SPANISH = "La piscina abre a las 9:00 el 5 de julio de 2027. ¿Preguntas? Llame al 510-555-0142."
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Office:
    """A city with a requester, a translator, a reviser and a communications team."""

    session: Session
    city: City
    store: FileStore
    requester: Account
    team: Account
    translator: Interpreter
    reviser: Interpreter

    def upload(self, text: str = ENGLISH, name: str = "notice.txt") -> Upload:
        """A file as it comes in: kept, read, and part of nothing yet."""
        return read_upload(self.store, name, io.BytesIO(text.encode()))

    def ask(
        self,
        *tags: str,
        uploads: Sequence[Upload] | None = None,
        actor: Actor | None = None,
        now: datetime = NINE,
        **changes: Any,
    ) -> Document:
        """The requester asks for a translation (into Spanish)."""
        for tag in ("en", *tags):
            make_language(self.session, tag)
        ask = Ask(
            request_key=f"key-{next(_numbers)}",
            title="Summer hours",
            document_type="programme-flyer",
            target_tags=tags or ("es",),
        )
        return request_translation(
            self.session,
            actor or self.requester.actor,
            self.city,
            replace(ask, **changes),
            [self.upload()] if uploads is None else uploads,
            now=now,
        )

    def job(self, document: Document, tag: str = "es") -> Job:
        """The job of one language."""
        query = select(Job).filter_by(document_id=document.id, language_tag=tag)
        return self.session.scalars(query).one()

    def state(self, document: Document, tag: str = "es") -> JobState:
        """Where one language stands."""
        return self.job(document, tag).state

    def offer(
        self,
        document: Document,
        step: Step = Step.TRANSLATE,
        *,
        person: Interpreter | None = None,
        tag: str = "es",
        vendor: TranslationVendor | None = None,
        now: datetime = NINE,
    ) -> Assignment:
        """The team asks the translator, or whoever is named, for a step."""
        usual = self.translator if step is Step.TRANSLATE else self.reviser
        account_id = None if vendor else (person or usual).account_id
        return offer_step(
            self.session,
            self.team.actor,
            self.city,
            reference=document.reference,
            tag=tag,
            step=step,
            account_id=account_id,
            vendor_id=vendor.id if vendor else None,
            now=now,
        )

    def give(
        self,
        document: Document,
        step: Step = Step.TRANSLATE,
        *,
        person: Interpreter | None = None,
        now: datetime = NINE,
    ) -> Assignment:
        """The same, and they take it; a translator begins at once."""
        offered = self.offer(document, step, person=person, now=now)
        actor = self.actor_of(offered)
        accept_step(self.session, actor, assignment_id=offered.id, now=now)
        if step is Step.TRANSLATE:
            start_step(self.session, actor, reference=document.reference, tag="es", now=now)
        return offered

    def actor_of(self, assignment: Assignment) -> Actor:
        """Who was asked, as an actor."""
        return self.session.get_one(Account, assignment.account_id).actor

    def hand_over(
        self,
        document: Document,
        text: str | None = SPANISH,
        step: Step = Step.TRANSLATE,
        *,
        actor: Actor | None = None,
        tag: str = "es",
        is_self_checked: bool = True,
        now: datetime = NINE,
    ) -> Delivery | None:
        """Whoever has the step hands it over."""
        usual = self.translator if step is Step.TRANSLATE else self.reviser
        uploads = [] if text is None else [self.upload(text, "aviso.txt")]
        return hand_over(
            self.session,
            actor or usual.account.actor,
            HandOver(step, uploads, is_self_checked=is_self_checked),
            reference=document.reference,
            tag=tag,
            now=now,
        )

    def revised(self, document: Document, *, now: datetime = NINE) -> Document:
        """A document's Spanish, translated and revised."""
        self.give(document, now=now)
        self.give(document, Step.REVISE, now=now)
        self.hand_over(document, now=now)
        self.hand_over(document, None, Step.REVISE, now=now)
        return document

    def verify(self, document: Document, *, now: datetime = NINE) -> Job:
        """The team's final verification of the Spanish."""
        return verify(
            self.session, self.team.actor, reference=document.reference, tag="es", now=now
        )

    def published(self, document: Document, *, now: datetime = NINE) -> Document:
        """A document whose Spanish went the whole way."""
        self.verify(self.revised(document, now=now), now=now)
        publish(
            self.session,
            self.team.actor,
            reference=document.reference,
            tag="es",
            title="Horario de verano",
            subject="parks",
            now=now,
        )
        return document

    def events(self, document: Document) -> list[str]:
        """What happened to a document, in order."""
        query = select(DocumentEvent.kind).filter_by(document_id=document.id)
        return list(self.session.scalars(query.order_by(DocumentEvent.id)))

    def told(self, kind: str) -> list[str]:
        """To whom a letter of this kind is owed."""
        query = select(Notice.email).filter_by(kind=kind).order_by(Notice.id)
        return list(self.session.scalars(query))


def make_office(session: Session, city: City, folder: Path) -> Office:
    """An office with one person for each part."""
    make_language(session, "en")
    return Office(
        session=session,
        city=city,
        store=FileStore(folder),
        requester=make_clerk(session, name="Rosa Requester"),
        team=make_clerk(session, Role.COMMUNICATIONS, name="Tom Team"),
        translator=make_translator(session, name="Tina Translator"),
        reviser=make_translator(session, name="Rita Reviser"),
    )


def make_translator(session: Session, tag: str = "es", **changes: Any) -> Interpreter:
    """Somebody tested in writing for translating and revising into a language."""
    person = make_interpreter(session, tag, **changes)
    make_qualification(
        session,
        person,
        language_tag=tag,
        scopes=(Scope.TRANSLATE, Scope.REVISE),
        modality=Modality.WRITTEN,
    )
    return person


def make_agency(
    session: Session, tag: str = "es", *, revises: bool = False, **changes: Any
) -> TranslationVendor:
    """An agency that translates into a language."""
    make_language(session, tag)
    number = next(_numbers)
    facts = {
        "name": f"Agency {number}",
        "email": f"agency{number}@agency.example",
        "position": number,
        "words_a_day": 5000,
        "languages": [TranslationVendorLanguage(language_tag=tag, revises=revises)],
    }
    agency = TranslationVendor(**(facts | changes))
    session.add(agency)
    session.flush()
    return agency
