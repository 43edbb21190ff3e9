"""One counter, its clerk, and people who interpret: what the tests of dispatch play on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import AttemptOutcome, DeclineReason
from langaccess.services.dispatch.answers import accept_offer, decline_offer
from langaccess.services.dispatch.ladder import advance
from langaccess.storage.accounts import Account
from langaccess.storage.audit import AuditEntry
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.encounters import attempts_of, ringing
from langaccess.storage.notices import Notice
from langaccess.storage.people import Interpreter
from tests.factories import NINE, later, make_clerk, make_encounter, make_interpreter


@dataclass(frozen=True, slots=True)
class Scene:
    """A city, and one clerk at one counter of it."""

    session: Session
    city: City
    clerk: Account

    def near(self, *language_tags: str, **changes: Any) -> Interpreter:
        """Somebody on the clerk's own site."""
        place = self.clerk.location_id
        return make_interpreter(self.session, *language_tags, location_id=place, **changes)

    def far(self, *language_tags: str, **changes: Any) -> Interpreter:
        """Somebody elsewhere in the city."""
        return make_interpreter(self.session, *language_tags, **changes)

    def ask(self, *, now: datetime = NINE, **changes: object) -> Encounter:
        """The clerk asks for a Spanish interpreter."""
        return make_encounter(self.session, self.city, clerk=self.clerk, now=now, **changes)

    def look(self, encounter: Encounter, seconds: float) -> bool:
        """Somebody looks at the ladder so many seconds after nine; everybody's page is open."""
        self.session.execute(update(Interpreter).values(seen_at=later(seconds)))
        return advance(self.session, self.city, encounter.id, now=later(seconds))

    def rung(self, encounter: Encounter) -> list[int]:
        """Whom it rings for now, in the order asked."""
        return [one.interpreter_id or 0 for one in ringing(self.session, encounter.id)]

    def offer(self, encounter: Encounter, person: Interpreter) -> Attempt:
        """The last offer of this encounter to this person."""
        made = attempts_of(self.session, encounter.id)
        return [one for one in made if one.interpreter_id == person.account_id][-1]

    def accept(self, encounter: Encounter, person: Interpreter, seconds: float = 0) -> Encounter:
        """The person accepts so many seconds after nine."""
        return accept_offer(
            self.session,
            person.account.actor,
            self.city,
            attempt_id=self.offer(encounter, person).id,
            now=later(seconds),
        )

    def decline(
        self,
        encounter: Encounter,
        person: Interpreter,
        seconds: float = 0,
        reason: DeclineReason | None = DeclineReason.BUSY,
    ) -> Attempt:
        """The person says no so many seconds after nine."""
        return decline_offer(
            self.session,
            person.account.actor,
            self.city,
            attempt_id=self.offer(encounter, person).id,
            reason=reason,
            now=later(seconds),
        )

    def became_of(self, encounter: Encounter, person: Interpreter) -> list[AttemptOutcome | None]:
        """What became of each offer to this person, in order."""
        made = attempts_of(self.session, encounter.id)
        return [one.outcome for one in made if one.interpreter_id == person.account_id]

    def vendors_tried(self, encounter: Encounter) -> list[tuple[int, AttemptOutcome | None]]:
        """Each try of a vendor, and what became of it."""
        made = attempts_of(self.session, encounter.id)
        return [(one.vendor_id, one.outcome) for one in made if one.vendor_id is not None]

    def notices(self, kind: str) -> list[Notice]:
        """Every message of this kind that is owed."""
        return list(self.session.scalars(select(Notice).filter_by(kind=kind).order_by(Notice.id)))

    def deeds(self, encounter: Encounter) -> list[tuple[str, int | None]]:
        """What was written down of this encounter: each deed and who did it."""
        query = select(AuditEntry).filter_by(subject="encounter", subject_id=str(encounter.id))
        return [
            (one.deed, one.actor_id) for one in self.session.scalars(query.order_by(AuditEntry.id))
        ]


def make_scene(session: Session, city: City, *roles: Role) -> Scene:
    """A scene whose clerk has these roles (staff)."""
    return Scene(session, city, make_clerk(session, *roles))
