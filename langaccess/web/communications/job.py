"""A document in one language: where it stands, what comes next, and what may be done now."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import (
    FilesMissing,
    JobState,
    ReasonMissing,
    SelfCheckMissing,
    time_status,
)
from langaccess.domain.errors import Conflict, Forbidden, Invalid, WorkError
from langaccess.services.documents.finish import TitleInLanguageMissing
from langaccess.storage.base import db
from langaccess.storage.documents.jobs import Job
from langaccess.storage.documents.work import job_seen
from langaccess.storage.languages import all_languages
from langaccess.web import document_words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.document_parts import file_lines
from langaccess.web.communications.job_forms import NothingForm
from langaccess.web.communications.job_panels import Part, panels_of, steps_to_offer
from langaccess.web.communications.job_parts import asked_lines, delivery_lines, terms_here
from langaccess.web.communications.uploads import KeptFile
from langaccess.web.errors import sentence_of, status_of
from langaccess.web.form import Form
from langaccess.web.tiles import tile_of

# At which field of a move's form a refusal is told; all others stand above the page.
_REFUSED_AT: Mapping[type[WorkError], tuple[str, ...]] = {
    ReasonMissing: ("reason", "engine"),
    FilesMissing: ("files",),
    SelfCheckMissing: ("is_self_checked",),
    TitleInLanguageMissing: ("title",),
}
_ENDED = frozenset({JobState.CANCELLED, JobState.WITHDRAWN})


@pages.get("/documents/<reference>/<tag>")
@allow(Permission.DOCUMENT_REQUEST)
def job(reference: str, tag: str) -> ResponseReturnValue:
    """Show one language of a document to whoever asked for it, works on it, or sees to it."""
    return job_page(reference, tag)


def moved(
    reference: str,
    tag: str,
    key: str,
    form: Form,
    deed: Callable[[], object],
    told: str,
    *,
    kept: Sequence[KeptFile] = (),
    back: str | None = None,
) -> ResponseReturnValue:
    """Do a deed and come back to the job; a refusal comes as the same page, as it now is.

    `kept` are files that were read well already; `back` leads elsewhere after the deed.
    """
    if not form.validate():
        return job_page(reference, tag, bound={key: form}, kept=kept), 422
    try:
        deed()
    except (Conflict, Invalid, Forbidden) as error:
        db.session.rollback()
        tell_at(form, error)
        return job_page(reference, tag, bound={key: form}, kept=kept), status_of(error)
    flash(told, "success")
    return redirect(back or address_of(reference, tag), 303)


def tell_at(form: Form, error: WorkError) -> None:
    """Tell a refusal at its field, or above the form where it has none."""
    names = _REFUSED_AT.get(type(error), ())
    name = next((one for one in names if one in form), None)
    if name is None:
        form.form_errors.append(sentence_of(error))
    else:
        form[name].errors = [sentence_of(error)]


def address_of(reference: str, tag: str) -> str:
    """The address of a job's page."""
    return f"/documents/{reference}/{tag}"


def job_page(
    reference: str,
    tag: str,
    *,
    bound: Mapping[str, Form] | None = None,
    kept: Sequence[KeptFile] = (),
) -> str:
    """The page; `bound` are forms as they were sent, with what is wrong with them."""
    session, actor = db.session(), current_actor()
    one = job_seen(session, actor, reference, tag)
    if one is None:
        abort(404)
    forms = dict(bound or {})
    part = Part(one, actor, one.document.current_version)
    names = {language.tag: language.english_name for language in all_languages(session)}
    panels = panels_of(part, address_of(reference, tag), forms)
    asked = asked_lines(one, actor, names, forms)
    deliveries = delivery_lines(one, actor, names, forms)
    at = time_status(
        now=now(),
        due_at=one.due_at,
        finish_at=one.finish_at,
        done_at=one.delivered_at,
        is_held=one.held_at is not None,
    )
    return render_template(
        "communications/job.html",
        job=one,
        one=one.document,
        address=address_of(reference, tag),
        language=tile_of(one.language.facts),
        time=None if one.state in _ENDED else at,
        left=document_words.time_left(one.due_at, now()) if _is_running(one) else "",
        newest=one.document.current_version,
        panels=panels,
        steps=steps_to_offer(part),
        asked=asked,
        deliveries=deliveries,
        terms=terms_here(one),
        files=file_lines(one.source_version.files, one.document.source_language_tag, names),
        source_lang=one.document.source_language_tag,
        kept=kept,
        wrong=_wrong(forms, {*_shown(panels, asked, deliveries)}),
        manages=part.manages,
        words=document_words,
    )


def _is_running(one: Job) -> bool:
    return one.delivered_at is None and one.state not in _ENDED


def _shown(panels: Any, asked: Any, deliveries: Any) -> list[Form]:
    """The forms that stand on the page."""
    lines = [form for line in asked for form in (line.decline, line.release)]
    findings = [line.waive for one in deliveries for line in one.findings]
    return [form for form in (*(panel.form for panel in panels), *lines, *findings) if form]


def _wrong(forms: Mapping[str, Form], shown: set[Form]) -> Form | None:
    """The form with something wrong; if it does not fit any more, only what is wrong with it."""
    form = next((one for one in forms.values() if one.errors), None)
    if form is None or form in shown:
        return form
    plain = NothingForm(formdata=None)
    plain.form_errors = [text for texts in form.errors.values() for text in texts]
    return plain
