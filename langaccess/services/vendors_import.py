"""Importing the city's vendors from a CSV file: all of it, or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import count

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, Permission
from langaccess.domain.csv_table import Tally
from langaccess.domain.vendors import VendorFacts
from langaccess.domain.vendors_csv import KnownVendor, read_vendors
from langaccess.services.vendors import write_vendor
from langaccess.storage.audit import record
from langaccess.storage.languages import all_languages
from langaccess.storage.places import all_departments
from langaccess.storage.vendors import Vendor, all_vendors


def import_vendors(
    session: Session, actor: Actor | None, content: bytes, *, name_of_file: str, now: datetime
) -> Tally:
    """Take in every line of the file, or nothing of it; the same file again changes nothing.

    Lines are found by name and become what their row says; whether one is in use stays as it is.
    Lines that are not in the file stay. Without an actor it is the command line.
    Raises FileInvalid.
    """
    if actor is not None:
        actor.must(Permission.VENDORS_EDIT)
    known = {one.name: one for one in all_vendors(session)}
    found = read_vendors(
        content,
        file_name=name_of_file,
        languages=[one.facts for one in all_languages(session)],
        departments={one.name: one.id for one in all_departments(session)},
        vendors=[KnownVendor(one.name, one.position) for one in known.values()],
    )
    _clear_places(session, known, found)
    done = Tally()
    for facts in found:
        before = known.get(facts.name)
        vendor = before or Vendor(created_at=now)
        if not write_vendor(session, vendor, _kept_in_use(facts, before)):
            done.unchanged += 1
            continue
        done.added += before is None
        done.changed += before is not None
        record(session, actor, "save_vendor", "vendor", vendor.id, now=now)
    digest = sha256(content).hexdigest()
    record(session, actor, "import_vendors", "file", digest, now=now, vendors=len(found))
    session.flush()
    return done


def _kept_in_use(facts: VendorFacts, before: Vendor | None) -> VendorFacts:
    return facts if before is None else replace(facts, is_active=before.is_active)


def _clear_places(
    session: Session, known: Mapping[str, Vendor], found: Iterable[VendorFacts]
) -> None:
    """Let lines that move leave their place in the order first, so that two can swap."""
    wanted = {one.name: one.position for one in found}
    beyond = count(max([*wanted.values(), *(one.position for one in known.values())], default=0))
    next(beyond)
    for name, vendor in known.items():
        if wanted.get(name, vendor.position) != vendor.position:
            vendor.position = next(beyond)
    session.flush()
