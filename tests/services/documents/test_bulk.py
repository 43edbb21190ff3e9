"""Giving out many at once: each by itself."""

import pytest

from langaccess.domain.access import NotAllowed
from langaccess.domain.documents.workflow import JobState, JobUnknown, MoveUnfit, Step
from langaccess.services.documents.bulk import offer_many
from tests.factories import NINE
from tests.services.documents.office import Office


def test_what_fails_says_why_and_the_others_stand(office: Office) -> None:
    free, taken = office.ask("es"), office.ask("es")
    office.offer(taken, person=office.reviser)

    outcomes = offer_many(
        office.session,
        office.team.actor,
        office.city,
        references=[free.reference, taken.reference, "NOWAY2", free.reference],
        tag="es",
        step=Step.TRANSLATE,
        account_id=office.translator.account_id,
        now=NINE,
    )

    assert [one.reference for one in outcomes] == [free.reference, taken.reference, "NOWAY2"]
    assert [type(one.refusal) for one in outcomes] == [type(None), MoveUnfit, JobUnknown]
    assert office.job(free).state is JobState.OFFERED
    assert office.job(taken).translator_id == office.reviser.account_id


def test_only_the_team_gives_out(office: Office) -> None:
    with pytest.raises(NotAllowed):
        offer_many(
            office.session,
            office.requester.actor,
            office.city,
            references=[],
            tag="es",
            step=Step.TRANSLATE,
            now=NINE,
        )
