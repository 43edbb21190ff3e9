"""Encounters of the past, invented but whole: who was asked, who came, how long it took.

The mix of languages is that of a real city's year: 3 of 18 languages are 87 % (Philadelphia's
revenue department). Everybody who is shown as asked was eligible at that moment by the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import (
    AidChoice,
    Answer,
    AttemptOutcome,
    Channel,
    KnownBy,
    Mode,
    Outcome,
    StandIn,
    Status,
    UnmetReason,
    seconds_to_language,
    talked_minutes,
)
from langaccess.domain.matching import Decision
from langaccess.domain.people import Domain
from langaccess.services.demo.cast import Cast, Clerk, Moment
from langaccess.services.dispatch.request import ALPHABET, REFERENCE_LENGTH
from langaccess.services.dispatch.ringing import snapshot
from langaccess.storage.dispatch import Attempt, Encounter, FollowUp

LANGUAGES = {
    "es": 620, "cmn": 150, "vi": 100,
    "yue": 22, "ar": 18, "ru": 16, "tl": 14, "ht": 10, "ko": 9, "pt-BR": 8, "so": 7, "am": 6,
    "fa": 5, "uk": 5, "fr": 4, "ase": 3, "hi": 2, "mam": 1,
}  # fmt: skip
DOMAINS = {"general": 40, "benefits": 28, "health": 14, "safety": 7, "legal": 7, "enforcement": 4}
CHANNELS = {"counter": 55, "phone_in": 30, "phone_out": 8, "field": 4, "video": 2, "meeting": 1}
KNOWN = {"resident_said": 60, "pointed_at_card": 22, "staff_guess": 10, "stored_preference": 8}
MODES = {"phone": 75, "video": 15, "in_person": 10}
ENDS = {"served": 930, "partly": 18, "not_served": 32, "cancelled": 20}
UNMET = {"nobody_answered": 40, "resident_left": 30, "nobody_qualified": 15, "technical": 15}
ANSWERS = {"yes": 88, "partly": 9, "no": 3}
REACHED = ("Phone, after 5 pm", "Letter to the home address", "Email", "At the counter, Tuesday")

IN_HOUSE_SHARE = 0.7
FOLLOW_UP_SHARE = 0.06
STAND_IN_SHARE = 0.01
# Half of all waits are shorter; the logarithm of a wait spreads by 0.6.
IN_HOUSE_WAIT, VENDOR_WAIT, TALK_SECONDS = 13.0, 48.0, 480.0
LONGEST_WAIT = 600
REFERENCES = len(ALPHABET) ** REFERENCE_LENGTH
# Coprime to the number of references, so that no two of a series are alike.
STRIDE = 413_158_511


@dataclass(slots=True)
class History:
    """Makes encounters one after the other; the same seed makes the same ones."""

    city: City
    cast: Cast
    random: Random
    now: datetime
    number: int = 0  # of the encounter made last

    def make(self, session: Session, moments: Sequence[datetime]) -> int:
        """Add an encounter for each of these moments; how many."""
        made = [self._encounter(at) for at in moments]
        session.add_all(made)
        session.flush()
        return len(made)

    def _encounter(self, at: datetime) -> Encounter:
        self.number += 1
        tag = self._pick(LANGUAGES)
        clerk = self.random.choice(self.cast.clerks)
        domain = Domain(self._pick(DOMAINS))
        one = self._opened(tag, clerk, domain, at)
        moment = Moment(tag, domain, clerk.department_id, clerk.location_id, at)
        end = self._pick(ENDS)
        if end == "cancelled":
            self._cancel(one)
        elif end == "not_served":
            self._fail(one, moment)
        else:
            self._serve(one, moment, Outcome(end))
        return one

    def _opened(self, tag: str, clerk: Clerk, domain: Domain, at: datetime) -> Encounter:
        signed = self.cast.is_signed(tag)
        mode = Mode.VIDEO if signed else Mode(self._pick(MODES))
        return Encounter(
            reference=reference(self.number),
            request_key=f"invented-{self.number}",
            opened_at=at,
            first_contact_at=at - timedelta(seconds=self.random.randrange(20)),
            city_date=self.city.calendar.local_date(at),
            channel=Channel(self._pick(CHANNELS)),
            department_id=clerk.department_id,
            location_id=clerk.location_id,
            clerk_id=clerk.account_id,
            language_tag=tag,
            known_by=KnownBy(self._pick(KNOWN)),
            mode=mode,
            domain=domain,
            aid=AidChoice.SIGN_VIDEO if signed else None,
            rules_version=self.city.rules.edition,
            is_after_hours=not self.city.is_open(at),
            ladder_at=at,
            next_step=1,
            room=f"{self.random.getrandbits(96):024x}",
        )

    def _serve(self, one: Encounter, moment: Moment, outcome: Outcome) -> None:
        """Somebody came: one of ours where anybody was free, else the vendor's line."""
        ours = self.cast.eligible(self.city, moment, self.random)
        if ours and self.random.random() < IN_HOUSE_SHARE:
            one.ready_at = one.opened_at + self._wait(IN_HOUSE_WAIT)
            one.interpreter_id = ours[0].person_id
            self._ask(one, ours[0], AttemptOutcome.ACCEPTED, one.ready_at)
            for other in ours[1:]:
                self._ask(one, other, AttemptOutcome.TAKEN, one.ready_at)
        else:
            one.ready_at = one.opened_at + self._wait(VENDOR_WAIT)
            for other in ours[:1]:
                self._ask(one, other, AttemptOutcome.NO_ANSWER, one.ready_at)
            self._call(one, AttemptOutcome.ACCEPTED, one.ready_at)
        self._talk(one, outcome)
        if one.interpreter_id is not None:
            self.cast.note_busy(one.interpreter_id, one.city_date, one.ended_at or one.opened_at)

    def _talk(self, one: Encounter, outcome: Outcome) -> None:
        began = (one.ready_at or one.opened_at) + timedelta(seconds=self.random.randint(2, 9))
        ended = began + self._wait(TALK_SECONDS, longest=3600)
        one.connected_at, one.ended_at = began, ended
        one.seconds_to_language = seconds_to_language(one.first_contact_at, began)
        one.minutes = talked_minutes(began, ended)
        one.mode_used = one.mode
        one.status, one.outcome = Status.CLOSED, outcome
        one.clerk_understood = Answer(self._pick(ANSWERS))
        one.clerk_in_time = Answer(self._pick(ANSWERS))
        if one.interpreter_id is not None:
            one.interpreter_understood = Answer(self._pick(ANSWERS))
            one.interpreter_briefed = Answer(self._pick(ANSWERS))
        if outcome is Outcome.PARTLY or self.random.random() < FOLLOW_UP_SHARE:
            self._promise(one, ended)
        if self.random.random() < STAND_IN_SHARE:
            one.stand_in = StandIn.COMPANION
            one.stand_in_why = "The resident asked for their cousin until the interpreter came."
            one.stand_in_emergency = False

    def _fail(self, one: Encounter, moment: Moment) -> None:
        """Nobody came; everybody who was asked did not answer."""
        ended = one.opened_at + self._wait(300.0, longest=1800)
        one.status, one.outcome, one.ended_at = Status.CLOSED, Outcome.NOT_SERVED, ended
        one.unmet_reason = UnmetReason(self._pick(UNMET))
        one.next_step = len(self.city.rules.dispatch.steps)
        one.alerted_at = one.opened_at + timedelta(seconds=120)
        for decision in self.cast.eligible(self.city, moment, self.random)[:1]:
            self._ask(one, decision, AttemptOutcome.NO_ANSWER, ended)
        self._call(one, AttemptOutcome.NO_ANSWER, ended)
        one.vendor_id = one.vendor_interpreter = None
        self._promise(one, ended)

    def _cancel(self, one: Encounter) -> None:
        one.status = Status.CANCELLED
        one.ended_at = one.opened_at + self._wait(20.0)

    def _ask(
        self, one: Encounter, decision: Decision, outcome: AttemptOutcome, at: datetime
    ) -> None:
        one.attempts.append(
            Attempt(
                round=1,
                step=0,
                interpreter_id=decision.person_id,
                offered_at=one.opened_at,
                answered_at=at,
                outcome=outcome,
                decision=snapshot(decision, self.city.rules.edition),
            )
        )

    def _call(self, one: Encounter, outcome: AttemptOutcome, at: datetime) -> None:
        """Call the first line that serves the language in this way."""
        one.vendor_id = self.cast.vendor_for(one.language_tag, one.mode)
        one.vendor_interpreter = str(self.random.randrange(10_000, 99_999))
        one.attempts.append(
            Attempt(
                round=1,
                step=1,
                vendor_id=one.vendor_id,
                offered_at=one.opened_at,
                answered_at=at,
                outcome=outcome,
            )
        )

    def _promise(self, one: Encounter, ended: datetime) -> None:
        due = ended + timedelta(days=self.random.randint(1, 4))
        kept = due <= self.now and self.random.random() < 0.9
        one.follow_ups.append(
            FollowUp(
                promised_by_id=one.clerk_id,
                due_at=due,
                reach=self.random.choice(REACHED),
                kept_at=due - timedelta(hours=2) if kept else None,
            )
        )

    def _wait(self, median: float, *, longest: int = LONGEST_WAIT) -> timedelta:
        seconds = median * self.random.lognormvariate(0, 0.6)
        return timedelta(seconds=min(round(seconds), longest))

    def _pick(self, weights: dict[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]


def reference(number: int) -> str:
    """The reference of the encounter with this number in the series: six signs, no two alike."""
    rest = number * STRIDE % REFERENCES
    signs = []
    for _ in range(REFERENCE_LENGTH):
        rest, sign = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def last_number(session: Session) -> int:
    """The number of the newest encounter: a series goes on after it."""
    return session.scalar(select(func.max(Encounter.id))) or 0
