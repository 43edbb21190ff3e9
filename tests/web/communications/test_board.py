"""The board: the queue in its order, found by what one looks for, and its views saved."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from langaccess.domain.access import Role
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.requests import Document, SavedView
from langaccess.web.communications.export import COLUMNS, guarded
from tests.factories import NINE
from tests.services.documents.office import Office
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, queries, shown

STATIC_BYTES = 23_900  # the two style sheets, the script and the seal


def titles(page: BeautifulSoup) -> list[str]:
    """The documents of a page, in its order."""
    return [one.get_text() for one in page.select("tbody tr td:nth-of-type(2) a")]


def many(office: Office, count: int, *tags: str) -> list[Document]:
    """So many documents, one a minute."""
    return [
        office.ask(*tags, title=f"Notice {number:02}", now=NINE + timedelta(minutes=number))
        for number in range(1, count + 1)
    ]


def test_the_board_shows_the_queue_with_place_class_reason_dates_and_languages(
    office: Office, signed_in: SignedIn
) -> None:
    one = office.ask("es", "vi", title="Boil water")
    office.offer(one)

    page = signed_in(office.team).opens("/board")

    told = shown(page)
    assert "1. Boil water" in told
    assert "Why P0 : No rule matches, so it falls in the last class" in told
    assert "24 hours left" in told
    assert "In the queue Vietnamese" in told
    assert "Offered Spanish" in told
    assert page.select_one(f"a[href='/documents/{one.reference}/es']") is not None
    assert page.select_one(f"a[href='/documents/{one.reference}#reasons']") is not None


def test_the_queue_is_read_a_page_at_a_time_forth_and_back(
    office: Office, signed_in: SignedIn
) -> None:
    many(office, 28)
    team = signed_in(office.team)

    first = team.opens("/board")
    second = _follow(team, first, "next")
    back = _follow(team, second, "prev")

    assert titles(first) == [f"Notice {number:02}" for number in range(1, 26)]
    assert titles(second) == ["Notice 26", "Notice 27", "Notice 28"]
    assert "26. Notice 26" in shown(second)
    assert titles(back) == titles(first)
    assert "28 lines" in shown(first)
    assert "Text in the title" not in shown(first)
    assert "Text in the title" in shown(_filters(team, first))
    assert first.select("a[rel=prev]") == second.select("a[rel=next]") == []


def _filters(visitor: Visitor, page: BeautifulSoup) -> BeautifulSoup:
    link = next(one for one in page.select("a") if one.get_text() == "Find and filter")
    return visitor.opens(str(link["href"]))


def _follow(visitor: Visitor, page: BeautifulSoup, way: str) -> BeautifulSoup:
    link = page.select_one(f"a[rel={way}]")
    assert link is not None
    return visitor.opens(str(link["href"]))


@pytest.mark.parametrize("order", ["queue", "class", "due", "person"])
def test_every_order_goes_through_all_lines_once(
    office: Office, signed_in: SignedIn, order: str
) -> None:
    office.offer(many(office, 27)[3])
    team = signed_in(office.team)

    first = team.opens(f"/board?order={order}")
    second = _follow(team, first, "next")

    assert len({*titles(first), *titles(second)}) == 27
    assert titles(_follow(team, second, "prev")) == titles(first)


def test_by_person_a_line_is_one_language_and_who_has_it_nobodys_first(
    office: Office, signed_in: SignedIn
) -> None:
    one = office.ask("es", "vi", title="Boil water")
    office.offer(one)

    page = signed_in(office.team).opens("/board?order=person")

    rows = [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]
    assert "Nobody yet" in rows[0]
    assert "Vietnamese" in rows[0]
    assert "Tina Translator Translate" in rows[1]
    assert "Vietnamese" not in rows[1]


def test_filters_stand_in_the_address_and_find_what_they_say(
    office: Office, signed_in: SignedIn
) -> None:
    flu = office.ask("es", title="Flu 100% shots")
    pool = office.ask("vi", title="Pool hours")
    office.offer(flu)
    office.session.execute(
        update(Job).where(Job.document_id == pool.id).values(due_at=NINE - timedelta(hours=1))
    )
    team = signed_in(office.team)
    expected = {
        "q=flu": [flu],
        "q=100%25+sh": [flu],
        "q=%25": [flu],
        "class=P0": [flu, pool],
        "class=P9": [],
        f"department={pool.department_id}": [flu, pool],
        "department=2147483647": [],
        "department=99999999999999999999": [],
        "language=vi": [pool],
        "language=vietnam": [pool],
        "language=zh": [],
        "state=offered": [flu],
        "state=nonsense": [flu, pool],
        "time=past_due": [pool],
        "time=on_track": [flu],
        "time=held": [],
        "time=at_risk": [],
        "time=late": [],
        "time=in_time": [],
        "person=tina": [flu],
        "person=rita": [],
        "holder=nobody": [pool],
        "holder=me": [],
        "holder=nobody&order=person": [pool],
        "language=es&state=queued": [],
    }

    for query, found in expected.items():
        page = team.opens(f"/board?{query}")
        assert sorted(titles(page)) == sorted(one.title for one in found), query


def test_what_the_address_makes_up_begins_at_the_beginning(
    office: Office, signed_in: SignedIn
) -> None:
    office.ask("es", title="Pool hours")
    team = signed_in(office.team)

    for cursor in ("x", "bm8", "WzFd", "W10", "WyIxIiwyXQ", "é", "WzEsMCwieCIsInkiLDFd"):
        assert titles(team.opens(f"/board?after={cursor}")) == ["Pool hours"]


def test_counts_are_capped(
    office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("langaccess.storage.documents.board.COUNTED_AT_MOST", 3)
    monkeypatch.setattr("langaccess.web.communications.board.COUNTED_AT_MOST", 3)
    many(office, 4)

    assert "More than 2 lines" in shown(signed_in(office.team).opens("/board"))


def test_a_page_costs_the_same_six_statements_whatever_its_rows(
    office: Office, signed_in: SignedIn
) -> None:
    team = signed_in(office.team)
    counts = []
    for _ in range(3):
        many(office, 9, "es", "vi")
        with queries(team.app) as sent:
            team.opens("/board")
        with queries(team.app) as again:
            team.opens("/board")
        counts.append((_selects(sent), _selects(again)))

    assert counts == [(6, 5)] * 3
    assert len(team.answer.data) + STATIC_BYTES <= 50_000


def _selects(sent: list[str]) -> int:
    return sum(one.lstrip().upper().startswith(("SELECT", "WITH")) for one in sent)


def test_a_line_follows_what_happens_to_its_document(office: Office, signed_in: SignedIn) -> None:
    one = office.ask("es", title="Pool hours")
    team = signed_in(office.team)
    assert "In the queue Spanish" in shown(team.opens("/board"))

    office.offer(one)

    assert "Offered Spanish" in shown(team.opens("/board"))
    team.clock.forward(25 * 3600)
    assert "Past due" in shown(signed_in(office.team).opens("/board"))


def test_only_the_team_sees_the_board(office: Office, signed_in: SignedIn) -> None:
    for role in (Role.STAFF, Role.INTERPRETER):
        for place in ("/board", "/board.csv", "/board/views", "/board/assign", "/agencies"):
            signed_in(role).opens(place, status=404)


def test_a_view_is_saved_opened_saved_anew_and_deleted(office: Office, signed_in: SignedIn) -> None:
    office.ask("es", title="Pool hours")
    team = signed_in(office.team)
    page = team.opens("/board?language=vi&order=due&after=xyz&other=1")
    save = next(one for one in page.select("a") if one.get_text() == "Save this view")

    team.presses(team.opens(str(save["href"])), "Save this view", name=" Vietnamese,  due ")
    assert team.led_to == "/board?order=due&language=vi"
    page = team.follows()
    assert "Vietnamese, due" in shown(page)
    assert titles(page) == []

    link = next(one for one in page.select("a") if one.get_text() == "Vietnamese, due")
    team.opens(str(link["href"]), status=303)
    assert team.led_to == "/board?order=due&language=vi"
    team.presses(team.opens("/board/views"), "Save this view", name="Vietnamese, due")
    kept = office.session.scalars(select(SavedView)).one()
    office.session.refresh(kept)
    assert kept.filters == {}
    team.presses(team.opens("/board/views"), "Delete")
    assert "You have saved no view yet." in shown(team.follows())


def test_a_view_needs_a_name_and_is_its_owners_alone(office: Office, signed_in: SignedIn) -> None:
    team, other = signed_in(office.team), signed_in(Role.COMMUNICATIONS)
    team.sends("/board/views", name="Mine")
    view = office.session.scalars(select(SavedView)).one()

    assert "Type a name" in shown(team.sends("/board/views", name="", status=422))
    assert "Type a name" in shown(team.sends("/board/views", name="   ", status=422))
    other.opens(f"/board?view={view.id}", status=404)
    other.sends(f"/board/views/{view.id}/delete", status=404)
    assert "Mine" not in shown(other.opens("/board"))


def test_the_list_comes_as_csv_with_dates_class_rules_and_languages(
    office: Office, signed_in: SignedIn
) -> None:
    one = office.ask("es", "vi", title='=HYPERLINK("http://evil.example")')
    office.offer(one)
    office.ask("es", title="Pool hours")
    team = signed_in(office.team)

    team.opens("/board.csv?q=hyper")

    rows = list(csv.reader(io.StringIO(team.answer.text.lstrip("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 2
    told = dict(zip(rows[0], rows[1], strict=True))
    assert told["title"] == '\'=HYPERLINK("http://evil.example")'
    assert told["due_at"] == "2026-11-24T09:00:00-08:00"
    assert told["class"] == "P0"
    assert told["states"] == "es:offered vi:queued"
    assert team.answer.headers["Content-Disposition"].endswith("translation-board.csv")


def test_the_csv_by_person_has_a_line_for_each_language(
    office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("langaccess.web.communications.export.BATCH_ROWS", 2)
    office.offer(office.ask("es", "vi", "ru", title="Pool hours"))
    team = signed_in(office.team)

    team.opens("/board.csv?order=person")

    rows = list(csv.DictReader(io.StringIO(team.answer.text.lstrip("\ufeff"))))
    assert sorted((row["who"], row["languages"]) for row in rows) == [
        ("", "ru"),
        ("", "vi"),
        ("Tina Translator", "es"),
    ]
    assert rows[-1]["step"] == "translate"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_run_by_a_spreadsheet(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert guarded(f"a{cell}") == f"a{cell}"
