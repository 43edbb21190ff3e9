"""The encounter a deed is about, as far as its actor may see it, locked."""

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.domain.dispatch import EncounterUnknown
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounters import encounter_of_interpreter, glance, lock_encounter


def seen_encounter(session: Session, actor: Actor, reference: str) -> Encounter:
    """The encounter with this reference, held for a change. Raises EncounterUnknown."""
    found = glance(session, actor, reference)
    encounter = lock_encounter(session, found.id) if found else None
    if encounter is None:
        raise EncounterUnknown
    return encounter


def own_encounter(session: Session, actor: Actor, reference: str) -> Encounter:
    """The encounter this interpreter interprets, held for a change. Raises EncounterUnknown."""
    found = encounter_of_interpreter(session, actor.account_id, reference)
    encounter = lock_encounter(session, found.id) if found else None
    if encounter is None or encounter.interpreter_id != actor.account_id:
        raise EncounterUnknown
    return encounter
