"""What is asked about a document: little at first, the rest only if somebody opens it."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from langaccess.domain.places import slug_of
from langaccess.services.documents.request import Ask
from langaccess.web.access import now
from langaccess.web.form import CheckboxesField, Form
from langaccess.web.page import city

TITLE_AT_MOST = 200
SHORT, LONG = 200, 2000
TEXT_AT_MOST = 100_000
PEOPLE_AT_MOST = 10_000_000_000
DAYS_AT_MOST = 366
# Nobody plans a translation further ahead; beyond it calendars end.
WITHIN = timedelta(days=10 * 366)
# The flags that rules ask for, as people know them.
FLAGS = {
    "health": _("Somebody's health depends on it"),
    "safety": _("Somebody's safety depends on it"),
    "compliance": _("A law or a rule requires it"),
}


def type_words(slug: str) -> str:
    """A document type of the rules as people write it: "boil-water-notice" is spaced."""
    return slug.replace("-", " ").capitalize()


def known_types() -> list[str]:
    """The document types that the city's rules name, as the rules write them."""
    rules = city().rules
    conditions = [one.when for one in rules.document_rules]
    conditions += [one.when for one in rules.bonuses]
    return sorted({name for when in conditions for name in when.document_types})


def _to_come(_form: Form, field: DateField) -> None:
    """A day from today on, and not farther than any plan reaches."""
    if field.data is None:
        return
    today = city().calendar.local_date(now())
    if field.data < today:
        raise ValidationError(gettext("This day has passed. Choose a day from today on."))
    if field.data > today + WITHIN:
        raise ValidationError(gettext("Choose a day within the next ten years."))


def _day(label: object, **options: Any) -> DateField:
    return DateField(label, validators=[Optional(), _to_come], **options)


def _number(label: object, most: int, **options: Any) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(0, most)], **options)


class RequestForm(Form):
    """A translation asked for."""

    key = HiddenField(validators=[InputRequired(), Length(max=64)])
    asked = HiddenField(validators=[Length(max=SHORT)])
    title = StringField(
        _("Title of the document"),
        validators=[InputRequired(_("Type the document's title.")), Length(max=TITLE_AT_MOST)],
    )
    document_type = StringField(
        _("What kind of document is it?"),
        description=_(
            "Choose from the list if it is there. What no rule of the city knows falls in the last"
            " class of the queue."
        ),
        validators=[
            InputRequired(_("Say what kind of document it is.")),
            Length(max=TITLE_AT_MOST),
        ],
    )
    files = MultipleFileField(
        _("Files"),
        description=_(
            "Word, PowerPoint, Excel, PDF, web page, Markdown, plain text, OpenDocument text, PO or"
            " IDML; up to 20 files of 50 MB each."
        ),
    )
    text = TextAreaField(
        _("Or paste the text"),
        validators=[
            Length(max=TEXT_AT_MOST, message=_("This is too long to paste. Send it as a file."))
        ],
    )
    languages = CheckboxesField(_("Into which languages?"))
    needed_by = _day(_("Needed by"))
    flags = CheckboxesField(
        _("What depends on it?"), choices=[SelectChoice(*one) for one in FLAGS.items()]
    )

    legal_deadline = _day(
        _("Legal deadline"), description=_("The day by which a law or an order demands it.")
    )
    legal_ground = StringField(
        _("Which law or order"), validators=[Length(max=SHORT)], description=_("As it is cited.")
    )
    reach = _number(
        _("How many people are to read it?"),
        PEOPLE_AT_MOST,
        description=_("About. Leave it empty if nobody knows."),
    )
    plain_language_waived = TextAreaField(
        _("Why must the text stay as hard to read as it is?"), validators=[Length(max=LONG)]
    )

    source = SelectField(_("Language of the text"), default="en")
    summary = TextAreaField(_("What it is about"), validators=[Length(max=LONG)])
    audience = StringField(_("Who is to read it"), validators=[Length(max=SHORT)])
    department = SelectField(_("Department"), coerce=int, default=0)
    cost_center = StringField(_("Cost center"), validators=[Length(max=SHORT)])
    subject = StringField(
        _("Subject"),
        description=_("Under which residents look for it."),
        validators=[Length(max=SHORT)],
    )
    publish_on = _day(_("Day of publication"))
    mailing_days = _number(_("Business days for mailing"), DAYS_AT_MOST, default=0)
    printing_days = _number(_("Business days for printing"), DAYS_AT_MOST, default=0)
    needs_layout = BooleanField(_("It needs layout"))
    needs_review = BooleanField(_("An expert in the subject is to read the translation"))
    is_vital = BooleanField(_("It is vital: rights, benefits or services depend on it"))
    is_exact = BooleanField(_("Its exact wording matters"))
    is_confidential = BooleanField(_("It is confidential and never published"))
    raised_to = SelectField(_("Raise it to a more urgent class"), default="")
    raised_because = StringField(_("Why it is more urgent"), validators=[Length(max=SHORT)])

    def validate_languages(self, field: CheckboxesField) -> None:
        """A translation is into some other language."""
        if not set(field.data or ()) - {self.source.data}:
            told = gettext("Choose at least one language other than that of the text.")
            raise ValidationError(told)

    def validate_raised_because(self, field: StringField) -> None:
        """Whoever raises says why."""
        if self.raised_to.data and not (field.data or "").strip():
            raise ValidationError(gettext("Say why it is more urgent."))

    @property
    def answered(self) -> set[str]:
        """The questions that this page asked before."""
        return set(str(self.asked.data or "").split())

    @property
    def has_details(self) -> bool:
        """Whether something stands wrong among the details, so that they must be open."""
        return any(self[name].errors for name in DETAILS)


DETAILS = (
    "source",
    "summary",
    "audience",
    "reach",
    "department",
    "cost_center",
    "subject",
    "legal_deadline",
    "legal_ground",
    "publish_on",
    "mailing_days",
    "printing_days",
    "needs_layout",
    "needs_review",
    "is_vital",
    "is_exact",
    "is_confidential",
    "raised_to",
    "raised_because",
)


def ask_of(form: RequestForm) -> Ask:
    """What was typed, as the deed takes it."""
    return Ask(
        request_key=form.key.data,
        title=form.title.data,
        document_type=_type_of(form.document_type.data),
        target_tags=tuple(form.languages.data),
        source_tag=form.source.data,
        summary=_text(form.summary.data),
        flags=tuple(form.flags.data),
        department_id=form.department.data or None,
        cost_center=_text(form.cost_center.data),
        subject=_text(form.subject.data),
        audience=_text(form.audience.data),
        reach=form.reach.data,
        needed_by=form.needed_by.data,
        publish_on=form.publish_on.data,
        mailing_days=form.mailing_days.data or 0,
        printing_days=form.printing_days.data or 0,
        needs_layout=form.needs_layout.data,
        needs_review=form.needs_review.data,
        is_vital=form.is_vital.data,
        is_exact=form.is_exact.data,
        is_confidential=form.is_confidential.data,
        raised_to=form.raised_to.data or None,
        raised_because=_text(form.raised_because.data),
        **_law(form.legal_deadline.data, form.legal_ground.data),
        plain_language_waived=_text(form.plain_language_waived.data),
    )


def _law(deadline: date | None, ground: str | None) -> dict[str, Any]:
    return {"legal_deadline": deadline, "legal_ground": _text(ground)}


def _type_of(typed: str) -> str:
    """The rules' own name of a type, however it was typed; what they do not know as it is."""
    slug = slug_of(typed, ())
    return slug if slug in known_types() else typed.strip()


def _text(typed: str | None) -> str:
    return (typed or "").strip()
