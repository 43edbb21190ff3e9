"""Documents in every table, and changes to them that the database refuses."""

from pathlib import Path

from sqlalchemy.orm import Session

from langaccess.domain.documents.workflow import CommentKind
from langaccess.services.documents.talk import comment
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.documents.requests import SavedView
from tests.factories import NINE, make_city
from tests.services.documents.office import SHIPPED, SPANISH, make_agency, make_office

TWICE_THE_AGENCY = (
    "translator_id = NULL, translator_vendor_id = (SELECT id FROM translation_vendor),"
    " reviser_id = NULL, reviser_vendor_id = (SELECT id FROM translation_vendor)"
)
REFUSED_OF_DOCUMENTS = {
    "stored_file": [("size_not_negative", "size = -1")],
    "document": [
        ("lane_known", "lane = 2"),
        ("titled", "title = ''"),
        ("words_not_negative", "words = -1"),
        ("closed_has_moment", "status = 'done', closed_at = NULL"),
        ("raised_by_somebody", "raised_to = 'P0'"),
        (
            "raised_by_somebody",
            "raised_to = 'P0', raised_by_id = requester_id, raised_because = ''",
        ),
    ],
    "source_version": [("number_from_one", "number = 0")],
    "saved_view": [("named", "name = ''")],
    "translation_vendor": [
        ("position_from_one", "position = 0"),
        ("words_positive", "words_a_day = 0"),
        ("rate_not_negative", "cents_per_word = -1"),
    ],
    "job": [
        ("one_translator", "translator_vendor_id = (SELECT id FROM translation_vendor)"),
        ("one_reviser", "reviser_vendor_id = (SELECT id FROM translation_vendor)"),
        ("second_person", "translator_id = reviser_id"),
        ("second_vendor", TWICE_THE_AGENCY),
        ("translator_is_not_requester", "translator_id = requester_id"),
        ("reviser_is_not_requester", "reviser_id = requester_id"),
        ("verified_by_somebody", "verified_by_id = NULL"),
        ("revised_before_delivery", "revised_at = NULL"),
        ("held_has_reason", "held_at = changed_at"),
        ("held_has_reason", "held_because = 'Why?'"),
        ("machine_has_date", "machine_engine = 'NMT'"),
    ],
    "assignment": [
        ("one_target", "account_id = NULL"),
        ("one_target", "vendor_id = (SELECT id FROM translation_vendor)"),
    ],
    "delivery": [("number_from_one", "number = 0")],
    "check_finding": [("waived_has_reason", "status = 'waived', reason = ''")],
    "comment": [
        ("not_empty", "text = ''"),
        ("answer_has_question", "kind = 'answer', answers_id = NULL"),
        ("answer_has_question", "kind = 'comment', answers_id = id"),
    ],
    "publication": [("titled", "title = ''")],
    "glossary_term": [
        ("source_given", "source = ''"),
        ("target_given", "status = 'approved', target = ''"),
    ],
}


def fill_documents(session: Session, folder: Path) -> None:
    """One document that went the whole way with everything around it."""
    office = make_office(session, make_city(SHIPPED.read_text()), folder)
    document = office.ask()
    office.give(document)
    wrong = office.hand_over(document, SPANISH.replace("0142", "0143"))
    assert wrong is not None
    published = office.published(office.ask())
    make_agency(session)
    comment(
        session,
        office.team.actor,
        reference=published.reference,
        text="Which pool?",
        kind=CommentKind.QUESTION,
        now=NINE,
    )
    session.add(SavedView(account_id=office.team.id, name="Mine", filters={}))
    session.add(GlossaryTerm(language_tag="es", source="pool", target="piscina", status="approved"))
    session.flush()
