"""Fields that several forms need, and refusals of deeds told at the field they are about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import gettext
from wtforms import SelectChoice, StringField, ValidationError

from langaccess.domain.errors import Invalid, WorkError
from langaccess.domain.qualifications import Shift, check_week
from langaccess.web.errors import sentence_of
from langaccess.web.tiles import Tile

T = TypeVar("T")
Span = tuple[int, int]
Refusals = Mapping[type[WorkError], str]
SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
SHORT, LONG = 200, 2000


class HoursField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """Hours of one day as people write them: "08:00-12:00, 13:00-17:00"; empty is a day off."""

    spans: tuple[Span, ...] = ()

    def __init__(self, label: object, *, at_most: int = 9, **options: Any) -> None:
        super().__init__(label, **options)
        self.at_most = at_most

    def pre_validate(self, _form: object) -> None:
        """Read the spans; minutes of the day."""
        typed = [part.strip() for part in re.split(r"[,;]", self.data or "") if part.strip()]
        found = [SPAN.fullmatch(part) for part in typed]
        if not all(found):
            raise ValidationError(gettext("Write hours like 08:00-17:00."))
        if len(found) > self.at_most:
            raise ValidationError(gettext("Write one stretch of hours."))
        self.spans = tuple(_minutes(match.groups()) for match in found if match)
        try:
            check_week(Shift(0, starts, ends) for starts, ends in self.spans)
        except Invalid as error:
            raise ValidationError(sentence_of(error)) from error


def hours_words(spans: Iterable[Span]) -> str:
    """Spans of minutes as the field shows them."""
    return ", ".join(f"{_clock(starts)}-{_clock(ends)}" for starts, ends in sorted(spans))


def language_choices(languages: Mapping[str, Tile]) -> list[SelectChoice]:
    """The register for a select: English name, and the own name beside it."""
    return [SelectChoice(one.tag, _both_names(one)) for one in languages.values()]


def _both_names(one: Tile) -> str:
    return f"{one.name} ({one.autonym})" if one.autonym not in {"", one.name} else one.name


def _minutes(clocks: Sequence[str]) -> Span:
    opens_hour, opens_minute, closes_hour, closes_minute = (int(one) for one in clocks)
    return opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
