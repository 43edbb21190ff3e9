"""How a demonstration document comes to where it stands: by the same deeds as in a real city."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.domain.city import City
from langaccess.domain.documents.workflow import CommentKind, Step
from langaccess.services.demo.papers import DRAFT, PAPERS
from langaccess.services.demo.requested import Requested
from langaccess.services.demo.writers import WRITERS
from langaccess.services.documents.assign import accept_step, decline_step, offer_step
from langaccess.services.documents.files import Upload
from langaccess.services.documents.finish import cancel_job, publish, verify, withdraw
from langaccess.services.documents.holding import declare_machine, hold
from langaccess.services.documents.request import Ask, request_translation
from langaccess.services.documents.talk import comment
from langaccess.services.documents.versions import bring_version
from langaccess.services.documents.work import HandOver, hand_over, send_back, start_step
from langaccess.storage.accounts import Account
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.requests import Document

# What is offered still was offered a moment ago, so that nobody has let it pass.
JUST_NOW = timedelta(minutes=20)
# Most of what happens to a job takes a day or less.
LONGEST = timedelta(hours=20)
MOMENTS = 14  # more than the longest way has deeds

Files = Mapping[tuple[str, str, str], Upload]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the deeds of one document need."""

    session: Session
    city: City
    files: Files
    team: Actor
    people: Mapping[str, Account]
    departments: Mapping[str, int]
    agencies: Sequence[TranslationVendor]
    requester: Account
    now: datetime

    def ask(self, number: int, one: Requested) -> Document:
        """Ask for one document, as many days ago as it says."""
        paper = PAPERS[one.paper]
        who = self.people[one.requester] if one.requester else self.requester
        at = self.now - timedelta(days=one.days_ago, hours=1)
        dated = None if one.needed_in is None else at + timedelta(days=one.needed_in)
        return request_translation(
            self.session,
            who.actor,
            self.city,
            Ask(
                request_key=f"demonstration-{number}",
                title=paper.lines("en", one.place)[0],
                document_type=paper.document_type,
                target_tags=tuple(one.languages),
                subject=paper.subject,
                flags=paper.flags,
                department_id=self.departments[one.department],
                reach=one.reach,
                needed_by=dated and self.city.calendar.local_date(dated),
                is_vital="compliance" in paper.flags,
                needs_layout=one.has_layout,
            ),
            [self.files[one.paper, "en", one.place]],
            now=at,
        )


class Named(TypedDict):
    """How a deed is told which job it is about, and when."""

    reference: str
    tag: str
    now: datetime


@dataclass(slots=True)
class Way:
    """The way of one language of a document, and the moments at which something happened."""

    desk: Desk
    one: Requested
    document: Document
    tag: str
    deeds: int = field(default=0)

    def goes(self, way: str) -> None:
        """Do everything that brings it where it stands."""
        for deed in WAYS[way]:
            deed(self)

    def offer(self) -> None:
        """Ask the language's first translator, a moment ago."""
        self._offer(Step.TRANSLATE, self.desk.now - JUST_NOW)

    def offer_to_agency(self) -> None:
        """Send the files to the first agency of the language, a moment ago."""
        agency = next(
            one
            for one in self.desk.agencies
            if self.tag in {language.language_tag for language in one.languages}
        )
        offer_step(
            self.desk.session,
            self.desk.team,
            self.desk.city,
            **self._job(self.desk.now - JUST_NOW),
            step=Step.TRANSLATE,
            vendor_id=agency.id,
        )

    def decline(self) -> None:
        """The first one asked says no."""
        asked = self._offer(Step.TRANSLATE, self._at())
        decline_step(
            self.desk.session,
            self._writer(Step.TRANSLATE).actor,
            assignment_id=asked,
            reason="I am on jury duty until Friday.",
            now=self._at(),
        )

    def accept(self) -> None:
        """The translator is asked and takes the work."""
        self._give(Step.TRANSLATE)

    def start(self) -> None:
        """The translator begins."""
        actor = self._writer(Step.TRANSLATE).actor
        start_step(self.desk.session, actor, **self._job(self._at()))

    def say_machine(self) -> None:
        """A machine translated first; a person has to revise it."""
        at = self._at()
        declare_machine(
            self.desk.session,
            self._writer(Step.TRANSLATE).actor,
            self.desk.city,
            **self._job(at),
            engine="Example Engine 4",
            on=self.desk.city.calendar.local_date(at),
        )

    def hand_over(self) -> None:
        """The translator hands over, after checking the work."""
        text = self.desk.files[self.one.paper, self.tag, self.one.place]
        handed = HandOver(Step.TRANSLATE, [text], is_self_checked=True, note=DRAFT)
        actor = self._writer(Step.TRANSLATE).actor
        hand_over(self.desk.session, actor, handed, **self._job(self._at()))

    def ask_reviser(self) -> None:
        """A second person takes the revision."""
        self._give(Step.REVISE)

    def send_back(self) -> None:
        """The reviser gives it back."""
        actor = self._writer(Step.REVISE).actor
        send_back(
            self.desk.session,
            actor,
            **self._job(self._at()),
            reason="The second paragraph is too formal; write as one speaks.",
        )

    def revise(self) -> None:
        """The reviser is content with what there is."""
        actor = self._writer(Step.REVISE).actor
        hand_over(self.desk.session, actor, HandOver(Step.REVISE), **self._job(self._at()))

    def hold(self) -> None:
        """The translator asks the requester, and waits."""
        at, actor = self._at(), self._writer(Step.TRANSLATE).actor
        comment(
            self.desk.session,
            actor,
            reference=self.document.reference,
            tag=self.tag,
            text="Is the date in the second paragraph still right?",
            kind=CommentKind.QUESTION,
            now=at,
        )
        hold(self.desk.session, actor, **self._job(at), reason="Waiting for the requester")

    def verify(self) -> None:
        """The team's last look."""
        verify(self.desk.session, self.desk.team, **self._job(self._at()))

    def publish(self) -> None:
        """Put it where residents find it."""
        paper = PAPERS[self.one.paper]
        publish(
            self.desk.session,
            self.desk.team,
            **self._job(self._at()),
            title=paper.lines(self.tag, self.one.place)[0],
            subject=paper.subject,
        )

    def withdraw(self) -> None:
        """Take it back."""
        withdraw(
            self.desk.session,
            self.desk.team,
            **self._job(self._at()),
            reason="The water is safe again.",
        )

    def cancel(self) -> None:
        """This language is not needed after all."""
        cancel_job(
            self.desk.session,
            self.desk.team,
            **self._job(self._at()),
            reason="Asked for twice by mistake",
        )

    def bring_version(self) -> None:
        """The English says something new."""
        bring_version(
            self.desk.session,
            self.desk.team,
            [self.desk.files[self.one.paper, "en again", self.one.place]],
            reference=self.document.reference,
            note="New opening hours",
            now=self._at(),
        )

    def _at(self) -> datetime:
        """The next moment of this way, always before now."""
        self.deeds += 1
        received_at = self.document.received_at
        step = min(LONGEST, (self.desk.now - received_at) / MOMENTS)
        return received_at + step * self.deeds

    def _job(self, at: datetime) -> Named:
        return {"reference": self.document.reference, "tag": self.tag, "now": at}

    def _writer(self, step: Step) -> Account:
        """Who does this step: of each language the first two that did not ask for it."""
        asker_id = self.document.requester_id
        names = [one for one in WRITERS[self.tag] if self.desk.people[one].id != asker_id]
        return self.desk.people[names[0 if step is Step.TRANSLATE else 1]]

    def _offer(self, step: Step, at: datetime) -> int:
        return offer_step(
            self.desk.session,
            self.desk.team,
            self.desk.city,
            **self._job(at),
            step=step,
            account_id=self._writer(step).id,
        ).id

    def _give(self, step: Step) -> None:
        asked = self._offer(step, self._at())
        actor = self._writer(step).actor
        accept_step(self.desk.session, actor, assignment_id=asked, now=self._at())


_TRANSLATED = (Way.accept, Way.start, Way.hand_over)
_REVISED = (*_TRANSLATED, Way.ask_reviser, Way.revise)
_PUBLISHED = (*_REVISED, Way.verify, Way.publish)
WAYS: Mapping[str, tuple[Callable[[Way], None], ...]] = {
    "queued": (),
    "offered": (Way.offer,),
    "declined": (Way.decline,),
    "accepted": (Way.accept,),
    "translating": (Way.accept, Way.start),
    "held": (Way.accept, Way.start, Way.hold),
    "machine": (Way.accept, Way.start, Way.say_machine, Way.hand_over),
    "revising": (*_TRANSLATED, Way.ask_reviser),
    "correcting": (*_TRANSLATED, Way.ask_reviser, Way.send_back),
    "verifying": _REVISED,
    "delivered": (*_REVISED, Way.verify),
    "published": _PUBLISHED,
    "stale": (*_PUBLISHED, Way.bring_version),
    "withdrawn": (*_PUBLISHED, Way.withdraw),
    "agency": (Way.offer_to_agency,),
    "cancelled": (Way.cancel,),
}
