"""Importing document requests from a folder: a CSV file and the files it names, all or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.csv_table import Faults, Tally
from langaccess.domain.documents.documents_csv import (
    DocumentRow,
    Known,
    read_documents,
    refusal_of,
)
from langaccess.domain.documents.files import FileRefused
from langaccess.services.documents.files import FILES_AT_MOST, FileStore, Upload, read_upload
from langaccess.services.documents.request import Ask, PlainLanguageNeeded, request_translation
from langaccess.storage.accounts import Account
from langaccess.storage.audit import record
from langaccess.storage.documents.queue import document_by_key
from langaccess.storage.languages import all_languages
from langaccess.storage.places import all_departments

LIST = "documents.csv"


def read_folder(
    session: Session, city: City, folder: Path, *, now: datetime
) -> tuple[DocumentRow, ...]:
    """The requests of the folder's list, or every fault in it. Raises FileInvalid, OSError."""
    path = folder / LIST
    people = select(Account.email, Account.id).where(Account.is_active)
    known = Known(
        languages=[one.facts for one in all_languages(session)],
        requesters={row.email.casefold(): row.id for row in session.execute(people)},
        departments={one.name: one.id for one in all_departments(session)},
        classes=tuple(one.id for one in city.rules.classes),
        files={one.name for one in folder.iterdir() if one.is_file()} - {LIST},
        files_at_most=FILES_AT_MOST,
    )
    return read_documents(path.read_bytes(), file_name=str(path), known=known, now=now)


def read_files(store: FileStore, folder: Path, rows: Sequence[DocumentRow]) -> Mapping[str, Upload]:
    """Every file that the rows name, kept and read: before a transaction that may write.

    Raises FileInvalid with each file that is not taken, at each row that names it.
    """
    found: dict[str, Upload] = {}
    faults = Faults()
    for row in rows:
        for name in row.files:
            if name in found:
                continue
            try:
                with (folder / name).open("rb") as stream:
                    found[name] = read_upload(store, name, stream)
            except FileRefused as refused:
                faults.note(row.line, "files", *refusal_of(refused))
    faults.refuse(str(folder / LIST))
    return found


def import_documents(
    session: Session,
    city: City,
    folder: Path,
    rows: Sequence[DocumentRow],
    files: Mapping[str, Upload],
    *,
    now: datetime,
) -> Tally:
    """Make every request of the rows, or none; the same row again changes nothing.

    Each is made by its requester at the moment it came in. Raises FileInvalid where the rules
    refuse one.
    """
    done, faults = Tally(), Faults()
    for row in rows:
        if document_by_key(session, row.requester_id, row.key) is not None:
            done.unchanged += 1
            continue
        account = session.get_one(Account, row.requester_id)
        uploads = [files[name] for name in row.files]
        at = row.request.received_at
        try:
            request_translation(session, account.actor, city, _ask(row), uploads, now=at)
        except PlainLanguageNeeded as needed:
            wrong = f"is empty, and the English reads at grade {needed.grade:.0f}"
            allowed = f"a reason, or English at grade {needed.allowed} or below"
            faults.note(row.line, "plain_language_waived", wrong, allowed)
        done.added += 1
    faults.refuse(str(folder / LIST))
    digest = sha256("".join(row.key for row in rows).encode()).hexdigest()
    record(session, None, "import_documents", "file", digest, now=now, documents=len(rows))
    session.flush()
    return done


def _ask(row: DocumentRow) -> Ask:
    request = row.request
    return Ask(
        request_key=row.key,
        title=request.title,
        document_type=request.document_type,
        target_tags=request.target_languages,
        source_tag=request.source_language,
        summary=request.summary,
        flags=request.flags,
        department_id=row.department_id,
        subject=row.subject,
        audience=request.audience,
        reach=request.reach,
        legal_deadline=request.legal_deadline,
        legal_ground=request.legal_ground,
        needed_by=request.needed_by,
        publish_on=request.publish_on,
        mailing_days=request.mailing_days,
        printing_days=request.printing_days,
        needs_layout=request.layout,
        raised_to=request.raised_to,
        raised_because=request.raised_because,
        plain_language_waived=row.plain_language_waived,
    )
