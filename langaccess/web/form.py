"""The parent of every form."""

from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm


class _Texts:
    """WTForms' own messages, through our catalogues."""

    def gettext(self, string: str) -> str:
        """One message in the page's language."""
        return str(gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A counted message in the page's language."""
        return str(ngettext(singular, plural, n))


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of ours: CSRF by the guard, messages in the page's language, no browser bubbles."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """How WTForms builds it."""

        csrf = False  # the guard has checked it before any form is made

        def get_translations(self, _form: FlaskForm) -> _Texts:
            """Where built-in messages are looked up."""
            return _Texts()
