"""A document's whole way, from the request to the residents."""

from langaccess.domain.documents.workflow import DocumentStatus, JobState
from tests.services.documents.office import Office


def test_a_request_goes_all_the_way_to_the_residents(office: Office) -> None:
    document = office.ask("es")
    job = office.job(document)
    assert document.class_id == "P3"
    assert document.anticipated_at is not None
    assert document.is_feasible

    office.published(document)

    assert job.state is JobState.PUBLISHED
    assert (job.translator_id, job.reviser_id) == (
        office.translator.account_id,
        office.reviser.account_id,
    )
    assert job.verified_by_id == office.team.id
    assert document.status is DocumentStatus.DONE
    assert office.events(document) == [
        "requested",
        "offered",
        "accepted",
        "started",
        "offered",
        "accepted",
        "translated",
        "revised",
        "delivered",
        "published",
    ]
    assert office.told("document_published")
