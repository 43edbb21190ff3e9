"""The words of every message about a document: what happened, and what an agency is asked for."""

import mimetypes
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langaccess.adapters.mail import Attachment
from langaccess.adapters.store import FileStore
from langaccess.cli.letter_facts import language_name, locale_of, moment
from langaccess.domain.documents.events import SENTENCES, TOLD, Happening
from langaccess.domain.documents.workflow import Step
from langaccess.services.documents.agencies import LINK_LASTS
from langaccess.storage.notices import Notice

LookUp = Callable[[str], str]
OUR_KIND = "document_"
FOR_VENDOR = "document_for_vendor"
WANTED = f"{OUR_KIND}{Happening.WANTED}"
# Mail servers refuse larger letters; files grow by a third on their way.
ATTACHED_BYTES_AT_MOST = 10 * 1024 * 1024
# The same in every language and every letter, so that a document's letters stand together.
SUBJECT = "[%(reference)s] %(title)s"


def _(message: str) -> str:
    """Mark a text for the catalogues; it is looked up when the letter is written."""
    return message


STEPS = {
    Step.TRANSLATE: _("translation"),
    Step.REVISE: _("revision by a second person"),
    Step.REVIEW: _("review by an expert of the subject"),
    Step.LAYOUT: _("layout"),
}
# What the reader can do about it, where that is not plain from what happened.
WHAT_NEXT = {
    Happening.OFFERED: _("Whoever is asked takes it, or declines it, on the document's page."),
    Happening.REMINDED: _("Whoever is asked takes it, or declines it, on the document's page."),
    Happening.EXPIRED: _("Somebody else can be asked on the document's page."),
    Happening.DECLINED: _("Somebody else can be asked on the document's page."),
    Happening.AT_RISK: _("The document's page says what would help."),
    Happening.ASKED: _("The question is answered on the document's page."),
    Happening.WANTED: _("How to reach them: %(contact)s"),
    Happening.NEW_VERSION: _(
        "Translations of the older version stay where they are until they are replaced."
    ),
}
PAGE = _("The document's page: %(page)s")
ASKED_OF_VENDOR = _(
    "We ask you to work on a document for us.\n"
    "\n"
    "Title: %(title)s\n"
    "Reference: %(reference)s\n"
    "Work: %(step)s\n"
    "Language: %(language)s\n"
    "Words: %(words)s\n"
    "Due: %(due_at)s"
)
FILES_ATTACHED = _("The files are attached.")
FILES_ON_PAGE = _("The files are too large for a message; the page of the link below offers them.")
HAND_OVER = _(
    "Hand over your files here, and say that you checked your own work: %(deliver)s\n"
    "\n"
    "The link is for this work alone. It works once, for %(days)s days."
)


@dataclass(frozen=True, slots=True)
class Told:
    """One letter about a document, as far as it is about the document."""

    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


KINDS = frozenset({FOR_VENDOR, WANTED, *(f"{OUR_KIND}{one}" for one in TOLD)})


def document_letter(
    notice: Notice, look_up: LookUp, *, public_url: str, zone: str, store: FileStore
) -> Told:
    """A notice of one of our KINDS in its recipient's language.

    An agency's letter carries the files as long as they fit, and else says where they are.
    Raises OSError while a file that belongs to it cannot be read.
    """
    facts = _facts(notice, look_up, public_url, zone)
    subject = " ".join((SUBJECT % facts).split())
    if notice.kind == FOR_VENDOR:
        attached = _attachments(store, notice.facts["files"])
        named = FILES_ATTACHED if attached else FILES_ON_PAGE
        parts = (ASKED_OF_VENDOR, named, HAND_OVER)
        return Told(subject, _text(parts, look_up, facts), attached)
    happening = Happening(notice.kind.removeprefix(OUR_KIND))
    parts = (SENTENCES[happening], WHAT_NEXT.get(happening, ""), PAGE)
    return Told(subject, _text(parts, look_up, facts))


def _text(parts: Sequence[str], look_up: LookUp, facts: Mapping[str, str]) -> str:
    return "\n\n".join(look_up(part) % facts for part in parts if part) + "\n"


def _facts(notice: Notice, look_up: LookUp, public_url: str, zone: str) -> dict[str, str]:
    """What fills the places of the sentences, told in the recipient's way."""
    locale = locale_of(notice.locale)
    # A fact that is not there leaves its place empty: no letter may stop those behind it.
    told = defaultdict(str, {key: str(value) for key, value in notice.facts.items()})
    told["whom"] = told["whom"] or told["who"]
    for name in ("language", "languages"):
        tags = told[name].split(", ")
        told[name] = ", ".join(language_name(tag, locale) for tag in tags)
    for name in ("due_at", "finish_at"):
        if name in told:
            told[name] = moment(told[name], zone, locale)
    if "step" in told:
        told["step"] = look_up(STEPS[Step(told["step"])])
    told["page"] = f"{public_url}/documents/{told['reference']}"
    told["deliver"] = f"{public_url}/deliver/{told['token']}"
    told["days"] = str(LINK_LASTS.days)
    return told


def _attachments(store: FileStore, files: Sequence[Any]) -> tuple[Attachment, ...]:
    """The files as they lie in the store; none of them where together they are too large."""
    paths = [store.path_of(sha256) for _, sha256 in files]
    if sum(path.stat().st_size for path in paths) > ATTACHED_BYTES_AT_MOST:
        return ()
    return tuple(
        Attachment(" ".join(name.split()), _media_type(name), path.read_bytes())
        for (name, _), path in zip(files, paths, strict=True)
    )


def _media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
