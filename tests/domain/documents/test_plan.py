"""Honest dates: when each language is finished, and what helps where it is late."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from langaccess.domain.documents.plan import (
    LanguageLoad,
    LanguagePlan,
    Remedy,
    Work,
    plan,
    step_dates,
)
from langaccess.domain.documents.steps import StepDates, StepsOutOfOrder
from langaccess.domain.documents.workflow import Step
from tests.domain.documents.planning import CALENDAR, at, work


def only(planned: Work, **load: Any) -> LanguagePlan:
    (found,) = plan(planned, [LanguageLoad("es", **load)]).languages
    return found


def remedies(found: LanguagePlan) -> dict[Remedy, tuple[datetime, bool]]:
    return {one.remedy: (one.finish_at, one.on_time) for one in found.advice}


def test_stages_follow_each_other_within_opening_hours() -> None:
    found = only(work(layout=True, review=True))

    assert found.translated_at == at("2026-11-16T17:00")
    assert found.revised_at == at("2026-11-17T12:30")
    assert found.reviewed_at == at("2026-11-17T14:45")
    assert found.laid_out_at == found.finish_at == at("2026-11-18T14:45")
    assert found.on_time
    assert found.advice == ()
    assert found.by_vendor == frozenset()


def test_without_review_and_layout_it_is_finished_when_revised() -> None:
    found = only(work())
    assert found.revised_at == found.reviewed_at == found.laid_out_at == at("2026-11-17T12:30")


def test_what_waits_before_is_shared_and_the_document_itself_is_not() -> None:
    alone = only(work(), translate_backlog_words=5000)
    both = only(work(), translate_backlog_words=5000, translators=2)
    assert alone.translated_at == at("2026-11-18T17:00")
    assert both.translated_at == at("2026-11-17T17:00")


def test_the_reviser_is_waited_for() -> None:
    busy = only(work(), revise_backlog_words=15_000)
    helped = only(work(), revise_backlog_words=15_000, revisers=3)
    assert busy.revised_at == at("2026-11-19T13:00")
    assert helped.revised_at == at("2026-11-17T12:30")


def test_holidays_and_short_days_count_as_the_calendar_has_them() -> None:
    """Thanksgiving and the day after are closed; Friday's few hours hold a whole day of work."""
    over = only(work(starts_at=at("2026-11-25T17:00"), due_at=at("2026-12-04T12:00")))
    friday = only(work(starts_at=at("2026-11-20T08:00"), due_at=at("2026-12-04T12:00")))
    assert over.translated_at == at("2026-11-30T17:00")
    assert friday.translated_at == at("2026-11-20T12:00")


def test_where_nobody_is_qualified_a_vendor_does_it() -> None:
    found = only(work(vendor_words=1250), translators=0, revisers=0, translate_backlog_words=1250)
    assert found.by_vendor == {Step.TRANSLATE, Step.REVISE}
    assert found.translated_at == at("2026-11-18T17:00")
    assert only(work(), translators=0).translated_at == at("2026-11-16T17:00")
    assert only(work(), translators=0).by_vendor == {Step.TRANSLATE}


def test_what_is_held_is_planned_as_if_it_went_on_now() -> None:
    held = only(work(), is_held=True)
    assert held.is_held
    assert held.finish_at == only(work()).finish_at


def test_danger_is_worked_on_day_and_night() -> None:
    late = at("2026-11-21T23:00")
    found = only(work(starts_at=late, due_at=late + timedelta(hours=24), preempts=True))
    assert found.translated_at == late + timedelta(hours=8)
    assert found.finish_at == late + timedelta(hours=12)
    assert not CALENDAR.is_open(found.finish_at)


def test_a_first_release_that_the_whole_would_miss_asks_for_a_short_notice() -> None:
    start = at("2026-11-21T23:00")
    found = only(
        work(
            starts_at=start,
            due_at=start + timedelta(hours=24),
            first_release_at=start + timedelta(hours=2),
            preempts=True,
        )
    )
    assert found.on_time
    (advice,) = found.advice
    assert (advice.remedy, advice.on_time) == (Remedy.SHORT_NOTICE_FIRST, True)
    assert advice.finish_at == start + timedelta(minutes=44)
    assert advice.gain == found.finish_at - advice.finish_at


def test_what_is_late_is_told_with_what_each_remedy_would_gain() -> None:
    planned = work(words=10_000, layout=True, vendor_words=5000)
    found = only(planned, translate_backlog_words=2500)

    assert not found.on_time
    assert found.finish_at == at("2026-11-25T17:00")
    told = remedies(found)
    assert told == {
        Remedy.SHORT_NOTICE_FIRST: (at("2026-11-16T08:50"), True),
        Remedy.VENDOR: (at("2026-11-20T12:00"), True),
        Remedy.SECOND_TRANSLATOR: (at("2026-11-23T12:30"), False),
        Remedy.DROP_LAYOUT: (at("2026-11-24T17:00"), False),
    }
    gains = [one.gain for one in found.advice]
    assert gains == sorted(gains, reverse=True)
    assert found.advice[0].languages == ("es",)


def test_what_gains_nothing_is_not_advised() -> None:
    short = only(work(words=100, due_at=at("2026-11-16T08:10")), translators=0)
    assert not short.on_time
    assert short.advice == ()


def test_languages_that_are_ready_need_not_wait() -> None:
    loads = [LanguageLoad("es"), LanguageLoad("vi", translate_backlog_words=25_000)]

    found = plan(work(), loads)

    assert not found.is_feasible
    (advice,) = found.advice
    assert (advice.remedy, advice.languages) == (Remedy.READY_LANGUAGES_FIRST, ("es",))
    assert (advice.finish_at, advice.on_time) == (at("2026-11-17T12:30"), True)
    assert found.finish_at is not None
    assert advice.gain == found.finish_at - advice.finish_at


def test_the_soonest_language_goes_first_when_all_are_late() -> None:
    loads = [
        LanguageLoad("vi", translate_backlog_words=25_000),
        LanguageLoad("es", translate_backlog_words=20_000),
    ]
    (advice,) = plan(work(), loads).advice
    assert (advice.languages, advice.on_time) == (("es",), False)
    assert plan(work(), [loads[0], loads[0]]).advice == ()


def test_without_languages_there_is_nothing_to_finish() -> None:
    empty = plan(work(), [])
    assert (empty.languages, empty.is_feasible, empty.finish_at) == ((), True, None)


def test_work_for_centuries_is_told_as_twenty_years() -> None:
    found = only(work(words=100_000_000), translate_backlog_words=10**12)
    assert found.translated_at.year == 2047
    assert found.steps.start_by.year < 2010


def test_steps_are_scheduled_back_from_the_due_date() -> None:
    steps = step_dates(work(layout=True, review=True, request_by=at("2026-11-24T17:00")))
    assert steps.finish_by == at("2026-11-20T12:00")
    assert steps.review_by == at("2026-11-20T08:00")
    assert steps.revise_by == at("2026-11-19T15:30")
    assert steps.translate_by == at("2026-11-19T10:30")
    assert steps.start_by == at("2026-11-18T10:15")
    assert steps.request_by == at("2026-11-24T17:00")


def test_steps_of_danger_run_through_the_night() -> None:
    due = at("2026-11-22T03:30")
    steps = step_dates(work(due_at=due, preempts=True))
    assert steps.start_by == due - timedelta(hours=12)


def test_a_due_date_outside_of_opening_hours_is_met_before_it() -> None:
    evening, morning, sunday = (
        step_dates(work(words=0, due_at=at(due))).start_by
        for due in ("2026-11-17T20:00", "2026-11-17T06:00", "2026-11-15T12:00")
    )
    assert evening == at("2026-11-17T17:00")
    assert morning == at("2026-11-16T17:00")
    assert sunday == at("2026-11-13T12:00")


@pytest.mark.parametrize(
    ("place", "earlier", "later"),
    [
        (1, "start_by", "translate_by"),
        (2, "translate_by", "revise_by"),
        (3, "revise_by", "review_by"),
        (4, "review_by", "finish_by"),
        (5, "finish_by", "request_by"),
    ],
)
def test_dates_that_no_work_can_keep_are_refused(place: int, earlier: str, later: str) -> None:
    dates = [at("2026-11-16T08:00") + timedelta(hours=number) for number in range(6)]
    assert StepDates(*dates[:5]).request_by is None
    dates[place] = dates[place - 1] - timedelta(minutes=1)
    with pytest.raises(StepsOutOfOrder) as refused:
        StepDates(*dates)
    assert (refused.value.earlier, refused.value.later) == (earlier, later)
