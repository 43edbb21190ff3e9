"""Asking for a translation: few questions, and more only where a rule would decide by it."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from langaccess.domain.access import Permission
from langaccess.domain.documents.plain_language import LongSentence, advise
from langaccess.domain.documents.questions import Question, questions_for
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.errors import Conflict, Invalid
from langaccess.services.documents.files import Upload, grade_of
from langaccess.services.documents.priorities import priorities_of, raise_roles_of
from langaccess.services.documents.request import (
    Ask,
    PlainLanguageNeeded,
    request_of,
    request_translation,
)
from langaccess.storage.accounts import Account
from langaccess.storage.base import begin_write, db
from langaccess.storage.documents.requests import Document
from langaccess.storage.documents.seen import most_asked_languages
from langaccess.storage.languages import written_languages
from langaccess.storage.places import Department, all_departments
from langaccess.web.access import allow, current_actor, now, person_here, takes_files
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.request_forms import (
    RequestForm,
    ask_of,
    known_types,
    type_words,
)
from langaccess.web.communications.uploads import ACCEPT, Intake, take_in
from langaccess.web.errors import sentence_of
from langaccess.web.page import city
from langaccess.web.tiles import tile_of

MOST_ASKED = 12
# Where a city has asked for nothing yet: the languages most read at home in the United States by
# people with limited English (American Community Survey).
USUAL = ("es", "zh-Hans", "zh-Hant", "vi", "tl", "ko", "ar", "ru", "ht", "pt-BR", "fr", "pa")


class HardFile(NamedTuple):
    """A file that is harder to read than the rules allow, with its longest sentences."""

    name: str
    grade: float
    sentences: tuple[LongSentence, ...]


@pages.get("/documents/new")
@allow(Permission.DOCUMENT_REQUEST)
def new_document() -> ResponseReturnValue:
    """Ask what is to be translated."""
    form = _form(RequestForm(formdata=None, key=secrets.token_urlsafe(12)))
    return _page(form, Intake())


@pages.post("/documents/new")
@allow(Permission.DOCUMENT_REQUEST)
@takes_files
def request_document() -> ResponseReturnValue:
    """Take the request in, whole; or ask again with everything wrong named and nothing lost."""
    db.session().rollback()  # nobody waits in line while files are read
    form = _form(RequestForm())
    who, title = person_here().account_id, str(form.title.data or "")
    intake = take_in(who, text=form.text.data or "", title=title)
    is_sound = form.validate()
    form.files.errors = intake.faults or (
        [] if intake.uploads else [gettext("Choose a file, or paste the text.")]
    )
    if not is_sound or form.files.errors:
        return _page(form, intake), 422
    ask = ask_of(form)
    asking = _questions(ask, intake.uploads)
    if {one.value for one in asking} - form.answered - _of_everybody():
        return _page(form, intake, asking)
    document = _requested(form, ask, intake.uploads)
    if document is None:
        return _page(form, intake, asking), 422
    told = gettext("Your request %(reference)s is in the queue.", reference=document.reference)
    flash(told, "success")
    return redirect(url_for("communications.document", reference=document.reference), 303)


def _requested(form: RequestForm, ask: Ask, uploads: Sequence[Upload]) -> Document | None:
    """The document; or None, with what stands against it told at its field."""
    session = db.session()
    begin_write(session)
    try:
        return request_translation(session, current_actor(), city(), ask, uploads, now=now())
    except PlainLanguageNeeded as error:
        form.plain_language_waived.errors = [sentence_of(error)]
    except (Conflict, Invalid) as error:
        form.form_errors.append(sentence_of(error))
    session.rollback()
    return None


def _questions(ask: Ask, uploads: Sequence[Upload]) -> tuple[Question, ...]:
    """What a rule would still decide by."""
    session = db.session()
    account = session.get_one(Account, person_here().account_id)
    department = session.get(Department, ask.department_id or account.department_id or 0)
    request = request_of(ask, account, department, uploads, now=now())
    return questions_for(request, priorities_of(city()), grade_tenths=grade_of(uploads))


def _of_everybody() -> frozenset[Question]:
    """The questions whose answer would move any document: they are asked at once."""
    any_one = DocumentRequest("", "", ("es",), received_at=now())
    return frozenset(questions_for(any_one, priorities_of(city()), grade_tenths=None))


def _form(form: RequestForm) -> RequestForm:
    """The form with what the city has to choose from."""
    session = db.session()
    languages = written_languages(session)
    form.languages.choices = [SelectChoice(one.tag, one.english_name) for one in languages]
    form.source.choices = form.languages.choices
    departments = [SelectChoice(one.id, one.name) for one in all_departments(session)]
    form.department.choices = [SelectChoice(0, gettext("My own")), *departments]
    form.raised_to.choices = [SelectChoice("", gettext("No")), *_may_raise_to()]
    return form


def _may_raise_to() -> list[SelectChoice]:
    """The classes to which this person may raise, by the rules."""
    account = db.session().get_one(Account, person_here().account_id)
    held = set(raise_roles_of(account))
    rules = city().rules
    return [
        SelectChoice(one.id, f"{one.id}: {one.name}")
        for one in rules.classes
        if held & rules.raise_roles.get(one.id, frozenset())
    ]


def _page(form: RequestForm, intake: Intake, asking: Sequence[Question] = ()) -> str:
    """The page; questions that were asked once stand where they stood."""
    at_once = _of_everybody()
    asked = [one for one in Question if one in asking or one.value in form.answered]
    asked = [one for one in asked if one not in at_once]
    form.asked.data = " ".join(asked)
    session = db.session()
    tiles = {one.tag: tile_of(one) for one in written_languages(session)}
    first = dict.fromkeys((*most_asked_languages(session, MOST_ASKED), *USUAL))
    most = [tag for tag in first if tag in tiles and tag != "en"][:MOST_ASKED]
    chosen = set(form.languages.data or ())
    return render_template(
        "communications/request.html",
        form=form,
        kept=intake.kept,
        accept=ACCEPT,
        types=[type_words(one) for one in known_types()],
        most=[tiles[tag] for tag in most],
        others=[one for tag, one in tiles.items() if tag not in most],
        chosen=chosen,
        is_other_chosen=bool(chosen - set(most)),
        asked=asked,
        at_once=at_once,
        hard=_hard(intake.uploads) if Question.PLAIN_LANGUAGE in asked else [],
        most_grade=city().rules.gate.plain_language_grade,
        may_raise=len(form.raised_to.choices) > 1,
    )


def _hard(uploads: Sequence[Upload]) -> list[HardFile]:
    """Files above the grade that the rules allow, with what makes them hard, by its place."""
    most = city().rules.gate.plain_language_grade
    found = []
    for one in uploads:
        advice = advise(one.reading.segments, most_grade=most)
        if one.reading.grade is not None and advice is not None and advice.is_needed:
            found.append(HardFile(one.name, advice.grade, advice.sentences))
    return found
