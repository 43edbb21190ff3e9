"""A new version of a document's source, and what changed in it."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.documents.counting import folded
from langaccess.domain.errors import Conflict, Invalid
from langaccess.services.documents import versions as deeds
from langaccess.storage.base import begin_write, db
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.seen import texts_of_version
from langaccess.web.access import allow, current_actor, now, person_here, takes_files
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.document import may_bring, seen
from langaccess.web.communications.document_forms import VersionForm
from langaccess.web.communications.uploads import ACCEPT, Intake, take_in
from langaccess.web.errors import sentence_of

CHANGES_SHOWN = 300


class Change(NamedTuple):
    """A paragraph that only one of two versions has."""

    file: str
    place: str
    text: str


@pages.get("/documents/<reference>/versions/new")
@allow(Permission.DOCUMENT_REQUEST)
def bring_version(reference: str) -> ResponseReturnValue:
    """Ask for the files of a new version."""
    return _page(_changeable(reference), VersionForm(formdata=None), Intake())


@pages.post("/documents/<reference>/versions/new")
@allow(Permission.DOCUMENT_REQUEST)
@takes_files
def send_version(reference: str) -> ResponseReturnValue:
    """Take a new version in; every language of the one before is told that it is stale."""
    db.session().rollback()  # nobody waits in line while files are read
    one = _changeable(reference)
    form = VersionForm()
    intake = take_in(person_here().account_id, text=form.text.data or "", title=one.title)
    is_sound = form.validate()
    form.files.errors = intake.faults or (
        [] if intake.uploads else [gettext("Choose a file, or paste the text.")]
    )
    if is_sound and not form.files.errors and _bring(reference, form, intake):
        number = seen(reference).current_version
        flash(gettext("Version %(number)s is here.", number=number), "success")
        return redirect(url_for("communications.document", reference=reference), 303)
    return _page(_changeable(reference), form, intake), 422


@pages.get("/documents/<reference>/versions/<int:number>")
@allow(Permission.DOCUMENT_REQUEST)
def compare_version(reference: str, number: int) -> ResponseReturnValue:
    """Show which paragraphs are new in a version, and which are gone."""
    one = seen(reference)
    ids = {version.number: version.id for version in one.versions}
    if number not in ids or number - 1 not in ids:
        abort(404)
    session = db.session()
    before = texts_of_version(session, ids[number - 1])
    after = texts_of_version(session, ids[number])
    new, gone = [*_only(after, before)], [*_only(before, after)]
    return render_template(
        "communications/compare.html",
        one=one,
        number=number,
        new=new[:CHANGES_SHOWN],
        gone=gone[:CHANGES_SHOWN],
        is_cut=max(len(new), len(gone)) > CHANGES_SHOWN,
    )


def _only(here: list[tuple[str, str, str]], there: list[tuple[str, str, str]]) -> Iterator[Change]:
    """The paragraphs of one version whose text the other does not have, each once."""
    known = {folded(text) for _, _, text in there}
    for one in here:
        if (key := folded(one[2])) not in known:
            known.add(key)
            yield Change(*one)


def _bring(reference: str, form: VersionForm, intake: Intake) -> bool:
    """Whether the version was taken; what stands against it is told at the files."""
    session = db.session()
    begin_write(session)
    try:
        deeds.bring_version(
            session,
            current_actor(),
            intake.uploads,
            reference=reference,
            note=form.note.data or "",
            now=now(),
        )
    except (Conflict, Invalid) as error:
        session.rollback()
        form.files.errors = [sentence_of(error)]
        return False
    session.expire_all()
    return True


def _changeable(reference: str) -> Document:
    one = seen(reference)
    if not may_bring(one):
        abort(404)
    return one


def _page(one: Document, form: VersionForm, intake: Intake) -> str:
    return render_template(
        "communications/version.html", one=one, form=form, kept=intake.kept, accept=ACCEPT
    )
