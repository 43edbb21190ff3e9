"""Agencies that translate in writing: which may be asked, and how they hand over."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.documents.workflow import (
    AssignmentStatus,
    SamePerson,
    Step,
    UploadLinkUnknown,
)
from langaccess.domain.errors import Missing
from langaccess.services.accounts import token_hash
from langaccess.services.documents.telling import tell_vendor
from langaccess.storage.base import Facts
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.jobs import Assignment, Job, UploadLink
from langaccess.storage.documents.work import link_by_hash

LINK_LASTS = timedelta(days=30)


class VendorUnknown(Missing):
    """No such agency, or it does not work in this language."""


def why_agency(session: Session, city: City, job: Job, step: Step, vendor_id: int) -> Facts:
    """Why an agency may be asked, as it is kept with the offer. Raises VendorUnknown, SamePerson.

    An agency revises only where it says so, and never what it translated itself.
    """
    vendor = session.get(TranslationVendor, vendor_id)
    tags = {one.language_tag: one.revises for one in vendor.languages} if vendor else {}
    if vendor is None or not vendor.is_active or job.language_tag not in tags:
        raise VendorUnknown
    if step is Step.REVISE and not tags[job.language_tag]:
        raise VendorUnknown
    other = job.reviser_vendor_id if step is Step.TRANSLATE else job.translator_vendor_id
    if other == vendor_id:
        raise SamePerson
    return {"vendor": vendor_id, "rules": city.rules.edition}


def mail_agency(session: Session, job: Job, assignment: Assignment, *, now: datetime) -> None:
    """Owe the agency a letter with the files and a link that works once."""
    token = secrets.token_urlsafe(32)
    session.add(
        UploadLink(
            assignment_id=assignment.id,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
    )
    files: list[Any] = [[one.name, one.file_sha256] for one in job.source_version.files]
    vendor = session.get_one(TranslationVendor, assignment.vendor_id)
    tell_vendor(
        session,
        vendor,
        job.document,
        "document_for_vendor",
        once=f"assignment:{assignment.id}",
        now=now,
        language=job.language_tag,
        step=assignment.step.value,
        due_at=job.due_at.isoformat(),
        words=job.words,
        token=token,
        files=files,
    )


def open_link(session: Session, token: str, *, now: datetime) -> Assignment:
    """What a link is for, while it may be used. Raises UploadLinkUnknown."""
    return _usable(session, token, now).assignment


def use_link(session: Session, token: str, *, now: datetime) -> Assignment:
    """The same, and it works no more. Raises UploadLinkUnknown."""
    link = _usable(session, token, now)
    link.used_at = now
    return link.assignment


def _usable(session: Session, token: str, now: datetime) -> UploadLink:
    link = link_by_hash(session, token_hash(token))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise UploadLinkUnknown
    if link.assignment.status not in {AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED}:
        raise UploadLinkUnknown
    return link
