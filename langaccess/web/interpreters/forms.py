"""What interpreters tap."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from langaccess.web import words
from langaccess.web.form import Form, choices_of


class PresenceForm(Form):
    """Whether one can be rung."""

    presence = SelectField(choices=choices_of(words.PRESENCES))


class DeclineForm(Form):
    """A reason is welcome, never asked for."""

    reason = SelectField(choices=[SelectChoice("", ""), *choices_of(words.DECLINES)], default="")


class AnswersForm(Form):
    """Two concrete questions after a conversation."""

    understood = RadioField(
        _("Could everybody understand each other?"),
        choices=choices_of(words.ANSWERS),
        validators=[InputRequired(_("Say whether everybody could understand each other."))],
    )
    briefed = RadioField(
        _("Were you told enough before you greeted?"),
        choices=choices_of(words.ANSWERS),
        validators=[InputRequired(_("Say whether you were told enough."))],
    )
