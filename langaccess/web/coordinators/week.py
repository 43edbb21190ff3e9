"""When somebody works, when they are away, and how much they do in a day."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.people import CapInvalid
from langaccess.domain.qualifications import Shift
from langaccess.domain.time import EndsBeforeStart
from langaccess.services.people.availability import add_absence, remove_absence, set_hours
from langaccess.services.people.employees import set_daily_cap
from langaccess.storage.base import db
from langaccess.storage.people import Interpreter, interpreter_whole
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.forms.fields import Refusals, hours_words
from langaccess.web.coordinators.forms.people import DAYS, AbsenceForm, WeekForm
from langaccess.web.coordinators.person import employee
from langaccess.web.form_deeds import done, is_sent
from langaccess.web.page import city


@pages.route("/people/<int:account_id>/week", methods=["GET", "POST"])
@allow(Permission.PEOPLE_EDIT)
def week(account_id: int) -> ResponseReturnValue:
    """Show and change a person's working hours; show when they are away."""
    person = interpreter_whole(db.session(), account_id)
    form = WeekForm(data=_kept(person) if person else None)
    refused_at: Refusals = {CapInvalid: "daily_cap"}
    if is_sent(form) and done(form, lambda: _changed(form, account_id), refused_at) is not None:
        flash(gettext("Saved."), "success")
        return redirect(url_for("coordinators.week", account_id=account_id), 303)
    return _page(account_id, form, AbsenceForm(formdata=None))


@pages.post("/people/<int:account_id>/absences")
@allow(Permission.PEOPLE_EDIT)
def note_absence(account_id: int) -> ResponseReturnValue:
    """Write down when a person is away."""
    form = AbsenceForm()
    if is_sent(form):
        absence = done(
            form,
            lambda: add_absence(
                db.session(),
                current_actor(),
                account_id=account_id,
                starts_at=_moment(form.starts_at.data),
                ends_at=_moment(form.ends_at.data),
                now=now(),
            ),
            {EndsBeforeStart: "ends_at"},
        )
        if absence is not None:
            flash(gettext("The absence is noted."), "success")
            return redirect(url_for("coordinators.week", account_id=account_id), 303)
    person = interpreter_whole(db.session(), account_id)
    kept = WeekForm(formdata=None, data=_kept(person) if person else None)
    return _page(account_id, kept, form)


@pages.post("/people/<int:account_id>/absences/<int:absence_id>/remove")
@allow(Permission.PEOPLE_EDIT)
def forget_absence(account_id: int, absence_id: int) -> ResponseReturnValue:
    """A person is not away after all."""
    remove_absence(
        db.session(), current_actor(), account_id=account_id, absence_id=absence_id, now=now()
    )
    flash(gettext("The absence is removed."), "success")
    return redirect(url_for("coordinators.week", account_id=account_id), 303)


def _changed(form: WeekForm, account_id: int) -> Interpreter:
    database, actor = db.session(), current_actor()
    shifts = [
        Shift(day, starts, ends)
        for day, name in enumerate(DAYS)
        for starts, ends in form[name].spans
    ]
    set_hours(database, actor, shifts, account_id=account_id, now=now())
    return set_daily_cap(
        database, actor, account_id=account_id, daily_cap=form.daily_cap.data, now=now()
    )


def _kept(person: Interpreter) -> dict[str, object]:
    """A week as its form shows it."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for one in person.hours:
        spans.setdefault(DAYS[one.weekday], []).append((one.starts_minute, one.ends_minute))
    return {name: hours_words(found) for name, found in spans.items()} | {
        "daily_cap": person.daily_cap
    }


def _moment(typed: datetime) -> datetime:
    """City time as typed, as a moment."""
    return typed.replace(tzinfo=city().calendar.zone).astimezone(UTC)


def _page(account_id: int, form: WeekForm, absence_form: AbsenceForm) -> ResponseReturnValue:
    person = interpreter_whole(db.session(), account_id)
    absences = [one for one in person.absences if one.ends_at > now()] if person else []
    page = render_template(
        "coordinators/week.html",
        person=employee(account_id),
        interpreter=person,
        form=form,
        days=[form[name] for name in DAYS],
        absence_form=absence_form,
        absences=absences,
    )
    return page, (422 if form.errors or absence_form.errors else 200)
