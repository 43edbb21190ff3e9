"""Who may do what: roles, permissions, and the one table that joins them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from langaccess.domain.errors import Forbidden


class Role(StrEnum):
    """What somebody is to the service; one person may hold several."""

    STAFF = "staff"
    INTERPRETER = "interpreter"
    COORDINATOR = "coordinator"
    COMMUNICATIONS = "communications"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing that may be done, named `topic:verb`, in alphabetical order."""

    ACCOUNT_KEEP = "account:keep"
    COUNTER_CALL = "counter:call"
    DOCUMENT_REQUEST = "document:request"
    DOCUMENT_TRANSLATE = "document:translate"
    DOCUMENTS_MANAGE = "documents:manage"
    ENCOUNTER_ANSWER = "encounter:answer"
    ENCOUNTER_OPEN = "encounter:open"
    ENCOUNTER_OVERSEE = "encounter:oversee"
    GLOSSARY_EDIT = "glossary:edit"
    LANGUAGES_CHOOSE = "languages:choose"
    PEOPLE_EDIT = "people:edit"
    PUBLIC = "public"
    RULES_SEE = "rules:see"
    RULES_TRY = "rules:try"
    SIGN_IN = "sign-in:use"
    VENDORS_EDIT = "vendors:edit"


_ANYONE = frozenset({Permission.PUBLIC, Permission.SIGN_IN})
_SIGNED_IN = _ANYONE | {Permission.ACCOUNT_KEEP, Permission.DOCUMENT_REQUEST}
_DESK = _SIGNED_IN | {Permission.COUNTER_CALL, Permission.ENCOUNTER_OPEN}
_DOCUMENTS = _SIGNED_IN | {
    Permission.DOCUMENTS_MANAGE,
    Permission.GLOSSARY_EDIT,
    Permission.RULES_SEE,
}
_OVERSIGHT = (
    _DESK
    | _DOCUMENTS
    | {
        Permission.ENCOUNTER_OVERSEE,
        Permission.LANGUAGES_CHOOSE,
        Permission.PEOPLE_EDIT,
        Permission.RULES_TRY,
        Permission.VENDORS_EDIT,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.STAFF: _DESK,
    Role.INTERPRETER: _SIGNED_IN | {Permission.DOCUMENT_TRANSLATE, Permission.ENCOUNTER_ANSWER},
    Role.COORDINATOR: _OVERSIGHT,
    Role.COMMUNICATIONS: _DOCUMENTS,
    Role.ADMIN: _OVERSIGHT,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, as a deed needs to know them. `account_id` is 0 for a stranger."""

    account_id: int = 0
    roles: frozenset[Role] = frozenset()
    department_id: int | None = None
    location_id: int | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the actor's roles allow together."""
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        """Whether any of the actor's roles allows this."""
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Refuse the deed unless one of the actor's roles allows it. Raises NotAllowed."""
        if not self.may(permission):
            raise NotAllowed


class NotAllowed(Forbidden):
    """None of the actor's roles allows this."""


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything these roles allow together; a stranger may see what is public."""
    return _ANYONE.union(*(GRANTS[role] for role in roles))
