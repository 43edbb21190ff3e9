"""Interpreters as they are kept."""

from sqlalchemy.orm import Session

from langaccess.domain.people import Domain, Scope
from langaccess.storage.people import ListKind, interpreter_whole, listing_of, qualification_of
from tests.factories import (
    make_absence,
    make_department,
    make_interpreter,
    make_listing,
    make_qualification,
)


def test_an_interpreter_comes_with_everything_that_is_known_of_them(session: Session) -> None:
    person = make_interpreter(session, "fr", "es")
    make_absence(session, person)
    session.expire_all()

    found = interpreter_whole(session, person.account_id)

    assert found is person
    assert [one.language.english_name for one in found.qualifications] == ["French", "Spanish"]
    assert len(found.hours) == 5
    assert len(found.absences) == 1
    assert found.conflicts == []
    assert interpreter_whole(session, 404) is None


def test_a_qualification_is_told_as_the_domain_sees_it(session: Session) -> None:
    person = make_interpreter(session)
    skill = make_qualification(
        session,
        person,
        scopes=[Scope.INTERPRET, Scope.SERVE],
        domains=[Domain.GENERAL, Domain.HEALTH],
        level="2+",
    )

    assert skill.scopes == {Scope.INTERPRET, Scope.SERVE}
    assert skill.domains == {Domain.GENERAL, Domain.HEALTH}
    assert len(skill.facts.grants) == 4
    assert (skill.facts.id, skill.facts.level_tenths) == (skill.id, 25)


def test_a_qualification_is_found_only_as_its_persons(session: Session) -> None:
    person, other = make_interpreter(session), make_interpreter(session)
    (skill,) = person.qualifications

    assert qualification_of(session, person.account_id, skill.id) is skill
    assert qualification_of(session, other.account_id, skill.id) is None


def test_a_departments_lists_are_told_by_name(session: Session) -> None:
    department = make_department(session).id
    late, early = make_interpreter(session, name="Zoe"), make_interpreter(session, name="Amy")
    make_listing(session, department, late, ListKind.NEVER)
    make_listing(session, department, early, ListKind.ONLY)

    assert listing_of(session, department) == [
        (early.account_id, "Amy", ListKind.ONLY),
        (late.account_id, "Zoe", ListKind.NEVER),
    ]
