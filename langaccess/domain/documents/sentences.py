"""Every reason of a decision as one whole sentence that a clerk can read aloud."""

from collections.abc import Callable, Mapping

from langaccess.domain.documents.reasons import Fact, Reason, Why

Plural = tuple[str, str]
Words = Callable[[str, Fact], str]


def _(message: str) -> str:
    """Mark a text for the catalogues; it is looked up when the sentence is told."""
    return message


def ngettext(one: str, many: str) -> Plural:
    """Mark a text that counts for the catalogues; the form is chosen when it is told."""
    return one, many


def _as_it_is(message: str) -> str:
    return message


def _in_english(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


# Placeholders are the reason's facts; those that end in _on and _at are told as days and moments.
SENTENCES: Mapping[Why, str | Plural] = {
    Why.MATCHED_HEALTH: _(
        "Rule %(rule)s protects people's health and asks for class %(class_id)s; its ground is"
        " %(ground)s."
    ),
    Why.MATCHED_SAFETY: _(
        "Rule %(rule)s protects people's safety and asks for class %(class_id)s; its ground is"
        " %(ground)s."
    ),
    Why.MATCHED_COMPLIANCE: _(
        "Rule %(rule)s keeps a legal duty and asks for class %(class_id)s; its ground is"
        " %(ground)s."
    ),
    Why.MATCHED_SERVICE: _(
        "Rule %(rule)s keeps a service open to everybody and asks for class %(class_id)s; its"
        " ground is %(ground)s."
    ),
    Why.MATCHED_OUTREACH: _(
        "Rule %(rule)s informs residents and asks for class %(class_id)s; its ground is %(ground)s."
    ),
    Why.UNKNOWN_TYPE: _("No rule names the document type %(document_type)s."),
    Why.MOST_URGENT: _(
        "The most urgent rule that matches decides: class %(class_id)s, %(class_name)s."
    ),
    Why.NO_MATCH: _(
        "No rule matches, so it falls in the last class: %(class_id)s, %(class_name)s."
    ),
    Why.RAISED: _(
        "The role %(role)s raised it to class %(class_id)s, %(class_name)s, for this reason:"
        " %(reason)s."
    ),
    Why.RAISE_UNKNOWN: _(
        "It was not raised, because there is no class %(class_id)s; the classes are %(classes)s."
    ),
    Why.RAISE_NO_HIGHER: _(
        "It was not raised, because class %(class_id)s is no more urgent than what its rules give."
    ),
    Why.RAISE_CLOSED: _(
        "It was not raised, because the rules let nobody raise to class %(class_id)s."
    ),
    Why.RAISE_NOT_ALLOWED: _(
        "It was not raised, because the role %(role)s may not raise to class %(class_id)s; these"
        " may: %(roles)s."
    ),
    Why.RAISE_BY_NOBODY: _(
        "It was not raised, because nobody is named who raised it; these roles may raise to class"
        " %(class_id)s: %(roles)s."
    ),
    Why.RAISE_NO_REASON: _(
        "It was not raised to class %(class_id)s, because the role %(role)s gave no reason."
    ),
    Why.PREEMPTS: _("Work of this class goes before all other work, day and night."),
    Why.CAME_BEFORE_CLOSING: _(
        "It came on %(received_on)s before closing, so it counts from that day."
    ),
    Why.CAME_AFTER_CLOSING: _(
        "It came on %(received_on)s after closing, so it counts from %(counts_from_on)s."
    ),
    Why.CAME_ON_HOLIDAY: _(
        "It came on %(received_on)s, a holiday (%(holiday)s), so it counts from %(counts_from_on)s."
    ),
    Why.CAME_ON_CLOSED_DAY: _(
        "It came on %(received_on)s, when the city is closed, so it counts from %(counts_from_on)s."
    ),
    Why.ALLOWS_HOURS: ngettext(
        "It came on %(received_at)s, and class %(class_id)s allows %(count)s hour, day or night:"
        " until %(turnaround_at)s.",
        "It came on %(received_at)s, and class %(class_id)s allows %(count)s hours, day and night:"
        " until %(turnaround_at)s.",
    ),
    Why.ALLOWS_DAYS: ngettext(
        "Class %(class_id)s allows %(count)s business day after that: until %(turnaround_at)s.",
        "Class %(class_id)s allows %(count)s business days after that: until %(turnaround_at)s.",
    ),
    Why.LEGAL_DEADLINE: _("Its earliest date is the legal deadline, %(wanted_on)s."),
    Why.LEGAL_DEADLINE_BY: _(
        "Its earliest date is the legal deadline, %(wanted_on)s, by %(ground)s."
    ),
    Why.PUBLISH_ON: _("Its earliest date is the day of publication, %(wanted_on)s."),
    Why.NEEDED_BY: _("Its earliest date is the day by which it is needed, %(wanted_on)s."),
    Why.DATE_IS_CLOSED: _(
        "The city does not work on %(wanted_on)s, so the business day before it counts:"
        " %(worked_on)s."
    ),
    Why.TAKES_DAYS: _(
        "Business days needed before that date are %(mailing)s for mailing, %(printing)s for"
        " printing and %(layout)s for layout, so the text must be ready by %(ready_at)s."
    ),
    Why.DUE_BY_TURNAROUND: _("The time that its class allows decides: it is due by %(due_at)s."),
    Why.DUE_BY_DATE: _("Its own date decides: it is due by %(due_at)s."),
    Why.FINISHED_BY: _("With the layout, it must be finished by %(finish_by_at)s."),
    Why.WAS_PAST: _("That moment had already passed when it came in, on %(received_at)s."),
    Why.FIRST_RELEASE: _("A first short notice must be out by %(first_release_at)s."),
    Why.BONUS: ngettext(
        "It moves up in the queue by %(count)s hour for %(bonus)s.",
        "It moves up in the queue by %(count)s hours for %(bonus)s.",
    ),
    Why.RANKS_AT: _("In the queue it therefore stands as if it were due by %(rank_at)s."),
    Why.VENDOR_TRANSLATES: _(
        "Nobody in the city is qualified to translate into %(languages)s, so a vendor does."
    ),
    Why.VENDOR_REVISES: _(
        "Nobody else in the city is qualified to revise %(languages)s, so a vendor does."
    ),
    Why.ON_HOLD: _("Work on %(languages)s is on hold; its dates hold if it goes on at once."),
    Why.TOO_LATE: _(
        "With the people there are and the work before it, %(languages)s would be finished by"
        " %(finish_at)s, after it is due on %(due_at)s."
    ),
    Why.SHORT_NOTICE_FIRST: _(
        "A short notice first could be out in %(languages)s by %(finish_at)s, instead of the whole"
        " by %(instead_at)s."
    ),
    Why.SECOND_TRANSLATOR: _(
        "With a second translator sharing it, %(languages)s could be finished by %(finish_at)s"
        " instead of %(instead_at)s."
    ),
    Why.VENDOR: _(
        "If a vendor translates it, %(languages)s could be finished by %(finish_at)s instead of"
        " %(instead_at)s."
    ),
    Why.DROP_LAYOUT: _(
        "Without layout, %(languages)s could be finished by %(finish_at)s instead of"
        " %(instead_at)s."
    ),
    Why.READY_LANGUAGES_FIRST: _(
        "Without waiting for the other languages, %(languages)s could be out by %(finish_at)s"
        " instead of %(instead_at)s."
    ),
}


def sentence(
    reason: Reason,
    words: Words,
    *,
    gettext: Callable[[str], str] = _as_it_is,
    choose: Callable[[str, str, int], str] = _in_english,
) -> str:
    """The reason as one sentence, in English unless a catalogue is given.

    `words` tells a fact by its name and value: days and moments in the reader's way. `gettext` and
    `choose` (ngettext) look the sentence up.
    """
    found = SENTENCES[reason.why]
    count = int(reason.facts.get("count", 0))
    told = gettext(found) if isinstance(found, str) else choose(*found, count)
    return told % {name: words(name, value) for name, value in reason.facts.items()}
