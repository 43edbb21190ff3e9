"""The glossary: looked through, a term at a time, and as a file in and out."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from langaccess.domain.access import Permission
from langaccess.domain.csv_table import FileInvalid
from langaccess.domain.documents.glossary import TermStatus
from langaccess.domain.documents.glossary_csv import write_glossary
from langaccess.domain.errors import WorkError
from langaccess.services.documents.glossary import (
    TERM_AT_MOST,
    TermFacts,
    TermIncomplete,
    TermTaken,
    delete_term,
    import_glossary,
    save_term,
)
from langaccess.storage.base import begin_write, db
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.documents.glossary_list import (
    TermsWanted,
    languages_with_terms,
    terms_count,
    terms_page,
    terms_wanted,
)
from langaccess.storage.languages import written_languages
from langaccess.storage.places import all_departments
from langaccess.web.access import allow, current_actor, now, takes_files
from langaccess.web.communications.blueprint import pages
from langaccess.web.document_words import TERM_STATUSES
from langaccess.web.form import Form, choices_of
from langaccess.web.form_deeds import done, is_sent, place_choices

REFUSED_AT: dict[type[WorkError], str] = {TermTaken: "source", TermIncomplete: "source"}
CSV_BYTES_AT_MOST = 5 * 1024 * 1024
FAULTS_SHOWN = 50
WHOLE_CITY = "0"


class FindTermsForm(Form):
    """What is looked for; every field may be left as it is."""

    q = StringField(_("Words of either language"), validators=[Length(max=100)])
    language = SelectField(_("Language"), default="")
    department = SelectField(_("Department"), default="")
    status = SelectField(_("What to do"), default="")


class TermForm(Form):
    """One term."""

    source = StringField(
        _("In the source"),
        validators=[
            InputRequired(_("Type the word or phrase of the source.")),
            Length(max=TERM_AT_MOST),
        ],
    )
    language = SelectField(_("Language of the translation"))
    target = StringField(
        _("In that language"),
        validators=[Length(max=TERM_AT_MOST)],
        description=_("Leave it empty for a name that is not translated."),
        render_kw={"dir": "auto"},
    )
    status = SelectField(_("What to do"), choices=choices_of(TERM_STATUSES))
    department = SelectField(_("For which department"), coerce=int, default=0)
    note = StringField(_("Note"), validators=[Length(max=TERM_AT_MOST)])

    @property
    def facts(self) -> TermFacts:
        """What was typed, as the deed takes it."""
        return TermFacts(
            source=self.source.data,
            target=self.target.data or "",
            language_tag=self.language.data,
            department_id=self.department.data or None,
            status=TermStatus(self.status.data),
            note=self.note.data or "",
        )


class GlossaryFileForm(Form):
    """A file of terms."""

    file = FileField(
        _("CSV file"),
        description=_(
            "Columns: source, target, language, department, status, note. All of it is taken, or"
            " nothing."
        ),
        render_kw={"accept": ".csv"},
    )


@pages.get("/glossary")
@allow(Permission.GLOSSARY_EDIT)
def glossary() -> ResponseReturnValue:
    """Show fifty terms at a time, by source, of those one looks for."""
    return _page(GlossaryFileForm(formdata=None))


@pages.get("/glossary.csv")
@allow(Permission.GLOSSARY_EDIT)
def glossary_file() -> ResponseReturnValue:
    """The terms one looks for as a file, which can be read in again."""
    content = write_glossary(terms_wanted(db.session(), _wanted(_find_form())))
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=glossary.csv"
    return answer


@pages.post("/glossary/import")
@allow(Permission.GLOSSARY_EDIT)
@takes_files
def read_in_glossary() -> ResponseReturnValue:
    """Take in a file, all or nothing; every fault is shown with its line and column."""
    form = GlossaryFileForm()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.file.errors = [gettext("Choose the file.")]
        return _page(form), 422
    content = sent.stream.read(CSV_BYTES_AT_MOST + 1)
    if len(content) > CSV_BYTES_AT_MOST:
        form.file.errors = [gettext("This file is larger than 5 MB.")]
        return _page(form), 422
    begin_write(db.session())
    try:
        tally = import_glossary(
            db.session(), current_actor(), content, file_name=sent.filename, now=now()
        )
    except FileInvalid as refused:
        db.session.rollback()
        told = [f"{refused.file_name}:{fault}" for fault in refused.faults[:FAULTS_SHOWN]]
        form.file.errors = [gettext("Nothing of this file is taken."), *told]
        return _page(form), 422
    flash(
        gettext(
            "Taken in: %(added)s new, %(changed)s changed, %(unchanged)s as before.",
            added=tally.added,
            changed=tally.changed,
            unchanged=tally.unchanged,
        ),
        "success",
    )
    return redirect(url_for("communications.glossary"), 303)


@pages.route("/glossary/new", methods=["GET", "POST"])
@allow(Permission.GLOSSARY_EDIT)
def add_term() -> ResponseReturnValue:
    """Add a term."""
    language = request.args.get("language", "")
    return _save(_term_form(TermForm(language=language)), None)


@pages.route("/glossary/<int:term_id>", methods=["GET", "POST"])
@allow(Permission.GLOSSARY_EDIT)
def term(term_id: int) -> ResponseReturnValue:
    """Show and change a term."""
    found = db.session().get(GlossaryTerm, term_id)
    if found is None:
        abort(404)
    form = TermForm(
        source=found.source,
        target=found.target,
        language=found.language_tag,
        department=found.department_id or 0,
        status=found.status,
        note=found.note,
    )
    return _save(_term_form(form), found.id)


@pages.post("/glossary/<int:term_id>/delete")
@allow(Permission.GLOSSARY_EDIT)
def remove_term(term_id: int) -> ResponseReturnValue:
    """Take a term out of the glossary."""
    delete_term(db.session(), current_actor(), term_id=term_id, now=now())
    flash(gettext("The term is deleted."), "success")
    return redirect(url_for("communications.glossary"), 303)


def _page(file_form: GlossaryFileForm) -> str:
    form = _find_form()
    wanted = _wanted(form)
    after = request.args.get("after", type=int)
    rows, has_more = terms_page(db.session(), wanted, after=after)
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if name not in {"after", "lang"}
    }
    following = {**asked, "after": rows[-1].id} if has_more else None
    return render_template(
        "communications/glossary.html",
        form=form,
        file_form=file_form,
        rows=rows,
        count=terms_count(db.session(), wanted),
        words=TERM_STATUSES,
        previous_url=url_for("communications.glossary", **asked) if after else None,
        next_url=url_for("communications.glossary", **following) if following else None,
        export_url=url_for("communications.glossary_file", **asked),
        add_url=url_for("communications.add_term", language=wanted.language_tag or None),
    )


def _save(form: TermForm, term_id: int | None) -> ResponseReturnValue:
    if is_sent(form):
        saved = done(
            form,
            lambda: save_term(
                db.session(), current_actor(), form.facts, term_id=term_id, now=now()
            ),
            REFUSED_AT,
        )
        if saved is not None:
            flash(gettext("The term is saved."), "success")
            return redirect(url_for("communications.glossary"), 303)
    page = render_template(
        "communications/term.html",
        form=form,
        term_id=term_id,
        heading=gettext("Change a term") if term_id else gettext("Add a term"),
    )
    return page, (422 if form.errors else 200)


def _term_form(form: TermForm) -> TermForm:
    languages = written_languages(db.session())
    form.language.choices = [SelectChoice(one.tag, one.english_name) for one in languages]
    form.department.choices = place_choices(
        all_departments(db.session()), gettext("The whole city")
    )
    return form


def _find_form() -> FindTermsForm:
    form = FindTermsForm(formdata=request.args)
    anything = SelectChoice("", gettext("Any"))
    languages = [SelectChoice(*one) for one in languages_with_terms(db.session())]
    departments = [SelectChoice(str(one.id), one.name) for one in all_departments(db.session())]
    city = SelectChoice(WHOLE_CITY, gettext("The whole city"))
    form.language.choices = [anything, *languages]
    form.department.choices = [anything, city, *departments]
    form.status.choices = [anything, *choices_of(TERM_STATUSES)]
    return form


def _wanted(form: FindTermsForm) -> TermsWanted:
    """What is looked for; nothing in particular where the address asks for what cannot be."""
    if not form.validate():
        return TermsWanted()
    department = form.department.data
    return TermsWanted(
        text=(form.q.data or "").strip(),
        language_tag=form.language.data or "",
        department_id=int(department) if department else None,
        status=TermStatus(form.status.data) if form.status.data else None,
    )
