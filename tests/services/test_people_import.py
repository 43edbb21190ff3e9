import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import NotAllowed, Role
from langaccess.domain.csv_table import FileInvalid, Tally
from langaccess.domain.languages import Modality
from langaccess.domain.people import Direction, Domain, Scope
from langaccess.domain.people_csv import COLUMNS
from langaccess.services.people_import import Imported, import_people
from langaccess.storage.accounts import Account, account_by_email
from langaccess.storage.audit import AuditEntry, history
from langaccess.storage.languages import load_register
from langaccess.storage.people import Grant, Interpreter, Qualification, interpreter_whole
from langaccess.storage.places import Department, Location, all_locations
from tests.factories import NINE, make_account, make_department, make_location

ROW = {
    "email": "ana@city.example",
    "name": "Ana Ruiz",
    "job_title": "Clerk",
    "department": "Housing",
    "location": "City Hall",
    "phone": "+15105550100",
    "language": "es",
    "scopes": "interpret|serve",
    "domains": "health",
    "level_scale": "ILR",
    "level": "3",
    "test": "OPI",
    "issuer": "LTI",
    "certificate": "C-1",
    "valid_from": "2025-01-01",
    "valid_until": "2028-01-01",
    "ethics_signed_on": "2025-01-01",
    "status": "active",
}
EMPLOYEE = {"email": "cy@city.example", "name": "Cy Ode"}
NOTHING = Tally(0, 0, 0)


def written(*rows: dict[str, str]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def take_in(session: Session, *rows: dict[str, str]) -> Imported:
    return import_people(session, None, written(*rows), name_of_file="people.csv", now=NINE)


def skill_of(session: Session, email: str) -> Qualification:
    account = account_by_email(session, email)
    person = interpreter_whole(session, account.id) if account else None
    assert person
    [skill] = person.qualifications
    return skill


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(autouse=True)
def register(session: Session) -> None:
    load_register(session)


def test_everything_of_a_row_is_kept(session: Session) -> None:
    actor = make_account(session, Role.COORDINATOR).actor

    done = import_people(session, actor, written(ROW), name_of_file="people.csv", now=NINE)

    assert done == Imported(Tally(added=1), Tally(added=1), 1, 1)
    account = account_by_email(session, "ana@city.example")
    assert account
    assert (account.name, account.job_title, account.phone) == ("Ana Ruiz", "Clerk", "+15105550100")
    assert account.department
    assert account.location
    assert (account.department.name, account.location.slug) == ("Housing", "city-hall")
    assert account.password_hash is None
    assert account.is_active
    assert account.actor.roles == {Role.STAFF, Role.INTERPRETER}
    skill = skill_of(session, "ana@city.example")
    assert (skill.language_tag, skill.modality) == ("es", Modality.SPOKEN)
    assert skill.scopes == {Scope.INTERPRET, Scope.SERVE}
    assert skill.domains == {Domain.GENERAL, Domain.HEALTH}
    assert (skill.level_tenths, skill.direction) == (30, Direction.BOTH)
    assert (skill.verified_by_id, skill.verified_at) == (actor.account_id, NINE)
    [entry] = history(session, "account", account.id)
    assert (entry.deed, entry.actor_id) == ("import_person", actor.account_id)


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    rows = (ROW, ROW | {"language": "vi"}, EMPLOYEE)
    take_in(session, *rows)
    audited = session.scalar(select(func.count(AuditEntry.id)))

    done = take_in(session, *rows)

    assert done == Imported(Tally(unchanged=2), Tally(unchanged=2), 0, 0)
    assert session.scalar(select(func.count(AuditEntry.id))) == (audited or 0) + 1
    assert session.scalar(select(func.count(Department.id))) == 1
    assert session.scalar(select(func.count(Location.id))) == 1


def test_an_employee_without_a_language_is_no_interpreter(session: Session) -> None:
    assert take_in(session, EMPLOYEE) == Imported(Tally(added=1), NOTHING, 0, 0)
    account = account_by_email(session, "cy@city.example")
    assert account
    assert account.actor.roles == {Role.STAFF}
    assert (account.department_id, account.location_id) == (None, None)
    assert session.get(Interpreter, account.id) is None


def test_who_only_serves_in_a_language_is_not_rung(session: Session) -> None:
    take_in(session, ROW | {"scopes": "serve"})
    account = account_by_email(session, "ana@city.example")
    assert account
    assert account.actor.roles == {Role.STAFF}
    assert session.get(Interpreter, account.id)


def test_a_known_person_is_changed_where_the_file_says_something(session: Session) -> None:
    department = make_department(session, name="Housing")
    known = make_account(
        session, email="ana@city.example", name="Ana", job_title="Boss", phone="+15105550199"
    )
    make_account(session, email="cy@city.example", name="Cy Ode", roles=[])
    bare = ROW | {"job_title": "", "phone": "", "location": ""}

    done = take_in(session, bare, EMPLOYEE)

    assert done == Imported(Tally(changed=1, unchanged=1), Tally(added=1), 0, 0)
    assert (known.name, known.job_title, known.phone) == ("Ana Ruiz", "Boss", "+15105550199")
    assert known.department is department
    assert known.actor.roles == {Role.STAFF, Role.INTERPRETER}


def test_a_role_that_was_taken_away_stays_away(session: Session) -> None:
    take_in(session, ROW)
    account = account_by_email(session, "ana@city.example")
    assert account
    account.roles = [one for one in account.roles if one.role is Role.STAFF]

    assert take_in(session, ROW | {"name": "Ana Maria"}).people == Tally(changed=1)

    assert account.actor.roles == {Role.STAFF}


@pytest.mark.parametrize(
    "changes",
    [{"level": "3+"}, {"valid_until": ""}, {"scopes": "interpret"}, {"domains": "legal"}],
)
def test_a_qualification_becomes_what_its_row_says(
    session: Session, changes: dict[str, str]
) -> None:
    take_in(session, ROW)
    before = skill_of(session, "ana@city.example").id

    done = take_in(session, ROW | changes)

    assert done == Imported(Tally(unchanged=1), Tally(changed=1), 0, 0)
    skill = skill_of(session, "ana@city.example")
    assert skill.id == before
    assert ",".join(sorted(skill.scopes)) == (ROW | changes)["scopes"].replace("|", ",")
    assert skill.domains == {Domain.GENERAL, Domain((ROW | changes)["domains"])}
    assert skill.level == (ROW | changes)["level"]
    assert (skill.valid_until is None) == ("valid_until" in changes)


def test_another_certificate_is_another_qualification(session: Session) -> None:
    take_in(session, ROW)
    assert take_in(session, ROW | {"certificate": "C-2"}).qualifications == Tally(added=1)


def test_nobody_verifies_what_somebody_says_of_themselves(session: Session) -> None:
    take_in(session, ROW | {"status": "self_declared"})
    skill = skill_of(session, "ana@city.example")
    assert (skill.verified_by_id, skill.verified_at) == (None, None)


def test_new_locations_get_addresses_of_their_own(session: Session) -> None:
    make_location(session, name="Old Hall", slug="city-hall")
    take_in(session, ROW, ROW | {"email": "b@city.example", "location": "City-Hall"})
    assert {one.slug for one in all_locations(session)} == {
        "city-hall",
        "city-hall-2",
        "city-hall-3",
    }


def test_one_fault_and_nothing_is_taken_in(session: Session) -> None:
    with pytest.raises(FileInvalid) as refused:
        take_in(session, ROW, EMPLOYEE | {"email": "cy"})
    assert str(refused.value) == 'people.csv:3: email: is "cy"; an email address'
    assert session.scalars(select(Account)).all() == []
    assert session.scalars(select(Department)).all() == []


def test_only_coordinators_import(session: Session) -> None:
    actor = make_account(session).actor
    with pytest.raises(NotAllowed):
        import_people(session, actor, written(ROW), name_of_file="people.csv", now=NINE)


def many(count: int) -> list[dict[str, str]]:
    """That many rows, two a person."""
    tags = ("es", "vi", "so", "mam", "ase")
    return [
        ROW
        | {
            "email": f"person{number // 2}@city.example",
            "name": f"Person {number // 2}",
            "department": f"Department {number // 2 % 12}",
            "location": f"Site {number // 2 % 6}",
            "language": tags[number % 5],
            "certificate": f"C-{number}",
        }
        for number in range(count)
    ]


def test_statements_grow_with_thousands_of_people_and_not_with_people(
    session: Session, engine: Engine
) -> None:
    take_in(session, *many(24))  # every department and location
    with counted(engine) as few:
        take_in(session, *many(200))
    with counted(engine) as thousand:
        take_in(session, *many(2000))
    with counted(engine) as again:
        take_in(session, *many(2000))

    assert len(few) <= 25
    assert len(thousand) <= 25
    assert len(again) <= 15


# PostgreSQL runs the same statements; twice would cost the suite more than it tells.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_fifty_thousand_rows_are_taken_in_whole(session: Session) -> None:
    rows = many(50_000)
    done = take_in(session, *rows)

    assert done == Imported(Tally(added=25_000), Tally(added=50_000), 12, 6)
    assert session.scalar(select(func.count(Account.id))) == 25_000
    assert session.scalar(select(func.count(Qualification.id))) == 50_000
    assert session.scalar(select(func.count()).select_from(Grant)) == 200_000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_fifty_thousand_rows_one_bad_row_keeps_all_out(session: Session) -> None:
    rows = many(50_000)
    rows[-1] = rows[-1] | {"valid_until": "2028-02-30"}
    with pytest.raises(FileInvalid) as refused:
        take_in(session, *rows)
    assert str(refused.value) == (
        'people.csv:50001: valid_until: is "2028-02-30", which is no date; '
        "a date such as 2026-03-31"
    )
    assert session.scalar(select(func.count(Account.id))) == 0
