"""What is typed to sign in: at the door, and where a sign-in ended in the middle of a form."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from langaccess.domain.accounts import PASSWORD_AT_MOST
from langaccess.web.form import Form


class SignInForm(Form):
    """An address and a password."""

    email = EmailField(
        _("Email address"),
        validators=[InputRequired(_("Type your email address.")), Length(max=254)],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Type your password.")), Length(max=PASSWORD_AT_MOST)],
        render_kw={"autocomplete": "current-password"},
    )
