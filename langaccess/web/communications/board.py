"""The board: every open document in the queue's order, or by class, date or person."""

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from langaccess.domain.access import Permission
from langaccess.services.documents.views import view_of
from langaccess.storage.base import db
from langaccess.storage.documents.board import (
    COUNTED_AT_MOST,
    BoardPage,
    Order,
    board_choices,
    board_count,
    board_jobs,
    board_page,
)
from langaccess.web.access import allow, current_actor, now, person_here
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.board_filters import (
    Asked,
    asked_of,
    board_address,
    cursor_of,
    read_cursor,
    row_number,
)
from langaccess.web.communications.board_lines import lines_of
from langaccess.web.communications.board_panel import panel_of
from langaccess.web.document_words import STEPS

PAGE_ROWS = 25


@pages.get("/board")
@allow(Permission.DOCUMENTS_MANAGE)
def board() -> ResponseReturnValue:
    """Show 25 open documents at a time, as the address asks for them, or as a view was saved."""
    database, me = db.session(), person_here().account_id
    view_id = row_number(request.args.get("view", ""))
    if view_id is not None:
        return redirect(board_address(view_of(database, current_actor(), view_id).filters), 303)
    asked = asked_of(request.args)
    order, wanted = asked.order, asked.wanted(me)
    after, before = (read_cursor(order, request.args.get(one, "")) for one in ("after", "before"))
    page = board_page(
        database,
        wanted,
        order,
        now=now(),
        after=after[1] if after else None,
        before=before[1] if before else None,
        limit=PAGE_ROWS,
    )
    first = 1
    if before:
        first = max(1, before[0] - len(page.rows))
    elif after:
        first = after[0] + 1
    count = board_count(database, wanted, order, now=now())
    departments, views = board_choices(database, me)
    is_queue = order is Order.QUEUE and wanted.is_empty
    jobs = board_jobs(database, {row.id for row in page.rows})
    return render_template(
        "communications/board.html",
        lines=lines_of(database, page.rows, jobs, first=first if is_queue else None, now=now()),
        panel=panel_of(asked, tuple(departments), tuple(views), is_open="find" in request.args),
        count=min(count, COUNTED_AT_MOST - 1),
        is_more=count >= COUNTED_AT_MOST,
        languages=sorted({(job.language, job.tag) for job in jobs}),
        steps=[(one.value, label) for one, label in STEPS.items()],
        by_person=order is Order.PERSON,
        export_url=_address("/board.csv", asked.address()),
        save_url=_address("/board/views", asked.address()),
        **_edges(asked, order, page, first),
    )


def _edges(asked: Asked, order: Order, page: BoardPage, first: int) -> dict[str, Any]:
    """The addresses of the page before and the page after, with the same filters."""
    urls: dict[str, str | None] = {"previous_url": None, "next_url": None}
    if page.has_previous and page.rows:
        cursor = cursor_of(order, page.rows[0], first)
        urls["previous_url"] = _address("/board", asked.address(before=cursor))
    if page.has_next:
        cursor = cursor_of(order, page.rows[-1], first + len(page.rows) - 1)
        urls["next_url"] = _address("/board", asked.address(after=cursor))
    return urls


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
