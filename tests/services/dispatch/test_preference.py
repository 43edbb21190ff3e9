"""A Deaf person's own choice of aid has primary consideration, also when nobody is rung."""

import pytest

from langaccess.domain.counter import TicketUnknown
from langaccess.domain.dispatch import AidChoice, ModalityUnfit, Mode, Outcome, Status
from langaccess.domain.languages import LanguageUnknown
from langaccess.services.dispatch.conversation import Closing, close
from langaccess.services.notices import owe
from tests.factories import NINE, later, make_ticket
from tests.services.dispatch.scene import Scene


@pytest.mark.parametrize("aid", [AidChoice.RELAY, AidChoice.WRITING, AidChoice.CAPTIONS])
def test_an_aid_without_an_interpreter_rings_nobody_and_waits_for_its_close(
    scene: Scene, aid: AidChoice
) -> None:
    scene.near("ase")

    encounter = scene.ask(language_tag="ase", mode=Mode.PHONE, aid=aid)

    assert (encounter.status, encounter.due_at) == (Status.ENDED, None)
    assert scene.rung(encounter) == []
    assert encounter.seconds_to_language == 0


def test_its_wait_counts_from_the_door_and_it_closes_as_served(scene: Scene) -> None:
    place = scene.clerk.location_id
    assert place is not None
    ticket = make_ticket(scene.session, place, arrived_at=later(-90))
    encounter = scene.ask(
        language_tag="ase", mode=Mode.IN_PERSON, aid=AidChoice.WRITING, ticket_id=ticket.id
    )

    close(
        scene.session,
        scene.clerk.actor,
        scene.city,
        Closing(Outcome.SERVED),
        reference=encounter.reference,
        now=later(300),
    )

    assert encounter.seconds_to_language == 90
    assert (encounter.status, encounter.minutes) == (Status.CLOSED, 5)


def test_a_sign_interpreter_is_never_by_phone(scene: Scene) -> None:
    with pytest.raises(ModalityUnfit):
        scene.ask(language_tag="ase", mode=Mode.PHONE, aid=AidChoice.SIGN_VIDEO)


def test_the_same_message_is_owed_once(scene: Scene) -> None:
    for _ in range(2):
        owe(scene.session, "a@city.example", "missed_offer", account=None, once="k", now=NINE)
        scene.session.flush()
    assert len(scene.notices("missed_offer")) == 1


def test_a_request_names_a_ticket_and_a_written_language_that_exist(scene: Scene) -> None:
    with pytest.raises(TicketUnknown):
        scene.ask(ticket_id=987_654)
    with pytest.raises(LanguageUnknown):
        scene.ask(written_language_tag="no-such-language")
