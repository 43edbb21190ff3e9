"""Moving a job: every press of a button on its page, refused where it does not fit any more."""

from collections.abc import Callable, Mapping

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import Step
from langaccess.services.documents import deliveries, finish, holding, versions, work
from langaccess.services.documents.assign import accept_step, decline_step, release_step
from langaccess.storage.base import begin_write, db
from langaccess.storage.documents.work import job_seen
from langaccess.web.access import allow, current_actor, now, person_here, takes_files
from langaccess.web.communications.blueprint import pages
from langaccess.web.communications.job import job_page, moved
from langaccess.web.communications.job_forms import NothingForm
from langaccess.web.communications.job_panels import form_of
from langaccess.web.communications.job_parts import reason_form
from langaccess.web.communications.uploads import take_in
from langaccess.web.page import city

_FORM_FIELDS = ("reason", "engine", "on", "title", "subject")
# What each press does: the deed, whether it asks the city's rules, and what is said afterwards.
_DEEDS: Mapping[str, tuple[Callable[..., object], object]] = {
    "start": (work.start_step, _("You have begun. The others see that it is in work.")),
    "machine": (holding.declare_machine, _("It is noted that a machine translated first.")),
    "send-back": (work.send_back, _("It went back to the translator.")),
    "hold": (holding.hold, _("It is on hold. Its clock stands still.")),
    "resume": (holding.resume, _("It goes on.")),
    "take-up": (versions.take_version_up, _("The work goes on with the newest source.")),
    "verify": (finish.verify, _("It is verified with your name, and delivered.")),
    "publish": (finish.publish, _("It is published. Residents can find it.")),
    "withdraw": (finish.withdraw, _("It is withdrawn. Residents cannot find it any more.")),
}
_ASKS_THE_RULES = frozenset({"machine"})


@pages.post(
    "/documents/<reference>/<tag>/<any('start', 'machine', 'send-back', 'hold', 'resume',"
    " 'take-up', 'verify', 'publish', 'withdraw'):move>"
)
@allow(Permission.DOCUMENT_REQUEST)
def move_job(reference: str, tag: str, move: str) -> ResponseReturnValue:
    """Do what a button of the job's page says; the deed knows who may."""
    form = form_of(move)
    deed, told = _DEEDS[move]
    rules = (city(),) if move in _ASKS_THE_RULES else ()

    def run() -> object:
        typed = {name: form[name].data for name in _FORM_FIELDS if name in form}
        return deed(
            db.session(),
            current_actor(),
            *rules,
            reference=reference,
            tag=tag,
            now=now(),
            **{name: "" if value is None else value for name, value in typed.items()},
        )

    return moved(reference, tag, move, form, run, str(told))


@pages.post("/documents/<reference>/<tag>/hand-over/<any(translate, revise, review, layout):step>")
@allow(Permission.DOCUMENT_REQUEST)
@takes_files
def hand_over(reference: str, tag: str, step: str) -> ResponseReturnValue:
    """End a step: files are read before anything is written, then the job goes on."""
    form = form_of(step)
    if job_seen(db.session(), current_actor(), reference, tag) is None:
        return job_page(reference, tag)
    intake = take_in(person_here().account_id)
    if intake.faults:
        form["files"].errors = intake.faults
        return job_page(reference, tag, bound={step: form}, kept=intake.kept), 422
    begin_write(db.session())
    handed = work.HandOver(
        Step(step),
        intake.uploads,
        is_self_checked="is_self_checked" in form and form["is_self_checked"].data,
        note=form["note"].data or "",
    )

    def run() -> object:
        actor = current_actor()
        return work.hand_over(db.session(), actor, handed, reference=reference, tag=tag, now=now())

    return moved(reference, tag, step, form, run, gettext("It is handed over."), kept=intake.kept)


@pages.post(
    "/documents/<reference>/<tag>/asked/<int:assignment_id>/<any(accept, decline, release):answer>"
)
@allow(Permission.DOCUMENT_REQUEST)
def answer_offer(reference: str, tag: str, assignment_id: int, answer: str) -> ResponseReturnValue:
    """Say yes or no to what one is asked for; or take it back, with a reason."""
    session, actor = db.session(), current_actor()
    if answer == "accept":
        return moved(
            reference,
            tag,
            answer,
            NothingForm(),
            lambda: accept_step(session, actor, assignment_id=assignment_id, now=now()),
            gettext("It is yours."),
        )
    form = reason_form(answer, assignment_id)
    deed = decline_step if answer == "decline" else release_step

    def run() -> object:
        reason = str(form.reason.data or "")
        return deed(session, actor, assignment_id=assignment_id, reason=reason, now=now())

    told = gettext("It is declined.") if answer == "decline" else gettext("It is taken back.")
    key = f"{answer}-{assignment_id}"
    # Whoever said no may not see the document any more.
    back = None if actor.may(Permission.DOCUMENTS_MANAGE) else "/my-work"
    return moved(reference, tag, key, form, run, told, back=back)


@pages.post("/documents/<reference>/<tag>/findings/<int:finding_id>/waive")
@allow(Permission.DOCUMENT_REQUEST)
def waive_finding(reference: str, tag: str, finding_id: int) -> ResponseReturnValue:
    """Say why something that a check found is no fault."""
    form = reason_form("waive", finding_id)

    def run() -> object:
        return deliveries.waive_finding(
            db.session(),
            current_actor(),
            reference=reference,
            tag=tag,
            finding_id=finding_id,
            reason=str(form.reason.data or ""),
            now=now(),
        )

    told = gettext("It is noted why this is no fault.")
    return moved(reference, tag, f"waive-{finding_id}", form, run, told)
