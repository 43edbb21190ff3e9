"""Asking somebody to do a step, and what they say."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session

from langaccess.domain.access import NotAllowed
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    AssignmentUnknown,
    JobState,
    JobUnknown,
    MoveUnfit,
    NotQualified,
    OnHold,
    ReasonMissing,
    SamePerson,
    Step,
    StepTaken,
)
from langaccess.services.documents.agencies import VendorUnknown
from langaccess.services.documents.assign import (
    OFFER_LASTS,
    URGENT_OFFER_LASTS,
    accept_step,
    decline_step,
    expire_offer,
    offer_step,
    release_step,
    remind_of_offer,
)
from langaccess.services.documents.holding import hold
from langaccess.services.documents.people import people_for
from langaccess.storage.documents.jobs import Assignment
from langaccess.storage.documents.work import offers_over, work_of
from langaccess.storage.people import ConflictOfInterest
from tests.factories import NINE, later, make_absence
from tests.services.documents.office import Office, make_agency, make_translator


def test_an_offer_keeps_why_the_person_was_found_qualified(office: Office) -> None:
    document = office.ask()

    offered = office.offer(document)

    job = office.job(document)
    assert (job.state, job.translator_id) == (JobState.OFFERED, office.translator.account_id)
    assert offered.snapshot["eligible"] is True
    assert offered.snapshot["rules"] == office.city.rules.edition
    assert len(offered.snapshot["reasons"]) == 11
    assert offered.expires_at == NINE + OFFER_LASTS
    assert office.told("document_offered") == [
        office.requester.email,
        office.translator.account.email,
    ]


def test_an_urgent_offer_waits_an_hour(office: Office) -> None:
    document = office.ask(document_type="boil-water-notice")

    assert office.offer(document).expires_at == NINE + URGENT_OFFER_LASTS


def test_the_reviser_may_be_asked_while_the_job_still_waits(office: Office) -> None:
    document = office.ask()

    office.offer(document, Step.REVISE)

    job = office.job(document)
    assert (job.state, job.reviser_id) == (JobState.QUEUED, office.reviser.account_id)


def test_a_step_is_offered_to_one_at_a_time(office: Office) -> None:
    document = office.ask()
    office.offer(document, Step.REVISE)

    with pytest.raises(StepTaken):
        office.offer(document, Step.REVISE, person=make_translator(office.session))


def test_the_database_lets_one_offer_of_a_step_stand(office: Office) -> None:
    document = office.ask()
    office.offer(document, Step.REVISE)
    other = make_translator(office.session)
    asked: list[bool] = []

    @event.listens_for(office.session, "do_orm_execute")
    def nobody_was_asked(state: ORMExecuteState) -> object:
        text = str(state.statement)
        if not asked and "assignment.step = " in text:
            asked.append(True)
            return state.session.execute(select(Assignment).where(Assignment.id == -1))
        return None

    with pytest.raises(StepTaken):
        office.offer(document, Step.REVISE, person=other)


def test_any_other_fault_of_the_database_is_not_hidden(office: Office) -> None:
    document = office.ask()

    offered: list[bool] = []

    @event.listens_for(office.session, "before_flush")
    def broken(session: Session, *_: object) -> None:
        for one in session.new:
            if isinstance(one, Assignment):
                offered.append(True)
                one.account_id = None

    with pytest.raises(IntegrityError):
        office.offer(document)
    assert offered


def test_nobody_is_asked_without_the_test_for_it(office: Office) -> None:
    document = office.ask("vi")

    with pytest.raises(NotQualified):
        offer(office, document.reference, "vi", account_id=office.translator.account_id)
    with pytest.raises(NotQualified):
        offer(office, document.reference, "vi", account_id=office.requester.id)
    with pytest.raises(AssignmentUnknown):
        offer(office, document.reference, "vi", account_id=None)


def test_three_parts_are_three_people(office: Office) -> None:
    document = office.ask(actor=office.translator.account.actor)
    with pytest.raises(SamePerson):
        office.offer(document)

    another = office.ask()
    office.offer(another)
    with pytest.raises(SamePerson):
        office.offer(another, Step.REVISE, person=office.translator)


def test_only_the_team_gives_out_work_and_only_of_documents_there_are(office: Office) -> None:
    document = office.ask()

    with pytest.raises(NotAllowed):
        offer_step(
            office.session,
            office.requester.actor,
            office.city,
            reference=document.reference,
            tag="es",
            step=Step.TRANSLATE,
            account_id=office.translator.account_id,
            now=NINE,
        )
    with pytest.raises(JobUnknown):
        offer(office, document.reference, "vi", account_id=office.translator.account_id)


def test_a_held_job_is_offered_to_nobody(office: Office) -> None:
    document = office.ask()
    hold(
        office.session,
        office.team.actor,
        reference=document.reference,
        tag="es",
        reason="Which pool?",
        now=NINE,
    )

    with pytest.raises(OnHold):
        office.offer(document)


def test_a_step_that_is_over_is_not_offered_again(office: Office) -> None:
    document = office.verify(office.revised(office.ask())).document

    for step in Step:
        with pytest.raises(MoveUnfit):
            office.offer(document, step)


def test_review_and_layout_ask_for_no_test_of_language(office: Office) -> None:
    document = office.ask(needs_review=True, needs_layout=True)

    review = offer(office, document.reference, "es", step=Step.REVIEW, account_id=office.team.id)

    assert review.snapshot == {"rules": office.city.rules.edition}


def test_taking_it_twice_is_once(office: Office) -> None:
    document = office.ask()
    offered = office.offer(document)
    actor = office.actor_of(offered)

    accept_step(office.session, actor, assignment_id=offered.id, now=later(5))
    accept_step(office.session, actor, assignment_id=offered.id, now=later(9))

    assert (offered.status, offered.answered_at) == (AssignmentStatus.ACCEPTED, later(5))
    assert office.job(document).state is JobState.ACCEPTED
    assert office.events(document).count("accepted") == 1


def test_a_reviser_who_takes_it_leaves_the_job_where_it_is(office: Office) -> None:
    document = office.ask()
    office.give(document, Step.REVISE)

    assert office.job(document).state is JobState.QUEUED


def test_what_was_offered_to_somebody_else_does_not_exist(office: Office) -> None:
    offered = office.offer(office.ask())

    with pytest.raises(AssignmentUnknown):
        accept_step(
            office.session, office.reviser.account.actor, assignment_id=offered.id, now=NINE
        )


def test_who_declines_says_why_and_the_job_waits_again(office: Office) -> None:
    document = office.ask()
    offered = office.offer(document)
    actor = office.actor_of(offered)

    with pytest.raises(ReasonMissing):
        decline_step(office.session, actor, assignment_id=offered.id, reason=" ", now=NINE)
    decline_step(office.session, actor, assignment_id=offered.id, reason="Away", now=NINE)
    decline_step(office.session, actor, assignment_id=offered.id, reason="Away", now=NINE)

    job = office.job(document)
    assert (job.state, job.translator_id) == (JobState.QUEUED, None)
    assert (offered.status, offered.reason) == (AssignmentStatus.DECLINED, "Away")
    with pytest.raises(MoveUnfit):
        accept_step(office.session, actor, assignment_id=offered.id, now=NINE)
    assert office.team.email in office.told("document_declined")


def test_a_declined_revision_frees_the_reviser(office: Office) -> None:
    document = office.ask()
    offered = office.offer(document, Step.REVISE)

    decline_step(
        office.session,
        office.actor_of(offered),
        assignment_id=offered.id,
        reason="Busy",
        now=NINE,
    )

    assert office.job(document).reviser_id is None


def test_what_was_accepted_cannot_be_declined(office: Office) -> None:
    given = office.give(office.ask())

    with pytest.raises(MoveUnfit):
        decline_step(
            office.session,
            office.actor_of(given),
            assignment_id=given.id,
            reason="Too late",
            now=NINE,
        )


def test_the_team_takes_work_back_with_a_reason(office: Office) -> None:
    document = office.ask()
    given = office.give(document)
    actor = office.team.actor

    with pytest.raises(ReasonMissing):
        release_step(office.session, actor, assignment_id=given.id, reason="", now=NINE)
    release_step(office.session, actor, assignment_id=given.id, reason="Ill", now=NINE)

    assert office.job(document).state is JobState.QUEUED
    assert given.status is AssignmentStatus.RELEASED
    assert office.translator.account.email in office.told("document_released")
    with pytest.raises(MoveUnfit):
        release_step(office.session, actor, assignment_id=given.id, reason="Ill", now=NINE)


def test_a_layout_is_taken_back_without_touching_the_people_of_the_text(office: Office) -> None:
    document = office.ask(needs_layout=True)
    office.give(document)
    layout = offer(office, document.reference, "es", step=Step.LAYOUT, account_id=office.team.id)

    release_step(office.session, office.team.actor, assignment_id=layout.id, reason="Ill", now=NINE)

    assert office.job(document).translator_id == office.translator.account_id


def test_an_offer_nobody_answers_ends_by_itself(office: Office) -> None:
    document = office.ask()
    offered = office.offer(document)
    over = NINE + OFFER_LASTS

    assert offers_over(office.session, over - timedelta(seconds=1), 10) == []
    assert offers_over(office.session, over, 10) == [offered.id]
    assert not expire_offer(office.session, assignment_id=offered.id, now=NINE)
    assert expire_offer(office.session, assignment_id=offered.id, now=over)
    assert not expire_offer(office.session, assignment_id=offered.id, now=over)
    assert office.job(document).state is JobState.QUEUED
    assert office.team.email in office.told("document_expired")


def test_an_offer_is_reminded_of_once(office: Office) -> None:
    offered = office.offer(office.ask())

    assert remind_of_offer(office.session, assignment_id=offered.id, now=later(60))
    assert not remind_of_offer(office.session, assignment_id=offered.id, now=later(90))
    assert office.translator.account.email in office.told("document_reminded")


def test_an_agency_gets_the_files_and_a_link_by_mail(office: Office) -> None:
    document = office.ask()
    agency = make_agency(office.session)

    offered = office.offer(document, vendor=agency)

    assert office.told("document_for_vendor") == [agency.email]
    assert offered.snapshot == {"vendor": agency.id, "rules": office.city.rules.edition}
    assert office.job(document).translator_vendor_id == agency.id


def test_an_agency_is_asked_only_for_what_it_does(office: Office) -> None:
    session = office.session
    document = office.ask()
    with pytest.raises(VendorUnknown):
        office.offer(document, vendor=make_agency(session, "vi"))
    with pytest.raises(VendorUnknown):
        office.offer(document, vendor=make_agency(session, is_active=False))
    with pytest.raises(VendorUnknown):
        office.offer(document, Step.REVISE, vendor=make_agency(session))
    with pytest.raises(VendorUnknown):
        offer(office, document.reference, "es", vendor_id=9999)


def test_an_agency_never_revises_its_own_translation(office: Office) -> None:
    document = office.ask()
    agency = make_agency(office.session, revises=True)
    office.offer(document, vendor=agency)

    with pytest.raises(SamePerson):
        office.offer(document, Step.REVISE, vendor=agency)
    office.offer(document, Step.REVISE, vendor=make_agency(office.session, revises=True))


def test_the_qualified_with_least_to_do_are_named_first_and_all_with_reasons(
    office: Office,
) -> None:
    document = office.ask()
    office.give(office.ask())
    away = make_translator(office.session, name="Ada Away")
    make_absence(office.session, away)
    partial = make_translator(office.session, name="Carl Conflicted")
    partial.conflicts.append(
        ConflictOfInterest(department_id=document.department_id, declared_at=NINE)
    )
    partial.conflicts.append(ConflictOfInterest(resident_reference="R-1", declared_at=NINE))
    office.session.flush()

    choices = people_for(
        office.session,
        office.team.actor,
        office.city,
        reference=document.reference,
        tag="es",
        step=Step.TRANSLATE,
        now=NINE,
    )

    assert [(one.name, one.decision.is_eligible) for one in choices] == [
        ("Rita Reviser", True),
        ("Tina Translator", True),
        ("Ada Away", False),
        ("Carl Conflicted", False),
    ]
    assert choices[1].words_in_hand > 0
    assert [one.job.document.reference for one in work_of(office.session, away.account_id)] == []
    with pytest.raises(JobUnknown):
        people_for(
            office.session,
            office.team.actor,
            office.city,
            reference="NONE22",
            tag="es",
            step=Step.TRANSLATE,
            now=NINE,
        )


def test_into_english_the_people_of_the_other_language_are_asked(office: Office) -> None:
    document = office.ask("en", source_tag="es")

    office.offer(document, tag="en")

    assert office.job(document, "en").translator_id == office.translator.account_id


def offer(
    office: Office,
    reference: str,
    tag: str,
    *,
    step: Step = Step.TRANSLATE,
    account_id: int | None = None,
    vendor_id: int | None = None,
) -> Assignment:
    """The team asks exactly this."""
    return offer_step(
        office.session,
        office.team.actor,
        office.city,
        reference=reference,
        tag=tag,
        step=step,
        account_id=account_id,
        vendor_id=vendor_id,
        now=NINE,
    )
