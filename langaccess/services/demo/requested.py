"""What was asked for in the demonstration's last month, and where each language stands."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requested:
    """One request. `languages` are its targets, each with the way it went (see `ways.WAYS`).

    `needed_in` are days after the request; without a `requester` it is the service representative
    who signs in to the demonstration.
    """

    paper: str
    place: str
    days_ago: float
    department: str
    languages: Mapping[str, str]
    needed_in: int | None = None
    reach: int | None = None
    has_layout: bool = False
    requester: str = ""


WATER, HEALTH, HOUSING = "Water and Sewer", "Public Health", "Housing and Community Development"
WORKS, PARKS, LIBRARIES, CLERK = "Public Works", "Parks and Recreation", "Libraries", "City Clerk"
FIRE = "Fire and Emergency Management"
ALL_OUT = {"es": "published", "zh-Hant": "published", "vi": "published"}

# The oldest first, as they came.
REQUESTED = (
    Requested("help", "Eastside", 30, CLERK, ALL_OUT, reach=9000),
    Requested("recycle", "Westside", 29, WORKS, {"zh-Hant": "published"}),
    Requested("story", "Central", 28, LIBRARIES, {"vi": "published"}, requester="Claire Dubois"),
    Requested("boil", "Hillcrest", 27, WATER, {"es": "withdrawn"}, reach=4000),
    Requested("hearing", "Old Town", 26, CLERK, {"es": "published"}),
    Requested("news", "Harbor", 25, PARKS, {"es": "stale"}),
    Requested("help", "Harbor", 24, CLERK, {"vi": "published"}),
    Requested("rent", "Eastside", 22, HOUSING, {"ru": "delivered"}),
    Requested("detour", "Mission Creek", 21, WORKS, {"es": "published"}),
    Requested("meeting", "Orchard", 20, CLERK, {"es": "translating"}),  # late
    Requested("news", "Orchard", 20, PARKS, {"es": "correcting", "ko": "queued"}, has_layout=True),
    Requested("rent", "Harbor", 18, HOUSING, {"es": "delivered", "vi": "translating"}),
    Requested("story", "Eastside", 17, LIBRARIES, {"es": "queued", "zh-Hant": "revising"}),
    Requested("recycle", "Hillcrest", 16, WORKS, {"es": "held", "zh-Hant": "queued"}),
    Requested("hearing", "Westside", 15, CLERK, {"es": "verifying", "zh-Hant": "translating"}),
    Requested("detour", "Old Town", 14, WORKS, {"es": "cancelled"}),
    Requested("help", "Old Town", 13, CLERK, {"es": "verifying", "zh-Hant": "accepted"}),
    Requested("news", "Westside", 12, PARKS, {"es": "machine"}),
    Requested("rent", "Mission Creek", 11, HOUSING, {"es": "revising", "vi": "accepted"}),
    Requested("story", "Harbor", 10, LIBRARIES, {"es": "translating", "vi": "verifying"}),
    Requested("recycle", "Orchard", 10, WORKS, {"es": "queued", "zh-Hant": "correcting"}),
    Requested("hearing", "Eastside", 9, CLERK, {"es": "held", "tl": "queued"}, needed_in=20),
    Requested("heat", "Eastside", 8, FIRE, {"es": "published", "tl": "published"}, reach=15000),
    Requested("help", "Westside", 8, CLERK, {"es": "machine", "so": "queued"}),
    Requested("detour", "Hillcrest", 7, WORKS, {"es": "queued", "vi": "translating"}),
    Requested("news", "Mission Creek", 7, PARKS, {"es": "declined", "am": "queued"}),
    Requested("rent", "Old Town", 6, HOUSING, {"es": "queued", "ru": "translating"}),
    Requested("story", "Hillcrest", 6, LIBRARIES, {"es": "queued", "vi": "queued"}, needed_in=30),
    Requested("recycle", "Mission Creek", 5, WORKS, {"es": "accepted", "zh-Hans": "accepted"}),
    Requested("hearing", "Hillcrest", 5, CLERK, {"es": "queued", "zh-Hant": "queued"}, needed_in=6),
    Requested("meeting", "Westside", 4, CLERK, {"vi": "offered"}),
    Requested("help", "Mission Creek", 4, HEALTH, {"es": "accepted", "ko": "agency"}),
    Requested("rent", "Westside", 3, HOUSING, {"es": "translating", "vi": "revising"}),
    Requested("news", "Old Town", 3, PARKS, {"es": "queued"}, requester="Claire Dubois"),
    Requested("detour", "Harbor", 2, WORKS, {"es": "offered", "ht": "agency"}),
    Requested("boil", "Orchard", 1, WATER, {"es": "published", "zh-Hant": "delivered"}, reach=6000),
    Requested("rent", "Hillcrest", 1, HOUSING, {"ru": "queued"}, needed_in=2, has_layout=True),
    Requested("heat", "Harbor", 0.2, FIRE, {"es": "translating", "zh-Hant": "accepted"}),
    Requested("news", "Hillcrest", 0.1, PARKS, {"es": "queued"}, needed_in=0, has_layout=True),
    Requested("boil", "Mission Creek", 0.05, WATER, {"es": "queued", "zh-Hant": "queued"}),
)
