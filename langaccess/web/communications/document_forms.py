"""What people write and decide on a document's page."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from langaccess.services.documents.talk import COMMENT_AT_MOST
from langaccess.web.communications.request_forms import SHORT, TEXT_AT_MOST
from langaccess.web.form import Form


class CommentForm(Form):
    """A comment or a question to everybody concerned."""

    text = TextAreaField(
        _("Write to everybody concerned"),
        description=_(
            "Write @ and the beginning of somebody's email address to tell them too, as in @rosa."
        ),
        validators=[InputRequired(_("Write something.")), Length(max=COMMENT_AT_MOST)],
    )
    about = SelectField(_("It is about"), default="")
    is_question = BooleanField(_("It is a question that waits for an answer"))


class AnswerForm(Form):
    """The answer to one question."""

    answer = TextAreaField(
        _("Your answer"),
        validators=[InputRequired(_("Write the answer.")), Length(max=COMMENT_AT_MOST)],
    )


class CancelForm(Form):
    """What is not needed any more, and why."""

    language = SelectField(_("What is cancelled"), default="")
    reason = StringField(
        _("Why it is cancelled"),
        validators=[InputRequired(_("Say why it is cancelled.")), Length(max=SHORT)],
    )


class RaiseForm(Form):
    """A more urgent class, and why."""

    class_id = SelectField(_("To which class"))
    because = StringField(
        _("Why it is more urgent"),
        validators=[InputRequired(_("Say why it is more urgent.")), Length(max=SHORT)],
    )


class VersionForm(Form):
    """The files of a new version of the source."""

    files = MultipleFileField(
        _("Files"),
        description=_("All files of the document, also those that did not change."),
    )
    text = TextAreaField(
        _("Or paste the text"),
        validators=[
            Length(max=TEXT_AT_MOST, message=_("This is too long to paste. Send it as a file."))
        ],
    )
    note = StringField(
        _("What changed"),
        description=_("In a sentence, for the translators."),
        validators=[Length(max=SHORT)],
    )
