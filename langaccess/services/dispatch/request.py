"""Asking for an interpreter: one tap on a language."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.city import City
from langaccess.domain.counter import TicketUnknown
from langaccess.domain.dispatch import (
    INTERPRETED,
    AidChoice,
    Channel,
    EncounterUnknown,
    KnownBy,
    Mode,
    Status,
    TicketTaken,
    check_modes,
    seconds_to_language,
)
from langaccess.domain.languages import (
    GROUPS,
    LanguageNotOffered,
    LanguageUnknown,
    VariantMustBeAsked,
    group_of,
)
from langaccess.domain.people import Domain
from langaccess.services.dispatch.ladder import climb_on
from langaccess.storage.audit import record
from langaccess.storage.base import violated
from langaccess.storage.counter import Ticket
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounters import encounter_by_key, encounter_seen, open_at_ticket
from langaccess.storage.languages import Language

# No 0 O 1 I L: a reference is read aloud and typed again.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
REFERENCE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Ask:
    """What a clerk asks for. `request_key` is the page's own, so a double tap is one request.

    `continues` is the reference of an earlier try for the same resident: the wait counts from it.
    """

    request_key: str
    language_tag: str
    mode: Mode
    domain: Domain = Domain.GENERAL
    channel: Channel = Channel.COUNTER
    known_by: KnownBy = KnownBy.RESIDENT_SAID
    location_id: int | None = None
    department_id: int | None = None
    aid: AidChoice | None = None
    written_language_tag: str | None = None
    resident_reference: str | None = None
    ticket_id: int | None = None
    continues: str | None = None
    note: str | None = None


def request_interpreter(
    session: Session, actor: Actor, city: City, ask: Ask, *, now: datetime
) -> Encounter:
    """Open an encounter and start its ladder; the same key again gives the same encounter.

    Raises LanguageUnknown, LanguageNotOffered, VariantMustBeAsked, PreferenceMissing,
    ModalityUnfit, TicketUnknown, TicketTaken, EncounterUnknown.
    """
    actor.must(Permission.ENCOUNTER_OPEN)
    key = f"{ask.request_key}:{ask.language_tag}"
    known = encounter_by_key(session, actor.account_id, key)
    if known is not None and not known.status.is_final:
        return known
    if known is not None:  # the page was kept, the resident is another one
        key = f"{key}:{secrets.token_hex(4)}"
    language = _language(session, ask.language_tag)
    if ask.written_language_tag and session.get(Language, ask.written_language_tag) is None:
        raise LanguageUnknown
    check_modes(is_signed=language.is_signed, mode=ask.mode, aid=ask.aid)
    earlier = _earlier(session, actor, ask.continues)
    encounter = Encounter(
        reference=new_reference(),
        request_key=key,
        version=1,
        status=Status.SEARCHING,
        opened_at=now,
        first_contact_at=_first_contact(session, ask, earlier, now=now),
        city_date=city.calendar.local_date(now),
        channel=ask.channel,
        department_id=ask.department_id or actor.department_id,
        location_id=ask.location_id or actor.location_id,
        clerk_id=actor.account_id,
        resident_reference=ask.resident_reference,
        ticket_id=ask.ticket_id,
        continues_id=earlier.id if earlier else None,
        language_tag=language.tag,
        known_by=ask.known_by,
        written_language_tag=ask.written_language_tag,
        mode=ask.mode,
        domain=ask.domain,
        aid=ask.aid,
        note=ask.note,
        rules_version=city.rules.edition,
        is_after_hours=not city.is_open(now),
        ladder_at=now,
        next_step=0,
        round=1,
        due_at=now,
        room=secrets.token_urlsafe(16),
    )
    if ask.aid is not None and ask.aid not in INTERPRETED:
        _begin_without_interpreter(encounter, now=now)
    written = _insert(session, encounter)
    if written is not encounter:
        return written
    record(session, actor, "request_interpreter", "encounter", encounter.id, now=now)
    if encounter.status is Status.SEARCHING:
        climb_on(session, city, encounter, now=now)
    return encounter


def _begin_without_interpreter(encounter: Encounter, *, now: datetime) -> None:
    """The person's own choice of aid needs nobody to be rung: only the close is still to come."""
    encounter.status = Status.ENDED
    encounter.due_at = None
    encounter.connected_at = now
    encounter.seconds_to_language = seconds_to_language(encounter.first_contact_at, now)


def new_reference() -> str:
    """A reference that can be read aloud: six signs, none of them like another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def _language(session: Session, tag: str) -> Language:
    group = group_of(tag)
    if group is not None:
        raise VariantMustBeAsked(group.members)
    language = session.get(Language, tag)
    if language is None:
        raise LanguageUnknown
    if not language.facts.is_interpreted:
        written = next((one for one in GROUPS if one.tag == tag.partition("-")[0]), None)
        raise VariantMustBeAsked(written.members) if written else LanguageNotOffered
    if not language.is_offered:
        raise LanguageNotOffered
    return language


def _earlier(session: Session, actor: Actor, reference: str | None) -> Encounter | None:
    """The earlier try for the same resident, if one is named and the actor may see it."""
    if reference is None:
        return None
    earlier = encounter_seen(session, actor, reference)
    if earlier is None:
        raise EncounterUnknown
    return earlier


def _first_contact(
    session: Session, ask: Ask, earlier: Encounter | None, *, now: datetime
) -> datetime:
    """When the resident first asked: at the door, in the earlier try, or now."""
    moments = [now]
    if ask.ticket_id is not None:
        ticket = session.get(Ticket, ask.ticket_id)
        if ticket is None:
            raise TicketUnknown
        moments.append(ticket.arrived_at)
    if earlier is not None:
        moments.append(earlier.first_contact_at)
    return min(moments)


def _insert(session: Session, encounter: Encounter) -> Encounter:
    """Write the encounter and give it back, or the one that the same tap wrote a moment ago.

    The database says whether another clerk has this resident. Raises TicketTaken.
    """
    try:
        with session.begin_nested():
            session.add(encounter)
    except IntegrityError as error:
        is_twin = violated(error, "uq_encounter_clerk_id_request_key")
        twin = encounter_by_key(session, encounter.clerk_id, encounter.request_key)
        if is_twin and twin is not None:
            return twin
        if not violated(error, "uq_encounter_ticket_open"):
            raise
        other = open_at_ticket(session, encounter.ticket_id or 0)
        raise TicketTaken(other.reference if other else "") from error
    return encounter
