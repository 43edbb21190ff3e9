"""What becomes of the journeys where there is no browser."""

import pytest

from tests.journeys.conftest import tell_absent


def test_journeys_without_a_browser_are_skipped_and_say_why() -> None:
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        tell_absent({})


def test_journeys_without_a_browser_fail_where_one_is_required() -> None:
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        tell_absent({"REQUIRE_BROWSER": "1"})
