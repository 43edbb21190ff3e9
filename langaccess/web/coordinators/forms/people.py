"""What is typed about one employee."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    IntegerField,
    SearchField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, Length, Optional

from langaccess.domain.people import SCALES
from langaccess.storage.people import ListKind
from langaccess.web import words
from langaccess.web.coordinators import words as own_words
from langaccess.web.coordinators.forms.fields import SHORT, HoursField
from langaccess.web.form import CheckboxesField, Form, choices_of

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class FindPeopleForm(Form):
    """What one looks for in the list of people."""

    q = SearchField(_("Name, email or language"), validators=[Length(max=SHORT)])
    language = SelectField(_("Language"), default="")
    department = SelectField(_("Department"), coerce=int, default=0)
    expiring = SelectField(
        _("A qualification ends"),
        coerce=int,
        default=0,
        choices=[
            SelectChoice(0, _("Any time")),
            SelectChoice(30, _("Within 30 days")),
            SelectChoice(90, _("Within 90 days")),
            SelectChoice(120, _("Within 120 days")),
        ],
    )
    status = SelectField(
        _("Status of a qualification"),
        default="",
        choices=[SelectChoice("", _("Any")), *choices_of(words.QUALIFICATION_STATUSES)],
    )
    here = SelectField(
        _("Works here"),
        default="yes",
        choices=[
            SelectChoice("yes", _("Yes")),
            SelectChoice("no", _("Not any more")),
            SelectChoice("all", _("Everybody")),
        ],
    )


class PersonForm(Form):
    """Who somebody is, where they work, and what they may do here."""

    name = StringField(
        _("Name"),
        validators=[InputRequired(_("Type the person's name.")), Length(max=SHORT)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _("Email address"),
        validators=[InputRequired(_("Type the person's email address.")), Length(max=254)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    job_title = StringField(_("Job title"), validators=[Length(max=SHORT)])
    phone = TelField(
        _("Phone"), validators=[Length(max=40)], render_kw={"autocomplete": "off", "dir": "ltr"}
    )
    department_id = SelectField(_("Department"), coerce=int)
    location_id = SelectField(_("Location"), coerce=int)
    roles = CheckboxesField(_("Roles"), choices=choices_of(words.ROLES))
    is_active = BooleanField(_("Works here and may sign in"), default=True)


class QualificationForm(Form):
    """One tested skill in one language."""

    language_tag = SelectField(_("Language"))
    scopes = CheckboxesField(
        _("May"),
        choices=choices_of(words.SCOPES),
        description=_("Each is tested apart."),
    )
    domains = CheckboxesField(
        _("Subjects"),
        choices=choices_of(words.DOMAINS),
        description=_("General is always among them."),
    )
    direction = SelectField(_("Direction"), choices=choices_of(own_words.DIRECTIONS))
    level = SelectField(
        _("Level"),
        choices=[
            SelectChoice("", _("Not tested"), optgroup="–"),
            *(
                SelectChoice(f"{scale}:{level}", f"{scale} {level}", optgroup=scale)
                for scale, levels in SCALES.items()
                for level in levels
            ),
        ],
        description=_("Not tested is for what somebody only says of themselves."),
    )
    status = SelectField(
        _("Status"),
        choices=choices_of(words.QUALIFICATION_STATUSES),
        description=_("Only an active qualification counts."),
    )
    valid_from = DateField(
        _("Counts from"), validators=[InputRequired(_("Choose the first day it counts."))]
    )
    valid_until = DateField(
        _("No longer counts from"),
        validators=[Optional()],
        description=_("The first day it does not count any more. Leave it empty for no end."),
    )
    ethics_signed_on = DateField(_("Code of ethics signed on"), validators=[Optional()])
    test = StringField(_("Test"), validators=[Length(max=SHORT)])
    issuer = StringField(_("Issued by"), validators=[Length(max=SHORT)])
    certificate = StringField(
        _("Certificate number"), validators=[Length(max=SHORT)], render_kw={"dir": "ltr"}
    )


class EndQualificationForm(Form):
    """From when a qualification no longer counts."""

    ends_on = DateField(_("No longer counts from"), validators=[InputRequired(_("Choose a day."))])


def _hours(label: object) -> HoursField:
    return HoursField(label, validators=[Length(max=SHORT)], render_kw={"dir": "ltr"})


class WeekForm(Form):
    """A week's working hours, and how much one does in a day."""

    monday = _hours(words.WEEKDAYS[0])
    tuesday = _hours(words.WEEKDAYS[1])
    wednesday = _hours(words.WEEKDAYS[2])
    thursday = _hours(words.WEEKDAYS[3])
    friday = _hours(words.WEEKDAYS[4])
    saturday = _hours(words.WEEKDAYS[5])
    sunday = _hours(words.WEEKDAYS[6])
    daily_cap = IntegerField(
        _("Conversations a day at most"),
        validators=[Optional()],
        description=_("Leave it empty for as many as come."),
        render_kw={"inputmode": "numeric", "min": "1"},
    )


class AbsenceForm(Form):
    """When somebody is away, in city time."""

    starts_at = DateTimeLocalField(
        _("Away from"), validators=[InputRequired(_("Say when the absence begins."))]
    )
    ends_at = DateTimeLocalField(
        _("Back at"), validators=[InputRequired(_("Say when the absence ends."))]
    )


class ConflictForm(Form):
    """With whom somebody has a conflict of interest."""

    department_id = SelectField(_("Department"), coerce=int)
    resident_reference = StringField(
        _("Or a resident's reference"), validators=[Length(max=SHORT)], render_kw={"dir": "ltr"}
    )


class PersonListingForm(Form):
    """On which department's list this person stands."""

    department_id = SelectField(_("Department"), coerce=int)
    kind = SelectField(_("List"), choices=choices_of(own_words.LISTED))


class DepartmentListingForm(Form):
    """Who stands on this department's list."""

    email = EmailField(
        _("Email address of the person"),
        validators=[InputRequired(_("Type the person's email address.")), Length(max=254)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    kind = SelectField(
        _("List"),
        choices=choices_of(own_words.LISTS),
        default=ListKind.NEVER.value,
    )


class WhyNotForm(Form):
    """Which request one wonders about."""

    language = SelectField(_("Language"))
    domain = SelectField(_("Subject"), choices=choices_of(words.DOMAINS))
    department = SelectField(_("For the department"), coerce=int)
