"""The dates of one job's steps, in the order that work can keep."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from langaccess.domain.errors import Invalid


class StepsOutOfOrder(Invalid):
    """A step is due before the one it follows, or after its job: `later` before `earlier`."""

    def __init__(self, earlier: str, later: str) -> None:
        super().__init__(earlier, later)
        self.earlier = earlier
        self.later = later


@dataclass(frozen=True, slots=True)
class StepDates:
    """By when each step of a job must be done so that the next has its time, UTC.

    Step date ≤ job date ≤ request date: `finish_by` is the job's, `request_by` the request's (None
    where it has none of its own). Raises StepsOutOfOrder.
    """

    start_by: datetime
    translate_by: datetime
    revise_by: datetime
    review_by: datetime
    finish_by: datetime
    request_by: datetime | None = None

    def __post_init__(self) -> None:
        steps = [
            ("start_by", self.start_by),
            ("translate_by", self.translate_by),
            ("revise_by", self.revise_by),
            ("review_by", self.review_by),
            ("finish_by", self.finish_by),
            ("request_by", self.request_by or self.finish_by),
        ]
        for (earlier, before), (later, after) in pairwise(steps):
            if after < before:
                raise StepsOutOfOrder(earlier, later)
