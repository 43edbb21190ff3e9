"""What is typed about a third-party line, and about languages."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange

from langaccess.domain.dispatch import Mode
from langaccess.domain.vendors import (
    LINK_FIELDS,
    SCRIPT_FIELDS,
    ScriptInvalid,
    VendorFacts,
    check_template,
)
from langaccess.storage.places import Department
from langaccess.storage.vendors import Vendor
from langaccess.web.coordinators.forms.fields import LONG, SHORT, HoursField, hours_words
from langaccess.web.coordinators.forms.people import DAYS
from langaccess.web.form import Form
from langaccess.web.words import WEEKDAYS

MODES = (Mode.PHONE, Mode.VIDEO)


def _fields(names: tuple[str, ...]) -> str:
    return " ".join(f"${name}" for name in names)


def _tags(label: object) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[Length(max=LONG)],
        description=_("Language tags with spaces between them, such as: es vi cmn ase"),
        render_kw={"rows": "3", "dir": "ltr", "spellcheck": "false"},
    )


def _hours(label: object) -> HoursField:
    return HoursField(label, at_most=1, validators=[Length(max=40)], render_kw={"dir": "ltr"})


class VendorForm(Form):
    """One third-party line; each department's access code is added by `vendor_form`."""

    name = StringField(
        _("Name"), validators=[InputRequired(_("Type the vendor's name.")), Length(max=SHORT)]
    )
    position = IntegerField(
        _("Place in the order"),
        validators=[
            InputRequired(_("Type a whole number: 1 is tried first.")),
            NumberRange(min=1, message=_("Type a whole number: 1 is tried first.")),
        ],
        description=_("1 is tried first."),
        render_kw={"inputmode": "numeric", "min": "1"},
    )
    phone = TelField(
        _("Phone"),
        validators=[InputRequired(_("Type the number to call.")), Length(max=40)],
        description=_("With the country, beginning with a plus sign"),
        render_kw={"dir": "ltr"},
    )
    client_id = StringField(
        _("Client number"), validators=[Length(max=SHORT)], render_kw={"dir": "ltr"}
    )
    script = TextAreaField(
        _("The exact words to say"),
        validators=[Length(max=LONG)],
        description=_("These are filled in: %(fields)s", fields=_fields(SCRIPT_FIELDS)),
        render_kw={"rows": "4", "dir": "auto"},
    )
    video_link = StringField(
        _("Video link"),
        validators=[Length(max=LONG)],
        description=_("These are filled in: %(fields)s", fields=_fields(LINK_FIELDS)),
        render_kw={"dir": "ltr", "spellcheck": "false"},
    )
    every_language = BooleanField(_("Takes every language of the register"))
    phone_tags = _tags(_("Languages by phone"))
    video_tags = _tags(_("Languages by video"))
    is_always = BooleanField(_("Answers day and night"), default=True)
    monday = _hours(WEEKDAYS[0])
    tuesday = _hours(WEEKDAYS[1])
    wednesday = _hours(WEEKDAYS[2])
    thursday = _hours(WEEKDAYS[3])
    friday = _hours(WEEKDAYS[4])
    saturday = _hours(WEEKDAYS[5])
    sunday = _hours(WEEKDAYS[6])
    rate_cents_per_minute = IntegerField(
        _("Rate in cents a minute"),
        default=0,
        validators=[
            InputRequired(_("Type the rate; 0 if there is none.")),
            NumberRange(min=0, message=_("Type the rate; 0 if there is none.")),
        ],
        render_kw={"inputmode": "numeric", "min": "0"},
    )
    is_active = BooleanField(_("In use"), default=True)
    code_0 = StringField(
        _("Access code for everybody"), validators=[Length(max=SHORT)], render_kw={"dir": "ltr"}
    )

    def validate_script(self, field: TextAreaField) -> None:
        """Refuse words with a field that nothing fills."""
        _check_fields(field, SCRIPT_FIELDS)

    def validate_video_link(self, field: StringField) -> None:
        """Refuse a link with a field that nothing fills."""
        _check_fields(field, LINK_FIELDS)

    def validate_is_always(self, field: BooleanField) -> None:
        """Refuse a line that answers at no hour of the week: no hours mean day and night."""
        if not field.data and not any((day.data or "").strip() for day in self.week):
            raise ValidationError(gettext("Write the hours of a day, or choose day and night."))

    @property
    def week(self) -> list[HoursField]:
        """The hours of each weekday."""
        return [self[name] for name in DAYS]

    @property
    def codes(self) -> list[StringField]:
        """The access codes of the departments."""
        return [field for field in self if re.fullmatch("code_[1-9][0-9]*", field.name)]

    @property
    def facts(self) -> VendorFacts:
        """What was typed, as the deed takes it."""
        tags = {Mode.PHONE: self.phone_tags.data, Mode.VIDEO: self.video_tags.data}
        spans = {day: field.spans[0] for day, field in enumerate(self.week) if field.spans}
        codes = {int(field.name[5:]) or None: _clean(field) for field in [self.code_0, *self.codes]}
        return VendorFacts(
            name=_clean(self.name),
            position=self.position.data,
            phone=re.sub(r"[\s().-]", "", self.phone.data or ""),
            client_id=_clean(self.client_id),
            script=_clean(self.script),
            video_link=_clean(self.video_link),
            languages=frozenset(
                (tag, mode) for mode in MODES for tag in (tags[mode] or "").split()
            ),
            every_language=self.every_language.data,
            hours={} if self.is_always.data else spans,
            codes={whose: code for whose, code in codes.items() if code},
            rate_cents_per_minute=self.rate_cents_per_minute.data,
            is_active=self.is_active.data,
        )


class ApproveVariantForm(Form):
    """Whose interpreters may be given to whom."""

    asked = SelectField(_("Residents who ask for"))
    accepted = SelectField(_("may be given an interpreter of"))


def vendor_form(departments: list[Department], vendor: Vendor | None) -> VendorForm:
    """The form with an access code for each department, filled with what is kept."""

    class Whole(VendorForm):
        """With the city's departments."""

    for one in departments:
        label = gettext("Access code for %(department)s", department=one.name)
        field = StringField(label, validators=[Length(max=SHORT)], render_kw={"dir": "ltr"})
        setattr(Whole, f"code_{one.id}", field)
    return Whole(data=_kept(vendor) if vendor else None)


def _kept(vendor: Vendor) -> dict[str, Any]:
    """A line as its form shows it."""
    kept: dict[str, Any] = {
        name: getattr(vendor, name)
        for name in (
            "name",
            "position",
            "phone",
            "client_id",
            "script",
            "video_link",
            "every_language",
            "rate_cents_per_minute",
            "is_active",
        )
    }
    for mode in MODES:
        tags = sorted(one.language_tag for one in vendor.languages if one.mode is mode)
        kept[f"{mode.value}_tags"] = " ".join(tags)
    kept |= {DAYS[day]: hours_words([span]) for day, span in vendor.weekly_hours.items()}
    kept |= {f"code_{one.department_id or 0}": one.code for one in vendor.codes}
    return kept | {"is_always": not vendor.hours}


def _check_fields(field: StringField, known: tuple[str, ...]) -> None:
    try:
        check_template(field.data or "", known)
    except ScriptInvalid as error:
        told = gettext(
            "Nothing fills in %(name)s. Known are %(fields)s; write $$ for a dollar sign.",
            name=error.field if error.field == "$" else f"${error.field}",
            fields=_fields(known),
        )
        raise ValidationError(told) from error


def _clean(field: StringField) -> str:
    return (field.data or "").strip()
