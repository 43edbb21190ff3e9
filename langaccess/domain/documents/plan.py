"""Honest dates: when each language of a document is finished, and by when its steps must be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from langaccess.domain.documents.steps import StepDates
from langaccess.domain.documents.workflow import Step
from langaccess.domain.documents.workload import LONGEST, LanguageLoad, Work
from langaccess.domain.time import as_utc

__all__ = ["Advice", "LanguageLoad", "LanguagePlan", "Plan", "Remedy", "Work", "plan", "step_dates"]

# What a short notice holds: what happened, what to do, whom to ask.
SHORT_NOTICE_WORDS = 150
_NONE = timedelta()


class Remedy(StrEnum):
    """What can be done when a date cannot be met."""

    SHORT_NOTICE_FIRST = "short_notice_first"
    SECOND_TRANSLATOR = "second_translator"
    VENDOR = "vendor"
    DROP_LAYOUT = "drop_layout"
    READY_LANGUAGES_FIRST = "ready_languages_first"


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be done: when these languages would be out then, and how much sooner that is."""

    remedy: Remedy
    finish_at: datetime
    gain: timedelta
    on_time: bool
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguagePlan:
    """When one language's stages are done, and by when they must be; all UTC.

    `reviewed_at` and `laid_out_at` are those of the stage before where there is no such stage.
    `advice` says what would help, the greatest gain first; it is empty where nothing is late.
    """

    tag: str
    translated_at: datetime
    revised_at: datetime
    reviewed_at: datetime
    laid_out_at: datetime
    on_time: bool
    steps: StepDates
    by_vendor: frozenset[Step]
    is_held: bool
    advice: tuple[Advice, ...] = ()

    @property
    def finish_at(self) -> datetime:
        """When the last stage is done."""
        return self.laid_out_at


@dataclass(frozen=True, slots=True)
class Plan:
    """All languages of a document; `advice` is for the document as a whole."""

    languages: tuple[LanguagePlan, ...]
    is_feasible: bool
    advice: tuple[Advice, ...]

    @property
    def finish_at(self) -> datetime | None:
        """When the last language is finished; None without languages."""
        return max((one.finish_at for one in self.languages), default=None)


def plan(work: Work, loads: Iterable[LanguageLoad]) -> Plan:
    """When each language is finished, whether in time, and what can be done where it is not.

    Stages follow each other: one person translates once the words before are done by all who
    translate, a second one revises, then review by one person and layout where asked for. People
    of different languages do not wait for each other. Raises NeverOpen, StepsOutOfOrder.
    """
    steps = step_dates(work)
    languages = tuple(_planned(work, load, steps) for load in loads)
    is_feasible = all(one.on_time for one in languages)
    return Plan(languages, is_feasible, () if is_feasible else tuple(_ready_first(languages)))


def step_dates(work: Work) -> StepDates:
    """By when each step must be done so that all is done when it is due, one person a step.

    Without regard to what waits before it. Raises NeverOpen, StepsOutOfOrder.
    """
    time = work.time
    done_by = time.begun_by(work.due_at, Fraction(0))  # the last whole minute that is worked
    review_by = time.begun_by(done_by, work.laying_out)
    revise_by = time.begun_by(review_by, work.reviewing)
    translate_by = time.begun_by(revise_by, work.revising)
    return StepDates(
        start_by=time.begun_by(translate_by, work.translating()),
        translate_by=translate_by,
        revise_by=revise_by,
        review_by=review_by,
        finish_by=as_utc(work.due_at),
        request_by=work.request_by and as_utc(work.request_by),
    )


def _planned(work: Work, load: LanguageLoad, steps: StepDates) -> LanguagePlan:
    one = _staged(work, load, steps)
    advice = sorted(_remedies(work, load, one), key=lambda found: (-found.gain, found.remedy))
    return replace(one, advice=tuple(advice)) if advice else one


def _staged(work: Work, load: LanguageLoad, steps: StepDates) -> LanguagePlan:
    time, starts_at = work.time, as_utc(work.starts_at)
    translating = min(work.translated_before(load) + work.translating(load), LONGEST)
    translated_at = time.done_at(starts_at, translating)
    reviser_free_at = time.done_at(starts_at, work.revised_before(load))
    revised_at = time.done_at(max(translated_at, reviser_free_at), work.revising)
    reviewed_at = time.done_at(revised_at, work.reviewing) if work.review else revised_at
    laid_out_at = time.done_at(reviewed_at, work.laying_out) if work.layout else reviewed_at
    return LanguagePlan(
        tag=load.tag,
        translated_at=translated_at,
        revised_at=revised_at,
        reviewed_at=reviewed_at,
        laid_out_at=laid_out_at,
        on_time=laid_out_at <= work.due_at,
        steps=steps,
        by_vendor=load.by_vendor,
        is_held=load.is_held,
    )


def _remedies(work: Work, load: LanguageLoad, one: LanguagePlan) -> Iterator[Advice]:
    """What would help this language, each planned again as if it were done."""
    tried: list[tuple[Remedy, Work, LanguageLoad]] = []
    release_at = work.first_release_at or work.due_at
    if one.finish_at > release_at and work.words > SHORT_NOTICE_WORDS:
        notice = replace(
            work, words=SHORT_NOTICE_WORDS, layout=False, review=False, due_at=release_at
        )
        ahead = replace(load, translate_backlog_words=0, revise_backlog_words=0)
        tried.append((Remedy.SHORT_NOTICE_FIRST, notice, ahead))
    if not one.on_time:
        tried += _other_ways(work, load)
    for remedy, otherwise, others in tried:
        then = _staged(otherwise, others, one.steps)
        gain = one.finish_at - then.finish_at
        if gain > _NONE:
            yield Advice(remedy, then.finish_at, gain, then.on_time, (load.tag,))


def _other_ways(work: Work, load: LanguageLoad) -> Iterator[tuple[Remedy, Work, LanguageLoad]]:
    if load.translators:
        second = replace(load, translators=max(load.translators, 2))
        yield Remedy.SECOND_TRANSLATOR, replace(work, translators_sharing=2), second
        yield Remedy.VENDOR, work, replace(load, translators=0, translate_backlog_words=0)
    if work.layout:
        yield Remedy.DROP_LAYOUT, replace(work, layout=False), load


def _ready_first(languages: tuple[LanguagePlan, ...]) -> Iterator[Advice]:
    """Letting the languages go that are in time, or the soonest, without waiting for the rest."""
    first_at = min(one.finish_at for one in languages)
    ready = [one for one in languages if one.on_time]
    ready = ready or [one for one in languages if one.finish_at == first_at]
    finish_at = max(one.finish_at for one in ready)
    gain = max(one.finish_at for one in languages) - finish_at
    if gain > _NONE:
        tags = tuple(one.tag for one in ready)
        yield Advice(Remedy.READY_LANGUAGES_FIRST, finish_at, gain, ready[0].on_time, tags)
