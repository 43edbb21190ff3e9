"""The words only supervisors and coordinators read: deeds, steps of the ladder, clocks, lists."""

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from langaccess.domain.clocks import Channel, Within
from langaccess.domain.languages import Modality
from langaccess.domain.people import Direction
from langaccess.domain.rules.model import Fallback, Ring, Step
from langaccess.storage.people import ListKind

MODALITIES = {
    Modality.SPOKEN: _("Spoken"),
    Modality.SIGNED: _("Signed"),
    Modality.WRITTEN: _("Written"),
}
DIRECTIONS = {
    Direction.BOTH: _("Both directions"),
    Direction.INTO_ENGLISH: _("Into English only"),
    Direction.FROM_ENGLISH: _("From English only"),
}
LISTS = {
    ListKind.ONLY: _("Call only these people"),
    ListKind.NEVER: _("Do not call these people"),
}
LISTED = {
    ListKind.ONLY: _("On the list of people to call"),
    ListKind.NEVER: _("On the list of people not to call"),
}
RINGS = {
    Ring.SAME_SITE: _("Ring qualified people at the same site."),
    Ring.CITY: _("Ring qualified people in the whole city."),
}
FALLBACKS = {
    Fallback.CALL_BACK: _("Offer the resident a call back."),
    Fallback.BOOKING: _("Offer the resident an appointment with an interpreter."),
}
WITHIN = {
    Within.SAME_BUSINESS_DAY: _("The same business day"),
    Within.NEXT_BUSINESS_DAY: _("The next business day"),
    Within.BUSINESS_WEEK: _("The last business day of the week"),
}
CONTACTS = {
    Channel.COUNTER: _("At the counter"),
    Channel.PHONE: _("By phone"),
    Channel.VOICEMAIL: _("Voicemail"),
    Channel.EMAIL: _("Email"),
    Channel.WEB: _("Web form"),
    Channel.FAX: _("Fax"),
    Channel.LETTER: _("Letter"),
    Channel.SOCIAL: _("Social media"),
    Channel.INTERNAL: _("Another department"),
}
# What is done to a person, as far as a coordinator asks about it.
PERSON_DEEDS = {
    "add_absence": _("An absence was noted"),
    "add_account": _("The account was made"),
    "add_person": _("The person was added"),
    "add_qualification": _("A qualification was recorded"),
    "change_person": _("The profile was changed"),
    "change_qualification": _("A qualification was changed"),
    "clear_listing": _("Was taken off a department's list"),
    "declare_conflict": _("A conflict of interest was noted"),
    "end_qualification": _("A qualification was ended"),
    "make_interpreter": _("Became an interpreter"),
    "make_password_link": _("A link to set a password was made"),
    "remove_absence": _("An absence was removed"),
    "set_daily_cap": _("The most conversations a day were set"),
    "set_hours": _("The hours of the week were set"),
    "set_listing": _("Was put on a department's list"),
    "set_password": _("The password was set"),
    "withdraw_conflict": _("A conflict of interest ended"),
}
DEEDS = {
    "accept_offer": _("Accepted the offer"),
    "alert_supervisor": _("The supervisor was alerted"),
    "answer_as_interpreter": _("Answered the interpreter's two questions"),
    "cancel_encounter": _("Cancelled the request"),
    "close_encounter": _("Closed the record"),
    "confirm_stand_in": _("Confirmed what the stand-in interpreted"),
    "connect": _("The conversation began"),
    "decline_offer": _("Declined the offer"),
    "finish_conversation": _("Ended the conversation"),
    "give_up_search": _("Nobody looked after the search any more, so it was closed"),
    "note_vendor_silent": _("The vendor's line did not answer"),
    "release_interpreter": _("The interpreter did not connect and was released"),
    "request_interpreter": _("Asked for an interpreter"),
    "ring_again": _("Rang our own people again"),
    "use_vendor": _("Went to the vendor's line"),
}


def deed(name: str) -> str:
    """What was done, in words; a deed without words of its own keeps its name."""
    told = DEEDS.get(name)
    return str(told) if told is not None else name.replace("_", " ").capitalize()


def step_words(step: Step) -> list[str]:
    """Everything one step of the ladder does, a sentence each."""
    told = []
    if step.ring is not None:
        told.append(str(RINGS[step.ring]))
    if step.vendor is not None:
        told.append(gettext("Start vendor %(place)s in the order.", place=step.vendor))
    if step.alert is not None:
        told.append(gettext("Alert the supervisor."))
    return told + [str(FALLBACKS[one]) for one in step.offer]


def seconds(count: int) -> str:
    """A number of seconds as people read it."""
    if count < 60:
        return str(ngettext("%(num)s second", "%(num)s seconds", count))
    if count % 60 == 0:
        return str(ngettext("%(num)s minute", "%(num)s minutes", count // 60))
    return str(gettext("%(minutes)s min %(seconds)s s", minutes=count // 60, seconds=count % 60))
