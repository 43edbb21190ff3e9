"""Fields that several forms need, and refusals of deeds told at the field they are about."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext
from wtforms import Field, SelectChoice, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from langaccess.domain.errors import Conflict, Invalid, WorkError
from langaccess.domain.qualifications import Shift, check_week
from langaccess.storage.base import db
from langaccess.storage.places import Department, Location
from langaccess.web.errors import sentence_of
from langaccess.web.form import Form
from langaccess.web.tiles import Tile

T = TypeVar("T")
Span = tuple[int, int]
Refusals = Mapping[type[WorkError], str]
SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
SHORT, LONG = 200, 2000


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several of a closed set, each its own checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


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


def place_choices(places: Sequence[Department | Location], none: str = "") -> list[SelectChoice]:
    """Departments or locations for a select; first that it is none of them, in these words."""
    first = [SelectChoice(0, none)] if none else []
    return first + [SelectChoice(one.id, one.name) for one in places]


def is_sent(form: Form) -> bool:
    """Whether the form was sent and nothing in it is of the wrong shape."""
    return request.method == "POST" and bool(form.validate())


def done(form: Form, deed: Callable[[], T], where: Refusals | None = None) -> T | None:
    """What the deed gives; or None, with its refusal told at the field that `where` names.

    Whatever the deed wrote is undone, so that the page can be shown again.
    """
    try:
        return deed()
    except (Conflict, Invalid) as error:
        db.session.rollback()
        name = (where or {}).get(type(error))
        if name is None:
            form.form_errors.append(sentence_of(error))
        else:
            field: Field = form[name]
            field.errors = [*field.errors, sentence_of(error)]
        return None


def _both_names(one: Tile) -> str:
    return f"{one.name} ({one.autonym})" if one.autonym not in {"", one.name} else one.name


def _minutes(clocks: Sequence[str]) -> Span:
    opens_hour, opens_minute, closes_hour, closes_minute = (int(one) for one in clocks)
    return opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
