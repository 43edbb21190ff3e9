"""The city's third-party lines: when each answers, and the words to say to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from string import Template

from langaccess.domain.dispatch import ModalityUnfit, Mode
from langaccess.domain.errors import Conflict, Invalid, Missing
from langaccess.domain.time import Calendar

MINUTES_A_DAY = 24 * 60
# ITU-T E.164: at most 15 digits, the first of them not 0.
E164 = re.compile(r"\+[1-9][0-9]{6,14}")


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


class PhoneInvalid(Invalid):
    """The number is not international (E.164): a plus sign, the country, the number."""


class VideoLinkInvalid(Invalid):
    """A video link begins with https://; a line that serves video needs one."""


class VendorIncomplete(Invalid):
    """A vendor needs a name, a place in the order from 1 on, and a rate of nothing or more."""


class VendorHoursInvalid(Invalid):
    """A line's hours lie within one day of the week and end after they begin."""


SCRIPT_FIELDS = ("language", "department", "client_id", "code", "reference")
# The page is opened by a clerk: no scheme but https, nothing that ends an address.
LINK = re.compile(r"https://[^\s<>\"']+")
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


@dataclass(frozen=True, slots=True)
class VendorFacts:
    """What is kept of a vendor's line.

    `position` is its place in the order, from 1. `languages` are pairs of tag and means;
    `every_language` is for a line that takes any. `hours` holds minutes of the city's day by
    weekday (Monday is 0), the end excluded; none: day and night. `codes` are by department id,
    None for everybody's.
    """

    name: str
    position: int
    phone: str
    client_id: str = ""
    script: str = ""
    video_link: str = ""
    languages: frozenset[tuple[str, Mode]] = frozenset()
    every_language: bool = False
    hours: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    codes: Mapping[int | None, str] = field(default_factory=dict)
    rate_cents_per_minute: int = 0
    is_active: bool = True

    def check(self) -> None:
        """Refuse what could not be used.

        Raises VendorIncomplete, PhoneInvalid, ScriptInvalid, VideoLinkInvalid, ModalityUnfit,
        VendorHoursInvalid.
        """
        if not self.name.strip() or self.position < 1 or self.rate_cents_per_minute < 0:
            raise VendorIncomplete
        if not E164.fullmatch(self.phone):
            raise PhoneInvalid
        check_template(self.script, SCRIPT_FIELDS)
        check_template(self.video_link, LINK_FIELDS)
        modes = {mode for _, mode in self.languages}
        if Mode.IN_PERSON in modes:
            raise ModalityUnfit
        needs_link = Mode.VIDEO in modes or self.video_link
        if needs_link and not LINK.fullmatch(self.video_link):
            raise VideoLinkInvalid
        for weekday, (opens, closes) in self.hours.items():
            if not 0 <= weekday <= 6 or not 0 <= opens < closes <= MINUTES_A_DAY:
                raise VendorHoursInvalid


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
    for name in parsed.get_identifiers():
        if name not in allowed:
            raise ScriptInvalid(name)
