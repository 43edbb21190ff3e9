"""Every move of one language of a document, from offering it to publishing it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask.typing import ResponseReturnValue

from langaccess.domain.access import Permission
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    AssignmentUnknown,
    JobUnknown,
    Move,
    Step,
)
from langaccess.services.documents import assign, finish, holding, work
from langaccess.services.documents.work import HandOver
from langaccess.storage.base import db
from langaccess.storage.documents.jobs import Assignment, Job
from langaccess.storage.documents.work import job_seen
from langaccess.web.access import allow, current_actor, now, takes_files
from langaccess.web.api.blueprint import post
from langaccess.web.api.document_shapes import JobShown, TaskDone, job_shown
from langaccess.web.api.documents_files import BODY, uploads
from langaccess.web.api.problems import FieldsRefused
from langaccess.web.page import city

Told = Mapping[str, Any]
MOVES = ",".join(f"'{one.value}'" for one in Move)
_ASKED = (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)


@post(
    f"/documents/<reference>/tasks/<tag>/<any({MOVES}):step>",
    JobShown,
    takes=TaskDone,
    brings=BODY,
)
@allow(Permission.DOCUMENT_REQUEST)
@takes_files
def move_document(reference: str, tag: str, step: str, **told: Any) -> ResponseReturnValue:
    """Move one language of a document on; 409 says why it is not possible from where it is."""
    where = {"reference": reference, "tag": tag}
    move, job = Move(step), _job(where)
    if move in _OF_ASSIGNMENT:
        _OF_ASSIGNMENT[move](_assignment(job, move, told["work"]).id, told)
    else:
        _OF_JOB[move](where, told)
    db.session().flush()
    db.session().expire(job)  # whoever declined does not find it any more, and is still answered
    return job_shown(job, now=now())


def _offer(where: Told, told: Told) -> object:
    return assign.offer_step(
        db.session(),
        current_actor(),
        city(),
        **where,
        step=told["work"] or Step.TRANSLATE,
        account_id=told["person"],
        vendor_id=told["vendor"],
        now=now(),
    )


def _hand_over(step: Step) -> Callable[[Told, Told], object]:
    def deed(where: Told, told: Told) -> object:
        handed = HandOver(
            step, uploads(), is_self_checked=told["is_self_checked"], note=told["note"]
        )
        return work.hand_over(db.session(), current_actor(), handed, **where, now=now())

    return deed


def _because(deed: Callable[..., object]) -> Callable[[Told, Told], object]:
    """A deed that needs a reason."""
    return lambda where, told: deed(
        db.session(), current_actor(), **where, reason=told["reason"], now=now()
    )


def _plainly(deed: Callable[..., object]) -> Callable[[Told, Told], object]:
    return lambda where, _: deed(db.session(), current_actor(), **where, now=now())


def _publish(where: Told, told: Told) -> object:
    return finish.publish(
        db.session(),
        current_actor(),
        **where,
        title=told["title"],
        subject=told["subject"],
        now=now(),
    )


def _answer(deed: Callable[..., object], *, needs_reason: bool) -> Callable[[int, Told], object]:
    """A deed about one assignment."""

    def answer(assignment_id: int, told: Told) -> object:
        why = {"reason": told["reason"]} if needs_reason else {}
        return deed(db.session(), current_actor(), assignment_id=assignment_id, **why, now=now())

    return answer


_OF_ASSIGNMENT: Mapping[Move, Callable[[int, Told], object]] = {
    Move.ACCEPT: _answer(assign.accept_step, needs_reason=False),
    Move.DECLINE: _answer(assign.decline_step, needs_reason=True),
    Move.RELEASE: _answer(assign.release_step, needs_reason=True),
}
_OF_JOB: Mapping[Move, Callable[[Told, Told], object]] = {
    Move.OFFER: _offer,
    Move.START: _plainly(work.start_step),
    Move.TRANSLATE: _hand_over(Step.TRANSLATE),
    Move.REVISE: _hand_over(Step.REVISE),
    Move.REVIEW: _hand_over(Step.REVIEW),
    Move.LAYOUT: _hand_over(Step.LAYOUT),
    Move.SEND_BACK: _because(work.send_back),
    Move.VERIFY: _plainly(finish.verify),
    Move.PUBLISH: _publish,
    Move.WITHDRAW: _because(finish.withdraw),
    Move.CANCEL: _because(finish.cancel_job),
    Move.HOLD: _because(holding.hold),
    Move.RESUME: _plainly(holding.resume),
}


def _assignment(job: Job, move: Move, step: Step | None) -> Assignment:
    """Who is asked for what this move is about. Raises AssignmentUnknown, FieldsRefused."""
    me = current_actor().account_id
    found = [
        one
        for one in job.assignments
        if one.status in _ASKED and step in {None, one.step}
        if move is Move.RELEASE or one.account_id == me
    ]
    if len(found) > 1:
        raise FieldsRefused({"work": ["Say which step of the work is meant."]})
    if not found:
        raise AssignmentUnknown
    return found[0]


def _job(where: Told) -> Job:
    job = job_seen(db.session(), current_actor(), where["reference"], where["tag"])
    if job is None:
        raise JobUnknown
    return job
