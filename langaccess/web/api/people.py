"""The people who interpret, for coordinators: who they are, and what each was tested in."""

from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields

from langaccess.domain.access import Permission, Role
from langaccess.domain.languages import Modality
from langaccess.domain.people import (
    Direction,
    Domain,
    Presence,
    QualificationStatus,
    Scope,
)
from langaccess.services.people.known import account_known
from langaccess.storage.base import db
from langaccess.storage.people import Qualification, interpreter_whole
from langaccess.storage.people_list import Wanted, people_page, skills_of
from langaccess.web.access import allow
from langaccess.web.api.blueprint import get
from langaccess.web.api.fields import Moment, Shown, a_number, a_slug, a_tag, one_of

PAGE_AT_MOST = 100


class PeopleAsked(Schema):
    """Which page: `after` is the `next` of the page before."""

    limit = a_number(1, PAGE_AT_MOST, strict=False, load_default=25)
    after = a_number(strict=False, load_default=None)


class PersonListed(Shown):
    """One employee in the list. `presence` is null for who does not interpret."""

    id = a_number(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    job_title = fields.String(required=True)
    department = fields.String(allow_none=True, required=True)
    is_active = fields.Boolean(required=True)
    presence = one_of(Presence, allow_none=True, required=True)
    roles = fields.List(one_of(Role), required=True)
    languages = fields.List(a_tag(), required=True)


class PeopleShown(Shown):
    """One page of people by name; `next` is null on the last one."""

    people = fields.List(fields.Nested(PersonListed), required=True)
    next = a_number(allow_none=True, required=True)


class QualificationShown(Shown):
    """One tested skill. `valid_until` is the first day on which it no longer counts."""

    id = a_number(required=True)
    language = a_tag(attribute="language_tag", required=True)
    modality = one_of(Modality, required=True)
    direction = one_of(Direction, required=True)
    scopes = fields.List(one_of(Scope), required=True)
    domains = fields.List(one_of(Domain), required=True)
    level_scale = fields.String(required=True)
    level = fields.String(required=True)
    test = fields.String(required=True)
    issuer = fields.String(required=True)
    certificate = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(allow_none=True, required=True)
    ethics_signed_on = fields.Date(allow_none=True, required=True)
    status = one_of(QualificationStatus, required=True)


class HoursShown(Shown):
    """When a person works on one weekday (Monday is 0), in minutes of the city's day."""

    weekday = a_number(0, 6, required=True)
    starts_minute = a_number(0, 1440, required=True)
    ends_minute = a_number(0, 1440, required=True)


class AbsenceShown(Shown):
    """A time a person is away."""

    starts_at = Moment(required=True)
    ends_at = Moment(required=True)


class PersonShown(PersonListed):
    """One employee whole."""

    phone = fields.String(required=True)
    location = a_slug(allow_none=True, required=True)
    daily_cap = a_number(allow_none=True, required=True)
    qualifications = fields.List(fields.Nested(QualificationShown), required=True)
    hours = fields.List(fields.Nested(HoursShown), required=True)
    absences = fields.List(fields.Nested(AbsenceShown), required=True)


@get("/people", PeopleShown, query=PeopleAsked)
@allow(Permission.PEOPLE_EDIT)
def people(limit: int, after: int | None) -> ResponseReturnValue:
    """Employees by name, a page at a time, with the languages they were tested in."""
    page = people_page(db.session(), Wanted(is_active=None), after=after, most=limit)
    skills = skills_of(db.session(), [one.id for one in page.rows])
    return {
        "people": [
            {
                **one._asdict(),
                "roles": [Role(name) for name in sorted((one.roles or "").split(",")) if name],
                "languages": sorted({skill.language_tag for skill in skills[one.id]}),
            }
            for one in page.rows
        ],
        "next": page.rows[-1].id if page.has_next else None,
    }


@get("/people/<int(max=2147483647):person_id>", PersonShown)
@allow(Permission.PEOPLE_EDIT)
def person(person_id: int) -> ResponseReturnValue:
    """One employee with every qualification, working hours and absences."""
    account = account_known(db.session(), person_id)
    known = interpreter_whole(db.session(), person_id)
    skills = known.qualifications if known else []
    return {
        **{name: getattr(account, name) for name in _OF_ACCOUNT},
        "department": account.department.name if account.department else None,
        "location": account.location.slug if account.location else None,
        "roles": sorted(account.actor.roles),
        "languages": sorted({one.language_tag for one in skills}),
        "presence": known.presence if known else None,
        "daily_cap": known.daily_cap if known else None,
        "qualifications": [_skill(one) for one in skills],
        "hours": known.hours if known else [],
        "absences": known.absences if known else [],
    }


def _skill(one: Qualification) -> dict[str, Any]:
    """A qualification with its sets in order, so that the same row is the same text."""
    known: dict[str, Any] = {name: getattr(one, name) for name in _OF_SKILL}
    return known | {"scopes": sorted(one.scopes), "domains": sorted(one.domains)}


_OF_ACCOUNT = ("id", "name", "email", "job_title", "phone", "is_active")
_OF_SKILL = (
    "id",
    "language_tag",
    "modality",
    "direction",
    "level_scale",
    "level",
    "test",
    "issuer",
    "certificate",
    "valid_from",
    "valid_until",
    "ethics_signed_on",
    "status",
)
