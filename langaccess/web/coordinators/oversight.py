"""The supervisor's page: who waits, who is on duty, what was unmet, what is still owed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from langaccess.domain.access import Permission
from langaccess.domain.dispatch import OPEN, Outcome
from langaccess.services.dispatch import conversation
from langaccess.storage import oversight as asked
from langaccess.storage.audit import history
from langaccess.storage.base import db
from langaccess.storage.dispatch import Encounter
from langaccess.storage.encounters import encounter_seen, unmet_on, waiting_now
from langaccess.storage.languages import offered_languages
from langaccess.storage.oversight import OnDuty
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators import words as own_words
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.records import Names, names_in, record_of
from langaccess.web.ladder import look_around
from langaccess.web.live import changed, etag, unchanged
from langaccess.web.page import city
from langaccess.web.tiles import Tile


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One language and everybody on duty who may interpret it."""

    language: Tile
    people: list[OnDuty]


@pages.get("/oversight")
@allow(Permission.ENCOUNTER_OVERSEE)
def oversight() -> ResponseReturnValue:
    """Show who waits now and why, and what was unmet on a day; it keeps itself up to date."""
    look_around()
    today = city().calendar.local_date(now())
    on = _asked_day(today)
    return render_template(
        "coordinators/oversight.html",
        version=etag(_version(on)),
        day_before=on - timedelta(days=1),
        day_after=on + timedelta(days=1) if on < today else None,
        **_shown(on, today),
    )


@pages.get("/oversight/now")
@allow(Permission.ENCOUNTER_OVERSEE)
def oversight_now() -> ResponseReturnValue:
    """The same as a poll asks it: 304 while nothing moved."""
    look_around()
    today = city().calendar.local_date(now())
    on = _asked_day(today)
    version = _version(on)
    same = unchanged(version)
    if same is not None:
        return same
    shown = _shown(on, today)
    return changed(
        version,
        html=render_template("coordinators/_oversight.html", **shown),
        title=str(shown["heading"]),
        state="waiting" if shown["waiting"] else "quiet",
    )


@pages.get("/oversight/<reference>")
@allow(Permission.ENCOUNTER_OVERSEE)
def encounter_record(reference: str) -> ResponseReturnValue:
    """Show everything kept of one request: attempts, decisions, outcome, and who did what."""
    one = encounter_seen(db.session(), current_actor(), reference)
    if one is None:
        abort(404)
    deeds = history(db.session(), "encounter", one.id)
    names = names_in(db.session(), [one], _people_of(one) | {row.actor_id or 0 for row in deeds})
    return render_template(
        "coordinators/encounter_record.html",
        record=record_of(one, names, now()),
        names=names,
        deeds=[
            (row.at, own_words.deed(row.deed), names.people.get(row.actor_id or 0)) for row in deeds
        ],
        took=_took(one),
        is_open=one.status in OPEN,
        words=words,
    )


@pages.post("/oversight/<reference>/confirm-stand-in")
@allow(Permission.ENCOUNTER_OVERSEE)
def confirm_stand_in(reference: str) -> ResponseReturnValue:
    """Write down that a qualified interpreter went over what a stand-in interpreted."""
    conversation.confirm_stand_in(db.session(), current_actor(), reference=reference, now=now())
    flash(gettext("It is noted that a qualified interpreter went over it."), "success")
    return redirect(url_for("coordinators.encounter_record", reference=reference), 303)


def _asked_day(today: date) -> date:
    """The day in the address, else today; a day to come is today."""
    try:
        return min(today, date.fromisoformat(request.args.get("on", "")))
    except ValueError:
        return today


def _version(on: date) -> str:
    seen_since = now() - timedelta(seconds=city().rules.dispatch.presence_seconds)
    moved = asked.pulse(db.session(), on, seen_since=seen_since, now=now())
    return hashlib.sha256(repr((on, *moved)).encode()).hexdigest()[:16]


def _shown(on: date, today: date) -> dict[str, object]:
    """Everything the live part shows."""
    database = db.session()
    is_today = on == today
    waiting = waiting_now(database) if is_today else []
    unmet = unmet_on(database, on)
    names = names_in(database, [*waiting, *unmet], set())
    outcomes = asked.outcomes_on(database, on)
    return {
        "on": on,
        "today": today,
        "is_today": is_today,
        "heading": _heading(len(waiting), is_today=is_today),
        "waiting": [record_of(one, names, now()) for one in waiting],
        "unmet": [record_of(one, names, now()) for one in unmet],
        "outcomes": [(words.OUTCOMES[one], outcomes.get(one, 0)) for one in Outcome],
        "languages": names.languages,
        "late": asked.late_follow_ups(database, now()),
        "stand_ins": asked.open_stand_ins(database),
        "words": words,
        **(_duty(today, names) if is_today else {}),
    }


def _duty(today: date, names: Names) -> dict[str, object]:
    """Who is on duty for which language, and for which offered ones nobody is."""
    seen_since = now() - timedelta(seconds=city().rules.dispatch.presence_seconds)
    people = asked.on_duty(db.session(), today, seen_since=seen_since)
    by_tag: dict[str, list[OnDuty]] = {}
    for one in people:
        by_tag.setdefault(one.language_tag, []).append(one)
    qualified = asked.qualified_by_language(db.session(), today)
    missing = [one for one in offered_languages(db.session()) if one.tag not in by_tag]
    return {
        "duty": _duty_lines(by_tag, names.languages),
        "absent": [names.languages[one.tag] for one in missing if one.tag in qualified],
        "vendors_only": [names.languages[one.tag] for one in missing if one.tag not in qualified],
    }


def _duty_lines(
    by_tag: Mapping[str, list[OnDuty]], languages: Mapping[str, Tile]
) -> list[DutyLine]:
    lines = [DutyLine(languages[tag], people) for tag, people in by_tag.items()]
    return sorted(lines, key=lambda line: line.language.name)


def _heading(waiting: int, *, is_today: bool) -> str:
    if not is_today:
        return str(gettext("What was unmet on this day"))
    if not waiting:
        return str(gettext("Nobody waits now"))
    return str(ngettext("%(num)s resident waits now", "%(num)s residents wait now", waiting))


def _people_of(one: Encounter) -> set[int]:
    """The people a record names besides those who were rung."""
    promised = {row.promised_by_id for row in one.follow_ups}
    return promised | {one.stand_in_confirmed_by_id or 0}


def _took(one: Encounter) -> str | None:
    return None if one.seconds_to_language is None else own_words.seconds(one.seconds_to_language)
