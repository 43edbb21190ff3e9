"""Talking about a document: comments, questions and their answers, and who is told."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import CommentKind
from langaccess.domain.errors import Conflict, Invalid
from langaccess.services.documents import talk as deeds
from langaccess.storage.base import db
from langaccess.storage.documents.queue import document_seen
from langaccess.web.access import allow, current_actor, now
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.document import document_page, seen, talk_form
from langaccess.web.communications.document_forms import AnswerForm, CommentForm
from langaccess.web.errors import sentence_of


@pages.post("/documents/<reference>/comments")
@allow(Permission.DOCUMENT_REQUEST)
def comment(reference: str) -> ResponseReturnValue:
    """Write to everybody concerned; a question waits for its answer."""
    form = talk_form(seen(reference), CommentForm())
    if not form.validate():
        return document_page(seen(reference), talk=form), 422
    try:
        written = deeds.comment(
            db.session(),
            current_actor(),
            reference=reference,
            text=form.text.data,
            kind=CommentKind.QUESTION if form.is_question.data else CommentKind.COMMENT,
            tag=form.about.data or None,
            now=now(),
        )
    except (Conflict, Invalid) as error:
        return _refused(reference, form, error)
    return _to_comment(reference, written.id)


@pages.post("/documents/<reference>/comments/<int:comment_id>/answer")
@allow(Permission.DOCUMENT_REQUEST)
def answer(reference: str, comment_id: int) -> ResponseReturnValue:
    """Answer a question; whoever is concerned is told."""
    form = AnswerForm()
    page = talk_form(seen(reference), CommentForm(formdata=None))
    if not form.validate():
        page.text.errors = form.answer.errors
        return document_page(seen(reference), talk=page), 422
    try:
        written = deeds.comment(
            db.session(),
            current_actor(),
            reference=reference,
            text=form.answer.data,
            kind=CommentKind.ANSWER,
            answers_id=comment_id,
            now=now(),
        )
    except (Conflict, Invalid) as error:
        page.text.data = form.answer.data
        return _refused(reference, page, error)
    return _to_comment(reference, written.id)


@pages.post("/documents/<reference>/watch")
@allow(Permission.DOCUMENT_REQUEST)
def watch(reference: str) -> ResponseReturnValue:
    """Be told of every change, or no longer."""
    wants = request.form.get("wants") == "yes"
    session, actor = db.session(), current_actor()
    deeds.watch(session, actor, reference=reference, wants=wants)
    session.flush()
    flash(
        gettext("You are told of every change.")
        if wants
        else gettext("You are not told of every change any more."),
        "success",
    )
    if document_seen(session, actor, reference) is None:  # only watching had let them in
        return redirect(url_for("communications.my_documents"), 303)
    return redirect(url_for("communications.document", reference=reference), 303)


def _refused(reference: str, form: CommentForm, error: Conflict | Invalid) -> ResponseReturnValue:
    """The page again, with what was written still there."""
    db.session.rollback()
    form.text.errors = [sentence_of(error)]
    return document_page(seen(reference), talk=form), 422


def _to_comment(reference: str, comment_id: int) -> ResponseReturnValue:
    here = f"comment-{comment_id}"
    return redirect(url_for("communications.document", reference=reference, _anchor=here), 303)
