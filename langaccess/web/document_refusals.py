"""The sentences for everything that is refused about documents and their files."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from langaccess.domain import errors
from langaccess.domain.documents import files, workflow
from langaccess.domain.documents.files import Fault, Measure
from langaccess.domain.documents.reading import RequestInvalid
from langaccess.domain.documents.steps import StepsOutOfOrder
from langaccess.services.documents import (
    agencies,
    agency_list,
    finish,
    glossary,
    library,
    priorities,
    request,
    talk,
    trial,
    versions,
    views,
)
from langaccess.web.document_words import JOB_STATES, reason_said

# Placeholders are filled in by `facts_of`.
SENTENCES: dict[type[errors.WorkError], object] = {
    workflow.DocumentUnknown: _("There is no such document."),
    workflow.JobUnknown: _("This document is not translated into this language."),
    workflow.AssignmentUnknown: _("Nobody was asked for this, or it was not you."),
    workflow.DeliveryUnknown: _("Nothing has been handed over here."),
    workflow.FileUnknown: _("There is no such file."),
    workflow.UploadLinkUnknown: _("This link was used already, or it has expired."),
    workflow.MoveUnfit: _("This is not possible now. The translation is here: %(state)s."),
    workflow.OnHold: _("This translation is on hold. Take it up again first."),
    workflow.SamePerson: _("Requester, translator and reviser must be three different people."),
    workflow.NotQualified: _("This person's qualifications do not cover this work today."),
    workflow.StepTaken: _("Somebody else is asked for this step already, or has it."),
    workflow.FindingsOpen: _(
        "Errors that the checks found are still open. Have them fixed, or say why they are none."
    ),
    workflow.SourceMoved: _(
        "The source has a newer version. Take it up first, so that it is translated too."
    ),
    workflow.RevisionMissing: _("A second person must revise this translation first."),
    workflow.SelfCheckMissing: _("Confirm that you checked your own work."),
    workflow.ReasonMissing: _("Write the reason."),
    workflow.FilesMissing: _("Choose the files."),
    workflow.NotYours: _("Only whoever has this step may do this."),
    files.FileRefused: _("%(file_name)s is not taken."),
    files.FileTooLarge: _("%(file_name)s is larger than %(megabytes)s MB, the most for one file."),
    files.FileEmpty: _("%(file_name)s is empty."),
    files.FileKindUnknown: _(
        "%(file_name)s is not of a kind that can be taken (%(found)s). These are: %(allowed)s."
    ),
    files.FileKindDisguised: _(
        "%(file_name)s says that it is %(said)s, and its content is %(found)s. Nothing of it is"
        " kept."
    ),
    files.FileEncrypted: _("%(file_name)s needs a password. Send it without one."),
    files.FileBroken: _("%(file_name)s cannot be read: %(fault)s %(where)s"),
    files.ArchiveBomb: _(
        "%(file_name)s would be far too large once unpacked: more than %(most)s %(measure)s."
    ),
    files.NoTextInFile: _(
        "No text can be read in %(file_name)s: it is a picture or a scan. Send the original."
    ),
    RequestInvalid: _("The request cannot be used. %(faults)s"),
    StepsOutOfOrder: _("The dates of the steps are not in the order that work can keep."),
    agency_list.AgencyNameTaken: _("Another agency has this name."),
    agency_list.AgencyOrderTaken: _("Another agency stands at this place in the order."),
    agency_list.AgencyIncomplete: _(
        "An agency needs a name, a place in the order from 1 on, and words a day."
    ),
    agency_list.NotWritten: _("%(tag)s is the tag of no written language."),
    glossary.TermUnknown: _("There is no such term."),
    glossary.TermTaken: _("This term stands there already, for this language and department."),
    glossary.TermIncomplete: _(
        "A term needs words of the source and, unless its name is kept, a translation."
    ),
    agencies.VendorUnknown: _("No such agency does this work in this language."),
    finish.NotForPublic: _("This document is confidential, so it is never published."),
    finish.TitleInLanguageMissing: _("Type the title in the language of the translation."),
    library.TooMuchAsked: _("So many people asked just now that this page has to rest. Call us."),
    library.WantedUnclear: _("Write which document you want to read."),
    priorities.RaiseRefused: _("%(because)s"),
    request.TitleMissing: _("Type the document's title."),
    request.LanguagesMissing: _("Choose at least one language other than that of the text."),
    request.PlainLanguageNeeded: _(
        "This text reads at grade %(grade)s, and the city's rules ask for grade %(allowed)s at"
        " most. Write it more plainly, or say why it must stay so."
    ),
    trial.CityNeverOpen: _("By these rules the city never works, so nothing could be due."),
    talk.CommentEmpty: _("Write something, up to 5,000 characters."),
    talk.QuestionUnknown: _("This question is answered already, or it does not exist."),
    views.ViewUnknown: _("There is no such view."),
    views.ViewNameMissing: _("Type a name that fits into a menu."),
    views.TooManyViews: _("You have 30 views already. Delete one first."),
    versions.NothingNew: _("These files are the version that is here already."),
}
FAULTS = {
    Fault.ARCHIVE: _("the archive is damaged."),
    Fault.PART_MISSING: _("a part of it is missing."),
    Fault.XML: _("a part of it is damaged."),
    Fault.DTD: _("it holds declarations that are not allowed."),
    Fault.PDF: _("the PDF is damaged."),
    Fault.HTML: _("the page is damaged."),
    Fault.CATALOGUE: _("the catalogue is damaged."),
    Fault.ENCODING: _("its letters cannot be told."),
    Fault.NUL: _("it holds bytes that no text has."),
}
MEASURES = {
    Measure.ENTRIES: _("files"),
    Measure.PART_BYTES: _("bytes in one part"),
    Measure.TOTAL_BYTES: _("bytes"),
    Measure.RATIO: _("times its size"),
    Measure.DEPTH: _("levels"),
    Measure.PAGES: _("pages"),
    Measure.CHARACTERS: _("characters"),
}
SOMETHING_ELSE = _("something else")


def facts_of(error: errors.WorkError) -> Mapping[str, str]:
    """What fills the sentence of a refusal; nothing for most of them."""
    told = next((tell for kind, tell in _FACTS.items() if isinstance(error, kind)), None)
    return told(error) if told is not None else {}


def _of_file(error: Any) -> dict[str, str]:
    """A refused file: its name, and whatever else its refusal knows."""
    facts = {key: str(value) for key, value in vars(error).items()}
    if isinstance(error, files.FileTooLarge):
        facts["megabytes"] = str(error.most_bytes // 1024**2)
    if isinstance(error, files.FileKindUnknown):
        facts |= {"allowed": ", ".join(error.allowed), "found": error.found or str(SOMETHING_ELSE)}
    if isinstance(error, files.FileBroken):
        facts["fault"] = str(FAULTS[error.fault])
    if isinstance(error, files.ArchiveBomb):
        facts["measure"] = str(MEASURES[error.measure])
    return facts


_FACTS: dict[type[errors.WorkError], Callable[[Any], Mapping[str, str]]] = {
    files.FileRefused: _of_file,
    agency_list.NotWritten: lambda error: {"tag": error.tag},
    workflow.MoveUnfit: lambda error: {"state": str(JOB_STATES[error.state])},
    request.PlainLanguageNeeded: lambda error: {
        "grade": f"{error.grade:.1f}",
        "allowed": str(error.allowed),
    },
    RequestInvalid: lambda error: {"faults": " ".join(f"{one}." for one in error.faults)},
    # The last of the reasons that begin with raise is why it was not raised.
    priorities.RaiseRefused: lambda error: {
        "because": " ".join(
            reason_said(one, {}) for one in error.because if one.why.startswith("raise")
        )
    },
}
