"""What people type when they move a job: reasons, files, a title in the language."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from langaccess.web.form import Form

SHORT, LONG = 200, 2000


class NothingForm(Form):
    """A move that needs no words."""


class ReasonForm(Form):
    """Why, in words for whoever reads it later."""

    reason = StringField(_("Reason"), validators=[Length(max=SHORT)])


class MendForm(Form):
    """What the translator is to mend."""

    reason = TextAreaField(_("What is to be mended"), validators=[Length(max=LONG)])


class MachineForm(Form):
    """Which machine translated first, and when."""

    engine = StringField(_("Which engine, with its version"), validators=[Length(max=SHORT)])
    on = DateField(_("On which day"), validators=[InputRequired(_("Choose the day."))])


class TranslationForm(Form):
    """The files of a translation, and the translator's own check."""

    files = MultipleFileField(_("Translated files"))
    is_self_checked = BooleanField(_("I checked my own work against the source"))
    note = StringField(_("A note for the next"), validators=[Length(max=SHORT)])


class RevisionForm(Form):
    """Corrected files, if there are any: without, what was handed over stands as it is."""

    files = MultipleFileField(
        _("Corrected files"),
        description=_("Only if you changed something. Then send all files."),
    )
    note = StringField(_("A note for the next"), validators=[Length(max=SHORT)])


class LayoutForm(Form):
    """The files in their layout."""

    files = MultipleFileField(_("Files in their layout"))
    note = StringField(_("A note for the next"), validators=[Length(max=SHORT)])


class PublishForm(Form):
    """How residents find it."""

    title = StringField(_("Title in the language"), validators=[Length(max=SHORT)])
    subject = StringField(_("Subject"), validators=[Length(max=SHORT)])
