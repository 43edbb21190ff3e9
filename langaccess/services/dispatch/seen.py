"""The encounter a deed is about, as far as its actor may see it, locked."""

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.domain.dispatch import EncounterUnknown
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounters import glance, lock_encounter
from langaccess.storage.offers import lock_encounter_of_interpreter


def seen_encounter(session: Session, actor: Actor, reference: str) -> Encounter:
    """The encounter with this reference, held for a change. Raises EncounterUnknown."""
    found = glance(session, actor, reference)
    if found is None:
        raise EncounterUnknown
    return lock_encounter(session, found.id)


def own_encounter(session: Session, actor: Actor, reference: str) -> Encounter:
    """The encounter this interpreter interprets, held for a change. Raises EncounterUnknown."""
    encounter = lock_encounter_of_interpreter(session, actor.account_id, reference)
    if encounter is None:
        raise EncounterUnknown
    return encounter
