"""The kinds of fields that requests and answers are made of."""

import re
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

# What a database number can be; SQLite refuses larger ones with a fault.
NUMBER_AT_MOST = 2**31 - 1
TEXT_AT_MOST = 200
NOTE_AT_MOST = 2000
TAG_PATTERN = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# Moments outside are mistakes, and the ends of the calendar have no moment in UTC.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# NUL and other controls, and half characters, which neither database keeps.
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Shown(Schema):
    """Parent of every answer: later versions may say more, so the document does not close it."""

    class Meta:
        """What the library reads of it."""

        unknown = EXCLUDE


class Text(fields.String):
    """Text without control characters and without space around it."""

    def __init__(self, most: int = TEXT_AT_MOST, *, least: int = 0, **options: Any) -> None:
        super().__init__(validate=validate.Length(least, most), **options)

    def _deserialize(self, value: Any, *args: Any, **options: Any) -> str:
        text = super()._deserialize(value, *args, **options)
        if _UNKEPT.search(text):
            raise ValidationError("Control characters are not allowed.")
        return text.strip()


class Moment(fields.AwareDateTime):
    """A moment, RFC 3339: any offset on the way in, Z on the way out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Range(EARLIEST, LATEST), **options)

    def _serialize(self, value: datetime | None, *_: Any, **__: Any) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def a_tag(**options: Any) -> fields.Field[Any]:
    """A language, BCP 47."""
    return _patterned(TAG_PATTERN, "Not a BCP 47 language tag.", 35, **options)


def a_slug(**options: Any) -> fields.Field[Any]:
    """A location by the name it has in addresses."""
    return _patterned(SLUG_PATTERN, "Not the name of a location.", 100, **options)


def a_name_of(place: str) -> fields.Field[Any]:
    """The name of the department or location of a row, null where it has none."""
    return fields.String(
        attribute=f"{place}.name", allow_none=True, dump_default=None, required=True
    )


def a_number(
    least: int = 1, most: int = NUMBER_AT_MOST, *, strict: bool = True, **options: Any
) -> fields.Field[Any]:
    """A whole number within bounds."""
    return fields.Integer(strict=strict, validate=validate.Range(least, most), **options)


def one_of(members: type[Enum], **options: Any) -> fields.Field[Any]:
    """One of a closed set."""
    return fields.Enum(members, by_value=fields.String, **options)


def _patterned(pattern: str, told: str, most: int, **options: Any) -> fields.Field[Any]:
    checks = [validate.Length(1, most), validate.Regexp(pattern, error=told)]
    return fields.String(validate=checks, **options)
