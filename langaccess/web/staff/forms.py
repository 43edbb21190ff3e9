"""What staff type and tap."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from langaccess.domain.dispatch import (
    AidChoice,
    Answer,
    Channel,
    KnownBy,
    Mode,
    Outcome,
    StandIn,
    UnmetReason,
)
from langaccess.domain.people import Domain
from langaccess.web import words
from langaccess.web.access import now
from langaccess.web.form import Form, choices_of
from langaccess.web.page import zone

NOTE_AT_MOST = 2000
TEXT_AT_MOST = 200
TALK_AT_MOST_MINUTES = 24 * 60
PROMISED_WITHIN = timedelta(days=366)


def _is_to_come(typed: datetime) -> bool:
    """Whether a time as typed, the city's, lies ahead, and not farther than a year."""
    here = now().astimezone(ZoneInfo(zone())).replace(tzinfo=None)
    return here < typed <= here + PROMISED_WITHIN


class AskForm(Form):
    """One tap on a language, with what the counter presets."""

    language = StringField(validators=[InputRequired(_("Choose a language.")), Length(max=35)])
    key = HiddenField(validators=[InputRequired(), Length(max=64)])
    mode = SelectField(_("How"), choices=choices_of(words.MODES), default=Mode.PHONE.value)
    domain = SelectField(
        _("Subject"), choices=choices_of(words.DOMAINS), default=Domain.GENERAL.value
    )
    channel = SelectField(
        _("The resident"), choices=choices_of(words.CHANNELS), default=Channel.COUNTER.value
    )
    known_by = SelectField(
        _("How the language is known"),
        choices=choices_of(words.KNOWN_BY),
        default=KnownBy.RESIDENT_SAID.value,
    )
    aid = SelectField(
        _("They prefer"), choices=[SelectChoice("", ""), *choices_of(words.AIDS)], default=""
    )
    ticket = IntegerField(validators=[Optional(), NumberRange(1, 2**31 - 1)])
    continues = StringField(validators=[Length(max=12)])

    @property
    def chosen_aid(self) -> AidChoice | None:
        """The person's own choice of aid, if one was asked."""
        return AidChoice(self.aid.data) if self.aid.data else None


class CloseForm(Form):
    """What a clerk knows at the end; nothing the service knows already is asked."""

    outcome = RadioField(
        _("What did the resident get?"),
        choices=choices_of(words.OUTCOMES),
        validators=[InputRequired(_("Say what the resident got."))],
    )
    unmet_reason = SelectField(_("If not, or only partly: why?"))
    vendor_interpreter = StringField(
        _("The vendor's interpreter number or name"), validators=[Length(max=TEXT_AT_MOST)]
    )
    minutes = IntegerField(
        _("Minutes"),
        description=_("Counted by the clock. Change it only if it is wrong."),
        validators=[Optional(), NumberRange(0, TALK_AT_MOST_MINUTES)],
    )
    mode_used = SelectField(_("How it was done"), choices=choices_of(words.MODES))
    aid_not_met = StringField(
        _("If the person's own choice of aid was not met: why?"),
        validators=[Length(max=TEXT_AT_MOST)],
    )
    note = TextAreaField(
        _("Note"),
        description=_("No name, no country, no immigration status."),
        validators=[Length(max=NOTE_AT_MOST)],
    )
    stand_in = SelectField(_("Did somebody else interpret?"))
    stand_in_why = StringField(_("Who, and why"), validators=[Length(max=TEXT_AT_MOST)])
    stand_in_emergency = BooleanField(_("It was an emergency with a danger to life"))
    promise = BooleanField(_("Somebody will contact the resident"))
    promised_by = SelectField(_("Who"), coerce=int)
    promised_at = DateTimeLocalField(_("By when"), validators=[Optional()])
    reach = StringField(
        _("How they are reached"),
        description=_("A phone number or an email address."),
        validators=[Length(max=TEXT_AT_MOST)],
    )
    understood = RadioField(
        _("Could you understand each other?"),
        choices=choices_of(words.ANSWERS),
        validators=[Optional()],
    )
    in_time = RadioField(
        _("Did the interpreter come in time?"),
        choices=choices_of(words.ANSWERS),
        validators=[Optional()],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that a promise has a time to come."""
        sound = bool(super().validate(extra_validators))
        field = self.promised_at
        if not self.promise.data or field.errors:
            return sound
        if field.data is None:
            field.errors = [gettext("Say by when the resident will hear.")]
        elif not _is_to_come(field.data):
            field.errors = [gettext("Choose a time within the next year.")]
        return sound and not field.errors

    def validate_unmet_reason(self, field: SelectField) -> None:
        """A resident who was not served was not served for a reason."""
        if self.outcome.data == Outcome.NOT_SERVED and not field.data:
            raise ValidationError(gettext("Say why the resident was not served."))

    def validate_stand_in_why(self, field: StringField) -> None:
        """Somebody unqualified interpreted for a reason."""
        if self.stand_in.data and not (field.data or "").strip():
            raise ValidationError(gettext("Say who interpreted, and why."))

    def validate_reach(self, field: StringField) -> None:
        """A promise can be kept only to somebody who can be reached."""
        if self.promise.data and not (field.data or "").strip():
            raise ValidationError(gettext("Say how the resident is reached."))

    @property
    def chosen_reason(self) -> UnmetReason | None:
        """Why the resident was not served, if so."""
        served = self.outcome.data == Outcome.SERVED
        return (
            UnmetReason(self.unmet_reason.data) if self.unmet_reason.data and not served else (None)
        )

    @property
    def chosen_stand_in(self) -> StandIn | None:
        """Who stood in, if anybody."""
        return StandIn(self.stand_in.data) if self.stand_in.data else None

    def answer(self, field: RadioField) -> Answer | None:
        """One of the clerk's two answers, if given."""
        return Answer(field.data) if field.data else None


class DrawForm(Form):
    """A number for somebody at the door."""

    language = SelectField(_("Language, if known"))
    appointment = StringField(
        _("Appointment at"), description=_("For example 10:30"), validators=[Length(max=5)]
    )


class DeskForm(Form):
    """Which desk calls."""

    desk = StringField(
        _("Desk"),
        validators=[InputRequired(_("Say which desk calls.")), Length(max=20)],
    )
