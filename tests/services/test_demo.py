"""The demonstration city: whole, the same everywhere, and true to its own rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.adapters.calendar import city_of
from langaccess.adapters.store import FileStore
from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import AttemptOutcome, Mode, Outcome, Status
from langaccess.domain.languages import Modality
from langaccess.domain.people import QualificationStatus
from langaccess.domain.rules import parse_rules
from langaccess.services.accounts import verify_password
from langaccess.services.demo.cast import Cast, cast_of
from langaccess.services.demo.city import DemoAccount, NotEmpty, is_empty, make_demo_city
from langaccess.services.demo.days import moments_of
from langaccess.services.demo.documents import read_papers
from langaccess.services.demo.history import History, last_number, reference
from langaccess.services.demo.ways import Files
from langaccess.services.dispatch.request import Ask, request_interpreter
from langaccess.storage.accounts import Account, account_by_email
from langaccess.storage.base import open_engine
from langaccess.storage.counter import Ticket
from langaccess.storage.dispatch import Attempt, Encounter, FollowUp
from langaccess.storage.languages import accepted_tags, load_register
from langaccess.storage.people import (
    Absence,
    ConflictOfInterest,
    DayLoad,
    Interpreter,
    Listing,
    ListKind,
    Qualification,
)
from langaccess.storage.places import all_departments, all_locations
from langaccess.storage.vendors import active_vendors
from tests.conftest import make_tables
from tests.factories import EVENING, NINE, make_account, make_clerk, make_interpreter, make_vendor

SHIPPED = Path(__file__).parents[2] / "priority_rules.toml"


@pytest.fixture(scope="module")
def shipped() -> City:
    return city_of(parse_rules(SHIPPED.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return read_papers(FileStore(tmp_path_factory.mktemp("files")))


@pytest.fixture(scope="module")
def made(
    shipped: City, papers: Files, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Session, list[DemoAccount]]]:
    """The city, made once at nine in the evening: looked at by many tests and changed by none."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    make_tables(url).dispose()
    engine = open_engine(url)
    with Session(engine) as session:
        load_register(session)
        yield session, make_demo_city(session, shipped, papers, now=EVENING)
    engine.dispose()


@pytest.fixture
def demo(made: tuple[Session, list[DemoAccount]]) -> Session:
    return made[0]


def test_a_demonstration_is_made_in_an_empty_database_only(session: Session, city: City) -> None:
    assert is_empty(session)
    make_account(session)

    assert not is_empty(session)
    with pytest.raises(NotEmpty):
        make_demo_city(session, city, {}, now=NINE)


def test_it_has_what_was_asked_for(demo: Session) -> None:
    assert len(all_departments(demo)) == 12
    assert len(all_locations(demo)) == 6
    assert demo.scalar(select(func.count(Interpreter.account_id))) == 60
    spoken = select(Qualification.language_tag).where(Qualification.modality != Modality.WRITTEN)
    assert len(set(demo.scalars(spoken))) == 20
    statuses = set(demo.scalars(select(Qualification.status)))
    assert statuses == set(QualificationStatus)
    assert set(demo.scalars(select(Listing.kind))) == set(ListKind)
    assert demo.scalar(select(func.count(Absence.id)))
    conflicts = demo.scalars(select(ConflictOfInterest)).all()
    assert {one.department_id is None for one in conflicts} == {True, False}
    assert accepted_tags(demo, "fil") == ("fil", "tl")
    assert accepted_tags(demo, "tl") == ("tl", "fil")


def test_its_numbers_are_reserved_for_fiction(demo: Session) -> None:
    phones = [*demo.scalars(select(Account.phone)), *(one.phone for one in active_vendors(demo))]

    assert all(one.startswith("+15105550") and len(one) == 12 for one in phones)
    assert all(100 <= int(one[-4:]) <= 199 for one in phones)
    assert len(set(phones)) == len(phones)


def test_its_lines_are_told_apart(demo: Session) -> None:
    first, video, last = active_vendors(demo)

    assert [bool(one.weekly_hours) for one in (first, video, last)] == [False, True, False]
    assert video.video_link == "https://video.example.invalid/$room"
    departments = [one.id for one in all_departments(demo)]
    assert len({first.code_for(one) for one in departments}) == 12
    assert len({last.code_for(one) for one in departments}) == 1
    assert all(one.script for one in (first, video, last))
    assert first.serves("nv", Mode.PHONE)
    assert video.serves("ase", Mode.VIDEO)


def test_everybody_signs_in_with_the_passphrase_of_this_installation(
    made: tuple[Session, list[DemoAccount]],
) -> None:
    session, accounts = made

    assert [one.role for one in accounts] == list(Role)
    assert len({one.password for one in accounts}) == 1
    for one in accounts:
        account = verify_password(session, email=one.email, password=one.password, now=EVENING)
        assert one.role in account.actor.roles


def test_a_visitor_at_night_reaches_the_interpreter_who_is_on_duty(
    session: Session, shipped: City, papers: Files
) -> None:
    load_register(session)
    accounts = {one.role: one for one in make_demo_city(session, shipped, papers, now=EVENING)}
    assert list(accounts) == list(Role)
    interpreter = account_by_email(session, accounts[Role.INTERPRETER].email)
    clerk = account_by_email(session, accounts[Role.STAFF].email)
    assert interpreter is not None
    assert clerk is not None
    row = session.get_one(Interpreter, interpreter.id)
    night = EVENING + timedelta(hours=6)
    row.presence, row.seen_at = type(row.presence).ON_DUTY, night
    session.flush()

    ask = Ask(request_key="night", language_tag="es", mode=Mode.PHONE)
    encounter = request_interpreter(session, clerk.actor, shipped, ask, now=night)

    assert interpreter.id in [one.interpreter_id for one in encounter.attempts]


def test_three_of_eighteen_languages_are_87_percent(demo: Session) -> None:
    counts = Counter(demo.scalars(select(Encounter.language_tag)))

    assert len(counts) >= 15
    three = sum(count for _, count in counts.most_common(3))
    assert {tag for tag, _ in counts.most_common(3)} == {"es", "cmn", "vi"}
    assert three / counts.total() == pytest.approx(0.87, abs=0.03)


def test_its_past_is_a_month_and_over(demo: Session) -> None:
    for one in demo.scalars(select(Encounter)):
        assert one.status in {Status.CLOSED, Status.CANCELLED}
        assert one.first_contact_at <= one.opened_at
        assert EVENING - timedelta(days=31) < one.opened_at
        assert one.ended_at is not None
        assert one.opened_at <= one.ended_at <= EVENING
        assert one.due_at is None


def test_its_past_is_plausible(demo: Session) -> None:
    waits = sorted(filter(None, demo.scalars(select(Encounter.seconds_to_language))))
    outcomes = Counter(demo.scalars(select(Encounter.outcome)))
    served = demo.scalars(select(Encounter).where(Encounter.outcome == Outcome.SERVED)).all()

    assert 10 < waits[len(waits) // 2] < 60
    assert set(outcomes) == {Outcome.SERVED, Outcome.PARTLY, Outcome.NOT_SERVED, None}
    assert outcomes[Outcome.SERVED] > 800
    assert 0.4 < sum(one.interpreter_id is not None for one in served) / len(served) < 0.8
    assert all((one.interpreter_id is None) != (one.vendor_id is None) for one in served)
    unmet = demo.scalars(select(Encounter).where(Encounter.outcome == Outcome.NOT_SERVED))
    assert len({one.unmet_reason for one in unmet}) > 1
    assert demo.scalar(select(func.count(FollowUp.id)).where(FollowUp.kept_at.is_not(None)))
    assert demo.scalar(select(func.count(Encounter.id)).where(Encounter.stand_in.is_not(None)))
    assert demo.scalar(select(func.count(FollowUp.id)).where(FollowUp.kept_at.is_(None)))


def test_whoever_was_asked_was_eligible_by_the_rules(demo: Session, shipped: City) -> None:
    asked = demo.scalars(select(Attempt).where(Attempt.interpreter_id.is_not(None))).all()

    assert asked
    for attempt in asked:
        assert attempt.decision is not None
        assert attempt.decision["eligible"] is True
        assert attempt.decision["rules"] == shipped.rules.edition
        assert all(holds for _, holds, _ in attempt.decision["reasons"])


def test_nobody_was_in_two_conversations_at_once(demo: Session) -> None:
    busy: dict[int, datetime] = {}
    taken: Counter[tuple[int, object]] = Counter()
    query = select(Encounter).where(Encounter.interpreter_id.is_not(None))
    for one in demo.scalars(query.order_by(Encounter.opened_at)):
        assert one.interpreter_id is not None
        assert one.ended_at is not None
        assert busy.get(one.interpreter_id, one.opened_at) <= one.opened_at
        busy[one.interpreter_id] = one.ended_at
        taken[one.interpreter_id, one.city_date] += 1

    loads = {(one.account_id, one.on): one.taken for one in demo.scalars(select(DayLoad))}
    assert loads == taken
    for account_id, until in busy.items():
        assert demo.get_one(Interpreter, account_id).last_served_at == until


def test_residents_wait_now_in_several_languages(demo: Session, shipped: City) -> None:
    tickets = demo.scalars(select(Ticket)).all()

    assert len({one.location_id for one in tickets}) == 2
    assert len({one.language_tag for one in tickets}) > 3
    assert {one.on for one in tickets} == {shipped.calendar.local_date(EVENING)}
    assert any(one.appointment_at for one in tickets)


def test_no_two_references_of_a_series_are_alike() -> None:
    made = {reference(number) for number in range(1, 20_001)}

    assert len(made) == 20_000
    assert all(len(one) == 6 for one in made)


def test_people_come_on_working_days_and_a_few_when_the_city_is_closed(city: City) -> None:
    moments = moments_of(city, Random(1), how_many=500, days=14, until=EVENING)

    assert moments == sorted(moments)
    assert max(moments) <= EVENING
    assert min(moments) > EVENING - timedelta(days=15)
    closed = sum(not city.is_open(one) for one in moments)
    assert 0 < closed < 50


def test_a_city_that_never_opens_still_has_a_past(city: City) -> None:
    sunday = NINE - timedelta(days=1)

    moments = moments_of(city, Random(1), how_many=3, days=1, until=sunday)

    assert {city.calendar.local_date(one) for one in moments} == {city.calendar.local_date(sunday)}


def test_a_past_goes_on_and_counts_on(session: Session, city: City) -> None:
    make_clerk(session)
    make_vendor(session, "es")
    make_interpreter(session, "es")
    load_register(session)
    cast = cast_of(session)
    random = Random(3)
    moments = moments_of(city, random, how_many=60, days=5, until=NINE)

    for part in (moments[:30], moments[30:]):
        history = History(city, cast, random, NINE, last_number(session))
        assert history.make(session, part) == 30
        cast.write_loads(session)
    cast.write_loads(session)  # nothing more to keep

    loads = session.scalars(select(DayLoad)).all()
    query = select(func.count(Encounter.id)).where(Encounter.interpreter_id.is_not(None))
    assert sum(one.taken for one in loads) == session.scalar(query)
    assert last_number(session) == session.scalar(select(func.max(Encounter.id)))


def test_a_line_that_fits_is_called_else_the_first(session: Session) -> None:
    first, second = make_vendor(session, "vi"), make_vendor(session, "es")
    cast = Cast([], {}, [first, second], frozenset())

    assert cast.vendor_for("es", Mode.PHONE) == second.id
    assert cast.vendor_for("so", Mode.PHONE) == first.id


def test_what_was_asked_in_vain_is_kept_too(demo: Session) -> None:
    outcomes = set(demo.scalars(select(Attempt.outcome)))

    assert outcomes == {AttemptOutcome.ACCEPTED, AttemptOutcome.TAKEN, AttemptOutcome.NO_ANSWER}
