"""What else is asked: only what a rule would decide by."""

from dataclasses import replace
from datetime import date

from langaccess.domain.documents.priority import Priorities
from langaccess.domain.documents.questions import Question, questions_for
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.documents.stored import facts_of_request, request_of_facts
from tests.factories import NINE, make_city
from tests.services.documents.office import SHIPPED

CITY = make_city(SHIPPED.read_text())
PRIORITIES = Priorities(CITY.rules, CITY.calendar)
FLYER = DocumentRequest("Summer hours", "programme-flyer", ("es",), NINE)
DENIAL = replace(FLYER, document_type="denial", title="Your benefits")


def questions(request: DocumentRequest, grade_tenths: int | None = None) -> tuple[Question, ...]:
    return questions_for(request, PRIORITIES, grade_tenths=grade_tenths)


def test_a_legal_date_is_asked_where_a_compliance_rule_holds() -> None:
    assert Question.LEGAL_DEADLINE in questions(DENIAL)
    assert Question.LEGAL_DEADLINE not in questions(
        replace(DENIAL, legal_deadline=date(2026, 12, 4))
    )
    assert Question.LEGAL_DEADLINE not in questions(FLYER)


def test_the_number_of_readers_is_asked_once_and_where_it_would_change_something() -> None:
    indifferent = replace(CITY.rules, bonuses=(), document_rules=())

    assert Question.REACH in questions(FLYER)
    assert Question.REACH not in questions(replace(FLYER, reach=10))
    assert questions_for(FLYER, Priorities(indifferent, CITY.calendar), grade_tenths=None) == ()


def test_plain_language_is_asked_where_the_rules_need_it_and_the_text_is_hard() -> None:
    assert Question.PLAIN_LANGUAGE in questions(DENIAL, 120)
    assert Question.PLAIN_LANGUAGE not in questions(DENIAL, 80)
    assert Question.PLAIN_LANGUAGE not in questions(DENIAL)
    assert Question.PLAIN_LANGUAGE not in questions(FLYER, 120)


def test_a_request_comes_back_from_the_database_as_it_was() -> None:
    request = replace(
        DENIAL, text="Text", flags=("health",), legal_deadline=date(2026, 12, 4), reach=5
    )

    assert request_of_facts(facts_of_request(request), "Text") == request
