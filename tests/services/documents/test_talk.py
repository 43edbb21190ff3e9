"""Comments, questions and their answers, and who watches."""

from typing import Any

import pytest

from langaccess.domain.documents.workflow import CommentKind, DocumentUnknown, JobUnknown
from langaccess.services.documents.talk import (
    COMMENT_AT_MOST,
    CommentEmpty,
    QuestionUnknown,
    comment,
    watch,
)
from langaccess.storage.documents.jobs import Comment
from langaccess.storage.documents.requests import Document, Watcher
from tests.factories import NINE, make_account
from tests.services.documents.office import Office


def test_who_is_named_is_told_and_watches_from_then_on(office: Office) -> None:
    document = office.ask()
    ana = make_account(office.session, email="ana.li@city.example")
    bob = make_account(office.session, email="bob@city.example")
    office.session.add(Watcher(document_id=document.id, account_id=bob.id))

    say(office, document, "Look, @ana.li and @Bob@city.example. Mail x@ana.li is no name.")
    say(office, document, "Thanks, @nobody")

    everybody = [office.requester.email, ana.email, bob.email]
    assert office.told("document_commented") == everybody * 2
    assert office.session.get(Watcher, (document.id, ana.id)) is not None


def test_a_question_is_answered_once(office: Office) -> None:
    document = office.ask()
    asked = say(office, document, "Which pool?", kind=CommentKind.QUESTION, tag="es")
    assert asked.job_id == office.job(document).id
    requester = office.requester.actor
    answer: dict[str, Any] = {
        "kind": CommentKind.ANSWER,
        "answers_id": asked.id,
        "actor": requester,
    }

    say(office, document, "The old one.", **answer)

    with pytest.raises(QuestionUnknown):
        say(office, document, "The old one.", **answer)
    assert office.told("document_asked") == [office.requester.email]


def test_an_answer_is_to_a_question_of_this_document(office: Office) -> None:
    document = office.ask()
    remark = say(office, document, "Fine.")

    for changes in (
        {"kind": CommentKind.ANSWER, "answers_id": remark.id},
        {"kind": CommentKind.ANSWER},
        {"answers_id": remark.id},
    ):
        with pytest.raises(QuestionUnknown):
            say(office, document, "What?", **changes)


@pytest.mark.parametrize("text", ["", "  ", "x" * (COMMENT_AT_MOST + 1)])
def test_a_comment_has_words_and_not_too_many(office: Office, text: str) -> None:
    with pytest.raises(CommentEmpty):
        say(office, office.ask(), text)


def test_what_may_not_be_seen_is_not_talked_about(office: Office) -> None:
    document = office.ask()

    with pytest.raises(DocumentUnknown):
        say(office, document, "Hello", actor=office.translator.account.actor)
    with pytest.raises(JobUnknown):
        say(office, document, "Hello", tag="vi")


def test_watching_begins_and_ends_as_often_as_one_likes(office: Office) -> None:
    document = office.ask()
    key = (document.id, office.team.id)
    for wants in (True, True, False, False):
        watch(office.session, office.team.actor, reference=document.reference, wants=wants)
        office.session.flush()
        assert (office.session.get(Watcher, key) is not None) is wants


def say(office: Office, document: Document, text: str, **changes: Any) -> Comment:
    """The team, or whoever is named, writes something."""
    facts: dict[str, Any] = {"actor": office.team.actor} | changes
    return comment(
        office.session,
        facts.pop("actor"),
        reference=document.reference,
        text=text,
        now=NINE,
        **facts,
    )
