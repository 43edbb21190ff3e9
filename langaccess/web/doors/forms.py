"""What is typed at the doors."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, SelectField
from wtforms.validators import InputRequired

from langaccess.web.form import Form, choices_of
from langaccess.web.words import MODES


class SetPasswordForm(Form):
    """A new password."""

    password = PasswordField(
        _("New password"),
        description=_("At least 15 characters. A few words you can remember are good."),
        validators=[InputRequired(_("Type a new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class AccountForm(Form):
    """Where somebody works today, and in which language they read these pages."""

    locale = SelectField(_("Language of these pages"))
    location_id = SelectField(_("My counter"), coerce=int)
    counter_mode = SelectField(_("How interpreters usually join here"), choices=choices_of(MODES))
