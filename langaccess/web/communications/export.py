"""The board as a file: every line one looks for, streamed, and safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from langaccess.domain.access import Permission
from langaccess.domain.city import City
from langaccess.storage.base import db
from langaccess.storage.documents.board import (
    BoardJob,
    Order,
    board_jobs,
    board_page,
    decisions_of,
    edge_of,
)
from langaccess.storage.documents.wanted import Wanted
from langaccess.web.access import allow, now, person_here
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.board_filters import asked_of
from langaccess.web.page import city

# Named alike in every language: programs read this file too.
COLUMNS = (
    "reference",
    "title",
    "department",
    "class",
    "preempts",
    "received_at",
    "due_at",
    "anticipated_at",
    "feasible",
    "rank_at",
    "rules",
    "rules_version",
    "languages",
    "states",
    "who",
    "step",
)
BATCH_ROWS = 500
_BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins with one of these (OWASP, "CSV Injection").
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@pages.get("/board.csv")
@allow(Permission.DOCUMENTS_MANAGE)
def board_file() -> ResponseReturnValue:
    """The whole list as the address filters it, in its order."""
    asked = asked_of(request.args)
    wanted = asked.wanted(person_here().account_id)
    lines = _lines(city(), wanted, asked.order, now())
    answer = Response(stream_with_context(_written(lines)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=translation-board.csv"
    return answer


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def _written(lines: Iterable[list[list[str]]]) -> Iterator[str]:
    """The file, a batch at a time."""
    yield _BYTE_ORDER_MARK + ",".join(COLUMNS) + "\r\n"
    for batch in lines:
        file = io.StringIO(newline="")
        csv.writer(file).writerows([[guarded(cell) for cell in line] for line in batch])
        yield file.getvalue()


def _lines(of: City, wanted: Wanted, order: Order, at: datetime) -> Iterator[list[list[str]]]:
    session = db.session()  # that of the stream: the request's own is closed before it begins
    after = None
    while True:
        page = board_page(session, wanted, order, now=at, after=after, limit=BATCH_ROWS)
        ids = {row.id for row in page.rows}
        decisions = decisions_of(session, ids)
        jobs: dict[int, list[BoardJob]] = {}
        for job in board_jobs(session, ids):
            jobs.setdefault(job.document_id, []).append(job)
        batch = []
        for row in page.rows:
            own = [one for one in jobs.get(row.id, []) if row.job_id in {0, one.id}]
            batch.append(
                [
                    row.reference,
                    row.title,
                    row.department or "",
                    row.class_id,
                    "yes" if row.lane == 0 else "no",
                    _moment(of, row.received_at),
                    _moment(of, row.due_at),
                    _moment(of, row.anticipated_at),
                    "yes" if row.is_feasible else "no",
                    _moment(of, row.rank_at),
                    " ".join(one["rule"] for one in decisions[row.id]["matched"]),
                    row.rules_edition,
                    " ".join(one.tag for one in own),
                    " ".join(f"{one.tag}:{one.state.value}" for one in own),
                    row.who,
                    row.step.value if row.step else "",
                ]
            )
        yield batch
        if not page.has_next:
            return
        after = edge_of(order, page.rows[-1])


def _moment(of: City, at: datetime | None) -> str:
    """A moment in the city's own time, with its offset."""
    return "" if at is None else at.astimezone(of.calendar.zone).isoformat(timespec="seconds")
