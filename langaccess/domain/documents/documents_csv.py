"""The CSV file of document requests: a row a request, its files beside it in the same folder."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from langaccess.domain.csv_cells import Cells, Register, hint_at, list_of
from langaccess.domain.csv_table import Faults, read_records
from langaccess.domain.documents.files import (
    ArchiveBomb,
    FileBroken,
    FileEmpty,
    FileEncrypted,
    FileKindDisguised,
    FileKindUnknown,
    FileRefused,
    FileTooLarge,
    NoTextInFile,
)
from langaccess.domain.documents.reading import FIELDS, RequestInvalid, read_request
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.languages import Language, Modality
from langaccess.domain.rules.kinds import quoted, shown

COLUMNS = (
    "requester",
    "title",
    "document_type",
    "summary",
    "flags",
    "department",
    "source_language",
    "target_languages",
    "audience",
    "reach",
    "legal_deadline",
    "legal_ground",
    "needed_by",
    "publish_on",
    "mailing_days",
    "printing_days",
    "layout",
    "received_at",
    "raised_to",
    "raised_because",
    "subject",
    "plain_language_waived",
    "files",
)
_BETWEEN_FILES = re.compile(r"[;|]")
_YES_NO = {"": False, "no": False, "yes": True}
# Cells that are the request's own fields as they stand; an empty one is left out.
_TEXTS = (
    "title",
    "document_type",
    "summary",
    "audience",
    "legal_deadline",
    "legal_ground",
    "needed_by",
    "publish_on",
    "raised_to",
    "raised_because",
)
_NUMBERS = ("reach", "mailing_days", "printing_days")
_FILES = "names of files in this folder, with ; or | between"
# What is wrong with a file that is not taken, and what is.
_REFUSED: Mapping[type[FileRefused], tuple[str, str]] = {
    FileTooLarge: ("is too large", "at most 50 MB a file"),
    FileEmpty: ("is empty", "a file with text"),
    FileKindUnknown: ("is of a kind that is not taken", "docx, pptx, xlsx, pdf, odt, html, txt …"),
    FileKindDisguised: ("is not what its name says", "a file whose name tells its kind"),
    FileEncrypted: ("needs a password", "the file without one"),
    FileBroken: ("cannot be read to its end", "the file as it was saved"),
    ArchiveBomb: ("unpacks to far more than a document", "an ordinary document"),
    NoTextInFile: ("holds no text that can be read", "the original, not a scan of it"),
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One request of the file, as it is to be made.

    `key` is made of what the row says, so that the same row again is the same request.
    """

    line: int
    key: str
    requester_id: int
    department_id: int | None
    request: DocumentRequest
    subject: str
    plain_language_waived: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows may name: requesters by address, departments by name, classes and files."""

    languages: Iterable[Language]
    requesters: Mapping[str, int]
    departments: Mapping[str, int]
    classes: Collection[str]
    files: Collection[str]
    files_at_most: int


def read_documents(
    content: bytes, *, file_name: str, known: Known, now: datetime
) -> tuple[DocumentRow, ...]:
    """The requests of the file in its order, or every fault in it. Raises FileInvalid.

    A row without `received_at` came in `now`.
    """
    reader = _Reader(known, now)
    for record in read_records(content, COLUMNS, reader.faults):
        reader.read(Cells(record, reader.faults), record.cells)
    reader.faults.refuse(file_name)
    return tuple(reader.found)


def refusal_of(refused: FileRefused) -> tuple[str, str]:
    """What is wrong with a file, and what is allowed, as a fault of the column `files` says it."""
    wrong, allowed = _REFUSED.get(type(refused), ("is not taken", "a file of a kind we read"))
    return f"{shown(refused.file_name)} {wrong}", allowed


class _Reader:
    """What the rows said so far."""

    def __init__(self, known: Known, now: datetime) -> None:
        self.faults = Faults()
        self.found: list[DocumentRow] = []
        self._known = known
        self._now = now
        self._register = Register(known.languages)
        self._lines: dict[str, int] = {}

    def read(self, cells: Cells, written: Mapping[str, str]) -> None:
        """Take in one row."""
        key = self._key(cells, written)
        requester_id = self._requester(cells)
        department_id = self._department(cells)
        files = self._files(cells)
        request = self._request(cells)
        if request is None or requester_id is None:
            return
        self.found.append(
            DocumentRow(
                line=cells.line,
                key=key,
                requester_id=requester_id,
                department_id=department_id,
                request=request,
                subject=cells["subject"],
                plain_language_waived=cells["plain_language_waived"],
                files=files,
            )
        )

    def _key(self, cells: Cells, written: Mapping[str, str]) -> str:
        said = "\x1f".join(written[one] for one in COLUMNS)
        key = f"import-{hashlib.sha256(said.encode()).hexdigest()}"
        line = self._lines.setdefault(key, cells.line)
        if line != cells.line:
            cells.fault("row", f"says the same as line {line}", "each request once")
        return key

    def _requester(self, cells: Cells) -> int | None:
        email = cells["requester"].casefold()
        found = self._known.requesters.get(email)
        if found is None:
            wrong = f"is {shown(email)}, which nobody here has" if email else "is empty"
            cells.fault("requester", wrong, "the email address of somebody with an account")
        return found

    def _department(self, cells: Cells) -> int | None:
        name = cells["department"]
        if not name or name in self._known.departments:
            return self._known.departments.get(name)
        hint = hint_at(name, tuple(self._known.departments))
        allowed = "a department of the city's list, or nothing for the requester's own"
        cells.fault("department", f"is {shown(name)}, which is none{hint}", allowed)
        return None

    def _files(self, cells: Cells) -> tuple[str, ...]:
        names = [one.strip() for one in _BETWEEN_FILES.split(cells["files"]) if one.strip()]
        most = self._known.files_at_most
        if not names or len(names) > most:
            cells.fault("files", f"holds {len(names)} names", f"1 to {most} {_FILES}")
        for name in names:
            if names.count(name) > 1:
                cells.fault("files", f"names {shown(name)} twice", "each file once")
                break
            if name not in self._known.files:
                cells.fault("files", f"names {shown(name)}, which is not in the folder", _FILES)
        return tuple(names)

    def _request(self, cells: Cells) -> DocumentRequest | None:
        """The request by the rules that its JSON has, with a fault for every field."""
        given: dict[str, Any] = {one: cells[one] or None for one in _TEXTS}
        given |= {one: self._number(cells, one) for one in _NUMBERS}
        given["flags"] = list(list_of(cells["flags"]))
        given["layout"] = self._switch(cells)
        given["source_language"] = self._language(cells, "source_language", "en")
        given["target_languages"] = self._targets(cells, given["source_language"])
        given["received_at"] = cells["received_at"] or self._now.isoformat()
        self._check_class(cells)
        try:
            request = read_request(given)
        except RequestInvalid as invalid:
            for fault in invalid.faults:
                cells.fault(fault.field, fault.wrong, fault.allowed)
            return None
        if request.received_at > self._now:
            cells.fault("received_at", "is still to come", "when the request came in")
        return request

    def _number(self, cells: Cells, column: str) -> object:
        """The whole number of a cell; what is none goes on as it stands and is refused there."""
        text = cells[column]
        return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else text or None

    def _switch(self, cells: Cells) -> bool:
        text = cells["layout"].casefold()
        if text not in _YES_NO:
            cells.fault("layout", f"is {shown(text)}", '"yes", "no" or nothing')
        return _YES_NO.get(text, False)

    def _language(self, cells: Cells, column: str, usual: str) -> str:
        tag = cells[column] or usual
        language = cells.language(column, tag, self._register)
        if language is not None and Modality.WRITTEN not in language.modalities:
            cells.fault(column, f"{shown(tag)} is not written", "a language that is written")
        return tag

    def _targets(self, cells: Cells, source: str) -> list[str]:
        """The tags asked for; those that are none are faults, and so is nothing but the source."""
        tags = list(dict.fromkeys(list_of(cells["target_languages"])))
        for tag in tags:
            language = cells.language("target_languages", tag, self._register)
            if language is not None and Modality.WRITTEN not in language.modalities:
                wrong = f"{shown(tag)} is not written"
                cells.fault("target_languages", wrong, "languages that are written")
        if tags == [source]:
            wrong = "holds nothing but the language of the source"
            cells.fault("target_languages", wrong, FIELDS["target_languages"].allowed)
        return tags

    def _check_class(self, cells: Cells) -> None:
        wanted = cells["raised_to"]
        if wanted and wanted not in self._known.classes:
            allowed = f"one of {quoted(self._known.classes)}, or nothing"
            cells.fault("raised_to", f"is {shown(wanted)}, which is no class", allowed)
