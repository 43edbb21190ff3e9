"""Asking somebody for a step: of one document, or of all that are ticked on the board."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import AssignmentUnknown, JobUnknown, Step
from langaccess.domain.errors import Conflict, Invalid, Missing
from langaccess.services.documents.assign import offer_step
from langaccess.services.documents.bulk import offer_many
from langaccess.services.documents.people import SCOPES, Choice, people_for
from langaccess.storage.base import db
from langaccess.storage.documents.askable import agencies_for, jobs_named, staff_for_steps
from langaccess.storage.languages import all_languages
from langaccess.web import document_words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.job import address_of
from langaccess.web.communications.job_forms import NothingForm
from langaccess.web.document_words import qualified_said
from langaccess.web.errors import sentence_of, status_of
from langaccess.web.form import Form
from langaccess.web.page import city

TICKED_AT_MOST = 100


class Candidate(NamedTuple):
    """Somebody who may be asked, or why not: `value` is what their button sends."""

    value: str
    name: str
    words: int
    fits: bool
    told: str
    reasons: list[tuple[bool, str]]


class Ticked(NamedTuple):
    """One document that was ticked, and what stands against giving it out."""

    reference: str
    title: str
    told: str = ""


@pages.get("/documents/<reference>/<tag>/offer")
@allow(Permission.DOCUMENTS_MANAGE)
def offer(reference: str, tag: str) -> ResponseReturnValue:
    """Show everybody who could do a step, each with every reason, the qualified first."""
    step = _step(request.args.get("step", Step.TRANSLATE.value))
    return _offer_page(reference, tag, step)


@pages.post("/documents/<reference>/<tag>/offer")
@allow(Permission.DOCUMENTS_MANAGE)
def offer_job(reference: str, tag: str) -> ResponseReturnValue:
    """Ask one person or agency."""
    step = _step(request.form.get("step"))
    account_id, vendor_id = _who(request.form.get("who", ""))
    try:
        offer_step(
            db.session(),
            current_actor(),
            city(),
            reference=reference,
            tag=tag,
            step=step,
            account_id=account_id,
            vendor_id=vendor_id,
            now=now(),
        )
    except (Conflict, Invalid, Missing) as error:
        if isinstance(error, JobUnknown):
            raise
        db.session.rollback()
        form = NothingForm(formdata=None)
        form.form_errors = [sentence_of(error)]
        return _offer_page(reference, tag, step, wrong=form), status_of(error)
    flash(gettext("They are asked. You see here what they say."), "success")
    return redirect(address_of(reference, tag), 303)


@pages.get("/board/assign")
@allow(Permission.DOCUMENTS_MANAGE)
def assign() -> ResponseReturnValue:
    """Show who could do a step of all that were ticked, and of how many they may."""
    references = list(dict.fromkeys(request.args.getlist("ref")))[:TICKED_AT_MOST]
    if not references:
        flash(gettext("Tick the documents that you want to give out."), "warning")
        return redirect("/board", 303)
    tag, step = request.args.get("tag", ""), _step(request.args.get("step"))
    named = jobs_named(db.session(), references, tag)
    people = _people_for_all([one.reference for one in named], tag, step)
    known = {one.reference: one.title for one in named}
    absent = gettext("Not asked for in this language")
    return render_template(
        "communications/offer.html",
        heading=_heading(tag, step),
        back="/board",
        back_text=gettext("Translation board"),
        action="/board/assign",
        documents=[
            Ticked(one, known.get(one, ""), "" if one in known else absent) for one in references
        ],
        references=[one for one in references if one in known],
        step=step.value,
        tag=tag,
        people=people,
        agencies=_agencies(tag, step),
        wrong=None,
    )


@pages.post("/board/assign")
@allow(Permission.DOCUMENTS_MANAGE)
def assign_all() -> ResponseReturnValue:
    """Ask for each of them by itself, and show what became of every one."""
    references = request.form.getlist("ref")[:TICKED_AT_MOST]
    tag, step = request.form.get("tag", ""), _step(request.form.get("step"))
    account_id, vendor_id = _who(request.form.get("who", ""))
    outcomes = offer_many(
        db.session(),
        current_actor(),
        city(),
        references=references,
        tag=tag,
        step=step,
        account_id=account_id,
        vendor_id=vendor_id,
        now=now(),
    )
    titles = {one.reference: one.title for one in jobs_named(db.session(), references, tag)}
    return render_template(
        "communications/assigned.html",
        tag=tag,
        lines=[
            Ticked(
                one.reference,
                titles.get(one.reference, ""),
                sentence_of(one.refusal) if one.refusal else "",
            )
            for one in outcomes
        ],
        done=sum(one.refusal is None for one in outcomes),
    )


def _offer_page(reference: str, tag: str, step: Step, *, wrong: Form | None = None) -> str:
    names = _names()
    if step in SCOPES:
        people = [_candidate(one, names) for one in _people(reference, tag, step)]
    else:
        if not jobs_named(db.session(), [reference], tag):
            abort(404)
        people = _anybody()
    return render_template(
        "communications/offer.html",
        heading=_heading(tag, step),
        back=address_of(reference, tag),
        back_text=gettext("Back to the translation"),
        action=f"{address_of(reference, tag)}/offer",
        documents=[],
        references=[],
        step=step.value,
        tag=tag,
        people=people,
        agencies=_agencies(tag, step),
        wrong=wrong,
    )


def _people(reference: str, tag: str, step: Step) -> list[Choice]:
    session, actor = db.session(), current_actor()
    return people_for(session, actor, city(), reference=reference, tag=tag, step=step, now=now())


def _people_for_all(references: Sequence[str], tag: str, step: Step) -> list[Candidate]:
    """Everybody of the language, those first who may do most of these."""
    if step not in SCOPES:
        return _anybody()
    names = _names()
    by_id: dict[int, list[Choice]] = {}
    for reference in references:
        for one in people_for(
            db.session(),
            current_actor(),
            city(),
            reference=reference,
            tag=tag,
            step=step,
            now=now(),
        ):
            by_id.setdefault(one.account_id, []).append(one)
    found = []
    for choices in by_id.values():
        fitting = sum(one.decision.is_eligible for one in choices)
        told = gettext("Qualified for %(count)s of %(all)s", count=fitting, all=len(references))
        shown = next((one for one in choices if not one.decision.is_eligible), choices[0])
        found.append((fitting, _candidate(shown, names)._replace(fits=fitting > 0, told=told)))
    found.sort(key=lambda pair: (-pair[0], pair[1].words, pair[1].name))
    return [one for _fitting, one in found]


def _candidate(one: Choice, names: dict[str, str]) -> Candidate:
    kept = [(reason.check.value, reason.holds, reason.facts) for reason in one.decision.reasons]
    fits = one.decision.is_eligible
    told = gettext("Qualified") if fits else gettext("Not qualified")
    said = qualified_said(kept, names)
    return Candidate(f"person-{one.account_id}", one.name, one.words_in_hand, fits, told, said)


def _anybody() -> list[Candidate]:
    """Review and layout ask for no test: the team, and everybody who translates."""
    return [
        Candidate(f"person-{row.id}", row.name, row.words, True, "", [])
        for row in staff_for_steps(db.session())
    ]


def _agencies(tag: str, step: Step) -> list[Candidate]:
    return [
        Candidate(f"agency-{one.id}", one.name, one.words_a_day, True, "", [])
        for one in agencies_for(db.session(), tag, revises=step is Step.REVISE)
    ]


def _heading(tag: str, step: Step) -> str:
    language = _names().get(tag)
    if language is None:
        abort(404)
    told = document_words.STEPS[step]
    return str(gettext("Who is asked: %(step)s, %(language)s", step=str(told), language=language))


def _names() -> dict[str, str]:
    return {one.tag: one.english_name for one in all_languages(db.session())}


def _step(value: str | None) -> Step:
    if value not in {one.value for one in Step}:
        abort(404)
    return Step(value)


def _who(value: str) -> tuple[int | None, int | None]:
    """Account and agency of a button: "person-7" or "agency-3"; nobody for anything else."""
    kind, _, number = value.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > len(str(2**31)):
        raise AssignmentUnknown
    return (int(number), None) if kind == "person" else (None, int(number))
