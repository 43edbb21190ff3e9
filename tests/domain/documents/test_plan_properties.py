"""Honest dates, whatever the work: what never happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.documents.plan import LanguageLoad, Work, plan, step_dates
from tests.domain.documents.planning import CALENDAR, work

starts = st.datetimes(
    datetime(2026, 2, 1),  # noqa: DTZ001  # hypothesis adds the zone
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
loads = st.builds(
    LanguageLoad,
    st.just("es"),
    translate_backlog_words=st.integers(0, 60_000),
    revise_backlog_words=st.integers(0, 60_000),
    translators=st.integers(0, 4),
    revisers=st.integers(0, 4),
)
works = st.builds(
    work,
    words=st.integers(0, 30_000),
    starts_at=starts,
    due_at=starts,
    layout=st.booleans(),
    review=st.booleans(),
    preempts=st.booleans(),
)


@given(works, loads, st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_waiting_never_finishes_earlier(
    planned: Work, load: LanguageLoad, translating: int, revising: int
) -> None:
    more = replace(
        load,
        translate_backlog_words=load.translate_backlog_words + translating,
        revise_backlog_words=load.revise_backlog_words + revising,
    )
    less_done, more_done = plan(planned, [load, more]).languages
    assert less_done.finish_at <= more_done.finish_at


@given(works, loads, st.integers(0, 3), st.integers(0, 3))
def test_more_people_never_finish_later(
    planned: Work, load: LanguageLoad, translators: int, revisers: int
) -> None:
    more = replace(
        load, translators=load.translators + translators, revisers=load.revisers + revisers
    )
    few, many = plan(planned, [load, more]).languages
    assert many.finish_at <= few.finish_at


@given(works, loads, st.integers(0, 30_000))
def test_more_words_never_finish_earlier(planned: Work, load: LanguageLoad, more: int) -> None:
    longer = replace(planned, words=planned.words + more)
    (short,), (long,) = (plan(one, [load]).languages for one in (planned, longer))
    assert short.finish_at <= long.finish_at


@given(works, loads)
def test_nothing_is_finished_while_the_city_is_closed(planned: Work, load: LanguageLoad) -> None:
    (found,) = plan(replace(planned, preempts=False), [load]).languages
    for moment in (found.translated_at, found.revised_at, found.reviewed_at, found.laid_out_at):
        hours = CALENDAR.hours_on(CALENDAR.local_date(moment))
        assert hours is not None
        assert hours.starts_at <= moment <= hours.ends_at


@given(works, loads)
def test_stages_are_in_order_and_so_are_the_steps(planned: Work, load: LanguageLoad) -> None:
    (found,) = plan(planned, [load]).languages
    stages = [planned.starts_at, found.translated_at, found.revised_at]
    stages += [found.reviewed_at, found.laid_out_at]
    assert stages == sorted(stages)
    assert found.steps.start_by <= found.steps.translate_by <= found.steps.revise_by
    assert found.steps.revise_by <= found.steps.review_by <= found.steps.finish_by
    assert all(advice.gain > timedelta() for advice in found.advice)


@given(works)
def test_whoever_starts_in_time_with_nothing_before_finishes_in_time(planned: Work) -> None:
    in_time = replace(planned, starts_at=step_dates(planned).start_by)
    (found,) = plan(in_time, [LanguageLoad("es")]).languages
    assert found.on_time
    assert found.translated_at <= found.steps.translate_by
    assert found.revised_at <= found.steps.revise_by
