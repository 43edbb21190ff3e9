"""The city's third-party lines: when each answers, and the words to say to it."""

from dataclasses import dataclass
from datetime import datetime
from string import Template

from langaccess.domain.dispatch import Mode
from langaccess.domain.errors import Conflict, Invalid, Missing
from langaccess.domain.time import Calendar

MINUTES_A_DAY = 24 * 60


class VendorUnknown(Missing):
    """No vendor is known by this."""


class VendorNameTaken(Conflict):
    """Another vendor already has this name."""


class VendorOrderTaken(Conflict):
    """Another vendor already stands at this place in the order."""


class ScriptInvalid(Invalid):
    """The script or link names something that cannot be filled in; `field` says what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


SCRIPT_FIELDS = ("language", "department", "client_id", "code", "reference")
LINK_FIELDS = ("room", "language")


@dataclass(frozen=True, slots=True)
class Line:
    """A vendor's line as a clerk needs it: where to call, the code, the words to say.

    `phone` is E.164; `video_link` is None unless the vendor serves video and a room is given.
    """

    vendor_id: int
    name: str
    phone: str
    code: str
    say: str
    video_link: str | None


def is_staffed(hours: dict[int, tuple[int, int]], at: datetime, calendar: Calendar) -> bool:
    """Whether a line answers at this moment; no hours at all means day and night.

    `hours` holds minutes of the city's day by weekday (Monday is 0), the end excluded.
    """
    if not hours:
        return True
    local = at.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    opens, closes = hours.get(local.weekday(), (0, 0))
    return opens <= minute < closes


def serves(offers: frozenset[tuple[str, Mode]], language_tag: str, mode: Mode) -> bool:
    """Whether a vendor's list of (language, mode) holds this one; in person is nobody's line."""
    if mode is Mode.IN_PERSON:
        return serves(offers, language_tag, Mode.VIDEO) or serves(offers, language_tag, Mode.PHONE)
    return (language_tag, mode) in offers


def script_words(template: str, **fields: str) -> str:
    """The exact words to say, with this request's language, code and reference in them."""
    return Template(template).safe_substitute(fields)


def check_template(template: str, allowed: tuple[str, ...]) -> None:
    """Refuse a script or link with a field that nothing fills. Raises ScriptInvalid."""
    parsed = Template(template)
    if not parsed.is_valid():
        raise ScriptInvalid("$")
    for field in parsed.get_identifiers():
        if field not in allowed:
            raise ScriptInvalid(field)
