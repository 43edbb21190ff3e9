"""The languages one may ask for, and the names that mean several of them."""

from flask.typing import ResponseReturnValue
from marshmallow import fields

from langaccess.domain.access import Permission
from langaccess.domain.languages import GROUPS, Modality
from langaccess.storage.base import db
from langaccess.storage.languages import offered_languages
from langaccess.storage.places import all_locations
from langaccess.web.access import allow
from langaccess.web.api.blueprint import get
from langaccess.web.api.fields import Shown, a_slug, a_tag, one_of


class LanguageShown(Shown):
    """One language of the register. `autonym` is empty where no speaker confirmed one."""

    tag = a_tag(required=True)
    iso639_3 = fields.String(required=True)
    english_name = fields.String(required=True)
    autonym = fields.String(required=True)
    script = fields.String(required=True)
    direction = fields.String(required=True)
    modalities = fields.List(one_of(Modality), required=True)


class GroupShown(Shown):
    """A name for several languages: ask which of its members is meant."""

    tag = a_tag(required=True)
    english_name = fields.String(required=True)
    autonym = fields.String(required=True)
    members = fields.List(a_tag(), required=True)


class LanguagesShown(Shown):
    """What may be asked for."""

    languages = fields.List(fields.Nested(LanguageShown), required=True)
    groups = fields.List(fields.Nested(GroupShown), required=True)


class LocationShown(Shown):
    """One site with a counter; requests and tickets name it by its slug."""

    slug = a_slug(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)


class LocationsShown(Shown):
    """Every site."""

    locations = fields.List(fields.Nested(LocationShown), required=True)


@get("/languages", LanguagesShown)
@allow(Permission.ACCOUNT_KEEP)
def languages() -> ResponseReturnValue:
    """Languages that are interpreted and offered, and the groups that hold any of them."""
    offered = offered_languages(db.session())
    tags = {one.tag for one in offered}
    members = {one.tag: [tag for tag in one.members if tag in tags] for one in GROUPS}
    return {
        "languages": offered,
        "groups": [
            {
                "tag": one.tag,
                "english_name": one.english_name,
                "autonym": one.autonym,
                "members": members[one.tag],
            }
            for one in GROUPS
            if members[one.tag]
        ],
    }


@get("/locations", LocationsShown)
@allow(Permission.ACCOUNT_KEEP)
def locations() -> ResponseReturnValue:
    """The city's sites, by name."""
    return {"locations": all_locations(db.session())}
