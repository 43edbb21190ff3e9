"""One request's page: who rings, what to call and say, and what comes next."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import FINAL, AttemptOutcome, Mode, Status, fallbacks
from langaccess.domain.languages import written_as
from langaccess.services.dispatch import conversation, vendor_line
from langaccess.services.dispatch.lines import lines_for
from langaccess.storage.base import db
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounters import encounter_seen, glance
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.ladder import look
from langaccess.web.live import changed, etag, unchanged
from langaccess.web.locale import has_texts, speak
from langaccess.web.page import city
from langaccess.web.staff.blueprint import pages
from langaccess.web.tiles import tile_of

# A closed record answers no poll: its page is final.
QUIET = FINAL | {Status.ENDED}


@pages.get("/requests/<reference>")
@allow(Permission.ENCOUNTER_OPEN)
def encounter(reference: str) -> ResponseReturnValue:
    """Show where a request stands; the page keeps itself up to date."""
    found = glance(db.session(), current_actor(), reference)
    if found is None:
        abort(404)
    look(found)
    one = _seen(reference)
    return render_template(
        "staff/encounter.html", version=etag(str(one.version)), quiet=QUIET, **_shown(one)
    )


@pages.get("/requests/<reference>/now")
@allow(Permission.ENCOUNTER_OPEN)
def encounter_now(reference: str) -> ResponseReturnValue:
    """The same as a poll asks it: 304 while nothing moved."""
    found = glance(db.session(), current_actor(), reference)
    if found is None:
        abort(404)
    if not look(found):
        same = unchanged(str(found.version))
        if same is not None:
            return same
    one = _seen(reference)
    return changed(
        str(one.version),
        html=render_template("staff/_status.html", **_shown(one)),
        title=_heading(one),
        state=one.status.value,
        final=one.status in QUIET,
    )


@pages.post("/requests/<reference>/vendor")
@allow(Permission.ENCOUNTER_OPEN)
def use_vendor(reference: str) -> ResponseReturnValue:
    """Go to the vendor's line."""
    vendor_line.use_vendor(db.session(), current_actor(), city(), reference=reference, now=now())
    return _back(reference)


@pages.post("/requests/<reference>/vendor-silent")
@allow(Permission.ENCOUNTER_OPEN)
def note_vendor_silent(reference: str) -> ResponseReturnValue:
    """The line did not answer; the next one stands there at once."""
    vendor_line.note_vendor_silent(
        db.session(), current_actor(), city(), reference=reference, now=now()
    )
    return _back(reference)


@pages.post("/requests/<reference>/ring-again")
@allow(Permission.ENCOUNTER_OPEN)
def ring_again(reference: str) -> ResponseReturnValue:
    """Ring our own people again."""
    vendor_line.ring_again(db.session(), current_actor(), city(), reference=reference, now=now())
    return _back(reference)


@pages.post("/requests/<reference>/connected")
@allow(Permission.ENCOUNTER_OPEN)
def connect(reference: str) -> ResponseReturnValue:
    """The resident and the interpreter speak."""
    conversation.connect(db.session(), current_actor(), reference=reference, now=now())
    return _back(reference)


@pages.post("/requests/<reference>/cancel")
@allow(Permission.ENCOUNTER_OPEN)
def cancel(reference: str) -> ResponseReturnValue:
    """Stop before anybody spoke."""
    conversation.cancel(db.session(), current_actor(), city(), reference=reference, now=now())
    return _back(reference)


@pages.get("/requests/<reference>/show")
@allow(Permission.ENCOUNTER_OPEN)
def show_resident(reference: str) -> ResponseReturnValue:
    """The screen turned to the resident: please wait, in their own language where we have it."""
    one = _seen(reference)
    locale = written_as(one.written_language_tag or one.language_tag)
    spoken_here = has_texts(locale)
    speak(locale)
    return render_template(
        "residents/please_wait.html",
        one=one,
        language=tile_of(one.language.facts),
        spoken_here=spoken_here,
        back=url_for("staff.encounter", reference=reference),
    )


def _seen(reference: str) -> Encounter:
    one = encounter_seen(db.session(), current_actor(), reference)
    if one is None:
        abort(404)
    return one


def _shown(one: Encounter) -> dict[str, object]:
    """Everything a request's page shows."""
    lines = lines_for(db.session(), city(), one, now=now()) if one.status not in QUIET else []
    silent = {
        attempt.vendor_id for attempt in one.attempts if attempt.outcome is AttemptOutcome.NO_ANSWER
    }
    current = next((line for line in lines if line.vendor_id == one.vendor_id), None)
    upcoming = next((line for line in lines if line.vendor_id not in silent), None)
    rung = [attempt for attempt in one.attempts if attempt.interpreter_id]
    return {
        "one": one,
        "heading": _heading(one),
        "language": tile_of(one.language.facts),
        "line": current or upcoming,
        "is_calling_vendor": one.vendor_id is not None,
        "vendor_started": any(
            attempt.vendor_id and attempt.outcome is None for attempt in one.attempts
        ),
        "ringing": sum(attempt.outcome is None for attempt in rung),
        "declined": sum(attempt.outcome is AttemptOutcome.DECLINED for attempt in rung),
        "released": any(attempt.outcome is AttemptOutcome.RELEASED for attempt in rung),
        "offers": fallbacks(city().rules.dispatch, one.next_step),
        "after_hours": city().rules.after_hours if one.is_after_hours else None,
        "Status": Status,
        "in_person": one.mode is Mode.IN_PERSON,
        "words": words,
        "waited": _clocked(one),
    }


def _heading(one: Encounter) -> str:
    if one.status is Status.SEARCHING and not any(
        attempt.outcome is None for attempt in one.attempts if attempt.interpreter_id
    ):
        return str(gettext("Nobody of ours can be rung now"))
    if one.status is Status.READY and one.vendor_id is not None:
        return str(gettext("Call the vendor's line"))
    return str(words.STATUSES[one.status])


def _clocked(one: Encounter) -> str:
    until = one.connected_at or one.ended_at or now()
    seconds = max(0, int((until - one.first_contact_at).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("staff.encounter", reference=reference), 303)
