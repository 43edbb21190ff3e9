"""Doing a step: begun, handed over, revised, sent back, held."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from langaccess.domain.access import Actor, NotAllowed
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    FilesMissing,
    JobState,
    JobUnknown,
    MoveUnfit,
    NotYours,
    OnHold,
    ReasonMissing,
    RevisionMissing,
    SelfCheckMissing,
    Step,
    UploadLinkUnknown,
)
from langaccess.services.documents.agencies import LINK_LASTS, open_link, use_link
from langaccess.services.documents.assign import accept_step, release_step
from langaccess.services.documents.holding import declare_machine, hold, resume
from langaccess.services.documents.work import HandOver, hand_over_by_link, send_back, start_step
from langaccess.storage.documents.jobs import Delivery, Job, UploadLink
from langaccess.storage.documents.requests import Document
from langaccess.storage.notices import Notice
from tests.factories import NINE, later
from tests.services.documents.office import SPANISH, Office, make_agency


def test_a_translation_without_the_translators_own_check_is_not_taken(office: Office) -> None:
    document = office.ask()
    office.give(document)

    with pytest.raises(SelfCheckMissing):
        office.hand_over(document, is_self_checked=False)
    with pytest.raises(FilesMissing):
        office.hand_over(document, None)


def test_who_translates_begins_once(office: Office) -> None:
    document = office.ask()
    office.give(document)
    actor = office.translator.account.actor

    start_step(office.session, actor, reference=document.reference, tag="es", now=later(5))

    assert office.events(document).count("started") == 1


def test_what_was_not_accepted_cannot_be_begun(office: Office) -> None:
    document = office.ask()
    office.offer(document)
    actor = office.translator.account.actor

    with pytest.raises(MoveUnfit):
        start_step(office.session, actor, reference=document.reference, tag="es", now=NINE)
    with pytest.raises(JobUnknown):
        start_step(office.session, actor, reference=document.reference, tag="vi", now=NINE)


def test_only_who_has_the_step_hands_it_over_or_the_team_for_them(office: Office) -> None:
    document = office.ask()
    office.give(document)
    office.offer(document, Step.REVISE)

    with pytest.raises(NotYours):
        office.hand_over(document, actor=office.reviser.account.actor)
    delivery = office.hand_over(document, actor=office.team.actor)

    assert delivery is not None
    assert delivery.by_id == office.translator.account_id


def test_nobody_hands_over_what_nobody_was_asked_for(office: Office) -> None:
    document = office.ask()
    with pytest.raises(MoveUnfit):
        office.hand_over(document, actor=office.team.actor)
    with pytest.raises(NotYours):
        office.hand_over(document, actor=office.requester.actor)


def test_a_reviser_needs_something_to_revise_and_to_be_asked(office: Office) -> None:
    document = office.ask()
    office.give(document, Step.REVISE)

    with pytest.raises(MoveUnfit):
        office.hand_over(document, None, Step.REVISE)
    office.give(document)
    office.hand_over(document)
    office.session.execute(update(Delivery).values(job_id=office.job(office.ask()).id))
    with pytest.raises(RevisionMissing):
        office.hand_over(document, None, Step.REVISE)


def test_a_reviser_may_hand_over_a_better_text(office: Office) -> None:
    document = office.ask()
    office.give(document)
    office.give(document, Step.REVISE)
    office.hand_over(document)

    delivery = office.hand_over(document, SPANISH.replace("piscina", "pileta"), Step.REVISE)

    assert delivery is not None
    assert (delivery.number, delivery.step) == (2, Step.REVISE)
    assert office.job(document).revised_at == NINE


def test_what_is_sent_back_goes_to_its_translator_and_is_revised_again(office: Office) -> None:
    document = office.revised(office.ask())
    job = office.job(document)
    assert office.state(document) is JobState.VERIFYING

    with pytest.raises(ReasonMissing):
        back(office, document, reason=" ")
    back(office, document, reason="The phone number")

    assert (office.state(document), job.revised_at) == (JobState.CORRECTING, None)
    assert office.translator.account.email in office.told("document_sent_back")
    office.hand_over(document)
    assert office.state(document) is JobState.REVISING
    office.hand_over(document, None, Step.REVISE)
    assert office.state(document) is JobState.VERIFYING


def test_the_reviser_sends_back_and_the_requester_cannot(office: Office) -> None:
    document = office.ask()
    office.give(document)
    office.give(document, Step.REVISE)
    office.hand_over(document)

    with pytest.raises(NotYours):
        back(office, document, actor=office.requester.actor)
    back(office, document, actor=office.reviser.account.actor)

    assert office.job(document).state is JobState.CORRECTING


def test_only_the_team_sends_back_at_the_final_verification(office: Office) -> None:
    document = office.revised(office.ask())

    with pytest.raises(NotAllowed):
        back(office, document, actor=office.reviser.account.actor)


def test_what_is_sent_back_stays_without_its_translator_when_they_are_gone(
    office: Office,
) -> None:
    document = office.revised(office.ask())
    job = office.job(document)
    job.translator_id = None
    office.session.flush()

    back(office, document)

    statuses = {one.step: one.status for one in job.assignments}
    assert statuses == {
        Step.TRANSLATE: AssignmentStatus.DONE,
        Step.REVISE: AssignmentStatus.ACCEPTED,
    }


def test_review_and_layout_are_done_by_whoever_was_asked_or_the_team(office: Office) -> None:
    document = office.revised(office.ask(needs_review=True, needs_layout=True))

    assert office.state(document) is JobState.REVIEWING
    office.hand_over(document, None, Step.REVIEW, actor=office.team.actor)
    assert office.state(document) is JobState.LAYOUT
    with pytest.raises(FilesMissing):
        office.hand_over(document, None, Step.LAYOUT, actor=office.team.actor)
    delivery = office.hand_over(document, SPANISH, Step.LAYOUT, actor=office.team.actor)
    assert office.state(document) is JobState.VERIFYING
    assert delivery is not None
    assert delivery.by_id == office.team.id


def test_a_held_job_stands_still_until_it_is_taken_up_again(office: Office) -> None:
    document = office.ask()
    office.give(document)
    job, team = office.job(document), office.team.actor
    due_at = job.due_at
    where: dict[str, Any] = {"reference": document.reference, "tag": "es"}

    with pytest.raises(ReasonMissing):
        hold(office.session, team, **where, reason="", now=NINE)
    with pytest.raises(NotYours):
        hold(office.session, office.requester.actor, **where, reason="Why?", now=NINE)
    hold(office.session, team, **where, reason="Which pool?", now=NINE)
    with pytest.raises(OnHold):
        office.hand_over(document)
    with pytest.raises(NotYours):
        resume(office.session, office.requester.actor, **where, now=later(60))
    resume(office.session, office.translator.account.actor, **where, now=later(3600))
    resume(office.session, team, **where, now=later(7200))

    assert (job.held_at, job.held_seconds) == (None, 3600)
    assert job.due_at == due_at + timedelta(hours=1)
    with pytest.raises(JobUnknown):
        resume(office.session, team, reference="NONE22", tag="es", now=NINE)


def test_a_wait_moves_no_date_of_the_law(office: Office) -> None:
    document = office.ask(legal_deadline=date(2026, 12, 18))
    job, team = office.job(document), office.team.actor
    due_at = job.due_at
    where: dict[str, Any] = {"reference": document.reference, "tag": "es"}

    hold(office.session, team, **where, reason="Which pool?", now=NINE)
    resume(office.session, team, **where, now=later(3600))

    assert job.due_at == due_at


def test_a_machines_work_is_declared_with_engine_and_date(office: Office) -> None:
    document = office.ask()
    office.give(document)
    facts: dict[str, Any] = {"reference": document.reference, "tag": "es", "on": date(2026, 11, 23)}
    actor = office.translator.account.actor

    with pytest.raises(ReasonMissing):
        declare_machine(office.session, actor, office.city, **facts, engine=" ", now=NINE)
    job = declare_machine(office.session, actor, office.city, **facts, engine="NMT 3", now=NINE)

    assert (job.machine_engine, job.machine_on) == ("NMT 3", date(2026, 11, 23))
    assert job.needs_revision
    office.hand_over(document)
    release_step(
        office.session,
        office.team.actor,
        assignment_id=office.offer(document, Step.REVISE).id,
        reason="Ill",
        now=NINE,
    )
    job.state = JobState.QUEUED
    office.give(document)
    job.state = JobState.REVISING
    with pytest.raises(MoveUnfit):
        declare_machine(office.session, actor, office.city, **facts, engine="NMT 3", now=NINE)


def test_an_agency_hands_over_by_its_link_once(office: Office) -> None:
    document = office.ask()
    office.offer(document, vendor=make_agency(office.session))
    token = token_of(office)

    delivery = by_link(office, token)

    job = office.job(document)
    assert delivery is not None
    assert delivery.vendor_id == job.translator_vendor_id
    assert office.state(document) is JobState.REVISING
    with pytest.raises(UploadLinkUnknown):
        by_link(office, token)


def test_a_link_that_is_over_unknown_or_taken_back_opens_nothing(office: Office) -> None:
    document = office.ask()
    offered = office.offer(document, vendor=make_agency(office.session))
    token = token_of(office)

    with pytest.raises(UploadLinkUnknown):
        open_link(office.session, token, now=NINE + LINK_LASTS)
    with pytest.raises(UploadLinkUnknown):
        open_link(office.session, "another", now=NINE)
    assert open_link(office.session, token, now=NINE) is offered
    release_step(
        office.session, office.team.actor, assignment_id=offered.id, reason="Slow", now=NINE
    )
    with pytest.raises(UploadLinkUnknown):
        use_link(office.session, token, now=NINE)


def test_a_link_is_for_its_own_step(office: Office) -> None:
    document = office.ask()
    office.offer(document, vendor=make_agency(office.session))

    with pytest.raises(MoveUnfit):
        by_link(office, token_of(office), step=Step.REVISE)


def test_an_agency_that_revises_hands_over_what_another_translated(office: Office) -> None:
    document = office.ask()
    office.give(document)
    revising = office.offer(document, Step.REVISE, vendor=make_agency(office.session, revises=True))
    office.hand_over(document)

    by_link(office, token_of(office), step=Step.REVISE)

    assert revising.status is AssignmentStatus.DONE
    assert office.job(document).state is JobState.VERIFYING


def test_the_team_hands_over_for_an_agency_that_has_not_answered(office: Office) -> None:
    document = office.ask()
    offered = office.offer(document, vendor=make_agency(office.session))
    accept_step(office.session, office.team.actor, assignment_id=offered.id, now=NINE)

    office.hand_over(document, actor=office.team.actor)

    assert office.job(document).state is JobState.REVISING
    link = office.session.scalars(select(UploadLink)).one()
    assert link.used_at is None


def back(
    office: Office, document: Document, *, actor: Actor | None = None, reason: str = "No"
) -> Job:
    """Somebody sends the Spanish back."""
    return send_back(
        office.session,
        actor or office.team.actor,
        reference=document.reference,
        tag="es",
        reason=reason,
        now=NINE,
    )


def test_an_agency_that_took_the_work_hands_over_all_the_same(office: Office) -> None:
    document = office.ask()
    offered = office.offer(document, vendor=make_agency(office.session))
    accept_step(office.session, office.team.actor, assignment_id=offered.id, now=NINE)

    by_link(office, token_of(office))

    assert office.state(document) is JobState.REVISING


def token_of(office: Office) -> str:
    """The token in the newest letter to an agency."""
    query = select(Notice).filter_by(kind="document_for_vendor").order_by(Notice.id.desc())
    token = str(office.session.scalars(query.limit(1)).one().facts["token"])
    assert re.fullmatch(r"[\w-]{43}", token)
    return token


def by_link(office: Office, token: str, step: Step = Step.TRANSLATE) -> Delivery | None:
    """An agency hands the Spanish over."""
    handed = HandOver(step, [office.upload(SPANISH, "aviso.txt")], is_self_checked=True)
    return hand_over_by_link(office.session, token, handed, now=NINE)
