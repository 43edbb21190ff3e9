"""Importing a city's people from a CSV file: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission, Role
from langaccess.domain.csv_table import Tally
from langaccess.domain.people_csv import PersonRows, Roster, TestedSkill, read_people
from langaccess.domain.places import slug_of
from langaccess.storage.accounts import Account
from langaccess.storage.audit import AuditEntry, record
from langaccess.storage.languages import all_languages
from langaccess.storage.people import Interpreter, Qualification
from langaccess.storage.places import Department, Location, all_departments, all_locations
from langaccess.storage.roster import (
    Grants,
    KnownPerson,
    KnownSkill,
    SkillKey,
    Values,
    audit_rows,
    change_rows,
    delete_grants,
    give_role,
    holders_of,
    ids_of_people,
    ids_of_skills,
    insert_grants,
    insert_rows,
    known_grants,
    known_interpreters,
    known_people,
    known_skills,
    skill_key,
)

# People read and written together, so that no statement and no list grows without end.
PEOPLE_AT_ONCE = 1000

_BESIDES = frozenset({"id", "account_id", "modality"})
_SKILL_COLUMNS = tuple(name for name in KnownSkill._fields if name not in _BESIDES)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    people: Tally
    qualifications: Tally
    departments_added: int
    locations_added: int


def import_people(
    session: Session, actor: Actor | None, content: bytes, *, name_of_file: str, now: datetime
) -> Imported:
    """Take in every person and qualification of the file, or nothing of it.

    People are found by their address, qualifications by language, test, certificate and first
    day, so the same file again changes nothing. An empty cell of a person keeps what is known of
    them; a qualification becomes what its row says. New people are staff without a password, and
    interpreters if they may interpret. Without an actor it is the command line.
    Raises FileInvalid.
    """
    if actor is not None:
        actor.must(Permission.PEOPLE_EDIT)
    departments, locations = all_departments(session), all_locations(session)
    roster = read_people(
        content,
        file_name=name_of_file,
        languages=[one.facts for one in all_languages(session)],
        departments=[one.name for one in departments],
        locations=[one.name for one in locations],
    )
    done = Imported(Tally(), Tally(), len(roster.new_departments), len(roster.new_locations))
    places = _places(session, roster, departments, locations)
    people = iter(roster.people)
    while batch := list(islice(people, PEOPLE_AT_ONCE)):
        _Batch(session, actor, places, done, now).take(batch)
    record(
        session,
        actor,
        "import_people",
        "file",
        sha256(content).hexdigest(),
        now=now,
        people=len(roster.people),
    )
    session.flush()
    session.expire_all()  # rows that were loaded before may be different now
    return done


@dataclass(frozen=True, slots=True)
class _Places:
    departments: dict[str, int]
    locations: dict[str, int]


def _places(
    session: Session,
    roster: Roster,
    departments: Sequence[Department],
    locations: Sequence[Location],
) -> _Places:
    """Ids of all places by name, after those that are new were added."""
    slugs = {one.slug for one in locations}
    new_departments = [Department(name=name) for name in roster.new_departments]
    new_locations = []
    for name in roster.new_locations:
        slug = slug_of(name, slugs)
        slugs.add(slug)
        new_locations.append(Location(name=name, slug=slug))
    session.add_all([*new_departments, *new_locations])
    session.flush()
    return _Places(
        {one.name: one.id for one in [*departments, *new_departments]},
        {one.name: one.id for one in [*locations, *new_locations]},
    )


class _Batch:
    """Up to a thousand people, read and written together."""

    def __init__(
        self, session: Session, actor: Actor | None, places: _Places, done: Imported, now: datetime
    ) -> None:
        self._session = session
        self._actor_id = actor.account_id or None if actor else None
        self._places = places
        self._done = done
        self._now = now
        self._touched: set[int] = set()

    def take(self, people: Sequence[PersonRows]) -> None:
        """Write everything of these people that is new or different."""
        known = known_people(self._session, [one.email for one in people])
        new = [one for one in people if one.email not in known]
        ids = {email: one.id for email, one in known.items()}
        insert_rows(self._session, Account, [self._new_person(one) for one in new])
        ids |= ids_of_people(self._session, [one.email for one in new])
        self._touched.update(ids[one.email] for one in new)
        self._change([one for one in people if one.email in known], known)
        trained = self._add_skills([one for one in people if one.skills], ids)
        self._touched |= trained
        speaking = {ids[one.email] for one in people if one.is_interpreter}
        self._add_roles([ids[one.email] for one in new], speaking & trained)
        self._done.people.added += len(new)
        entries = audit_rows(self._actor_id, "import_person", self._touched, now=self._now)
        insert_rows(self._session, AuditEntry, entries)

    def _facts(self, person: PersonRows) -> Values:
        return {
            "name": person.name,
            "job_title": person.job_title,
            "phone": person.phone,
            "department_id": self._places.departments.get(person.department),
            "location_id": self._places.locations.get(person.location),
        }

    def _new_person(self, person: PersonRows) -> Values:
        return {"email": person.email, "created_at": self._now, **self._facts(person)}

    def _change(self, people: Sequence[PersonRows], known: dict[str, KnownPerson]) -> None:
        changes: dict[tuple[str, ...], list[Values]] = {}
        for person in people:
            before = known[person.email]
            said = {name: value for name, value in self._facts(person).items() if value}
            new = {name: value for name, value in said.items() if value != getattr(before, name)}
            if new:
                changes.setdefault(tuple(new), []).append({"id": before.id, **new})
                self._touched.add(before.id)
        # Rows that change in the same columns go in one statement.
        for rows in changes.values():
            change_rows(self._session, Account, rows)
            self._done.people.changed += len(rows)
        self._done.people.unchanged += len(people) - sum(map(len, changes.values()))

    def _add_skills(self, people: Sequence[PersonRows], ids: dict[str, int]) -> set[int]:
        """Write the qualifications of these people; the ids of those who got or changed one."""
        skilled = [ids[one.email] for one in people]
        have = known_interpreters(self._session, skilled)
        missing = [{"account_id": one} for one in skilled if one not in have]
        insert_rows(self._session, Interpreter, missing)
        said = {}
        for person in people:
            for tested in person.skills:
                values = _skill_values(ids[person.email], tested)
                said[skill_key(values)] = (values, tested)
        skills = _Skills(self._session, self._actor_id, self._done.qualifications, self._now)
        return skills.take(said, skilled)

    def _add_roles(self, new: Sequence[int], speaking: set[int]) -> None:
        """New people are staff; whoever got something to interpret with is an interpreter."""
        speaking = speaking - holders_of(self._session, Role.INTERPRETER, sorted(speaking))
        give_role(self._session, Role.STAFF, new)
        give_role(self._session, Role.INTERPRETER, sorted(speaking))


class _Skills:
    """The qualifications of up to a thousand people."""

    def __init__(self, session: Session, actor_id: int | None, tally: Tally, now: datetime) -> None:
        self._session = session
        self._verified = {"verified_by_id": actor_id, "verified_at": now}
        self._tally = tally

    def take(
        self, said: dict[SkillKey, tuple[Values, TestedSkill]], account_ids: Sequence[int]
    ) -> set[int]:
        """Write those that are new or different; the ids of the people whose they are."""
        known = known_skills(self._session, account_ids)
        covered = known_grants(self._session, account_ids)
        new = [self._with_word(*said[key]) for key in said if key not in known]
        insert_rows(self._session, Qualification, new)
        found = ids_of_skills(self._session, account_ids) if new else {}
        ids = {key: found[key] for key in said if key not in known}
        changed = {}
        for key, (values, tested) in said.items():
            before = known.get(key)
            if before is None or _is_same(before, covered.get(before.id), values, tested):
                continue
            ids[key] = before.id
            changed[before.id] = {"id": before.id, **self._with_word(values, tested)}
        change_rows(self._session, Qualification, list(changed.values()))
        delete_grants(self._session, changed)
        insert_grants(self._session, {ids[key]: said[key][1].skill.grants for key in ids})
        self._tally.added += len(new)
        self._tally.changed += len(changed)
        self._tally.unchanged += len(said) - len(ids)
        return {key[0] for key in ids}

    def _with_word(self, values: Values, tested: TestedSkill) -> Values:
        """The row with whose word it rests on: nobody's, if it is only self-declared."""
        nobody = {"verified_by_id": None, "verified_at": None}
        return values | (nobody if tested.skill.is_untested else self._verified)


def _skill_values(account_id: int, tested: TestedSkill) -> Values:
    skill = tested.skill
    return {
        "account_id": account_id,
        "modality": tested.modality,
        **{name: getattr(skill, name) for name in _SKILL_COLUMNS},
    }


def _is_same(
    before: KnownSkill, covered: Grants | None, values: Values, tested: TestedSkill
) -> bool:
    if covered != tested.skill.grants:
        return False
    return all(getattr(before, name) == value for name, value in values.items())
