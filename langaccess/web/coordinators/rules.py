"""The rules in force, as the file holds them: the ladder, documents, clocks, after hours."""

from datetime import time

from flask import render_template
from flask.typing import ResponseReturnValue

from langaccess.domain.access import Permission
from langaccess.domain.clocks import Within
from langaccess.domain.people import Domain
from langaccess.storage.base import db
from langaccess.storage.documents.rounds import ranking_progress
from langaccess.web import words
from langaccess.web.access import allow, current_actor, now
from langaccess.web.coordinators import words as own_words
from langaccess.web.coordinators.blueprint import pages
from langaccess.web.coordinators.rules_words import classes_told, conditions
from langaccess.web.page import city


@pages.get("/rules")
@allow(Permission.RULES_SEE)
def rules() -> ResponseReturnValue:
    """Show the city's policy as it is applied now, in words."""
    policy = city().rules
    steps = [
        (own_words.seconds(one.after_seconds), own_words.step_words(one))
        for one in policy.dispatch.steps
    ]
    ranked, there_are = ranking_progress(db.session(), policy.edition)
    return render_template(
        "coordinators/rules.html",
        ranked=ranked,
        there_are=there_are,
        may_try=current_actor().may(Permission.RULES_TRY),
        classes=classes_told(policy, city().calendar.local_date(now())),
        bonuses=[(one, conditions(one.when)) for one in policy.bonuses],
        rules=policy,
        steps=steps,
        seconds=own_words.seconds,
        at_once=words.listed(words.DOMAINS, policy.dispatch.vendor_at_once),
        levels=[
            (
                words.DOMAINS[domain],
                words.level(policy.qualified.serve[domain]),
                words.level(policy.qualified.interpret[domain]),
            )
            for domain in Domain
        ],
        clocks=[
            (
                own_words.CONTACTS[channel],
                own_words.WITHIN[clock.within],
                _within(clock.if_reachable),
            )
            for channel, clock in policy.response.items()
        ],
        week=[
            (words.WEEKDAYS[day], _span(hours)) for day, hours in enumerate(policy.calendar.hours)
        ],
        special=sorted((on, _span(hours)) for on, hours in policy.calendar.special_hours.items()),
        is_open=city().is_open(now()),
    )


def _within(within: Within | None) -> str:
    return str(own_words.WITHIN[within]) if within else ""


def _span(hours: tuple[time, time] | None) -> str:
    """Hours of a day as clocks; nothing for a day off."""
    return f"{hours[0]:%H:%M}-{hours[1]:%H:%M}" if hours else ""
