"""What may be read: languages and sites, people, and what a supervisor must see."""

from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.dispatch import DeclineReason
from langaccess.domain.people import QualificationStatus, Scope
from langaccess.services.dispatch.answers import decline_offer
from tests.factories import (
    NINE,
    make_absence,
    make_account,
    make_clerk,
    make_encounter,
    make_interpreter,
    make_language,
    make_location,
    make_qualification,
)
from tests.web.api.conftest import System
from tests.web.pages import Clock


def test_offered_languages_are_listed_with_the_groups_that_hold_them(
    system: System, session: Session
) -> None:
    make_language(session, "yue")
    make_language(session, "ase")
    make_language(session, "so").is_offered = False

    told = system(Role.COMMUNICATIONS).gets("/languages")

    assert [one["tag"] for one in told["languages"]] == ["ase", "yue"]
    assert told["languages"][0]["modalities"] == ["signed"]
    assert told["groups"] == [
        {"tag": "zh", "english_name": "Chinese", "autonym": "中文", "members": ["yue"]}
    ]


def test_sites_are_listed_by_the_slug_that_requests_name(system: System, session: Session) -> None:
    make_location(session, slug="library", name="A library", address="1 Main Street")

    told = system(Role.INTERPRETER).gets("/locations")

    assert told["locations"][0] == {
        "slug": "library",
        "name": "A library",
        "address": "1 Main Street",
    }


def test_people_come_a_page_at_a_time_and_nobody_twice_or_never(
    system: System, session: Session
) -> None:
    machine = system(Role.COORDINATOR)
    for name in ("Bo", "Al", "Cy", "Al"):
        make_interpreter(session, "es", "so", name=name)
    seen, after = [], ""

    while True:
        page = machine.gets(f"/people?limit=2{after}")
        assert len(page["people"]) <= 2
        seen += page["people"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert [one["name"] for one in seen][:4] == ["Al", "Al", "Bo", "Cy"]
    assert len({one["id"] for one in seen}) == len(seen) == 5
    assert (seen[0]["languages"], seen[0]["roles"]) == (["es", "so"], ["interpreter"])
    assert (seen[4]["presence"], seen[4]["languages"]) == (None, [])


def test_the_page_of_people_is_bounded(system: System) -> None:
    machine = system(Role.COORDINATOR)

    for query in ("limit=0", "limit=101", "limit=x", "after=0", "after=9999999999"):
        machine.gets(f"/people?{query}", status=422)
    assert machine.gets("/people?after=2147483647") == {"people": [], "next": None}


def test_a_person_is_shown_with_everything_that_decides(system: System, session: Session) -> None:
    clerk = make_clerk(session)
    person = make_interpreter(
        session,
        location_id=clerk.location_id,
        department_id=clerk.department_id,
        daily_cap=4,
        hours=(8 * 60, 12 * 60),
    )
    make_qualification(
        session,
        person,
        language_tag="so",
        scopes=(Scope.TRANSLATE, Scope.REVISE),
        status=QualificationStatus.SELF_DECLARED,
        valid_until=None,
    )
    make_absence(session, person)

    told = system(Role.ADMIN).gets(f"/people/{person.account_id}")

    assert (told["languages"], told["daily_cap"], told["presence"]) == (["es", "so"], 4, "on_duty")
    assert told["qualifications"][1]["scopes"] == ["revise", "translate"]
    assert told["qualifications"][1]["status"] == "self_declared"
    assert told["qualifications"][0]["valid_from"] == "2025-01-01"
    assert told["hours"][0] == {"weekday": 0, "starts_minute": 480, "ends_minute": 720}
    assert told["absences"] == [
        {"starts_at": "2026-11-23T16:00:00.000Z", "ends_at": "2026-11-23T18:00:00.000Z"}
    ]


def test_an_employee_who_does_not_interpret_is_shown_without_skills(
    system: System, session: Session
) -> None:
    clerk = make_account(session)

    told = system(Role.ADMIN).gets(f"/people/{clerk.id}")

    assert (told["presence"], told["qualifications"], told["location"]) == (None, [], None)


def test_a_supervisor_sees_who_waits_and_what_was_unmet_each_with_its_reasons(
    system: System, session: Session, city: City
) -> None:
    clerk = make_clerk(session)
    busy = make_interpreter(session, location_id=clerk.location_id)
    weak = make_interpreter(session, location_id=clerk.location_id)
    weak.qualifications[0].level_tenths = 10
    waiting = make_encounter(session, city, clerk=clerk)
    (rings,) = waiting.attempts
    decline_offer(
        session,
        busy.account.actor,
        city,
        attempt_id=rings.id,
        reason=DeclineReason.SUBJECT,
        now=NINE,
    )
    unmet = make_encounter(session, city, clerk=clerk)
    desk = system(clerk)
    desk.posts(
        f"/interpreter-requests/{unmet.id}/complete",
        outcome="not_served",
        unmet_reason="resident_left",
    )

    told = system(Role.COORDINATOR).gets("/oversight")

    assert [one["id"] for one in told["waiting"]] == [waiting.id]
    (attempt,) = told["waiting"][0]["attempts"]
    assert (attempt["person"], attempt["outcome"]) == (busy.account_id, "declined")
    assert attempt["decline_reason"] == "subject"
    assert attempt["rules"].startswith("test")
    assert all(one["holds"] for one in attempt["reasons"])
    assert "Is a city employee." in {one["says"] for one in attempt["reasons"]}
    (looked_at,) = [
        one for one in told["waiting"][0]["considered"] if one["person"] == weak.account_id
    ]
    assert [one["check"] for one in looked_at["reasons"] if not one["holds"]] == ["level"]
    (lost,) = told["unmet"]
    assert (lost["unmet_reason"], lost["outcome"]) == ("resident_left", "not_served")


def test_a_supervisors_look_climbs_ladders_that_are_due(
    system: System, session: Session, city: City, clock: Clock
) -> None:
    clerk = make_clerk(session)
    make_interpreter(session)
    make_interpreter(session, location_id=clerk.location_id)
    make_encounter(session, city, clerk=clerk)
    clock.forward(20)

    told = system(Role.COORDINATOR).gets("/oversight")

    assert len(told["waiting"][0]["attempts"]) == 2
