"""The parent of every form."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from gettext import NullTranslations
from typing import TypeVar

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectMultipleField
from wtforms.i18n import get_translations
from wtforms.widgets import CheckboxInput, ListWidget

from langaccess.web.locale import page_locale

T = TypeVar("T", bound=StrEnum)


def choices_of(told: Mapping[T, object]) -> list[SelectChoice]:
    """A closed set as the choices of a field, in the order of its words."""
    return [SelectChoice(key.value, label) for key, label in told.items()]


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several of a closed set, each its own checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _Texts:
    """WTForms' own messages, by its own catalogues; it fills in the placeholders itself."""

    def gettext(self, string: str) -> str:
        """One message in the page's language."""
        return str(_catalogue(page_locale()).gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A counted message in the page's language."""
        return str(_catalogue(page_locale()).ngettext(singular, plural, n))


@lru_cache
def _catalogue(locale: str) -> NullTranslations:
    found: NullTranslations = get_translations([locale])
    return found


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form of ours: CSRF by the guard, messages in the page's language, no browser bubbles."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """How WTForms builds it."""

        csrf = False  # the guard has checked it before any form is made

        def get_translations(self, _form: FlaskForm) -> _Texts:
            """Where built-in messages are looked up."""
            return _Texts()
