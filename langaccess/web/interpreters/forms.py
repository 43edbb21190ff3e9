"""What interpreters tap."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from langaccess.domain.people import Presence
from langaccess.web import words
from langaccess.web.form import Form


class PresenceForm(Form):
    """Whether one can be rung."""

    presence = SelectField(choices=[(one.value, words.PRESENCES[one]) for one in Presence])


class DeclineForm(Form):
    """A reason is welcome, never asked for."""

    reason = SelectField(
        choices=[("", ""), *[(one.value, text) for one, text in words.DECLINES.items()]], default=""
    )


class AnswersForm(Form):
    """Two concrete questions after a conversation."""

    understood = RadioField(
        _("Could everybody understand each other?"),
        choices=[(one.value, text) for one, text in words.ANSWERS.items()],
        validators=[InputRequired(_("Choose an answer."))],
    )
    briefed = RadioField(
        _("Were you told enough before you greeted?"),
        choices=[(one.value, text) for one, text in words.ANSWERS.items()],
        validators=[InputRequired(_("Choose an answer."))],
    )
