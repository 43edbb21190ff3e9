"""Closing a request: nothing asked twice, and a promise only with a name and a time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import (
    FollowUpPromise,
    Mode,
    NobodyToConnect,
    Outcome,
    StandInUsed,
    talked_minutes,
)
from langaccess.services.dispatch.conversation import Closing
from langaccess.services.dispatch.conversation import close as close_deed
from langaccess.storage.base import db
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounters import colleagues, encounter_seen
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now, person_here
from langaccess.web.errors import sentence_of
from langaccess.web.form import choices_of
from langaccess.web.page import city, zone
from langaccess.web.staff.blueprint import pages
from langaccess.web.staff.forms import CloseForm
from langaccess.web.tiles import tile_of


@pages.route("/requests/<reference>/close", methods=["GET", "POST"])
@allow(Permission.ENCOUNTER_OPEN)
def close(reference: str) -> ResponseReturnValue:
    """Ask what came of it, and close the record."""
    one = encounter_seen(db.session(), current_actor(), reference)
    if one is None:
        abort(404)
    if one.status.is_final:
        return redirect(url_for("staff.encounter", reference=reference), 303)
    form = _form(one)
    if request.method == "POST" and form.validate():
        try:
            close_deed(
                db.session(),
                current_actor(),
                city(),
                _closing(form),
                reference=reference,
                now=now(),
            )
        except NobodyToConnect as error:
            form.outcome.errors = [sentence_of(error)]
        else:
            flash(gettext("Request %(reference)s is closed.", reference=reference), "success")
            return redirect(url_for("staff.counter"), 303)
    page = render_template(
        "staff/close.html", one=one, form=form, language=tile_of(one.language.facts), words=words
    )
    return page, (422 if form.errors else 200)


def _form(one: Encounter) -> CloseForm:
    """The form with what is known filled in."""
    minutes = None
    if one.connected_at is not None:
        minutes = talked_minutes(one.connected_at, one.ended_at or now())
    preset = {
        "outcome": Outcome.SERVED.value if one.connected_at else None,
        "mode_used": one.mode.value,
        "promised_by": person_here().account_id,
        "minutes": minutes,
    }
    form = CloseForm(**preset)
    form.unmet_reason.choices = [SelectChoice("", gettext("Choose")), *choices_of(words.UNMET)]
    form.stand_in.choices = [SelectChoice("", gettext("No")), *choices_of(words.STAND_INS)]
    people = colleagues(db.session(), current_actor())
    form.promised_by.choices = [SelectChoice(who, name) for who, name in people]
    return form


def _closing(form: CloseForm) -> Closing:
    stand_in = form.chosen_stand_in
    return Closing(
        outcome=Outcome(form.outcome.data),
        unmet_reason=form.chosen_reason,
        mode_used=Mode(form.mode_used.data),
        vendor_interpreter=_text(form.vendor_interpreter.data),
        minutes=form.minutes.data,
        note=_text(form.note.data),
        aid_not_met=_text(form.aid_not_met.data),
        stand_in=StandInUsed(
            stand_in, str(form.stand_in_why.data).strip(), bool(form.stand_in_emergency.data)
        )
        if stand_in
        else None,
        follow_up=_promise(form) if form.promise.data else None,
        understood=form.answer(form.understood),
        in_time=form.answer(form.in_time),
    )


def _promise(form: CloseForm) -> FollowUpPromise:
    typed: datetime = form.promised_at.data
    at = typed.replace(tzinfo=ZoneInfo(zone())).astimezone(UTC)
    return FollowUpPromise(form.promised_by.data, at, str(form.reach.data).strip())


def _text(typed: str | None) -> str | None:
    return (typed or "").strip() or None
