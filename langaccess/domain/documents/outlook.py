"""What a plan says to whoever asked: what is late, and what can be done about it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from langaccess.domain.documents.plan import Advice, LanguagePlan, Plan
from langaccess.domain.documents.reasons import Facts, Reason, Why
from langaccess.domain.documents.workflow import Step

_Told = tuple[Why, tuple[tuple[str, str], ...]]


def outlook(plan: Plan) -> tuple[Reason, ...]:
    """The reasons of a plan; languages of which the same is to be said share one.

    First who works in a city's stead and what is on hold, then what is late, then what would help.
    """
    return (
        *_joined(_circumstances(plan.languages)),
        *_joined(_late(plan.languages)),
        *_joined(
            (_advised(advice), tag)
            for one in plan.languages
            for advice in one.advice
            for tag in advice.languages
        ),
        *_joined((_advised(advice), tag) for advice in plan.advice for tag in advice.languages),
    )


def _circumstances(languages: Iterable[LanguagePlan]) -> Iterator[tuple[_Told, str]]:
    for one in languages:
        if Step.TRANSLATE in one.by_vendor:
            yield (Why.VENDOR_TRANSLATES, ()), one.tag
        if Step.REVISE in one.by_vendor:
            yield (Why.VENDOR_REVISES, ()), one.tag
        if one.is_held:
            yield (Why.ON_HOLD, ()), one.tag


def _late(languages: Iterable[LanguagePlan]) -> Iterator[tuple[_Told, str]]:
    for one in languages:
        if not one.on_time:
            facts = (("finish_at", _told(one.finish_at)), ("due_at", _told(one.steps.finish_by)))
            yield (Why.TOO_LATE, facts), one.tag


def _advised(advice: Advice) -> _Told:
    instead_at = advice.finish_at + advice.gain
    facts = (("finish_at", _told(advice.finish_at)), ("instead_at", _told(instead_at)))
    return Why(advice.remedy.value), facts


def _joined(told: Iterable[tuple[_Told, str]]) -> Iterator[Reason]:
    """One reason for all languages of which the same is said, in the order of the first."""
    tags: dict[_Told, list[str]] = {}
    for what, tag in told:
        tags.setdefault(what, []).append(tag)
    for (why, facts), languages in tags.items():
        joined: Facts = {"languages": ", ".join(languages), **dict(facts)}
        yield Reason(why, joined)


def _told(at: datetime) -> str:
    return at.isoformat()
