"""The documents that somebody asked for, watches or works on."""

from collections import defaultdict
from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import FINISHED, DocumentStatus, JobState
from langaccess.storage.base import db
from langaccess.storage.documents import seen
from langaccess.storage.documents.queue import jobs_of
from langaccess.storage.documents.seen import MyDocument
from langaccess.storage.languages import all_languages
from langaccess.web import document_words
from langaccess.web.access import allow, person_here
from langaccess.web.communications.blueprint import pages

ROWS = 25
NAMED = 3
WHICH = {
    "open": (DocumentStatus.OPEN,),
    "done": (DocumentStatus.DONE, DocumentStatus.CANCELLED),
    "all": tuple(DocumentStatus),
}


class MyLine(NamedTuple):
    """One document of the list, with how far its languages are."""

    one: MyDocument
    languages: str
    done: int
    of: int


@pages.get("/documents")
@allow(Permission.DOCUMENT_REQUEST)
def my_documents() -> ResponseReturnValue:
    """Show one's own documents, the newest first, those in work unless asked otherwise."""
    which = request.args.get("which", "open")
    which = which if which in WHICH else "open"
    after = request.args.get("after", type=int)
    rows = seen.my_documents(
        db.session(),
        person_here().account_id,
        statuses=WHICH[which],
        after=after,
        limit=ROWS + 1,
    )
    here = "communications.my_documents"
    more = {"which": which, "after": rows[ROWS - 1].id} if len(rows) > ROWS else None
    return render_template(
        "communications/mine.html",
        lines=_lines(rows[:ROWS]),
        which=which,
        tabs=[
            ("open", gettext("In work")),
            ("done", gettext("Done or cancelled")),
            ("all", gettext("All")),
        ],
        me=person_here().account_id,
        words=document_words,
        first_url=url_for(here, which=which) if after is not None else None,
        next_url=url_for(here, **more) if more else None,  # type: ignore[arg-type]  # address values
    )


def _lines(rows: list[MyDocument]) -> list[MyLine]:
    """Each document with its languages by name, and how many of them are done."""
    names = {one.tag: one.english_name for one in all_languages(db.session())}
    states: dict[int, list[tuple[str, JobState]]] = defaultdict(list)
    for job in jobs_of(db.session(), [row.id for row in rows]):
        if job.state is not JobState.CANCELLED:
            states[job.document_id].append((names[job.language_tag], job.state))
    return [_line(row, states[row.id]) for row in rows]


def _line(row: MyDocument, states: list[tuple[str, JobState]]) -> MyLine:
    named = sorted(name for name, _ in states)
    told = ", ".join(named[:NAMED])
    if len(named) > NAMED:
        more = len(named) - NAMED
        told = gettext("%(languages)s and %(count)s more", languages=told, count=more)
    done = sum(state in FINISHED for _, state in states)
    return MyLine(row, told, done, len(named))
