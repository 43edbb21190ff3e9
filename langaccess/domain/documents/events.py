"""What happens to a document, in the words in which its history and its letters tell it."""

from enum import StrEnum


def _(message: str) -> str:
    """Mark a text for the catalogues; it is looked up where it is shown."""
    return message


class Happening(StrEnum):
    """One kind of thing that happens to a document or one of its jobs."""

    REQUESTED = "requested"
    RAISED = "raised"
    RANKED = "ranked"
    DATE_MOVED = "date_moved"
    AT_RISK = "at_risk"
    OFFERED = "offered"
    REMINDED = "reminded"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    RELEASED = "released"
    STARTED = "started"
    TRANSLATED = "translated"
    REVISED = "revised"
    REVIEWED = "reviewed"
    LAID_OUT = "laid_out"
    SENT_BACK = "sent_back"
    HELD = "held"
    RESUMED = "resumed"
    MACHINE = "machine"
    WAIVED = "waived"
    DELIVERED = "delivered"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    NEW_VERSION = "new_version"
    TAKEN_UP = "taken_up"
    COMMENTED = "commented"
    ASKED = "asked"
    ANSWERED = "answered"
    WANTED = "wanted"


# One whole sentence each; `%(who)s` is who did it, `%(language)s` the job's language.
SENTENCES: dict[Happening, str] = {
    Happening.REQUESTED: _("%(who)s asked for this document in %(languages)s."),
    Happening.RAISED: _("%(who)s raised it to %(class_id)s: %(reason)s"),
    Happening.RANKED: _("The rules changed: its class is now %(class_id)s, due %(due_at)s."),
    Happening.DATE_MOVED: _("It is now expected to be done on %(finish_at)s."),
    Happening.AT_RISK: _("%(language)s may be late: it is due on %(due_at)s."),
    Happening.OFFERED: _("%(who)s asked %(whom)s for %(language)s: %(step)s."),
    Happening.REMINDED: _("%(whom)s has not answered yet about %(language)s."),
    Happening.ACCEPTED: _("%(whom)s took %(language)s: %(step)s."),
    Happening.DECLINED: _("%(whom)s declined %(language)s: %(reason)s"),
    Happening.EXPIRED: _("%(whom)s did not answer about %(language)s in time."),
    Happening.RELEASED: _("%(whom)s no longer has %(language)s: %(reason)s"),
    Happening.STARTED: _("%(whom)s began with %(language)s."),
    Happening.TRANSLATED: _("%(whom)s handed over the translation into %(language)s."),
    Happening.REVISED: _("%(whom)s revised %(language)s."),
    Happening.REVIEWED: _("%(whom)s reviewed %(language)s."),
    Happening.LAID_OUT: _("%(whom)s finished the layout of %(language)s."),
    Happening.SENT_BACK: _("%(who)s sent %(language)s back to be corrected: %(reason)s"),
    Happening.HELD: _("%(who)s put %(language)s on hold: %(reason)s"),
    Happening.RESUMED: _("%(who)s took %(language)s up again."),
    Happening.MACHINE: _("%(who)s declared that %(engine)s translated %(language)s first."),
    Happening.WAIVED: _("%(who)s waived a finding in %(language)s: %(reason)s"),
    Happening.DELIVERED: _("%(who)s verified %(language)s; it is delivered."),
    Happening.PUBLISHED: _("%(who)s published %(language)s."),
    Happening.WITHDRAWN: _("%(who)s withdrew %(language)s: %(reason)s"),
    Happening.CANCELLED: _("%(who)s cancelled %(language)s: %(reason)s"),
    Happening.NEW_VERSION: _("%(who)s brought version %(number)s of the source."),
    Happening.TAKEN_UP: _("%(who)s took version %(number)s into the work on %(language)s."),
    Happening.COMMENTED: _("%(who)s wrote: %(text)s"),
    Happening.ASKED: _("%(who)s asks: %(text)s"),
    Happening.ANSWERED: _("%(who)s answered: %(text)s"),
    Happening.WANTED: _("A resident asks for it in %(languages)s."),
}

# What is mailed to those concerned: every change of state. The rest stands in the history; what
# residents want goes to the team alone, with how to reach them.
TOLD = frozenset(Happening) - {
    Happening.STARTED,
    Happening.WAIVED,
    Happening.RANKED,
    Happening.MACHINE,
    Happening.WANTED,
}
