"""Nothing that was acknowledged is lost when power goes; without our settings, it is."""

from pathlib import Path

import pytest

from tests.drills.cuts import drill

pytestmark = pytest.mark.drill

CUTS = 3


def test_power_cuts_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    damage = drill(tmp_path, cuts=CUTS, seed=3)

    assert damage.losses.total == 0, damage
    assert damage.acknowledged > 0
    assert damage.syncs > 0


def test_without_syncs_the_same_cuts_lose_something(tmp_path: Path) -> None:
    damage = drill(tmp_path, cuts=1, seed=3, synchronous="OFF")

    assert damage.losses.requests_lost > 0
    assert damage.losses.accepts_lost > 0
    assert damage.losses.messages_not_owed > 0
