from bs4 import BeautifulSoup
from sqlalchemy import select

from langaccess.domain.documents.workflow import CommentKind
from langaccess.storage.documents.jobs import Comment, Mention
from langaccess.storage.documents.requests import Document, Watcher
from tests.factories import make_clerk
from tests.services.documents.office import Office
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, shown


def at(document: Document, path: str = "") -> str:
    return f"/documents/{document.reference}{path}"


def writes(
    person: Visitor, document: Document, text: str, *, status: int = 303, **more: str
) -> BeautifulSoup:
    return person.presses(person.opens(at(document)), "Send", status=status, text=text, **more)


def test_a_comment_stands_on_the_page_in_its_own_lines_and_markup_is_only_text(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask("es")
    person = signed_in(office.requester)

    writes(person, document, "Please hurry.\n<b>Thanks</b>")

    assert person.led_to == at(document)
    page = person.follows()
    (said,) = page.select(".typed")
    assert said.get_text() == "Please hurry.\n<b>Thanks</b>"


def test_whoever_is_named_is_told_and_sees_the_document_from_then_on(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask("es")
    colleague = make_clerk(office.session, email="nadia@city.example")

    writes(signed_in(office.requester), document, "Do you know this, @nadia?")

    assert office.session.scalars(select(Mention.account_id)).all() == [colleague.id]
    signed_in(colleague).opens(at(document))


def test_a_question_waits_for_its_answer(signed_in: SignedIn, office: Office) -> None:
    document = office.ask("es", "vi")
    writes(signed_in(office.team), document, "Which pool?", is_question="y", about="vi")
    person = signed_in(office.requester)
    page = person.opens(at(document))
    assert "Vietnamese" in page.select(".comment")[0].get_text()

    page = person.presses(page, "Send the answer", answer="", status=422)
    assert "Write the answer." in shown(page)
    page = person.opens(at(document))
    person.presses(page, "Send the answer", answer="The one in the park.")

    told = shown(person.follows())
    assert "The one in the park." in told
    assert "Answer this question" not in told
    kinds = office.session.scalars(select(Comment.kind).order_by(Comment.id)).all()
    assert kinds == [CommentKind.QUESTION, CommentKind.ANSWER]

    page = person.presses(page, "Send the answer", answer="Again", status=422)
    assert "This question is answered already" in shown(page)
    assert "Again" in str(page.select_one("#text"))


def test_nothing_is_no_comment(signed_in: SignedIn, office: Office) -> None:
    document = office.ask("es")
    person = signed_in(office.requester)

    for text, told in (
        (" ", "Write something"),
        ("x" * 5001, "Field cannot be longer than 5000 characters."),
    ):
        assert told in shown(writes(person, document, text, status=422))
    assert not office.session.scalars(select(Comment)).all()


def test_one_may_stop_being_told_and_begin_again(signed_in: SignedIn, office: Office) -> None:
    document = office.ask("es")
    person = signed_in(office.requester)
    page = person.opens(at(document))

    person.presses(page, "Stop telling me")
    page = person.follows()
    assert "You are not told of every change any more." in shown(page)
    person.presses(page, "Tell me of every change")

    assert "1 person is told of every change." in shown(person.follows())


def test_whoever_sees_it_only_because_they_watch_is_led_to_their_own_list(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask("es")
    colleague = make_clerk(office.session)
    office.session.add(Watcher(document_id=document.id, account_id=colleague.id))
    person = signed_in(colleague)

    person.presses(person.opens(at(document)), "Stop telling me")

    assert person.led_to == "/documents"
