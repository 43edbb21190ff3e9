"""An agency's page: what is asked, the files to work on, and one way to hand over, used once."""

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, TextAreaField
from wtforms.validators import Length, Optional

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import (
    FilesMissing,
    FindingStatus,
    MoveUnfit,
    OnHold,
    SelfCheckMissing,
    UploadLinkUnknown,
)
from langaccess.services.documents.agencies import open_link
from langaccess.services.documents.work import HandOver, hand_over_by_link
from langaccess.storage.base import begin_write, db
from langaccess.storage.documents.jobs import Assignment, Delivery
from langaccess.storage.languages import all_languages
from langaccess.web.access import allow, now, takes_files
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.uploads import ACCEPT, Intake, take_in
from langaccess.web.document_findings import finding_said
from langaccess.web.document_words import SEVERITIES, STEPS
from langaccess.web.errors import sentence_of
from langaccess.web.form import Form
from langaccess.web.page import city, files, settings
from langaccess.web.tiles import tile_of

NOTE_AT_MOST = 2000


class DeliverForm(Form):
    """What an agency hands over, and what it says of it."""

    files = MultipleFileField(
        _("Your files"),
        description=_("One for each file that you were sent, of the same kind; 50 MB each."),
    )
    is_self_checked = BooleanField(_("We checked our own work against the original."))
    note = TextAreaField(_("Note for the city"), [Optional(), Length(max=NOTE_AT_MOST)])


@pages.route("/deliver/<upload_token>", methods=["GET", "POST"])
@allow(Permission.PUBLIC)
@takes_files
def deliver(upload_token: str) -> ResponseReturnValue:
    """Show what an agency is asked for, and take what it hands over: once."""
    try:
        asked = open_link(db.session(), upload_token, now=now())
    except UploadLinkUnknown as error:
        return _over(error)
    form = DeliverForm()
    if request.method != "POST":
        return _page(form, asked, Intake())
    # A file that was kept while something else was wrong is known to this link alone.
    intake = take_in(-asked.id)
    form.files.errors = list(intake.faults)
    if not form.validate() or intake.faults:
        form.files.errors = list(intake.faults)
        return _page(form, asked, intake), 422
    return _handed_over(form, upload_token, asked.id, intake)


@pages.get("/deliver/<upload_token>/<int:position>")
@allow(Permission.PUBLIC)
def deliver_source(upload_token: str, position: int) -> ResponseReturnValue:
    """Give one file of the version that is to be worked on."""
    try:
        asked = open_link(db.session(), upload_token, now=now())
    except UploadLinkUnknown as error:
        return _over(error)
    found = (one for one in asked.job.source_version.files if one.position == position)
    one = next(found, None)
    if one is None or not files().has(one.file_sha256):
        abort(404)
    return send_file(
        files().path_of(one.file_sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=one.name,
        etag=one.file_sha256,
        max_age=0,
    )


def _handed_over(
    form: DeliverForm, upload_token: str, assignment_id: int, intake: Intake
) -> ResponseReturnValue:
    """Do it, and show what the checks found; or say why it cannot be done."""
    begin_write(db.session())
    asked = db.session().get_one(Assignment, assignment_id)
    handed = HandOver(
        asked.step,
        intake.uploads,
        is_self_checked=bool(form.is_self_checked.data),
        note=form.note.data or "",
    )
    try:
        delivery = hand_over_by_link(db.session(), upload_token, handed, now=now())
    except UploadLinkUnknown as error:
        return _over(error)
    except (FilesMissing, SelfCheckMissing, OnHold, MoveUnfit) as error:
        db.session.rollback()
        told = [sentence_of(error)]
        if isinstance(error, FilesMissing):
            form.files.errors = told
        elif isinstance(error, SelfCheckMissing):
            form.is_self_checked.errors = told
        else:
            form.form_errors = told
        return _page(form, db.session().get_one(Assignment, assignment_id), intake), 422
    return _thanks(asked, delivery)


def _page(form: DeliverForm, asked: Assignment, intake: Intake) -> str:
    job = asked.job
    return render_template(
        "communications/deliver.html",
        form=form,
        asked=asked,
        job=job,
        document=job.document,
        language=tile_of(job.language.facts),
        step=STEPS[asked.step],
        sources=job.source_version.files,
        kept=intake.kept,
        accept=ACCEPT,
    )


def _thanks(asked: Assignment, delivery: Delivery | None) -> ResponseReturnValue:
    db.session().flush()
    names = {one.tag: one.english_name for one in all_languages(db.session())}
    lang = asked.job.language_tag
    found = [
        (
            SEVERITIES[one.severity],  # type: ignore[index]  # its value is the enum's own
            finding_said(one.check, one.facts, lang=lang, names=names),
            one.place,
        )
        for one in (delivery.findings if delivery is not None else ())
        if one.status is FindingStatus.OPEN
    ]
    return render_template(
        "communications/delivered.html",
        document=asked.job.document,
        delivery=delivery,
        found=found,
        write_to=settings().mail_from,
    )


def _over(error: UploadLinkUnknown) -> ResponseReturnValue:
    """A link that leads nowhere any more, and whom to write to about it."""
    db.session.rollback()
    html = render_template(
        "communications/link_over.html",
        sentence=sentence_of(error),
        write_to=settings().mail_from,
        call=city().rules.after_hours,
        heading=gettext("This link does not work any more"),
    )
    return html, 404
