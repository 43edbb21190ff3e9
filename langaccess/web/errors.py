"""Refusals as people are told them: a status, a sentence, and the other way to an interpreter."""

import logging
import time

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from langaccess.domain import accounts, counter, dispatch, errors, languages, people, vendors
from langaccess.domain import time as time_rules
from langaccess.domain.access import NotAllowed
from langaccess.domain.vendors import Line
from langaccess.services.dispatch.lines import emergency_line
from langaccess.storage.base import db
from langaccess.web import document_refusals
from langaccess.web.access import current_person, now
from langaccess.web.page import city
from langaccess.web.resume import resume_page

log = logging.getLogger(__name__)

STATUS: dict[type[errors.WorkError], int] = {
    errors.Missing: 404,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Invalid: 422,
}

SENTENCES = {
    NotAllowed: _("You may not do this."),
    accounts.AccountUnknown: _("Nobody here has this address."),
    accounts.LinkUnknown: _("This link was used already, or it has expired."),
    accounts.PasswordUnfit: _(
        "The password needs 15 to 256 characters, and it must not be your name or address."
    ),
    accounts.TokenUnknown: _("This token does not exist any more."),
    accounts.TooManyTries: _("Too many tries. Wait 15 minutes, then try again."),
    accounts.WrongPassword: _("The email address or the password is wrong."),
    counter.LocationUnknown: _("There is no such location."),
    counter.NobodyWaits: _("Nobody is waiting."),
    counter.TicketAlreadyCalled: _("Another desk called this number first."),
    counter.TicketUnknown: _("There is no such number today."),
    dispatch.EncounterOver: _("This request is over. Nothing more can be done in it."),
    dispatch.EncounterUnknown: _("There is no such request."),
    dispatch.FollowUpIncomplete: _(
        "A follow-up needs a person, a time, and a way to reach the resident."
    ),
    dispatch.ModalityUnfit: _("Sign language cannot be interpreted by phone."),
    dispatch.NobodyToConnect: _("Nobody has accepted, so nobody can be connected."),
    dispatch.NoVendorAnswers: _("No vendor line serves this language in this way right now."),
    dispatch.OfferAnswered: _("You answered this offer already."),
    dispatch.OfferEnded: _("This request has ended. Thank you for answering."),
    dispatch.OfferTaken: _("Another interpreter accepted first. Thank you for answering."),
    dispatch.OfferUnknown: _("There is no such offer for you."),
    dispatch.PreferenceMissing: _("Ask first how the person prefers to communicate."),
    dispatch.ReasonMissing: _("Say why the resident was not served."),
    dispatch.TicketTaken: _("A colleague is already finding an interpreter for this resident."),
    languages.LanguageNotOffered: _("This language is not offered for interpreting."),
    languages.LanguageUnknown: _("This language is not in the register."),
    languages.VariantMustBeAsked: _("This name covers several languages. Ask which one."),
    people.AlreadyInConversation: _("You are in another conversation. Finish it first."),
    people.EmailTaken: _("Another person has this email address."),
    people.LevelUnknown: _("This scale has no such level."),
    people.PersonUnknown: _("There is no such person."),
    people.QualificationUnknown: _("There is no such qualification."),
    languages.NotInterpreted: _("This language is only written, so nobody can interpret it."),
    languages.VariantUnfit: _(
        "Choose another language that is used in the same way: spoken or signed."
    ),
    people.AbsenceUnknown: _("This absence does not exist any more."),
    people.CapInvalid: _("Type a whole number from 1 on, or leave it empty."),
    people.ConflictSubjectUnclear: _("Choose a department or type a reference: one of the two."),
    people.ConflictUnknown: _("This conflict of interest does not exist any more."),
    people.DepartmentUnknown: _("There is no such department."),
    people.EmailInvalid: _("Type an email address like name@city.example."),
    people.HoursInvalid: _("Hours must end after they begin, within one day."),
    people.HoursOverlap: _("Two stretches of hours overlap."),
    people.LastOverseer: _("Nobody would be left who may look after people."),
    people.ListingUnknown: _("The person is not on this list any more."),
    people.NameMissing: _("Type the person's name."),
    people.ScopesMissing: _("Choose at least one thing that the person may do."),
    people.ScopeUnfit: _("This language is not used in that way: spoken and written are apart."),
    people.ValidityUnordered: _("It must end after the first day it counts."),
    time_rules.EndsBeforeStart: _("The end must be after the start."),
    vendors.PhoneInvalid: _("Type the number with its country, beginning with a plus sign."),
    vendors.VendorHoursInvalid: _("Hours must end after they begin, within one day."),
    vendors.VendorIncomplete: _(
        "A vendor needs a name, a place in the order from 1 on, and a rate."
    ),
    vendors.VideoLinkInvalid: _("A line that serves video needs a link that begins with https://."),
    vendors.ScriptInvalid: _("The script names a field that nothing can fill in."),
    vendors.VendorNameTaken: _("Another vendor has this name."),
    vendors.VendorOrderTaken: _("Another vendor stands at this place in the order."),
    vendors.VendorUnknown: _("There is no such vendor."),
    **document_refusals.SENTENCES,
}

HEADINGS = {
    400: _("This form cannot be accepted"),
    401: _("Sign in first"),
    403: _("You may not do this"),
    404: _("Page not found"),
    405: _("Page not found"),
    409: _("This is not possible any more"),
    413: _("That is too large"),
    422: _("Something is missing or wrong"),
    429: _("Too many tries"),
    500: _("Something went wrong here"),
    503: _("The service is not available for a moment"),
}
ADVICE = {
    400: _("The form was old or not ours. Go back, load the page again and send it once more."),
    404: _("It does not exist, or not for you. Check the address, or start from the counter."),
    413: _("Send a smaller file or less text."),
    500: _("It is noted, and nothing was done by halves. Try again."),
    503: _("Nothing was lost. Try again in a few seconds."),
}
RETRY_SECONDS = 5
LINE_KEPT_SECONDS = 300

_lines: dict[int | None, tuple[float, Line | None]] = {}


def set_up(app: Flask) -> None:
    """Let the application tell refusals and faults our way."""
    app.register_error_handler(errors.WorkError, tell)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, http_fault)
    app.register_error_handler(DBAPIError, unavailable)
    app.register_error_handler(Exception, fault)


def sentence_of(error: errors.WorkError) -> str:
    """What a person is told of a refusal."""
    told = str(SENTENCES.get(type(error), HEADINGS[status_of(error)]))
    facts = document_refusals.facts_of(error)
    return told % facts if facts else told


def status_of(error: errors.WorkError) -> int:
    """The HTTP status of a refusal."""
    return next(code for kind, code in STATUS.items() if isinstance(error, kind))


def tell(error: errors.WorkError) -> ResponseReturnValue:
    """The page for one of our own refusals."""
    code = status_of(error)
    return refusal(code, [sentence_of(error)])


def forged(error: CSRFError) -> ResponseReturnValue:
    """A form without its token: the page was old, or the form was not ours."""
    if current_person() is not None and request.headers.get("Sec-Fetch-Site") == "same-origin":
        return resume_page(request.full_path.rstrip("?"), is_read=True)
    log.warning("refused a form without a valid token at %s: %s", request.path, error.description)
    return refusal(400, [str(ADVICE[400])])


def http_fault(error: HTTPException) -> ResponseReturnValue:
    """The page for what Flask itself refuses."""
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    if request.accept_mimetypes.best == "application/json":
        return {"status": code, "title": str(HEADINGS.get(code, error.name))}, code
    return refusal(code if code in HEADINGS else 400, [str(ADVICE.get(code, error.name))])


def unavailable(error: SQLAlchemyError) -> ResponseReturnValue:
    """The page while the database is locked, full, or gone: the vendor's line stands on it."""
    log.error("database: %s", type(getattr(error, "orig", error)).__name__, exc_info=error)
    body, code = refusal(503, [str(ADVICE[503])])
    return body, code, {"Retry-After": str(RETRY_SECONDS)}


def fault(error: Exception) -> ResponseReturnValue:
    """The page for a fault of ours: logged whole, told briefly."""
    log.error("fault at %s", request.path, exc_info=error)
    return refusal(500, [str(ADVICE[500])])


def refusal(
    code: int, sentences: list[str], actions: list[tuple[str, str]] | None = None
) -> tuple[str, int]:
    """An error page that names the other way to get an interpreter, on the page itself.

    `actions` are (text, address) of where one may go from there, the likeliest first.
    """
    db.session.rollback()
    page = render_template(
        "shared/refusal.html",
        heading=str(HEADINGS[code]),
        sentences=sentences,
        status_code=code,
        vendor_line=known_line(),
        after_hours=None if city().is_open(now()) else city().rules.after_hours,
        actions=actions or [(gettext("Back to the start"), "/")],
    )
    return page, code


def remember_line() -> None:
    """Keep this person's vendor line at hand for the moment the database is away."""
    known_line()


def known_line() -> Line | None:
    """The vendor line for this person's department; from memory while the database is away."""
    person = current_person() or g.get("remembered")
    if person is None:
        return None  # codes are for signed-in staff
    kept_at, line = _lines.get(person.department_id, (0.0, None))
    if time.monotonic() - kept_at > LINE_KEPT_SECONDS and not g.get("asking_for_line"):
        g.asking_for_line = True
        try:
            line = emergency_line(db.session(), person.department_id, now(), city())
            _lines[person.department_id] = (time.monotonic(), line)
        except SQLAlchemyError:
            current_app.logger.warning("the vendor's line is shown from memory")
    return line
