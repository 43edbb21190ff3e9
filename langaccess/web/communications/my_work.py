"""What somebody is asked to translate or revise, and what they have, the most urgent first."""

from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import AssignmentStatus, TimeStatus, time_status
from langaccess.storage.base import db
from langaccess.storage.documents.jobs import Assignment
from langaccess.storage.documents.work import work_of
from langaccess.web import document_words
from langaccess.web.access import allow, now, person_here
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.job_forms import ReasonForm
from langaccess.web.form import Form
from langaccess.web.tiles import Tile, tile_of


class WorkLine(NamedTuple):
    """One step of one job that is somebody's, or is offered to them."""

    one: Assignment
    language: Tile
    address: str
    time: TimeStatus
    left: str
    decline: Form


@pages.get("/my-work")
@allow(Permission.DOCUMENT_TRANSLATE)
def my_work() -> ResponseReturnValue:
    """Show what waits for my answer, then what is mine, each in the order of the queue."""
    return _page()


@pages.get("/board/mine")
@allow(Permission.DOCUMENTS_MANAGE)
def my_steps() -> ResponseReturnValue:
    """The same for whoever sees to all documents and has a step of some."""
    return _page()


def _page() -> str:
    lines = [_line(one) for one in work_of(db.session(), person_here().account_id)]
    offered = [one for one in lines if one.one.status is AssignmentStatus.OFFERED]
    return render_template(
        "communications/my_work.html",
        offered=offered,
        mine=[one for one in lines if one not in offered],
        words=document_words,
    )


def _line(one: Assignment) -> WorkLine:
    job = one.job
    at = time_status(
        now=now(),
        due_at=job.due_at,
        finish_at=job.finish_at,
        done_at=job.delivered_at,
        is_held=job.held_at is not None,
    )
    return WorkLine(
        one=one,
        language=tile_of(job.language.facts),
        address=f"/documents/{job.document.reference}/{job.language_tag}",
        time=at,
        left=document_words.time_left(job.due_at, now()),
        decline=ReasonForm(prefix=f"decline-{one.id}-", formdata=None),
    )
