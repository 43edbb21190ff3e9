"""What is handed over at the end of a step, and what the checks find in it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.documents.checks import (
    DeliveredFile,
    Finding,
    check_delivery,
)
from langaccess.domain.documents.events import Happening
from langaccess.domain.documents.files import FileNote
from langaccess.domain.documents.glossary import terms_in_force
from langaccess.domain.documents.text import Segment
from langaccess.domain.documents.workflow import (
    DeliveryUnknown,
    FindingStatus,
    JobUnknown,
    NotYours,
    ReasonMissing,
    Step,
)
from langaccess.services.documents.files import Upload, remember
from langaccess.services.documents.telling import tell
from langaccess.storage.base import Facts
from langaccess.storage.documents.glossary import terms_of
from langaccess.storage.documents.jobs import (
    CheckFinding,
    Delivery,
    DeliveryFile,
    Job,
)
from langaccess.storage.documents.requests import Document, SourceVersion, StoredFile
from langaccess.storage.documents.work import job_seen, lock_job, units_of
from langaccess.storage.languages import Language


def write_delivery(
    session: Session,
    job: Job,
    uploads: Sequence[Upload],
    *,
    step: Step,
    by_id: int | None,
    vendor_id: int | None,
    is_self_checked: bool,
    note: str,
    now: datetime,
) -> Delivery:
    """Write what was handed over and check it; waivers of the same findings carry over."""
    before = latest_delivery(session, job.id)
    delivery = Delivery(
        job_id=job.id,
        number=before.number + 1 if before else 1,
        step=step,
        source_version_id=job.source_version_id,
        by_id=by_id,
        vendor_id=vendor_id,
        at=now,
        is_self_checked=is_self_checked,
        note=note.strip(),
    )
    session.add(delivery)
    session.flush()
    files = remember(session, uploads, now=now)
    for position, (upload, file) in enumerate(zip(uploads, files, strict=True), 1):
        session.add(
            DeliveryFile(
                delivery_id=delivery.id,
                position=position,
                name=upload.name,
                file_sha256=file.sha256,
            )
        )
    session.flush()
    settled = {one.key: one for one in before.findings} if before else {}
    for found in _found(session, job, uploads):
        session.add(_finding(delivery, found, settled.pop(found.key, None)))
    for gone in settled.values():
        if gone.status is FindingStatus.OPEN:
            gone.status, gone.settled_at = FindingStatus.FIXED, now
    session.flush()
    return delivery


def waive_finding(
    session: Session,
    actor: Actor,
    *,
    reference: str,
    tag: str,
    finding_id: int,
    reason: str,
    now: datetime,
) -> CheckFinding:
    """Say why a finding is none, in words for whoever reads them later.

    The reviser may, and whoever manages documents; never the translator about their own work.
    Raises JobUnknown, DeliveryUnknown, NotYours, ReasonMissing.
    """
    job = job_seen(session, actor, reference, tag)
    if job is None:
        raise JobUnknown
    lock_job(session, job.id)
    if actor.account_id != job.reviser_id and not actor.may(Permission.DOCUMENTS_MANAGE):
        raise NotYours
    if actor.account_id == job.translator_id:
        raise NotYours
    query = (
        select(CheckFinding)
        .join(Delivery, Delivery.id == CheckFinding.delivery_id)
        .where(CheckFinding.id == finding_id, Delivery.job_id == job.id)
    )
    finding = session.scalar(query)
    if finding is None:
        raise DeliveryUnknown
    if not reason.strip():
        raise ReasonMissing
    finding.status, finding.reason = FindingStatus.WAIVED, reason.strip()
    finding.settled_by_id, finding.settled_at = actor.account_id, now
    document = session.get_one(Document, job.document_id)
    tell(
        session,
        actor,
        document,
        Happening.WAIVED,
        now=now,
        job=job,
        reason=finding.reason,
        check=finding.check,
    )
    return finding


def latest_delivery(session: Session, job_id: int) -> Delivery | None:
    """What was handed over last, if anything."""
    newest = select(func.max(Delivery.number)).where(Delivery.job_id == job_id)
    query = select(Delivery).where(
        Delivery.job_id == job_id, Delivery.number == newest.scalar_subquery()
    )
    return session.scalar(query)


def segments_of(session: Session, sha256s: Sequence[str]) -> list[Segment]:
    """The text of these files, one after the other."""
    return [Segment(unit.place, unit.text) for one in sha256s for unit in units_of(session, one)]


def _found(session: Session, job: Job, uploads: Sequence[Upload]) -> tuple[Finding, ...]:
    document = session.get_one(Document, job.document_id)
    version = session.get_one(SourceVersion, job.source_version_id)
    shas = [one.file_sha256 for one in version.files]
    kinds = [session.get_one(StoredFile, sha).kind for sha in shas]
    language = session.get_one(Language, job.language_tag).facts
    department = document.department.name if document.department else None
    segments = [one for upload in uploads for one in upload.reading.segments]
    return check_delivery(
        segments_of(session, shas),
        segments,
        source_tag=document.source_language_tag,
        target_language=language,
        terms=terms_in_force(
            terms_of(session, job.language_tag, document.department_id),
            language_tag=job.language_tag,
            department=department,
        ),
        files=[_file_facts(upload) for upload in uploads],
        wanted_kinds=kinds,
        detected_tag=next(
            (one.reading.language_tag for one in uploads if one.reading.language_tag), ""
        ),
    )


def _file_facts(upload: Upload) -> DeliveredFile:
    notes: dict[FileNote, Facts] = {note: dict(facts) for note, facts in upload.reading.notes}
    tracked = notes.get(FileNote.TRACKED_CHANGES, {})
    return DeliveredFile(
        name=upload.name,
        kind=upload.reading.kind.value,
        tracked_changes=sum(int(one) for one in tracked.values()),
        comments=int(notes.get(FileNote.COMMENTS, {}).get("count", 0)),
    )


def _finding(delivery: Delivery, found: Finding, before: CheckFinding | None) -> CheckFinding:
    waived = before is not None and before.status is FindingStatus.WAIVED
    return CheckFinding(
        delivery_id=delivery.id,
        key=found.key,
        check=found.check.value,
        severity=found.severity.value,
        place=found.place,
        facts=dict(found.facts),
        status=FindingStatus.WAIVED if waived else FindingStatus.OPEN,
        reason=before.reason if before is not None and waived else "",
        settled_by_id=before.settled_by_id if before is not None and waived else None,
        settled_at=before.settled_at if before is not None and waived else None,
    )
