"""Who may do what."""

import pytest

from langaccess.domain.access import GRANTS, Actor, NotAllowed, Permission, Role, permissions_of

OPEN_TO_ALL = {Permission.PUBLIC, Permission.SIGN_IN}
SIGNED_IN = OPEN_TO_ALL | {Permission.ACCOUNT_KEEP, Permission.DOCUMENT_REQUEST}
DESK = SIGNED_IN | {Permission.COUNTER_CALL, Permission.ENCOUNTER_OPEN}
OWN_WORK = {Permission.DOCUMENT_TRANSLATE, Permission.ENCOUNTER_ANSWER}

EXPECTED = {
    Role.STAFF: DESK,
    Role.INTERPRETER: SIGNED_IN | OWN_WORK,
    Role.COORDINATOR: set(Permission) - OWN_WORK,
    Role.COMMUNICATIONS: SIGNED_IN
    | {Permission.DOCUMENTS_MANAGE, Permission.GLOSSARY_EDIT, Permission.RULES_SEE},
    Role.ADMIN: set(Permission) - OWN_WORK,
}


@pytest.mark.parametrize("role", Role)
def test_each_role_allows_exactly_what_is_written_down(role: Role) -> None:
    assert GRANTS[role] == EXPECTED[role]


def test_a_stranger_may_only_see_what_is_public_and_sign_in() -> None:
    assert Actor().permissions == OPEN_TO_ALL
    assert permissions_of(()) == OPEN_TO_ALL


def test_several_roles_allow_together_what_each_allows() -> None:
    actor = Actor(1, frozenset({Role.STAFF, Role.INTERPRETER}))

    assert actor.permissions == DESK | OWN_WORK


def test_a_deed_is_refused_without_the_permission_and_passes_with_it() -> None:
    clerk = Actor(1, frozenset({Role.STAFF}))

    clerk.must(Permission.ENCOUNTER_OPEN)
    with pytest.raises(NotAllowed):
        clerk.must(Permission.ENCOUNTER_OVERSEE)


def test_permissions_stand_in_alphabetical_order() -> None:
    assert [one.value for one in Permission] == sorted(one.value for one in Permission)
