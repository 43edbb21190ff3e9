"""The counter's queue at the desk: drawing numbers, calling them, done with them."""

import re
from datetime import UTC, datetime, time
from zlib import crc32
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from langaccess.domain.access import Permission
from langaccess.domain.counter import TicketStatus, in_turn
from langaccess.services import counter as deeds
from langaccess.storage.base import db
from langaccess.storage.counter import tickets
from langaccess.storage.languages import offered_languages
from langaccess.storage.places import Location
from langaccess.web.access import allow, current_actor, now, person_here
from langaccess.web.live import changed, unchanged
from langaccess.web.page import city, zone
from langaccess.web.staff.blueprint import pages
from langaccess.web.staff.forms import DeskForm, DrawForm
from langaccess.web.tiles import Tile, tile_of

TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)


@pages.get("/queue")
@allow(Permission.COUNTER_CALL)
def queue() -> ResponseReturnValue:
    """Show who waits at my counter, in turn, and who was called."""
    location = _location()
    if location is None:
        return _choose_counter()
    return render_template("staff/queue.html", **_page(location))


@pages.get("/queue/now")
@allow(Permission.COUNTER_CALL)
def queue_now() -> ResponseReturnValue:
    """The same as a poll asks it: 304 while nobody came or went."""
    location = _location()
    if location is None:
        return redirect(url_for("doors.account"), 303)
    shown = _shown(location)
    version = str(shown["version"])
    same = unchanged(version)
    if same is not None:
        return same
    html = render_template("staff/_queue.html", **shown)
    return changed(version, html=html, title=gettext("Queue"), state="queue")


@pages.post("/queue")
@allow(Permission.COUNTER_CALL)
def draw_ticket() -> ResponseReturnValue:
    """Give the next number to somebody at the door."""
    location = _location()
    if location is None:
        return _choose_counter()
    form = _draw_form()
    appointment_at = _appointment(str(form.appointment.data or ""))
    if not form.validate() or appointment_at is False:
        if appointment_at is False:
            form.appointment.errors = [gettext("Write the time like 10:30.")]
        return render_template("staff/queue.html", **_page(location, form)), 422
    ticket = deeds.draw_ticket(
        db.session(),
        current_actor(),
        city(),
        location_id=location.id,
        language_tag=form.language.data or None,
        appointment_at=appointment_at if isinstance(appointment_at, datetime) else None,
        department_id=person_here().department_id,
        now=now(),
    )
    flash(gettext("Number %(number)s.", number=ticket.number), "success")
    return redirect(url_for("staff.queue"), 303)


@pages.post("/queue/call-next")
@allow(Permission.COUNTER_CALL)
def call_next() -> ResponseReturnValue:
    """Call whoever is next in turn to this desk."""
    location, form = _location(), DeskForm()
    if location is None:
        return _choose_counter()
    if not form.validate():
        return render_template("staff/queue.html", **_page(location, None, form)), 422
    session["desk"] = form.desk.data
    ticket = deeds.call_next(
        db.session(),
        current_actor(),
        city(),
        location_id=location.id,
        desk=str(form.desk.data),
        now=now(),
    )
    flash(gettext("Number %(number)s is called.", number=ticket.number), "success")
    return redirect(url_for("staff.queue"), 303)


@pages.post("/queue/<int:ticket_id>/call")
@allow(Permission.COUNTER_CALL)
def call_ticket(ticket_id: int) -> ResponseReturnValue:
    """Call one number out of turn."""
    desk = str(session.get("desk") or gettext("Desk"))
    deeds.call_ticket(
        db.session(), current_actor(), city(), ticket_id=ticket_id, desk=desk, now=now()
    )
    return redirect(url_for("staff.queue"), 303)


@pages.post("/queue/<int:ticket_id>/<any(served, left):how>")
@allow(Permission.COUNTER_CALL)
def finish_ticket(ticket_id: int, how: str) -> ResponseReturnValue:
    """Be done with a number."""
    deeds.finish_ticket(
        db.session(),
        current_actor(),
        city(),
        ticket_id=ticket_id,
        has_left=how == "left",
        now=now(),
    )
    return redirect(url_for("staff.queue"), 303)


def _choose_counter() -> ResponseReturnValue:
    flash(gettext("Choose your counter first."), "warning")
    return redirect(url_for("doors.account"), 303)


def _location() -> Location | None:
    return db.session().get(Location, person_here().location_id or 0)


def _page(
    location: Location, draw: DrawForm | None = None, desk: DeskForm | None = None
) -> dict[str, object]:
    return {
        "draw": draw or _draw_form(),
        "desk": desk or DeskForm(formdata=None, desk=session.get("desk", "")),
        **_shown(location),
    }


def _shown(location: Location) -> dict[str, object]:
    """Who waits, in turn, and who was called; with a version that changes when any of it does."""
    on = city().calendar.local_date(now())
    kinds = (TicketStatus.WAITING, TicketStatus.CALLED)
    here = tickets(db.session(), location.id, on, *kinds)
    by_id = {one.id: one for one in here}
    turn = in_turn([one.waiting for one in here if one.status is TicketStatus.WAITING], now())
    called = [one for one in here if one.status is TicketStatus.CALLED]
    order = [by_id[one.ticket_id] for one in turn]
    marks = [f"{one.id}{one.status.value}{one.desk}" for one in (*order, *called)]
    names = _names() if here else {}
    return {
        "location": location,
        "waiting": [(one, names.get(one.language_tag or "")) for one in order],
        "called": [(one, names.get(one.language_tag or "")) for one in called],
        "version": f"{on}-{crc32(' '.join(marks).encode()):x}",
        "now": now(),
    }


def _names() -> dict[str, Tile]:
    return {one.tag: tile_of(one) for one in offered_languages(db.session())}


def _draw_form() -> DrawForm:
    form = DrawForm()
    names = [SelectChoice(tag, tile.name) for tag, tile in _names().items()]
    form.language.choices = [SelectChoice("", gettext("Not known yet")), *names]
    return form


def _appointment(typed: str) -> datetime | bool | None:
    """The moment today at which an appointment stands; None without one, False if unreadable."""
    if not typed.strip():
        return None
    if not TIME_OF_DAY.fullmatch(typed.strip()):
        return False
    at = time.fromisoformat(typed.strip().zfill(5))
    on = city().calendar.local_date(now())
    return datetime.combine(on, at, ZoneInfo(zone())).astimezone(UTC)
