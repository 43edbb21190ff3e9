"""Nothing that anybody was told is lost when web and worker are killed while people work."""

import os
from pathlib import Path

import pytest

from tests.drills.kills import drill
from tests.drills.town import STEP_SECONDS

pytestmark = pytest.mark.drill

KILLS = int(os.environ.get("LANGACCESS_DRILL_KILLS", "4"))


@pytest.mark.parametrize("bare_url", ["sqlite", "postgresql"], indirect=True)
def test_killed_web_and_worker_lose_nothing_and_ladders_resume_within_a_step(
    bare_url: str, tmp_path: Path
) -> None:
    toll = drill(tmp_path, bare_url, kills=KILLS, seed=2)

    assert toll.losses.total == 0, toll
    assert toll.faults == ()
    assert min(toll.requests, toll.accepts, toll.cut_off, toll.messages) > 0, toll
    assert toll.steps_due_meanwhile > 0
    assert toll.resumed_after_ms <= STEP_SECONDS * 1000
