"""The rules in force, as coordinators read them."""

import pytest

from langaccess.domain.access import Role
from tests.web.conftest import SignedIn
from tests.web.pages import shown


def test_the_ladder_is_told_in_words_with_the_rules_version(signed_in: SignedIn) -> None:
    told = shown(signed_in(Role.COORDINATOR).opens("/rules"))

    assert "Version test" in told
    assert "After 20 seconds Ring qualified people in the whole city. Start vendor 1" in told
    assert "After 2 minutes Alert the supervisor. Offer the resident a call back." in told


def test_levels_clocks_and_after_hours_are_told(signed_in: SignedIn) -> None:
    told = shown(signed_in(Role.COORDINATOR).opens("/rules"))

    assert "Health 2+ 3" in told
    assert "Letter The last business day of the week The same" in told
    assert "After-hours city service" in told


@pytest.mark.parametrize("role", [Role.STAFF, Role.INTERPRETER, Role.COMMUNICATIONS])
@pytest.mark.parametrize(
    "address",
    ["/oversight", "/oversight/now", "/people", "/people/new", "/vendors", "/languages", "/rules"],
)
def test_what_one_may_not_see_does_not_exist(signed_in: SignedIn, role: Role, address: str) -> None:
    signed_in(role).opens(address, status=404)
