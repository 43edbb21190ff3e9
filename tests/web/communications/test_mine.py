from datetime import timedelta

from langaccess.domain.access import Role
from langaccess.storage.documents.requests import Watcher
from tests.factories import NINE, make_clerk
from tests.services.documents.office import Office
from tests.web.conftest import SignedIn
from tests.web.pages import shown


def test_the_list_shows_what_one_asked_for_with_its_languages_and_dates(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask("es", "vi", "ar", "ru", "ko", title="Summer hours")

    page = signed_in(office.requester).opens("/documents")

    told = shown(page)
    assert "Summer hours" in told
    assert "Korean, Russian, Spanish and 2 more 0 of 5 done" in told or "and 2 more" in told
    assert page.select(f"a[href='/documents/{document.reference}']")


def test_nothing_of_others_stands_in_it_even_for_those_who_may_see_all(
    signed_in: SignedIn, office: Office
) -> None:
    office.ask("es", title="Summer hours")

    for person in (signed_in(Role.STAFF), signed_in(office.team)):
        assert "Nothing is here." in shown(person.opens("/documents?which=all"))


def test_what_one_watches_or_works_on_stands_in_it_with_who_asked(
    signed_in: SignedIn, office: Office
) -> None:
    document = office.ask("es", title="Summer hours")
    watcher = make_clerk(office.session)
    office.session.add(Watcher(document_id=document.id, account_id=watcher.id))
    office.offer(document)

    for account in (watcher, office.translator.account):
        assert "asked by Rosa Requester" in shown(signed_in(account).opens("/documents"))


def test_what_is_done_stands_apart(signed_in: SignedIn, office: Office) -> None:
    office.published(office.ask("es", title="Done one"))
    office.ask("es", title="Open one")
    person = signed_in(office.requester)

    open_ones, done = shown(person.opens("/documents")), person.opens("/documents?which=done")

    assert ("Open one" in open_ones, "Done one" in open_ones) == (True, False)
    assert "Done one" in shown(done)
    assert "1 of 1 done" in shown(done)
    assert "Open one" in shown(person.opens("/documents?which=nonsense"))


def test_the_list_goes_on_page_by_page_with_nothing_lost_or_twice(
    signed_in: SignedIn, office: Office
) -> None:
    for number in range(27):
        office.ask("es", title=f"Number {number:02}", now=NINE + timedelta(minutes=number // 2))
    person = signed_in(office.requester)

    first = person.opens("/documents")
    (onward,) = first.select("a[rel=next]")
    second = person.opens(str(onward["href"]))

    titles = [
        one.get_text() for page in (first, second) for one in page.select("th bdi:not(.code)")
    ]
    assert titles == [f"Number {number:02}" for number in reversed(range(27))]
    assert not second.select("a[rel=next]")
    assert second.select("a[rel=prev]")
