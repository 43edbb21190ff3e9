"""The end of a job: verified, published, withdrawn, cancelled; and what stands in the way."""

from typing import Any

import pytest
from sqlalchemy import select, update

from langaccess.domain.access import Actor, NotAllowed, Role
from langaccess.domain.documents.workflow import (
    DeliveryUnknown,
    DocumentStatus,
    DocumentUnknown,
    FilesMissing,
    FindingsOpen,
    FindingStatus,
    JobState,
    JobUnknown,
    MoveUnfit,
    NotYours,
    ReasonMissing,
    RevisionMissing,
    SourceMoved,
    Step,
)
from langaccess.services.documents.deliveries import latest_delivery, waive_finding
from langaccess.services.documents.finish import (
    NotForPublic,
    TitleInLanguageMissing,
    cancel_document,
    cancel_job,
    publish,
    withdraw,
)
from langaccess.services.documents.holding import hold
from langaccess.services.documents.versions import (
    NothingNew,
    bring_version,
    take_version_up,
)
from langaccess.storage.documents.jobs import Delivery
from langaccess.storage.documents.library import Publication
from langaccess.storage.documents.requests import Document, SourceVersion
from tests.factories import NINE, later
from tests.services.documents.office import ENGLISH, SPANISH, Office, make_translator

WRONG = SPANISH.replace("510-555-0142", "510-555-0124")


def test_nothing_is_verified_while_an_error_stands_open(office: Office) -> None:
    document = office.ask()
    office.give(document)
    office.give(document, Step.REVISE)
    first = office.hand_over(document, WRONG)
    office.hand_over(document, None, Step.REVISE)
    assert first is not None
    errors = [one for one in first.findings if one.severity == "error"]
    assert "phone" in {one.check for one in errors}

    with pytest.raises(FindingsOpen):
        office.verify(document)
    for one in errors:
        waive(office, document, one.id, "The line moved.")

    assert office.verify(document).state is JobState.DELIVERED


def test_a_finding_is_fixed_by_the_next_delivery_and_a_waiver_carries_over(
    office: Office,
) -> None:
    document = office.ask()
    office.give(document)
    office.give(document, Step.REVISE)
    first = office.hand_over(document, WRONG)
    assert first is not None
    phone = next(one for one in first.findings if one.check == "phone")
    waive(office, document, phone.id, "The line moved.")

    second = office.hand_over(document, f"{WRONG}\nÚltima línea.", Step.REVISE)
    assert second is not None
    again = next(one for one in second.findings if one.check == "phone")
    assert (again.status, again.reason) == (FindingStatus.WAIVED, "The line moved.")
    assert (again.settled_by_id, again.settled_at) == (office.team.id, NINE)


def test_what_was_waived_and_is_gone_stays_waived(office: Office) -> None:
    document = office.ask()
    office.give(document)
    office.give(document, Step.REVISE)
    first = office.hand_over(document, WRONG)
    assert first is not None
    for one in first.findings:
        waive(office, document, one.id, "The line moved.")

    office.hand_over(document, SPANISH, Step.REVISE)

    assert {one.status for one in first.findings} == {FindingStatus.WAIVED}


def test_who_translated_waives_nothing_of_their_own(office: Office) -> None:
    document = office.ask()
    office.give(document)
    office.give(document, Step.REVISE)
    delivery = office.hand_over(document, WRONG)
    assert delivery is not None
    finding = delivery.findings[0].id

    with pytest.raises(NotYours):
        waive(office, document, finding, "It is right.", office.translator.account.actor)
    with pytest.raises(NotYours):
        waive(office, document, finding, "It is right.", office.requester.actor)
    with pytest.raises(ReasonMissing):
        waive(office, document, finding, " ")
    with pytest.raises(DeliveryUnknown):
        waive(office, document, 9999, "It is right.")
    with pytest.raises(JobUnknown):
        waive_finding(
            office.session,
            office.team.actor,
            reference=document.reference,
            tag="vi",
            finding_id=finding,
            reason="It is right.",
            now=NINE,
        )
    waive(office, document, finding, "It is right.", office.reviser.account.actor)


def test_who_translated_waives_nothing_even_when_they_see_to_documents(office: Office) -> None:
    both = make_translator(office.session, roles=(Role.INTERPRETER, Role.COMMUNICATIONS))
    document = office.ask()
    office.give(document, person=both)
    office.give(document, Step.REVISE)
    delivery = office.hand_over(document, WRONG, actor=both.account.actor)
    assert delivery is not None

    with pytest.raises(NotYours):
        waive(office, document, delivery.findings[0].id, "It is right.", both.account.actor)


def test_what_the_next_delivery_no_longer_has_is_fixed(office: Office) -> None:
    document = office.ask()
    office.give(document)
    office.give(document, Step.REVISE)
    first = office.hand_over(document, WRONG)

    office.hand_over(document, SPANISH, Step.REVISE)

    assert first is not None
    assert {one.status for one in first.findings} == {FindingStatus.FIXED}


def test_nothing_is_verified_unrevised_undelivered_or_behind_its_source(office: Office) -> None:
    document = office.revised(office.ask())
    job = office.job(document)

    revised_at, job.revised_at = job.revised_at, None
    with pytest.raises(RevisionMissing):
        office.verify(document)
    job.revised_at = revised_at
    bring(office, document)
    with pytest.raises(SourceMoved):
        office.verify(document)
    office.session.execute(update(Delivery).values(job_id=office.job(office.ask()).id))
    with pytest.raises(DeliveryUnknown):
        office.verify(document)


def test_only_the_team_verifies_and_publishes(office: Office) -> None:
    document = office.revised(office.ask())

    with pytest.raises(NotAllowed):
        publish_as(office, document, office.translator.account.actor)
    with pytest.raises(MoveUnfit):
        publish_as(office, document)


def test_residents_find_it_by_its_own_name_and_a_confidential_one_not_at_all(
    office: Office,
) -> None:
    document = office.revised(office.ask(subject="parks"))
    office.verify(document)

    with pytest.raises(TitleInLanguageMissing):
        publish_as(office, document, title=" ")
    publication = publish_as(office, document)
    assert (publication.title, publication.subject) == ("Horario", "parks")

    secret = office.revised(office.ask(is_confidential=True))
    office.verify(secret)
    with pytest.raises(NotForPublic):
        publish_as(office, secret)


def test_nothing_is_published_that_was_never_delivered(office: Office) -> None:
    document = office.revised(office.ask())
    office.verify(document)
    office.session.execute(update(Delivery).values(job_id=office.job(office.ask()).id))

    with pytest.raises(DeliveryUnknown):
        publish_as(office, document)


def test_what_is_withdrawn_is_no_longer_found(office: Office) -> None:
    document = office.published(office.ask())
    facts: dict[str, Any] = {"reference": document.reference, "tag": "es", "now": later(60)}

    with pytest.raises(ReasonMissing):
        withdraw(office.session, office.team.actor, reason="", **facts)
    job = withdraw(office.session, office.team.actor, reason="An error", **facts)

    assert job.state is JobState.WITHDRAWN
    assert office.session.scalars(select(Publication)).one().withdrawn_at == later(60)


def test_one_language_is_cancelled_and_the_others_go_on(office: Office) -> None:
    document = office.ask("es", "vi")
    office.give(document)
    facts: dict[str, Any] = {"reference": document.reference, "now": NINE}

    with pytest.raises(NotYours):
        cancel_job(office.session, office.translator.account.actor, tag="es", reason="No", **facts)
    with pytest.raises(ReasonMissing):
        cancel_job(office.session, office.requester.actor, tag="es", reason="", **facts)
    cancel_job(office.session, office.requester.actor, tag="es", reason="Not needed", **facts)

    assert office.job(document).state is JobState.CANCELLED
    assert office.job(document, "vi").state is JobState.QUEUED
    assert document.status is DocumentStatus.OPEN
    assert office.translator.account.email in office.told("document_cancelled")


def test_a_document_is_cancelled_whole_also_what_is_on_hold(office: Office) -> None:
    document = office.ask("es", "vi")
    hold(
        office.session,
        office.team.actor,
        reference=document.reference,
        tag="vi",
        reason="Why?",
        now=NINE,
    )

    cancel(office, document)

    assert (document.status, document.closed_at) == (DocumentStatus.CANCELLED, NINE)
    with pytest.raises(DocumentUnknown):
        cancel(office, document)


def test_a_new_version_makes_what_is_published_stale_and_tells_who_published(
    office: Office,
) -> None:
    document = office.published(office.ask())

    version = bring(office, document, f"{ENGLISH}\n\nBring a towel.")

    job = office.job(document)
    assert (version.number, version.changed_words) == (2, 3)
    assert (document.current_version, document.status) == (2, DocumentStatus.OPEN)
    assert (document.closed_at, job.state) == (None, JobState.STALE)
    assert office.team.email in office.told("document_new_version")
    shown = office.session.scalars(select(Publication)).one()
    assert (shown.source_number, shown.withdrawn_at) == (1, None)


def test_a_stale_language_is_translated_again_and_takes_the_place_of_the_old(
    office: Office,
) -> None:
    document = office.published(office.ask())
    bring(office, document)

    office.give(document)
    take_up(office, document)
    office.give(document, Step.REVISE)
    office.hand_over(document)
    office.hand_over(document, None, Step.REVISE)
    office.verify(document)
    publish_as(office, document)

    old, new = office.session.scalars(select(Publication).order_by(Publication.id))
    assert old.withdrawn_at is not None
    assert (new.source_number, new.withdrawn_at) == (2, None)


def test_work_that_goes_on_takes_a_new_version_up_and_loses_nothing(office: Office) -> None:
    document = office.revised(office.ask())
    job = office.job(document)
    bring(office, document)
    assert job.state is JobState.VERIFYING

    with pytest.raises(NotAllowed):
        take_up(office, document, office.reviser.account.actor)
    take_up(office, document)
    take_up(office, document)

    assert (job.state, job.translator_id) == (JobState.CORRECTING, office.translator.account_id)
    assert office.events(document).count("taken_up") == 1


def test_what_nobody_works_on_takes_nothing_up(office: Office) -> None:
    document = office.ask()
    bring(office, document)

    with pytest.raises(MoveUnfit):
        take_up(office, document, office.team.actor)
    with pytest.raises(JobUnknown):
        take_version_up(office.session, office.team.actor, reference="NONE22", tag="es", now=NINE)


def test_a_translator_takes_up_while_still_translating(office: Office) -> None:
    document = office.ask()
    office.give(document)
    bring(office, document)

    take_up(office, document)

    assert office.job(document).state is JobState.TRANSLATING


def test_a_version_is_brought_by_who_asked_or_the_team_and_is_new(office: Office) -> None:
    document = office.ask()
    office.give(document)

    with pytest.raises(NotAllowed):
        bring(office, document, actor=office.translator.account.actor)
    with pytest.raises(NothingNew):
        bring(office, document, ENGLISH)
    with pytest.raises(FilesMissing):
        bring_version(
            office.session, office.team.actor, [], reference=document.reference, note="", now=NINE
        )
    bring(office, document, actor=office.team.actor)
    cancel(office, document)
    with pytest.raises(DocumentUnknown):
        bring(office, document, "Third.")


def waive(
    office: Office, document: Document, finding_id: int, reason: str, actor: Actor | None = None
) -> None:
    """The team, or whoever is named, waives a finding."""
    waive_finding(
        office.session,
        actor or office.team.actor,
        reference=document.reference,
        tag="es",
        finding_id=finding_id,
        reason=reason,
        now=NINE,
    )


def bring(
    office: Office, document: Document, text: str = "Second.", actor: Actor | None = None
) -> SourceVersion:
    """The requester, or whoever is named, brings a new version."""
    return bring_version(
        office.session,
        actor or office.requester.actor,
        [office.upload(text)],
        reference=document.reference,
        note="",
        now=NINE,
    )


def take_up(office: Office, document: Document, actor: Actor | None = None) -> None:
    """The translator, or whoever is named, takes the newest version up."""
    take_version_up(
        office.session,
        actor or office.translator.account.actor,
        reference=document.reference,
        tag="es",
        now=NINE,
    )


def publish_as(
    office: Office, document: Document, actor: Actor | None = None, title: str = "Horario"
) -> Publication:
    """The team, or whoever is named, publishes the Spanish."""
    return publish(
        office.session,
        actor or office.team.actor,
        reference=document.reference,
        tag="es",
        title=title,
        subject="",
        now=NINE,
    )


def cancel(office: Office, document: Document) -> None:
    """The team cancels all of it."""
    cancel_document(
        office.session,
        office.team.actor,
        reference=document.reference,
        reason="Not needed",
        now=NINE,
    )


def test_the_latest_delivery_of_nothing_is_none(office: Office) -> None:
    assert latest_delivery(office.session, office.job(office.ask()).id) is None
