"""A document's page: where it stands and why, when it will be done, and what one may do."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import IN_WORK, DocumentStatus, JobState
from langaccess.domain.errors import Conflict, Invalid
from langaccess.services.documents import finish, priorities
from langaccess.storage.accounts import Account
from langaccess.storage.base import db
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.queue import document_seen
from langaccess.storage.documents.requests import Document, DocumentEvent
from langaccess.storage.documents.seen import (
    comments_of,
    deliveries_seen,
    events_of,
    watchers_of,
)
from langaccess.storage.documents.work import every_job_of
from langaccess.storage.languages import all_languages
from langaccess.web import document_words
from langaccess.web.access import allow, current_actor, now, person_here
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.document_forms import CancelForm, CommentForm, RaiseForm
from langaccess.web.communications.document_parts import (
    LanguageLine,
    file_lines,
    language_lines,
    outlook_said,
    plan_now,
    standing,
    talks,
)
from langaccess.web.communications.request_forms import type_words
from langaccess.web.document_words import happening_said, reasons_said
from langaccess.web.errors import sentence_of
from langaccess.web.form import Form
from langaccess.web.page import city

EVENTS_SHOWN = 100
COMMENTS_SHOWN = 200


@pages.get("/documents/<reference>")
@allow(Permission.DOCUMENT_REQUEST)
def document(reference: str) -> ResponseReturnValue:
    """Show everything about one document."""
    return document_page(seen(reference))


@pages.post("/documents/<reference>/cancel")
@allow(Permission.DOCUMENT_REQUEST)
def cancel_document(reference: str) -> ResponseReturnValue:
    """Cancel one language, or all of them, with a reason."""
    one = seen(reference)
    form = _cancel_form(every_job_of(db.session(), one.id), CancelForm())
    if form.validate():
        try:
            _cancel(reference, form)
        except (Conflict, Invalid) as error:
            _refused(form, "reason", error)
        else:
            flash(gettext("It is cancelled."), "success")
            return redirect(url_for("communications.document", reference=reference), 303)
    return document_page(seen(reference), cancel=form), 422


@pages.post("/documents/<reference>/raise")
@allow(Permission.DOCUMENT_REQUEST)
def raise_document(reference: str) -> ResponseReturnValue:
    """Raise it to a more urgent class, with a reason, if the rules let this person."""
    form = _raise_form(seen(reference), RaiseForm())
    if not form.class_id.choices:
        abort(404)
    if form.validate():
        try:
            priorities.raise_document(
                db.session(),
                current_actor(),
                city(),
                reference=reference,
                class_id=form.class_id.data,
                reason=form.because.data,
                now=now(),
            )
        except (Conflict, Invalid) as error:
            _refused(form, "because", error)
        else:
            told = gettext("It is raised to class %(class_id)s.", class_id=form.class_id.data)
            flash(told, "success")
            return redirect(url_for("communications.document", reference=reference), 303)
    return document_page(seen(reference), raising=form), 422


def seen(reference: str) -> Document:
    """The document, for whoever may see it; for all others it does not exist."""
    found = document_seen(db.session(), current_actor(), reference)
    if found is None:
        abort(404)
    return found


def document_page(
    one: Document,
    *,
    talk: CommentForm | None = None,
    cancel: CancelForm | None = None,
    raising: RaiseForm | None = None,
) -> str:
    """The page; a form that was refused stands in it with its faults."""
    session, actor = db.session(), current_actor()
    jobs = every_job_of(session, one.id)
    plan = plan_now(one, jobs)
    names = {language.tag: language.english_name for language in all_languages(session)}
    lines = language_lines(jobs, plan)
    watchers = watchers_of(session, one.id)
    wrong = talk or cancel or raising
    raising = raising or _raise_form(one)
    return render_template(
        "communications/document.html",
        one=one,
        type=type_words(one.document_type),
        standing=standing(one),
        reasons=reasons_said(one.decision, names),
        lines=lines,
        outlook=outlook_said(plan, names),
        finish_at=plan.finish_at if plan else None,
        versions=[
            (version, file_lines(version.files, one.source_language_tag, names))
            for version in reversed(one.versions)
        ],
        deliveries=deliveries_seen(session, actor, one.id),
        talks=talks(comments_of(session, one.id, COMMENTS_SHOWN)),
        events=[_said(event, names) for event in events_of(session, one.id, EVENTS_SHOWN)],
        is_watching=actor.account_id in watchers,
        watching=len(watchers),
        names=names,
        words=document_words,
        wrong=wrong,
        talk=talk or _talk_form(lines),
        cancel=(cancel or _cancel_form(jobs)) if _may_cancel(one, jobs) else None,
        raising=raising if raising.class_id.choices else None,
        may_bring=may_bring(one),
        may_see_jobs=actor.may(Permission.DOCUMENTS_MANAGE),
    )


def talk_form(one: Document, form: CommentForm) -> CommentForm:
    """The form for a comment, with the document's languages to choose from."""
    return _talk_form(language_lines(every_job_of(db.session(), one.id), None), form)


def _talk_form(lines: list[LanguageLine], form: CommentForm | None = None) -> CommentForm:
    form = form or CommentForm(formdata=None)
    languages = [SelectChoice(one.language.tag, one.language.name) for one in lines]
    form.about.choices = [SelectChoice("", gettext("The whole document")), *languages]
    return form


def _cancel(reference: str, form: CancelForm) -> None:
    session, actor, reason = db.session(), current_actor(), form.reason.data
    if form.language.data:
        tag = form.language.data
        finish.cancel_job(session, actor, reference=reference, tag=tag, reason=reason, now=now())
    else:
        finish.cancel_document(session, actor, reference=reference, reason=reason, now=now())


def _refused(form: Form, field: str, error: Conflict | Invalid) -> None:
    """Undo what was begun, and tell the refusal at its field."""
    db.session.rollback()
    form[field].errors = [sentence_of(error)]


def _is_mine(one: Document) -> bool:
    """Whether this person asked for it, or manages all of them."""
    actor = current_actor()
    return one.requester_id == actor.account_id or actor.may(Permission.DOCUMENTS_MANAGE)


def _may_cancel(one: Document, jobs: list[Job]) -> bool:
    is_open = one.status is DocumentStatus.OPEN and any(_can_end(job) for job in jobs)
    return is_open and _is_mine(one)


def may_bring(one: Document) -> bool:
    """Whether this person may bring a new version of it."""
    return one.status is not DocumentStatus.CANCELLED and _is_mine(one)


def _can_end(job: Job) -> bool:
    """A stale one is published already: it is withdrawn, not cancelled."""
    return job.state in IN_WORK and job.state is not JobState.STALE


def _cancel_form(jobs: list[Job], form: CancelForm | None = None) -> CancelForm:
    form = form or CancelForm(formdata=None)
    open_ones = [job for job in jobs if _can_end(job)]
    choices = [SelectChoice(job.language_tag, job.language.english_name) for job in open_ones]
    form.language.choices = [SelectChoice("", gettext("All languages")), *choices]
    return form


def _raise_form(one: Document, form: RaiseForm | None = None) -> RaiseForm:
    """The classes more urgent than the document's to which this person may raise it."""
    form = form or RaiseForm(formdata=None)
    form.class_id.choices = []
    if one.status is DocumentStatus.OPEN:
        account = db.session().get_one(Account, person_here().account_id)
        held, rules = set(priorities.raise_roles_of(account)), city().rules
        places = [known.id for known in rules.classes]
        here = places.index(one.class_id) if one.class_id in places else len(places)
        form.class_id.choices = [
            SelectChoice(known.id, f"{known.id}: {known.name}")
            for known in rules.classes[:here]
            if held & rules.raise_roles.get(known.id, frozenset())
        ]
    return form


def _said(event: DocumentEvent, names: dict[str, str]) -> tuple[Any, str]:
    """One thing that happened: when, and its sentence."""
    tag = event.language_tag
    told = happening_said(
        event.kind,
        event.facts,
        who=event.actor.name if event.actor else None,
        language=names.get(tag, tag) if tag else "",
        names=names,
    )
    return event.at, told
