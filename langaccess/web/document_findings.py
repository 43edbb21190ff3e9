"""What checks found in a delivery, and what was noted of a file, as sentences."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape

from langaccess.domain.documents.files import FileNote
from langaccess.domain.documents.findings import DeliveryCheck
from langaccess.web.locale import page_locale

# Placeholders are the finding's facts; a sentence for one kind of it goes before the plain one.
FINDINGS: Mapping[tuple[DeliveryCheck, str], object] = {
    (DeliveryCheck.MISSING_FILE, ""): _("A file of the kind %(missing)s is missing."),
    (DeliveryCheck.EMPTY, ""): _("This place of the source has no translation."),
    (DeliveryCheck.SAME_AS_SOURCE, ""): _("This stands as in the source: %(found)s"),
    (DeliveryCheck.NUMBER, ""): _("The number %(missing)s is missing."),
    (DeliveryCheck.PHONE, ""): _("The phone number %(missing)s is missing."),
    (DeliveryCheck.PHONE, "turned"): _("The phone number %(missing)s stands the wrong way round."),
    (DeliveryCheck.DATE, ""): _("The date %(missing)s is missing."),
    (DeliveryCheck.DATE, "month"): _("The date %(missing)s has another month."),
    (DeliveryCheck.DATE, "time"): _("The time %(missing)s is missing."),
    (DeliveryCheck.DATE, "hijri"): _("The date %(missing)s stands in the Islamic calendar."),
    (DeliveryCheck.DATE, "buddhist"): _("The date %(missing)s stands in the Buddhist calendar."),
    (DeliveryCheck.DATE, "minguo"): _("The date %(missing)s stands in the Minguo calendar."),
    (DeliveryCheck.DATE, "persian"): _("The date %(missing)s stands in the Persian calendar."),
    (DeliveryCheck.DATE, "ethiopian"): _("The date %(missing)s stands in the Ethiopian calendar."),
    (DeliveryCheck.DATE, "reiwa"): _("The date %(missing)s stands in the Japanese era."),
    (DeliveryCheck.ADDRESS, ""): _("The web or email address %(missing)s is missing."),
    (DeliveryCheck.ADDRESS, "localised"): _(
        "The address %(missing)s leads to a page in another language."
    ),
    (DeliveryCheck.SCRIPT, ""): _("It is written in the script %(found)s and not in %(wanted)s."),
    (DeliveryCheck.LANGUAGE, ""): _("It reads like %(found)s and not like %(wanted)s."),
    (DeliveryCheck.TRACKED_CHANGES, ""): _(
        "Changes in %(file)s that nobody accepted or refused: %(count)s."
    ),
    (DeliveryCheck.COMMENTS_LEFT, ""): _("Comments left in %(file)s: %(count)s."),
    (DeliveryCheck.TERM_MISSING, ""): _(
        "The glossary has %(missing)s for %(term)s, and it is not there."
    ),
    (DeliveryCheck.TERM_FORBIDDEN, ""): _(
        "The glossary forbids %(found)s as the translation of %(term)s."
    ),
    (DeliveryCheck.NAME_TRANSLATED, ""): _("The name %(missing)s is to stay as it is."),
    (DeliveryCheck.BIDI_CONTROL, ""): _("Unseen signs turn the direction of the text: %(found)s."),
    (DeliveryCheck.ZERO_WIDTH, ""): _("Unseen signs stand in the text: %(found)s."),
    (DeliveryCheck.DOUBLED_TEXT, ""): _("This stands there twice: %(found)s"),
}
FOUND_INSTEAD = _("Found instead: %(found)s.")
# What a file holds that people should know; counts and lists stand at the end of the sentence.
FILE_NOTES = {
    FileNote.MACROS: _("It holds macros. Nobody here runs them."),
    FileNote.TRACKED_CHANGES: _(
        "It holds tracked changes: %(insertions)s inserted, %(deletions)s deleted."
    ),
    FileNote.COMMENTS: _("It holds comments that are not counted: %(count)s."),
    FileNote.HIDDEN_TEXT: _("It holds hidden text that is not counted, in words: %(words)s."),
    FileNote.HIDDEN_SHEETS: _("It holds hidden sheets that are not counted: %(sheets)s."),
    FileNote.HIDDEN_SLIDES: _("It holds hidden slides that are not counted: %(slides)s."),
    FileNote.EMBEDDED_OBJECTS: _("Other files are embedded in it: %(count)s."),
    FileNote.PICTURES: _("It holds pictures, in which text may stand: %(count)s."),
    FileNote.FORM_FIELDS: _("It holds fields to fill in: %(count)s."),
    FileNote.PAGES_WITHOUT_TEXT: _("No text can be read on these pages: %(pages)s."),
    FileNote.NOT_TAGGED_PDF: _("It is a PDF without tags, which screen readers read badly."),
    FileNote.EXTERNAL_LINKS: _("It would fetch something from outside when opened: %(first)s."),
    FileNote.ENCODING_GUESSED: _("How its letters are stored had to be guessed: %(encoding)s."),
    FileNote.ENCRYPTED_BUT_OPENS: _("It is protected, but opens without a password."),
    FileNote.REPAIRED: _("It was damaged, and read as far as it could be."),
    FileNote.TRANSLATED_BEFORE: _(
        "It holds translations already: %(translated)s done, %(fuzzy)s unsure, %(untranslated)s"
        " missing."
    ),
    FileNote.NOT_READ: _("Its text is not read here, so its words are not counted."),
}


def finding_said(
    check: str, facts: Mapping[str, Any], *, lang: str, names: Mapping[str, str]
) -> Markup:
    """What a check found, as one sentence; `lang` is the tag of the delivery's language.

    What stands in the delivery is marked as of that language, so that it is read aloud rightly.
    """
    one = DeliveryCheck(check)
    told = {key: _marked(one, key, str(value), lang, names) for key, value in facts.items()}
    pair = (one, str(facts.get("kind", "")))
    plain = str(FINDINGS.get(pair) or FINDINGS[one, ""])
    sentence = escape(plain) % _Known(told)
    if "found" in facts and "%(found)s" not in plain:
        sentence += Markup(" ") + escape(str(FOUND_INSTEAD)) % told
    return sentence


def file_notes_said(reading: Mapping[str, Any]) -> list[str]:
    """What people should know about a file, from its kept reading: one sentence each."""
    return [
        str(FILE_NOTES[FileNote(note)]) % _Known({key: str(one) for key, one in facts.items()})
        for note, facts in reading.get("notes", ())
    ]


class _Known(dict[str, Any]):
    """Facts that an older entry did not keep are read as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _marked(
    check: DeliveryCheck, key: str, value: str, lang: str, names: Mapping[str, str]
) -> Markup | str:
    """One fact of a finding: a name in the page's language, or a piece of text with its own."""
    if check is DeliveryCheck.SCRIPT:
        return str(Locale.parse(page_locale(), sep="-").scripts.get(value, value))
    if check is DeliveryCheck.LANGUAGE:
        return names.get(value, value)
    if key == "found" and check is not DeliveryCheck.SAME_AS_SOURCE:
        return Markup('<bdi lang="{}">{}</bdi>').format(lang, value)
    return Markup("<bdi>{}</bdi>").format(value)
