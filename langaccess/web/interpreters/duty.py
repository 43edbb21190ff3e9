"""On duty: presence, offers with what one wants to know before greeting, and my day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zlib import crc32

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import Answer, AttemptOutcome, DeclineReason, Status
from langaccess.domain.errors import Conflict
from langaccess.domain.people import Presence
from langaccess.services.dispatch import answers, conversation
from langaccess.services.people.availability import be_seen, is_seen_due, set_presence
from langaccess.storage.base import begin_write, db
from langaccess.storage.offers import (
    OfferRow,
    conversation_of,
    encounter_of_interpreter,
    encounters_of_interpreter,
    offers_to,
)
from langaccess.storage.people import Interpreter, interpreter_whole
from langaccess.web import words
from langaccess.web.access import allow, current_actor, looks_first, now, person_here
from langaccess.web.errors import sentence_of
from langaccess.web.interpreters.blueprint import pages
from langaccess.web.interpreters.forms import AnswersForm, DeclineForm, PresenceForm
from langaccess.web.ladder import look_around
from langaccess.web.live import changed, etag, unchanged
from langaccess.web.page import city
from langaccess.web.tiles import Tile, tile_of

# How long the end of an offer ("another interpreter was first") stays on the page.
TOLD_FOR = timedelta(seconds=60)
EXPIRES_SOON = timedelta(days=120)


@pages.get("/duty")
@allow(Permission.ENCOUNTER_ANSWER)
def duty() -> ResponseReturnValue:
    """Show my presence, what rings, whom I talk with, and my day."""
    look_around()
    _seen()
    shown = _shown()
    return render_template("interpreters/duty.html", mark=etag(str(shown["version"])), **shown)


@pages.get("/duty/now")
@allow(Permission.ENCOUNTER_ANSWER)
def duty_now() -> ResponseReturnValue:
    """The same as a poll asks it: 304 while nothing moved."""
    look_around()
    _seen()
    shown = _shown()
    version = str(shown["version"])
    same = unchanged(version)
    if same is not None:
        return same
    html = render_template("interpreters/_duty.html", **shown)
    return changed(
        version,
        html=html,
        title=str(shown["heading"]),
        state=str(shown["state"]),
        announce=_wanted(shown["offers"]),
    )


def _wanted(offers: Sequence[tuple[OfferRow, Tile]]) -> str | None:
    """What a screen reader says while offers ring."""
    if not offers:
        return None
    names = ", ".join(tile.name for _, tile in offers)
    return str(gettext("Interpreter wanted: %(language)s", language=names))


@pages.post("/duty/presence")
@allow(Permission.ENCOUNTER_ANSWER)
def change_presence() -> ResponseReturnValue:
    """Say whether I can be rung."""
    form = PresenceForm()
    if not form.validate():
        abort(400)
    set_presence(
        db.session(), current_actor(), city(), presence=Presence(form.presence.data), now=now()
    )
    return redirect(url_for("interpreters.duty"), 303)


@pages.post("/offers/<int:attempt_id>/accept")
@allow(Permission.ENCOUNTER_ANSWER)
@looks_first
def accept_offer(attempt_id: int) -> ResponseReturnValue:
    """Take it, or hear that somebody was first."""
    try:
        answers.refuse_late(db.session(), current_actor(), attempt_id=attempt_id)
        begin_write(db.session())
        answers.accept_offer(
            db.session(), current_actor(), city(), attempt_id=attempt_id, now=now()
        )
    except Conflict as error:
        flash(sentence_of(error), "warning")
    return redirect(url_for("interpreters.duty"), 303)


@pages.post("/offers/<int:attempt_id>/decline")
@allow(Permission.ENCOUNTER_ANSWER)
def decline_offer(attempt_id: int) -> ResponseReturnValue:
    """Say no; a reason helps the next choice."""
    form = DeclineForm()
    if not form.validate():
        abort(400)
    reason = DeclineReason(form.reason.data) if form.reason.data else None
    try:
        answers.decline_offer(
            db.session(),
            current_actor(),
            city(),
            attempt_id=attempt_id,
            reason=reason,
            now=now(),
        )
    except Conflict as error:
        flash(sentence_of(error), "warning")
    return redirect(url_for("interpreters.duty"), 303)


@pages.post("/conversations/<reference>/connected")
@allow(Permission.ENCOUNTER_ANSWER)
def connect(reference: str) -> ResponseReturnValue:
    """I speak with the resident."""
    conversation.connect_as_interpreter(
        db.session(), current_actor(), reference=reference, now=now()
    )
    return redirect(url_for("interpreters.duty"), 303)


@pages.post("/conversations/<reference>/finish")
@allow(Permission.ENCOUNTER_ANSWER)
def finish(reference: str) -> ResponseReturnValue:
    """I am free again; two questions, if there is a moment."""
    conversation.finish_as_interpreter(
        db.session(), current_actor(), city(), reference=reference, now=now()
    )
    return redirect(url_for("interpreters.answer", reference=reference), 303)


@pages.route("/conversations/<reference>/answers", methods=["GET", "POST"])
@allow(Permission.ENCOUNTER_ANSWER)
def answer(reference: str) -> ResponseReturnValue:
    """The interpreter's two answers."""
    one = encounter_of_interpreter(db.session(), person_here().account_id, reference)
    if one is None:
        abort(404)
    form = AnswersForm(understood=one.interpreter_understood, briefed=one.interpreter_briefed)
    if request.method == "POST" and form.validate():
        conversation.answer_as_interpreter(
            db.session(),
            current_actor(),
            reference=reference,
            understood=Answer(form.understood.data),
            briefed=Answer(form.briefed.data),
            now=now(),
        )
        flash(gettext("Thank you."), "success")
        return redirect(url_for("interpreters.duty"), 303)
    page = render_template(
        "interpreters/answers.html", form=form, one=one, language=tile_of(one.language.facts)
    )
    return page, (422 if form.errors else 200)


@pages.get("/my-qualifications")
@allow(Permission.ENCOUNTER_ANSWER)
def qualifications() -> ResponseReturnValue:
    """What I am qualified for, and what expires."""
    on = city().calendar.local_date(now())
    return render_template(
        "interpreters/qualifications.html",
        me=interpreter_whole(db.session(), person_here().account_id),
        today=on,
        soon=on + EXPIRES_SOON,
        words=words,
        tile_of=tile_of,
    )


def _seen() -> None:
    """Now and then, write down that this page is open: only then can its person be rung."""
    if is_seen_due(db.session(), current_actor(), now=now()):
        begin_write(db.session())
        be_seen(db.session(), current_actor(), now=now())


def _shown() -> dict[str, Any]:
    me = db.session().get(Interpreter, person_here().account_id)
    if me is None:
        abort(404)
    talk = conversation_of(db.session(), me.account_id)
    offers = offers_to(db.session(), me.account_id, now() - TOLD_FOR)
    ringing = [] if talk else [one for one in offers if one.outcome is None]
    told = [one for one in offers if one.outcome in _TOLD]
    marks = [me.presence.value, *(f"{one.attempt_id}{one.outcome}" for one in (*ringing, *told))]
    marks.append(f"{talk.reference}{talk.version}" if talk else "")
    presence = words.PRESENCES[me.presence]
    return {
        "me": me,
        "presence": presence,
        "talk": talk,
        "talk_language": tile_of(talk.language.facts) if talk else None,
        "offers": [(one, _tile(one)) for one in ringing],
        "told": told,
        "today": encounters_of_interpreter(
            db.session(), me.account_id, city().calendar.local_date(now())
        ),
        "heading": gettext("On duty") if me.presence is Presence.ON_DUTY else presence,
        "state": "offer" if ringing else me.presence.value,
        "version": f"{crc32(' '.join(marks).encode()):x}",
        "words": words,
        "Presence": Presence,
        "Status": Status,
        "tile_of": tile_of,
    }


# The ends of an offer that its interpreter did not bring about.
_TOLD = frozenset(
    {
        AttemptOutcome.TAKEN,
        AttemptOutcome.WITHDRAWN,
        AttemptOutcome.NO_ANSWER,
        AttemptOutcome.RELEASED,
    }
)


def _tile(one: OfferRow) -> Tile:
    return Tile(one.language_tag, one.english_name, one.autonym, "auto")
