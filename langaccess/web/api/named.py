"""What addresses and bodies name: requests by number, and places, languages, tickets by theirs."""

from langaccess.domain.dispatch import EncounterUnknown
from langaccess.storage.base import db
from langaccess.storage.counter import Ticket
from langaccess.storage.encounter_numbers import Numbered, numbered
from langaccess.storage.languages import Language
from langaccess.storage.places import location_by_slug
from langaccess.web.access import current_actor
from langaccess.web.api.problems import FieldsRefused


def request_at(encounter_id: int) -> Numbered:
    """The request with this number, if the actor may see it. Raises EncounterUnknown."""
    found = numbered(db.session(), current_actor(), encounter_id)
    if found is None:
        raise EncounterUnknown
    return found


def earlier_reference(encounter_id: int | None) -> str | None:
    """The reference of the earlier try that a body names. Raises FieldsRefused."""
    if encounter_id is None:
        return None
    found = numbered(db.session(), current_actor(), encounter_id)
    if found is None:
        raise FieldsRefused({"continues": ["There is no such request."]})
    return found.reference


def location_id(slug: str | None) -> int | None:
    """The id of the location that a body names. Raises FieldsRefused."""
    if slug is None:
        return None
    location = location_by_slug(db.session(), slug)
    if location is None:
        raise FieldsRefused({"location": ["There is no such location."]})
    return location.id


def known_language(tag: str | None, field: str) -> str | None:
    """A tag of the register, as a body's field names it. Raises FieldsRefused."""
    if tag is not None and db.session().get(Language, tag) is None:
        raise FieldsRefused({field: ["This language is not in the register."]})
    return tag


def known_ticket(ticket_id: int | None) -> int | None:
    """The number of a ticket that a body names. Raises FieldsRefused."""
    if ticket_id is not None and db.session().get(Ticket, ticket_id) is None:
        raise FieldsRefused({"ticket": ["There is no such ticket."]})
    return ticket_id
