"""The city's third-party lines as a coordinator keeps them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.languages import LanguageUnknown, NotInterpreted
from langaccess.domain.people import DepartmentUnknown
from langaccess.domain.vendors import (
    VendorFacts,
    VendorNameTaken,
    VendorOrderTaken,
    VendorUnknown,
)
from langaccess.storage.audit import record
from langaccess.storage.base import violated
from langaccess.storage.languages import Language
from langaccess.storage.places import Department
from langaccess.storage.vendors import (
    AccessCode,
    Vendor,
    VendorHours,
    VendorLanguage,
    vendor_whole,
)


def save_vendor(
    session: Session,
    actor: Actor,
    facts: VendorFacts,
    *,
    vendor_id: int | None = None,
    now: datetime,
) -> Vendor:
    """Keep this of a vendor's line: a new one, or the one with this number.

    Raises VendorUnknown, VendorNameTaken, VendorOrderTaken, LanguageUnknown, NotInterpreted,
    DepartmentUnknown, and what `VendorFacts.check` raises.
    """
    actor.must(Permission.VENDORS_EDIT)
    facts = replace(facts, name=" ".join(facts.name.split()))
    facts.check()
    vendor = Vendor(created_at=now) if vendor_id is None else vendor_whole(session, vendor_id)
    if vendor is None:
        raise VendorUnknown
    _check_free(session, facts, vendor_id)
    _check_known(session, facts)
    try:
        with session.begin_nested():
            write_vendor(session, vendor, facts)
    except IntegrityError as error:
        _tell_taken(error)
        raise
    record(session, actor, "save_vendor", "vendor", vendor.id, now=now)
    return vendor


def retire_vendor(session: Session, actor: Actor, *, vendor_id: int, now: datetime) -> Vendor:
    """Use a line no more; what was done by it is kept. Raises VendorUnknown."""
    actor.must(Permission.VENDORS_EDIT)
    vendor = session.get(Vendor, vendor_id)
    if vendor is None:
        raise VendorUnknown
    vendor.is_active = False
    record(session, actor, "retire_vendor", "vendor", vendor_id, now=now)
    return vendor


def write_vendor(session: Session, vendor: Vendor, facts: VendorFacts) -> bool:
    """Make the row, and the rows under it, what the facts say; whether anything differed."""
    before = facts_of(vendor) if vendor.id else None
    if before == facts:
        return False
    for name in _PLAIN:
        setattr(vendor, name, getattr(facts, name))
    session.add(vendor)
    held = {(one.language_tag, one.mode): one for one in vendor.languages}
    vendor.languages = [
        held.get(one) or VendorLanguage(language_tag=one[0], mode=one[1])
        for one in sorted(facts.languages)
    ]
    if before is None or before.hours != facts.hours:
        vendor.hours.clear()
        session.flush()  # the old rows go before the new ones come: a weekday stands once
        vendor.hours = [
            VendorHours(weekday=weekday, opens_minute=opens, closes_minute=closes)
            for weekday, (opens, closes) in sorted(facts.hours.items())
        ]
    codes = {one.department_id: one for one in vendor.codes}
    vendor.codes = [codes.get(one) or AccessCode(department_id=one) for one in facts.codes]
    for row in vendor.codes:
        row.code = facts.codes[row.department_id]
    session.flush()
    return True


def facts_of(vendor: Vendor) -> VendorFacts:
    """What is kept of this line now."""
    return VendorFacts(
        **{name: getattr(vendor, name) for name in _PLAIN},
        languages=frozenset((one.language_tag, one.mode) for one in vendor.languages),
        hours=vendor.weekly_hours,
        codes={one.department_id: one.code for one in vendor.codes},
    )


_PLAIN = (
    "name",
    "position",
    "phone",
    "client_id",
    "script",
    "video_link",
    "every_language",
    "rate_cents_per_minute",
    "is_active",
)


def _check_free(session: Session, facts: VendorFacts, vendor_id: int | None) -> None:
    for column, value, taken in (
        (Vendor.name, facts.name, VendorNameTaken),
        (Vendor.position, facts.position, VendorOrderTaken),
    ):
        if session.scalar(select(Vendor.id).where(column == value)) not in {None, vendor_id}:
            raise taken


def _check_known(session: Session, facts: VendorFacts) -> None:
    for tag in sorted({tag for tag, _ in facts.languages}):
        language = session.get(Language, tag)
        if language is None:
            raise LanguageUnknown
        if not language.facts.is_interpreted:
            raise NotInterpreted
    for department_id in facts.codes:
        if department_id is not None and session.get(Department, department_id) is None:
            raise DepartmentUnknown


def _tell_taken(error: IntegrityError) -> None:
    """Say what another coordinator took a moment before."""
    if violated(error, "uq_vendor_name"):
        raise VendorNameTaken from error
    if violated(error, "uq_vendor_position"):
        raise VendorOrderTaken from error
