from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, NotAllowed, Role
from langaccess.domain.city import City
from langaccess.domain.people import (
    AbsenceUnknown,
    HoursOverlap,
    PersonUnknown,
    Presence,
)
from langaccess.domain.qualifications import Shift
from langaccess.domain.time import EndsBeforeStart
from langaccess.services.people.availability import (
    add_absence,
    be_seen,
    is_seen_due,
    remove_absence,
    set_hours,
    set_presence,
)
from langaccess.storage.audit import history
from langaccess.storage.dispatch import Attempt
from langaccess.storage.people import Absence, Interpreter
from tests.factories import NINE, later, make_account, make_clerk, make_encounter, make_interpreter


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_account(session, Role.COORDINATOR).actor


@pytest.fixture
def person(session: Session) -> Interpreter:
    return make_interpreter(session)


def deeds(session: Session, account_id: int) -> list[str]:
    session.flush()
    return [one.deed for one in history(session, "account", account_id)]


def week_of(person: Interpreter) -> Iterable[Shift]:
    return [Shift(one.weekday, one.starts_minute, one.ends_minute) for one in person.hours]


def test_a_week_is_replaced_whole(session: Session, actor: Actor, person: Interpreter) -> None:
    week = [Shift(0, 780, 1020), Shift(0, 480, 720), Shift(6, 0, 1440)]

    set_hours(session, actor, week, account_id=person.account_id, now=NINE)

    session.expire_all()
    assert week_of(person) == sorted(week)
    assert deeds(session, person.account_id) == ["set_hours"]


def test_hours_that_overlap_change_nothing(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    before = week_of(person)
    with pytest.raises(HoursOverlap):
        set_hours(
            session,
            actor,
            [Shift(0, 480, 720), Shift(0, 700, 800)],
            account_id=person.account_id,
            now=NINE,
        )
    assert week_of(person) == before


def test_an_absence_is_written_once_and_can_be_removed(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    who = person.account_id
    span = {"starts_at": NINE, "ends_at": later(3600)}

    absence = add_absence(session, actor, account_id=who, **span, now=NINE)
    assert add_absence(session, actor, account_id=who, **span, now=NINE) is absence
    remove_absence(session, actor, account_id=who, absence_id=absence.id, now=NINE)

    assert session.scalars(select(Absence)).all() == []
    assert deeds(session, who) == ["add_absence", "remove_absence"]


def test_an_absence_ends_after_it_begins(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    with pytest.raises(EndsBeforeStart):
        add_absence(
            session, actor, account_id=person.account_id, starts_at=NINE, ends_at=NINE, now=NINE
        )


def test_an_absence_is_its_persons(session: Session, actor: Actor, person: Interpreter) -> None:
    absence = add_absence(
        session,
        actor,
        account_id=person.account_id,
        starts_at=NINE,
        ends_at=later(60),
        now=NINE,
    )
    other = make_interpreter(session).account_id
    with pytest.raises(AbsenceUnknown):
        remove_absence(session, actor, account_id=other, absence_id=absence.id, now=NINE)
    with pytest.raises(AbsenceUnknown):
        remove_absence(session, actor, account_id=person.account_id, absence_id=0, now=NINE)


def test_hours_and_absences_are_a_coordinators(session: Session, person: Interpreter) -> None:
    who, own = person.account.actor, person.account_id
    with pytest.raises(NotAllowed):
        set_hours(session, who, [], account_id=own, now=NINE)
    with pytest.raises(NotAllowed):
        add_absence(session, who, account_id=own, starts_at=NINE, ends_at=later(60), now=NINE)
    with pytest.raises(NotAllowed):
        remove_absence(session, who, account_id=own, absence_id=1, now=NINE)


def test_coming_on_duty_rings_for_what_is_searched(session: Session, city: City) -> None:
    clerk = make_clerk(session)
    place = clerk.location_id
    person = make_interpreter(session, presence=Presence.AWAY, location_id=place)
    encounter = make_encounter(session, city, clerk=clerk)

    set_presence(session, person.account.actor, city, presence=Presence.ON_DUTY, now=later(5))

    assert (person.presence, person.presence_since_at) == (Presence.ON_DUTY, later(5))
    assert person.seen_at == later(5)
    offers = session.scalars(
        select(Attempt.encounter_id).filter_by(interpreter_id=person.account_id)
    )
    assert offers.all() == [encounter.id]
    assert deeds(session, person.account_id)[-1] == "set_presence"


def test_the_same_presence_again_is_only_seen(
    session: Session, city: City, person: Interpreter
) -> None:
    since = person.presence_since_at
    set_presence(session, person.account.actor, city, presence=Presence.ON_DUTY, now=later(5))
    assert (person.presence_since_at, person.seen_at) == (since, later(5))
    assert deeds(session, person.account_id) == []


def test_going_away_rings_nobody(session: Session, city: City) -> None:
    clerk = make_clerk(session)
    person = make_interpreter(session, presence=Presence.BUSY, location_id=clerk.location_id)
    make_encounter(session, city, clerk=clerk)
    set_presence(session, person.account.actor, city, presence=Presence.AWAY, now=later(5))
    assert person.presence is Presence.AWAY
    assert session.scalars(select(Attempt)).all() == []


def test_presence_is_an_interpreters_own(session: Session, city: City) -> None:
    with pytest.raises(NotAllowed):
        set_presence(session, make_account(session).actor, city, presence=Presence.AWAY, now=NINE)
    with pytest.raises(PersonUnknown):
        set_presence(
            session,
            make_account(session, Role.INTERPRETER).actor,
            city,
            presence=Presence.AWAY,
            now=NINE,
        )
    with pytest.raises(NotAllowed):
        be_seen(session, make_account(session).actor, now=NINE)


def test_being_seen_is_written_rarely(session: Session, person: Interpreter) -> None:
    who = person.account.actor
    assert not be_seen(session, who, now=NINE + timedelta(seconds=19))
    assert be_seen(session, who, now=NINE + timedelta(seconds=20))
    assert person.seen_at == NINE + timedelta(seconds=20)
    assert not is_seen_due(session, who, now=NINE + timedelta(seconds=39))


def test_who_was_never_seen_is_due_and_who_is_no_interpreter_never(session: Session) -> None:
    new = make_interpreter(session, seen_at=None).account.actor
    nobody = make_account(session, Role.INTERPRETER).actor
    assert is_seen_due(session, new, now=NINE)
    assert not be_seen(session, nobody, now=NINE)
