"""Clerks and interpreters who go on working while processes die; what they were told is noted.

Clerks use the pages: they sign in, open the counter, press a language, cancel. Interpreters use
the API with a token. A request that was cut off is sent again, with the same key, until an answer
comes: only an answer counts as acknowledged.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from langaccess.domain.dispatch import Status
from tests.drills.browser import CUT, Answer, Browser
from tests.drills.town import ANSWERED, OFFER_SECONDS, UNANSWERED, UNSPOKEN, Town

# A search that nobody can answer costs a mail; most are answered.
MIX = (ANSWERED,) * 4 + (UNANSWERED, UNSPOKEN)
AWAY_SECONDS = 0.1


@dataclass(slots=True)
class Told:
    """What people were told was done: references, and offers with who accepted them.

    `owed` and `sent` are known only where the deeds are called directly.
    """

    requested: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    accepted: list[tuple[int, int]] = field(default_factory=list)  # offer, interpreter
    connected: list[tuple[str, int]] = field(default_factory=list)  # reference, interpreter
    finished: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)  # keys of messages
    sent: list[str] = field(default_factory=list)  # Message-IDs noted as sent
    cut_off: list[str] = field(default_factory=list)  # sent again until an answer came
    faults: list[str] = field(default_factory=list)  # answers that no kill excuses

    @property
    def acknowledged(self) -> int:
        """How many deeds were."""
        people = (self.requested, self.cancelled, self.accepted, self.connected, self.finished)
        return sum(len(one) for one in (*people, self.owed, self.sent))


@dataclass(slots=True)
class Person:
    """Somebody with a browser who insists on an answer."""

    browser: Browser
    told: Told
    stop: threading.Event
    dice: random.Random

    def insist(self, name: str, send: Callable[[], Answer]) -> Answer:
        """The first answer that comes; 5xx are noted, and asked again."""
        while True:
            try:
                answer = send()
            except CUT:
                self.told.cut_off.append(name)
            else:
                if answer.status < 500:
                    return answer
                self.told.faults.append(f"{name}: {answer.status}")
            time.sleep(AWAY_SECONDS)


@dataclass(slots=True)
class Clerk(Person):
    """Asks for interpreters on the counter's page; stops what rings in vain."""

    in_vain: dict[str, float] = field(default_factory=dict)  # reference, since when

    def work(self) -> None:
        """Ask and cancel until it is enough."""
        while not self.stop.wait(self.dice.uniform(0.02, 0.3)):
            language = self.dice.choice(MIX)
            reference = self.request(language)
            if language == UNANSWERED:
                self.in_vain[reference] = time.monotonic()
            for one, since in list(self.in_vain.items()):
                if time.monotonic() - since > 1.5 * OFFER_SECONDS:
                    del self.in_vain[one]
                    self.cancel(one)

    def request(self, language_tag: str) -> str:
        """The reference of a new search."""
        key = ""

        def open_counter() -> Answer:
            nonlocal key
            page, key = self.browser.open_counter()
            return page

        self.insist("counter", open_counter)
        answer = self.insist("ask", lambda: self.browser.ask(key, language_tag))
        assert answer.location.startswith("/requests/"), answer
        reference = answer.location.rpartition("/")[2]
        self.told.requested.append(reference)
        return reference

    def cancel(self, reference: str) -> None:
        """Stop a search of one's own."""
        path = f"/requests/{reference}"
        self.insist("page", lambda: self.browser.get(path))
        answer = self.insist("cancel", lambda: self.browser.post(f"{path}/cancel"))
        assert answer.status == 303, answer
        self.told.cancelled.append(reference)


@dataclass(slots=True)
class Interpreting(Person):
    """Accepts what rings, connects, and finishes, over the API."""

    me: int = 0
    token: str = ""

    def work(self) -> None:
        """Answer until it is enough."""
        while not self.stop.wait(self.dice.uniform(0.02, 0.15)):
            mine = json.loads(self.call("GET", "/offers").text)
            rings = [one["id"] for one in mine["offers"] if one["outcome"] is None]
            if mine["conversation"]:
                self.talk(mine["conversation"])
            elif rings:
                self.accept(self.dice.choice(rings))

    def accept(self, offer: int) -> None:
        """Take an offer, if nobody else had it first."""
        if self.call("POST", f"/offers/{offer}/accept").status == 200:
            self.told.accepted.append((offer, self.me))

    def talk(self, conversation: dict[str, object]) -> None:
        """Begin or end the conversation."""
        reference, offer = str(conversation["reference"]), conversation["offer"]
        if conversation["status"] == Status.READY:
            if self.call("POST", f"/offers/{offer}/connect").status == 200:
                self.told.connected.append((reference, self.me))
        elif self.call("POST", f"/offers/{offer}/finish").status == 200:
            self.told.finished.append(reference)

    def call(self, method: str, path: str) -> Answer:
        """One call of the API; a deed has a key, so that sent twice it is done once."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if method == "POST":
            headers["Idempotency-Key"] = f"{self.dice.getrandbits(64):x}"
        return self.insist(
            path.rpartition("/")[2],
            lambda: self.browser.send(method, f"/api/v1{path}", headers),
        )


@contextmanager
def crowd(town: Town, port: int, seed: int) -> Iterator[Told]:
    """Everybody in town at work, until the end; each has their last answer by then."""
    told, stop = Told(), threading.Event()
    people = _signed_in(town, port, seed, told, stop)
    failures: list[Exception] = []

    def watched(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - told to whoever looks at the drill
            failures.append(error)

    threads = [threading.Thread(target=watched, args=(one.work,)) for one in people]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        for one in people:
            one.browser.close()
    assert not failures, failures


def _signed_in(
    town: Town, port: int, seed: int, told: Told, stop: threading.Event
) -> list[Clerk | Interpreting]:
    people: list[Clerk | Interpreting] = []
    for number, email in enumerate(town.clerks):
        clerk = Clerk(Browser(port), told, stop, random.Random(seed + number))
        clerk.browser.sign_in(email)
        people.append(clerk)
    for me, token in town.interpreters.items():
        dice = random.Random(seed * 1000 + me)
        people.append(Interpreting(Browser(port), told, stop, dice, me, token))
    return people
