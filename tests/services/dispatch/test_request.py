"""Asking for an interpreter: one tap, one encounter."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.city import City
from langaccess.domain.counter import TicketUnknown
from langaccess.domain.dispatch import (
    AidChoice,
    Channel,
    EncounterUnknown,
    KnownBy,
    ModalityUnfit,
    Mode,
    Outcome,
    PreferenceMissing,
    Status,
    TicketTaken,
    UnmetReason,
)
from langaccess.domain.languages import LanguageNotOffered, LanguageUnknown, VariantMustBeAsked
from langaccess.domain.people import Domain
from langaccess.services.dispatch.conversation import Closing, cancel, close
from langaccess.services.dispatch.request import (
    ALPHABET,
    Ask,
    new_reference,
    request_interpreter,
)
from langaccess.storage.dispatch import Encounter
from tests.factories import (
    EVENING,
    MONDAY,
    NINE,
    later,
    make_account,
    make_clerk,
    make_department,
    make_encounter,
    make_interpreter,
    make_language,
    make_location,
    make_ticket,
)
from tests.services.dispatch.scene import Scene

ASK = Ask(request_key="page-1", language_tag="es", mode=Mode.PHONE)


def request(scene: Scene, ask: Ask, seconds: float = 0) -> Encounter:
    """The clerk of the scene asks so many seconds after nine."""
    make_language(scene.session, "es")
    actor = scene.clerk.actor
    return request_interpreter(scene.session, actor, scene.city, ask, now=later(seconds))


def test_one_tap_opens_an_encounter_with_everything_that_is_known(scene: Scene) -> None:
    place, department = make_location(scene.session), make_department(scene.session)
    make_language(scene.session, "fr")
    ask = Ask(
        request_key="page-1",
        language_tag="es",
        mode=Mode.VIDEO,
        domain=Domain.HEALTH,
        channel=Channel.FIELD,
        known_by=KnownBy.POINTED_AT_CARD,
        location_id=place.id,
        department_id=department.id,
        written_language_tag="fr",
        resident_reference="R-1",
        note="Lease",
    )

    made = request(scene, ask)

    assert made.clerk_id == scene.clerk.id
    assert (made.location_id, made.department_id) == (place.id, department.id)
    assert (made.language_tag, made.written_language_tag) == ("es", "fr")
    assert (made.mode, made.domain, made.channel) == (Mode.VIDEO, Domain.HEALTH, Channel.FIELD)
    assert (made.known_by, made.resident_reference) == (KnownBy.POINTED_AT_CARD, "R-1")
    assert (made.note, made.city_date, made.is_after_hours) == ("Lease", MONDAY, False)
    assert (made.opened_at, made.first_contact_at) == (NINE, NINE)
    assert made.rules_version == scene.city.rules.edition
    assert made.status is Status.SEARCHING
    assert scene.deeds(made)[0] == ("request_interpreter", scene.clerk.id)


def test_place_and_department_are_the_clerks_unless_others_are_named(scene: Scene) -> None:
    made = request(scene, ASK)

    assert made.location_id == scene.clerk.location_id
    assert made.department_id == scene.clerk.department_id


def test_the_day_is_the_citys_and_not_greenwichs(scene: Scene) -> None:
    made = scene.ask(now=EVENING)

    assert (made.city_date, EVENING.date()) == (MONDAY, MONDAY + timedelta(days=1))


def test_who_may_not_open_encounters_is_refused(session: Session, city: City) -> None:
    stranger = make_account(session, Role.INTERPRETER)

    with pytest.raises(NotAllowed):
        request_interpreter(session, stranger.actor, city, ASK, now=NINE)


def test_a_double_tap_is_one_request(scene: Scene) -> None:
    first = request(scene, ASK)

    assert request(scene, ASK, seconds=1) is first
    assert scene.session.scalar(select(func.count(Encounter.id))) == 1


def test_another_language_from_the_same_page_is_another_request(scene: Scene) -> None:
    make_language(scene.session, "fr")

    first = request(scene, ASK)
    second = request(scene, Ask(request_key="page-1", language_tag="fr", mode=Mode.PHONE))

    assert second is not first


def test_a_page_kept_after_the_close_asks_for_the_next_resident(scene: Scene) -> None:
    first = request(scene, ASK)
    cancel(scene.session, scene.clerk.actor, scene.city, reference=first.reference, now=later(1))

    second = request(scene, ASK, seconds=60)

    assert second is not first
    assert second.status is Status.SEARCHING
    assert second.first_contact_at == later(60)


def test_two_clerks_cannot_search_for_one_number(scene: Scene) -> None:
    ticket = make_ticket(scene.session, scene.clerk.location_id or 0)
    colleague = make_clerk(scene.session)
    first = scene.ask(ticket_id=ticket.id)

    with pytest.raises(TicketTaken) as refused:
        make_encounter(scene.session, scene.city, clerk=colleague, ticket_id=ticket.id)

    assert refused.value.reference == first.reference


def test_a_number_can_be_searched_for_again_once_the_first_search_is_over(scene: Scene) -> None:
    ticket = make_ticket(scene.session, scene.clerk.location_id or 0)
    first = scene.ask(ticket_id=ticket.id)
    closing = Closing(Outcome.NOT_SERVED, unmet_reason=UnmetReason.RESIDENT_LEFT)
    reference = first.reference
    close(scene.session, scene.clerk.actor, scene.city, closing, reference=reference, now=later(9))

    again = scene.ask(ticket_id=ticket.id, now=later(60))

    assert again.status is Status.SEARCHING


def test_a_number_that_was_never_drawn_is_unknown(scene: Scene) -> None:
    with pytest.raises(TicketUnknown):
        scene.ask(ticket_id=404)


def test_any_other_fault_of_the_database_is_not_hidden(scene: Scene) -> None:
    with pytest.raises(IntegrityError):
        scene.ask(location_id=404)


def test_the_wait_counts_from_the_moment_the_number_was_drawn(scene: Scene) -> None:
    ticket = make_ticket(scene.session, scene.clerk.location_id or 0, arrived_at=later(-600))

    assert scene.ask(ticket_id=ticket.id).first_contact_at == later(-600)


def test_a_request_that_continues_another_counts_from_its_first_contact(scene: Scene) -> None:
    first = scene.ask(now=later(-900))
    second = scene.ask(now=later(-300), continues=first.reference)

    third = scene.ask(continues=second.reference)

    assert third.first_contact_at == later(-900)
    assert third.continues_id == second.id


def test_what_another_department_began_cannot_be_continued(scene: Scene) -> None:
    theirs = make_encounter(scene.session, scene.city)

    with pytest.raises(EncounterUnknown):
        scene.ask(continues=theirs.reference)


def ask_for(scene: Scene, tag: str, **changes: object) -> Encounter:
    """Ask for this language as a form does, without making it first."""
    ask = Ask(request_key="page-1", language_tag=tag, mode=Mode.PHONE, **changes)  # type: ignore[arg-type] # any of its fields
    return request_interpreter(scene.session, scene.clerk.actor, scene.city, ask, now=NINE)


def test_a_name_for_several_languages_asks_which_one(scene: Scene) -> None:
    with pytest.raises(VariantMustBeAsked) as refused:
        ask_for(scene, "zh")

    assert refused.value.members == ("cmn", "yue", "nan", "cdo")


def test_a_written_form_asks_which_language_is_spoken(scene: Scene) -> None:
    make_language(scene.session, "zh-Hant")

    with pytest.raises(VariantMustBeAsked) as refused:
        ask_for(scene, "zh-Hant")

    assert refused.value.members == ("cmn", "yue", "nan", "cdo")


def test_a_language_that_is_only_written_is_not_interpreted(scene: Scene) -> None:
    make_language(scene.session, "es").is_spoken = False

    with pytest.raises(LanguageNotOffered):
        ask_for(scene, "es")


def test_a_language_no_coordinator_offers_is_refused(scene: Scene) -> None:
    make_language(scene.session, "es").is_offered = False

    with pytest.raises(LanguageNotOffered):
        ask_for(scene, "es")


def test_a_tag_that_is_no_language_is_unknown(scene: Scene) -> None:
    with pytest.raises(LanguageUnknown):
        ask_for(scene, "tlh")


def test_sign_asks_for_the_preference_first_and_is_never_by_phone(scene: Scene) -> None:
    make_language(scene.session, "ase")

    with pytest.raises(PreferenceMissing):
        ask_for(scene, "ase")
    with pytest.raises(ModalityUnfit):
        ask_for(scene, "ase", aid=AidChoice.SIGN_VIDEO)


def test_sign_rings_people_who_sign(scene: Scene) -> None:
    signer = make_interpreter(scene.session, "ase", location_id=scene.clerk.location_id)

    made = scene.ask(language_tag="ase", mode=Mode.VIDEO, aid=AidChoice.SIGN_VIDEO)

    assert scene.rung(made) == [signer.account_id]


@pytest.mark.parametrize("aid", [AidChoice.RELAY, AidChoice.WRITING, AidChoice.CAPTIONS])
def test_an_aid_that_needs_nobody_of_ours_rings_nobody_and_waits_for_the_close(
    scene: Scene, aid: AidChoice
) -> None:
    make_interpreter(scene.session, "ase", location_id=scene.clerk.location_id)

    made = scene.ask(language_tag="ase", mode=Mode.PHONE, aid=aid)

    assert scene.rung(made) == []
    assert made.status is Status.ENDED
    assert (made.connected_at, made.seconds_to_language, made.due_at) == (NINE, 0, None)


def test_a_reference_has_six_signs_that_are_read_aloud_without_mistake() -> None:
    made = {new_reference() for _ in range(200)}

    assert len(made) > 190
    assert all(len(one) == 6 and set(one) <= set(ALPHABET) for one in made)
    assert not set(ALPHABET) & set("01OIL")
