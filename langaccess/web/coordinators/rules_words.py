"""The rules of the document queue in words: classes, what matches, from when until when."""

from datetime import date
from typing import NamedTuple

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from langaccess.domain.rules.model import Criterion, DocumentRule, Elapsed, Rules, Turnaround, When
from langaccess.web.locale import day

CRITERIA = {
    Criterion.HEALTH: _("Health"),
    Criterion.SAFETY: _("Safety"),
    Criterion.COMPLIANCE: _("Legal duty"),
    Criterion.SERVICE: _("Service"),
    Criterion.OUTREACH: _("Outreach"),
}


class RuleLine(NamedTuple):
    """One rule as it is read: what it looks for, on which ground, and whether it counts today."""

    rule: DocumentRule
    criterion: object
    conditions: list[tuple[str, str]]
    life: str
    is_in_force: bool


class ClassLine(NamedTuple):
    """One class with its time and its rules."""

    id: str
    name: str
    time: str
    first_release: str
    preempts: bool
    rules: list[RuleLine]


def classes_told(rules: Rules, on: date) -> list[ClassLine]:
    """Every class, the most urgent first, with its rules as they stand on this day."""
    return [
        ClassLine(
            one.id,
            one.name,
            turnaround(one.turnaround),
            turnaround(one.first_release) if one.first_release else "",
            one.preempts,
            [_rule(rule, on) for rule in rules.document_rules if rule.class_id == one.id],
        )
        for one in rules.classes
    ]


def turnaround(time: Turnaround) -> str:
    """A class's time as people read it."""
    if isinstance(time, Elapsed):
        return str(
            ngettext("%(num)s hour, day or night", "%(num)s hours, day and night", time.hours)
        )
    return str(ngettext("%(num)s business day", "%(num)s business days", time.days))


def conditions(when: When) -> list[tuple[str, str]]:
    """What a document must have, each condition with its values; all of them must hold."""
    told = [
        (gettext("Document type"), ", ".join(when.document_types)),
        (gettext("Declared"), ", ".join(when.flags)),
        (gettext("Words in it"), ", ".join(when.words)),
        (gettext("Department"), ", ".join(when.departments)),
        (gettext("Readers at least"), f"{when.audience_at_least or ''}"),
    ]
    return [(label, values) for label, values in told if values]


def _rule(rule: DocumentRule, on: date) -> RuleLine:
    return RuleLine(
        rule, CRITERIA[rule.criterion], conditions(rule.when), _life(rule), rule.is_in_force(on)
    )


def _life(rule: DocumentRule) -> str:
    first, last = rule.effective_from, rule.effective_until
    if first and last:
        return str(gettext("From %(first)s until %(last)s", first=day(first), last=day(last)))
    if first:
        return str(gettext("From %(first)s on", first=day(first)))
    if last:
        return str(gettext("Until %(last)s", last=day(last)))
    return str(gettext("Always"))
